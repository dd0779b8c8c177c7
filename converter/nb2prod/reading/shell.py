"""Shell lines as the Python that does the same, where that can be told."""

import ast
import re

_LISTING = re.compile(r"ls(?:\s+-1)?\s+(?P<pattern>[\w.*?\[\]-][\w./*?\[\]-]*)")
_FOLDER = re.compile(r"mkdir(?:\s+-p)?\s+(?P<path>[\w./-]+)")
_NAMED = re.compile(r"\$(?P<name>[A-Za-z_]\w*)")
_SHELL_NAME = re.compile(r"\$[\w{(]")
_BETWEEN = re.compile(r"\|\||&&|[|;]")
#   echo "$USER"; ls | head -3
_PRINTING = frozenset(
    ["cat", "column", "cut", "date", "df", "du", "echo", "file", "free", "grep", "head", "hostname",
     "id", "ls", "lsb_release", "lscpu", "nproc", "nvidia-smi", "printenv", "printf", "pwd", "sort",
     "tail", "tr", "tree", "uname", "uniq", "wc", "which", "whoami"]
)  # fmt: skip
_BRACES = re.compile(r"\{(?P<expression>[^{}]*)\}")


def output_of(target: str, command: str, unbound: frozenset[str] = frozenset()) -> str:
    """Code that binds the target to the lines that the command prints; empty where unsure."""
    listing = _LISTING.fullmatch(command)
    if listing and re.search(r"[*?\[]", listing["pattern"]):
        pattern = _quoted(listing["pattern"])
        return (
            "from pathlib import Path; "
            f"{target} = sorted(str(path) for path in Path().glob({pattern}))"
        )
    text = _as_text(command, unbound)
    if not text:
        return ""
    return (
        f"import subprocess; {target} = subprocess.run({text}, shell=True, check=False, text=True, "
        "stdout=subprocess.PIPE, stderr=subprocess.STDOUT).stdout.splitlines()"
    )


def folder_made_by(command: str) -> str:
    """Code that makes the folder which `mkdir` makes; empty for another command."""
    found = _FOLDER.fullmatch(command.strip())
    return f"import os; os.makedirs({_quoted(found['path'])}, exist_ok=True)" if found else ""


def _as_text(command: str, unbound: frozenset[str]) -> str:
    """The command as a literal; an f-string where names stand in braces."""
    #   !wc -l {path}       the notebook's value;    !awk '{print $1}'    the shell's own
    #   !echo $HOME         the shell's own too, where no cell binds it
    own = [name for name in _NAMED.findall(command) if name in unbound]
    command = _NAMED.sub(lambda m: m[0] if m["name"] in unbound else f"{{{m['name']}}}", command)
    if len(_SHELL_NAME.findall(command)) > len(own) or not command.isprintable():
        return ""
    parts = _BRACES.findall(command)
    if not parts:
        return _quoted(command)
    if not all(map(_is_plain, parts)) or "\\" in command or '"' in command:
        return ""
    return f'f"{command}"'


def only_prints(script: str) -> bool:
    """Whether each command of the script is known to show something and to leave no trace."""
    lines = [line.strip() for line in script.split("\n")]
    commands = [line for line in lines if line and not line.startswith("#")]
    if any(mark in line for line in commands for mark in (">", "`", "$(", "\\", " -o")):
        return False
    parts = [part.split() for line in commands for part in _BETWEEN.split(line)]
    return all(words and words[0] in _PRINTING for words in parts)


def _is_plain(text: str) -> bool:
    try:
        node = ast.parse(text.strip(), mode="eval").body
    except (SyntaxError, ValueError):
        return False
    return isinstance(node, ast.Name | ast.Attribute) and not text.startswith(" ")


def _quoted(text: str) -> str:
    plain = '"' not in text and "\\" not in text and text.isprintable()
    return f'"{text}"' if plain else repr(text)
