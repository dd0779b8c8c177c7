"""One magic or shell line: what became of it, and the Python that stands in its place."""

import re
from typing import NamedTuple

from .installs import installs
from .magic_table import DROPPED, INSTALLERS, KEPT, REFUSED, SHELL, TIMED
from .shell import folder_made_by, output_of

_NAME = re.compile(r"(?P<name>[^\W\d][\w.]*)(?P<rest>.*)", re.DOTALL)
_ENVIRONMENT = re.compile(r"(?P<name>[A-Za-z_]\w*)\s*(?:=|\s)\s*(?P<value>.*)", re.DOTALL)
#   %prun -q -s cumulative fit(df)
_PROFILING = re.compile(r"^(?:-(?:[rq]|[lsTD]\s+\S+)\s+)+")
PRINTED = "what a shell command prints, asked for in Python"
_FOLDER = re.compile(r"(?:-q\s+)?(?P<path>[\w./-]*[\w.]/?)")
_NESTED = ("%", "!")


class Treatment(NamedTuple):
    """What a line becomes; `code` is empty where nothing is left."""

    action: str  # dropped | translated | kept statement | requirement | refused
    reason: str
    code: str = ""
    requirements: tuple[str, ...] = ()
    timed: str = ""  # the magic whose code runs and is left out: `timeit -n 3 f()`


def treated(text: str) -> Treatment:
    """Return the treatment of a line that begins with `%`, `!`, `?` or another escape."""
    line = text.strip()
    if line.startswith("?") or line.rstrip().endswith("?"):
        return Treatment("dropped", "it only shows help")
    if line.startswith("!"):
        return _shell(line.lstrip("!"))
    if line.startswith("%%"):
        reason = (
            "a cell magic counts only on the first line of its cell; move it there or remove it"
        )
        return Treatment("refused", reason, _call("run_line_magic", line[1:], ""))
    if line.startswith("%"):
        return _magic(line[1:].lstrip())
    reason = "it is IPython's short form of a call; write the call with its brackets"
    return Treatment("refused", reason, _call("run_cell", line))


def treated_assignment(target: str, text: str, unbound: frozenset[str] = frozenset()) -> Treatment:
    """Return the treatment of `target = %magic` and `target = !command`."""
    line = text.strip()
    name = _NAME.match(line[1:].lstrip()) if line.startswith("%") else None
    if name is not None and name["name"] in KEPT:
        inner = treated(line)
        if inner.action == "kept statement":
            return Treatment(inner.action, inner.reason, f"{target} = {inner.code}")
    if line.startswith("!"):
        python = output_of(target, line.lstrip("!").strip(), unbound)
        if python:
            return Treatment("translated", PRINTED, python)
        code = _call("getoutput", line.lstrip("!"))
        reason = (
            "it takes what a shell command prints; "
            "write it in Python (pathlib, glob, or subprocess.run)"
        )
        return Treatment("refused", reason, f"{target} = {code}")
    asked = name["name"] if name else line
    reason = f"it takes a value from the magic `%{asked}`; write the Python that gives it"
    if asked == "env" and name is not None and name["rest"].strip().isidentifier():
        code = f"import os; {target} = os.environ[{_quoted(name['rest'].strip())}]"
        return Treatment("translated", "an environment variable, read in Python", code)
    code = _call("run_line_magic", asked, name["rest"].strip() if name else "")
    return Treatment("refused", reason, f"{target} = {code}")


def _shell(command: str) -> Treatment:
    requirements = installs(command.replace("\\\n", " "))
    if requirements:
        return Treatment("requirement", "it names what to install", requirements=requirements)
    if requirements is not None:
        return Treatment("dropped", "it speaks to an installer and names no package")
    if folder := folder_made_by(command):
        return Treatment("translated", "a folder, made in Python", folder)
    return Treatment("dropped", "a shell command of the author's computer; the project runs none")


def _magic(text: str) -> Treatment:
    found = _NAME.match(text)
    if found is None:
        return Treatment("refused", "no magic is named here", _call("run_line_magic", text, ""))
    name, rest = found["name"], found["rest"].lstrip(" \t")
    if name in INSTALLERS:
        return _shell(f"{name} {rest}")
    if name in SHELL:
        return _shell(rest if name in ("sc", "sx", "system") else f"{name} {rest}")
    if name in DROPPED:
        return Treatment("dropped", DROPPED[name], timed=text if name in TIMED else "")
    if name in KEPT:
        return _kept(name, rest)
    if name in ("env", "set_env"):
        return _environment(rest)
    if name == "run" and (module := _file_run(rest)):
        reason = (
            "the file comes along as a module; what the notebook uses of it is imported by name"
        )
        return Treatment("translated", reason, f"from {module} import *")
    if name == "cd" and (folder := _FOLDER.fullmatch(rest.strip())):
        code = f"import os; os.chdir({_quoted(folder['path'])})"
        return Treatment("translated", "the working folder, changed in Python", code)
    reason = REFUSED.get(
        name, f"the magic `%{name}` is not known here; write the Python it stands for"
    )
    return Treatment("refused", reason, _call("run_line_magic", name, rest))


def _file_run(rest: str) -> str:
    """The module that `%run helpers.py` means; empty where options or arguments change that."""
    #   %run lib/helpers.py        lib.helpers
    #   %run -i model.py           it would see the notebook's names
    found = re.fullmatch(r"""(['"]?)(?:\./)?((?:[^\W\d]\w*/)*[^\W\d]\w*)\.py\1""", rest.strip())
    return found[2].replace("/", ".") if found else ""


def _kept(name: str, rest: str) -> Treatment:
    rest = re.sub(r"^--no-raise-error\s+", "", rest)
    if not rest.strip():
        return Treatment("dropped", "nothing follows the magic")
    if rest.startswith(_NESTED):  # %time %run x.py
        return treated(rest)
    if name == "prun":
        rest = _PROFILING.sub("", rest)
    if name == "prun" and (rest.startswith("-") or not rest.strip()):
        reason = "the profiler's options hide the statement; remove `%prun` and its options"
        return Treatment("refused", reason, _call("run_line_magic", name, rest))
    return Treatment("kept statement", KEPT[name], rest)


def _environment(rest: str) -> Treatment:
    setting = _ENVIRONMENT.fullmatch(rest.strip())
    if setting is None or not setting["value"]:
        return Treatment("dropped", "it only shows the environment")
    name, value = setting["name"], setting["value"]
    if "$" in value or "{" in value:
        reason = f'its value is put together from names; write `os.environ["{name}"] = ...`'
        return Treatment("refused", reason, _call("run_line_magic", "env", rest))
    code = f"import os; os.environ[{_quoted(name)}] = {_quoted(value)}"
    return Treatment("translated", "an environment variable, set in Python", code)


def _call(method: str, *arguments: str) -> str:
    """Return what IPython makes of the line: it parses, and fails loudly outside a notebook."""
    return f"get_ipython().{method}({', '.join(_quoted(argument) for argument in arguments)})"


def _quoted(text: str) -> str:
    plain = '"' not in text and "\\" not in text and text.isprintable()
    return f'"{text}"' if plain else repr(text)
