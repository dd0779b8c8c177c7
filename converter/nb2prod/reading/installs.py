"""Package names in `pip install` and `conda install` lines."""

import re
import shlex

_ENDS = frozenset({"&&", "||", "|", ";", "&", ">", ">>", "<", "2>", "2>&1", "&>", "1>"})
_TAKE_A_VALUE = frozenset({
    "-c", "--constraint", "-r", "--requirement", "-e", "--editable", "-i", "--index-url",
    "--extra-index-url", "-f", "--find-links", "-t", "--target", "--prefix", "--root", "--src",
    "--upgrade-strategy", "--platform", "--python-version", "--implementation", "--abi",
    "--no-binary", "--only-binary", "--progress-bar", "--trusted-host", "--proxy", "--cache-dir",
    "--log", "--timeout", "--retries", "-n", "--name", "-p", "--channel", "--python",
    "--exists-action", "--cert", "--config-settings", "--report",
})  # fmt: skip
_INSTALLER = re.compile(
    r"(?:\S*/)?(?:sudo\s+)?"
    r"(?:(?:\{sys\.executable\}|\$?\{?\w*python[\d.]*\}?)\s+-m\s+)?"
    r"(?:uv\s+)?(?P<tool>pip[\d.]*|conda|mamba|micromamba)\s+(?P<rest>.*)",
    re.DOTALL,
)


def installs(command: str) -> tuple[str, ...] | None:
    """
    Return the requirements that the command installs; None when it is no installer's command.

    An installer's command that names no package (`pip list`, `pip install -r file`) gives none.
    """
    found = _INSTALLER.fullmatch(command.strip())
    if found is None:
        return None
    words = _words(found["rest"])
    while words and words[0].startswith("-"):
        words.pop(0)
    if not words or words[0] != "install":
        return ()
    conda = not found["tool"].startswith("pip")
    # conda says `-c conda-forge`, pip says `-c constraints.txt`: both take a value
    return tuple(_conda_spec(word) if conda else word for word in _packages(words[1:]))


def _words(text: str) -> list[str]:
    text = re.sub(r"(^|\s)#.*$", "", text)
    try:
        words = shlex.split(text)
    except ValueError:  # an open quote
        words = text.split()
    end = next((at for at, word in enumerate(words) if word in _ENDS), len(words))
    return [word.rstrip(";") for word in words[:end]]


def _packages(words: list[str]) -> list[str]:
    packages: list[str] = []
    skipping = False
    for word in words:
        if skipping:
            skipping = False
        elif word in _TAKE_A_VALUE:
            skipping = True
        elif word and not word.startswith(("-", ".", "/", "$", "{", ">", "<")):
            packages.append(word)
    return packages


def _conda_spec(word: str) -> str:
    """Return `numpy==1.26` for conda's `conda-forge::numpy=1.26`."""
    return re.sub(r"(?<![=<>!~])=(?!=)", "==", word.rpartition("::")[2])
