"""What the notebook expects around it: modules, files, network, people, programs."""

import difflib
import os
import re
from pathlib import Path

from .failure import Diagnosis, Failure

_NO_MODULE = re.compile(r"No module named '?([\w.]+)'?")
_PATH = re.compile(
    r"No such file or directory:? (?:b)?['\"](?P<quoted>[^'\"]+)['\"]"
    r"|File (?:b)?'?(?P<old>[^']+?)'? does not exist"
    r"|^(?P<numpy>\S+) not found\.?$"
    r"|Unable to (?:synchronously )?open file.*name = '(?P<hdf>[^']+)'"
)
_PROGRAM = re.compile(r"No such file or directory: '([^']+)'")
_HOST = re.compile(r"host='([^']+)'|https?://([^/\s'\"]+)")

# modules whose distribution has another name; others are not guessed at
DISTRIBUTIONS = {
    "sklearn": "scikit-learn",
    "skimage": "scikit-image",
    "cv2": "opencv-python",
    "PIL": "pillow",
    "yaml": "PyYAML",
    "bs4": "beautifulsoup4",
    "imblearn": "imbalanced-learn",
    "dotenv": "python-dotenv",
    "dateutil": "python-dateutil",
    "umap": "umap-learn",
    "docx": "python-docx",
    "fitz": "PyMuPDF",
    "Crypto": "pycryptodome",
    "jwt": "PyJWT",
    "MySQLdb": "mysqlclient",
    "psycopg2": "psycopg2-binary",
    "category_encoders": "category-encoders",
    "mlxtend": "mlxtend",
    "pandas_datareader": "pandas-datareader",
    "graphviz": "graphviz",
    "Bio": "biopython",
    "igraph": "python-igraph",
    "community": "python-louvain",
    "osgeo": "GDAL",
    "attr": "attrs",
    "kaggle_secrets": "",
    "google.colab": "",
}
NETWORK = {
    "URLError", "HTTPError", "ConnectionError", "gaierror", "ConnectTimeout", "ReadTimeout",
    "SSLError", "SSLCertVerificationError", "ProxyError", "MaxRetryError", "NewConnectionError",
    "ConnectionRefusedError", "RemoteDisconnected", "ConnectError", "NameResolutionError",
    "ServerNotFoundError", "EndpointConnectionError", "ConnectionResetError",
    "ClientConnectorError", "ConnectTimeoutError", "LocalEntryNotFoundError",
    "OfflineModeIsEnabled",
}  # fmt: skip
_NETWORK_WORDS = (
    "Name or service not known",
    "Temporary failure in name resolution",
    "nodename nor servname provided",
    "Network is unreachable",
    "Failed to establish a new connection",
    "Max retries exceeded with url",
)
_PROGRAM_ERRORS = {
    "ExecutableNotFound": "the Graphviz program `dot`",
    "TesseractNotFoundError": "the program `tesseract`",
    "PandocMissing": "the program `pandoc`",
    "JavaNotFoundException": "Java",
}
_PROGRAM_WORDS = (
    ("executable needs to be in PATH", "a browser driver"),
    ("No pandoc was found", "the program `pandoc`"),
    ("latex could not be found", "the program `latex`"),
    ("Java gateway process exited", "Java"),
    ("No JVM shared library file", "Java"),
    ("make sure the Graphviz executables are on your systems' PATH", "the program `dot`"),
    ("ffmpeg unavailable", "the program `ffmpeg`"),
)


def missing_module(failure: Failure) -> Diagnosis | None:
    """A module that the kernel does not have."""
    matched = _NO_MODULE.search(failure.value)
    if failure.name not in ("ModuleNotFoundError", "ImportError") or not matched:
        return None
    module = matched[1]
    top = module.partition(".")[0]
    distribution = DISTRIBUTIONS.get(module, DISTRIBUTIONS.get(top))
    message = f"the kernel has no module `{module}`"
    nearby = _nearby(failure.folder, f"{top}.py")
    if distribution == "":
        remedy = f"`{module}` exists on one hosted service only: remove what needs it."
    elif nearby:
        remedy = f"{_listed(nearby)} has that name: put it beside the notebook."
    elif distribution:
        remedy = f"It is in the distribution `{distribution}`: %pip install {distribution}"
    else:
        remedy = (
            "Install the distribution that provides it into the kernel's environment, or put "
            f"your own {top}.py beside the notebook."
        )
    return Diagnosis("NB401", "missing module", message, remedy)


def missing_program(failure: Failure) -> Diagnosis | None:
    """A program that the notebook starts and that is not installed."""
    program = _PROGRAM_ERRORS.get(failure.name)
    if program is None:
        program = next((told for word, told in _PROGRAM_WORDS if word in failure.value), None)
    if program is None and failure.name == "FileNotFoundError":
        started = "_execute_child" in failure.traceback or "subprocess.py" in failure.traceback
        matched = _PROGRAM.search(failure.value)
        program = f"the program `{matched[1]}`" if started and matched else None
    if program is None and "returned non-zero exit status 127" in failure.value:
        program = "a program of this cell's shell lines"
    if program is None:
        return None
    return Diagnosis(
        "NB406",
        "missing file",
        f"{program} is not installed here",
        "Install it with the system's package manager, or do the same in Python.",
    )


def missing_file(failure: Failure) -> Diagnosis | None:
    """A file that is not where the notebook looks for it."""
    matched = _PATH.search(failure.value)
    known = failure.name in ("FileNotFoundError", "OSError", "IOError") and matched
    if not known and failure.name != "FileNotFoundError":
        return None
    path = next((text for text in matched.groups() if text), "") if matched else ""
    if not path:
        return Diagnosis("NB403", "missing file", failure.value[:300], "Put the file there.")
    name = re.split(r"[\\/]", path)[-1]
    message = f"`{path}` is not there"
    if not _is_absolute(path):
        message += f"; it was looked for from {failure.folder}"
    nearby = _nearby(failure.folder, name)
    if nearby:
        remedy = f"Did you mean {_listed(nearby)}? Change the path, or move the file."
    elif _is_absolute(path):
        remedy = "Put the file beside the notebook and name it by a path relative to the notebook."
    else:
        remedy = "Put the file there, or change the path; it is relative to the notebook's folder."
    return Diagnosis("NB403", "missing file", message, remedy)


def _is_absolute(path: str) -> bool:
    return path.startswith(("/", "~", "\\")) or re.match(r"[A-Za-z]:[\\/]", path) is not None


def _listed(paths: tuple[str, ...]) -> str:
    return " or ".join(f"`{path}`" for path in paths)


def _nearby(folder: Path, name: str, most: int = 5_000) -> tuple[str, ...]:
    """Files of that or a similar name in and below the folder, and in the one above."""
    candidates: dict[str, str] = {}
    looked_at = 0
    for root in (folder, folder.parent / "data", folder.parent / "input"):
        for where, folders, files in os.walk(root):
            hidden = (".", "__pycache__", "node_modules", "site-packages")
            deep = len(Path(where).relative_to(root).parts) >= 3
            folders[:] = [] if deep else sorted(f for f in folders if not f.startswith(hidden))
            for file in sorted(files):
                candidates.setdefault(os.path.relpath(os.path.join(where, file), folder), file)
            looked_at += len(files)
            if looked_at > most:
                break
    same = [path for path, file in candidates.items() if file.lower() == name.lower()]
    if not same:
        close = difflib.get_close_matches(name, set(candidates.values()), n=2, cutoff=0.8)
        same = [path for path, file in candidates.items() if file in close]
    return tuple(sorted(same)[:2])


def network(failure: Failure) -> Diagnosis | None:
    """An address that did not answer."""
    told = failure.name in NETWORK or any(word in failure.value for word in _NETWORK_WORDS)
    if not told:
        return None
    host = _HOST.search(failure.value) or _HOST.search(failure.line_text)
    where = f"`{host[1] or host[2]}`" if host else "an address on the network"
    return Diagnosis(
        "NB404",
        "network",
        f"{where} did not answer: {failure.name}: {failure.value[:200]}",
        "Download the data once, keep the file beside the notebook, and read that.",
    )


def prompt(failure: Failure) -> Diagnosis | None:
    """A cell that asks a person."""
    asks = failure.name == "StdinNotImplementedError" or (
        failure.name == "EOFError" and re.search(r"\b(input|getpass)\(", failure.cell.source)
    )
    if not asks:
        return None
    return Diagnosis(
        "NB405",
        "prompt",
        "the cell asks a person (`input` or `getpass`), and nobody is there",
        "Put the value into a cell tagged `parameters`; a secret into an environment variable.",
    )
