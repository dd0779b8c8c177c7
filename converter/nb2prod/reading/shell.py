"""Shell lines as the Python that does the same, where that can be told."""

import ast
import re

_LISTING = re.compile(r"ls(?:\s+-1)?\s+(?P<pattern>[\w.*?\[\]-][\w./*?\[\]-]*)")
_FOLDER = re.compile(r"mkdir(?:\s+-p)?\s+(?P<path>[\w./-]+)")
_NAMED = re.compile(r"\$(?P<name>[A-Za-z_]\w*)")
_SHELL_NAME = re.compile(r"\$[\w{(]")
_BRACES = re.compile(r"\{(?P<expression>[^{}]*)\}")


def output_of(target: str, command: str) -> str:
    """Code that binds the target to the lines that the command prints; empty where unsure."""
    listing = _LISTING.fullmatch(command)
    if listing and re.search(r"[*?\[]", listing["pattern"]):
        pattern = _quoted(listing["pattern"])
        return (
            "from pathlib import Path; "
            f"{target} = sorted(str(path) for path in Path().glob({pattern}))"
        )
    text = _as_text(command)
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


def _as_text(command: str) -> str:
    """The command as a literal; an f-string where names stand in braces."""
    #   !wc -l {path}       the notebook's value;    !awk '{print $1}'    the shell's own
    command = _NAMED.sub(r"{\g<name>}", command)
    if _SHELL_NAME.search(command) or not command.isprintable():
        return ""
    parts = _BRACES.findall(command)
    if not parts:
        return _quoted(command)
    if not all(map(_is_plain, parts)) or "\\" in command or '"' in command:
        return ""
    return f'f"{command}"'


def _is_plain(text: str) -> bool:
    try:
        node = ast.parse(text.strip(), mode="eval").body
    except (SyntaxError, ValueError):
        return False
    return isinstance(node, ast.Name | ast.Attribute) and not text.startswith(" ")


def _quoted(text: str) -> str:
    plain = '"' not in text and "\\" not in text and text.isprintable()
    return f'"{text}"' if plain else repr(text)
