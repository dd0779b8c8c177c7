"""A code cell becomes plain Python with the same number of lines."""

import re
from dataclasses import replace

from ..model.notebook import Cell, Magic, Place, PythonCell, TimedCode, WrittenFile
from ..trees import is_python
from .ipython_calls import without_ipython_calls
from .line_magics import Treatment, treated, treated_assignment
from .logical_lines import escaped_end, statement_end
from .magic_table import CELLS_DROPPED, CELLS_OUTSIDE, SHELLS, TIMED, UNWRAPPED
from .shell import only_prints
from .timed import timed_code
from .unfolded import unfolded
from .written_files import written_file

_INDENT = re.compile(r"[ \t\f]*")
_CELL_MAGIC = re.compile(r"%%(?P<name>!|[^\W\d][\w.]*)(?P<rest>[^\n]*)")
_NAME = r"[^\W\d]\w*(?:\.\w+|\[[^\]\n]*\])*"
_ASSIGNMENT = re.compile(
    rf"(?P<target>{_NAME}(?:\s*,\s*{_NAME})*(?:\s*:\s*[\w.\[\], |]+?)?)\s*=\s*(?P<escape>[%!])(?!=)"
)
_BARE_INSTALL = re.compile(r"(?:pip3?|conda|mamba)\s+install\s")  # works without a `%` too
_HELP = re.compile(r"help\([^\n]*\)[ \t;]*(?:#[^\n]*)?$")
_OWN_HELP = re.compile(r"\bhelp\s*=[^=]|\bdef\s+help\b|\bas\s+help\b|\bimport\s+[^\n]*\bhelp\b")
_ESCAPES = ("%", "!", "?", ",", ";", "/")


def python_cell(cell: Cell, unbound: frozenset[str] = frozenset()) -> PythonCell:
    """
    Return the cell as `ast.parse` takes it; magics are left out, unwrapped or translated.

    `unbound` are names after a `$` that no cell binds: they are the shell's own.
    """
    if is_python(cell.source) and "help(" not in cell.source and "get_ipython" not in cell.source:
        return PythonCell(cell, unfolded(cell.source))  # a line that parses is no magic
    return _Translation(cell, unbound).result()


class _Translation:
    """One pass over a cell, collecting lines and what became of its magics."""

    def __init__(self, cell: Cell, unbound: frozenset[str]) -> None:
        self.cell, self.unbound = cell, unbound
        self.text = _dedented(cell.source)
        self.done: list[str] = []
        self.magics: list[Magic] = []
        self.requirements: list[str] = []
        self.refused_lines: set[int] = set()
        self.files: list[WrittenFile] = []
        self.timed: list[TimedCode] = []

    def result(self) -> PythonCell:
        """Return the translated cell."""
        position = self._after_cell_magics()
        while position < len(self.text):
            position = self._after_logical_line(position)
        source = "".join(self.done)
        if "get_ipython" in source:
            source, found = without_ipython_calls(source, frozenset(self.refused_lines))
            for line, text, treatment in found:
                self._note(line, text, treatment)
        magics = sorted(self.magics, key=lambda magic: magic.place.line)
        return PythonCell(
            self.cell,
            unfolded(source),
            tuple(magics),
            tuple(self.requirements),
            tuple(self.files),
            tuple(self.timed),
        )

    def _after_cell_magics(self) -> int:
        """Take the `%%` lines at the top, and return where ordinary lines begin."""
        position = 0
        while True:
            start = position
            while start < len(self.text) and self.text[start] in " \t\f\n":
                start += 1
            found = _CELL_MAGIC.match(self.text, start)
            if found is None or found["rest"].startswith("?"):
                return position
            name = found["name"]
            self.done.append("\n" * self.text.count("\n", position, start))
            if name not in UNWRAPPED:
                self._whole_cell(found)
                return len(self.text)
            self._note_at(start, found[0], Treatment("dropped", UNWRAPPED[name]))
            position = found.end()

    def _whole_cell(self, found: re.Match[str]) -> None:
        """Take a cell whose body is no Python of this notebook."""
        name = found["name"]
        lost = any(tag.role != "skip" for tag in self.cell.tags) or "--out" in found["rest"]
        body = self.text[found.end() + 1 :]
        file = written_file(name, found["rest"], body)
        if file is not None:
            self.files.append(file)
            treatment = Treatment("translated", f"`{file.path}` comes along as a file of its own")
        elif name in CELLS_DROPPED:
            timed = f"{name}{found['rest']}\n{body}" if name in TIMED else ""
            treatment = Treatment("dropped", CELLS_DROPPED[name], timed=timed)
        elif name in SHELLS and "--out" not in found["rest"] and only_prints(body):
            treatment = Treatment("dropped", "its commands only print")
        elif name in CELLS_OUTSIDE:
            treatment = Treatment("refused" if lost else "dropped", CELLS_OUTSIDE[name])
        else:
            reason = f"the magic `%%{name}` is not known here; write the Python it stands for"
            treatment = Treatment("refused", reason)
        self._note_at(found.start(), found[0], treatment)
        if treatment.action == "refused":
            self.refused_lines.add(self._line(found.start()))
            self.done.append(f"get_ipython().run_cell_magic({name!r}, {found['rest']!r}, ...)")
        self.done.append("\n" * self.text.count("\n", found.start()))

    def _after_logical_line(self, position: int) -> int:
        """Take one logical line, and return where the next one begins."""
        start = position + len(_INDENT.match(self.text, position)[0])  # type: ignore[index]
        assignment = _ASSIGNMENT.match(self.text, start)
        questioned = False
        escaped = self.text.startswith(_ESCAPES, start) or _BARE_INSTALL.match(self.text, start)
        if assignment or escaped:
            end = escaped_end(self.text, start)
        else:
            end, questioned = statement_end(self.text, start)
        line = self.text[start:end]
        treatment = self._treatment(line, assignment, questioned)
        if treatment is None:
            self.done.append(self.text[position : end + 1])
            return end + 1
        self._note_at(start, line, treatment)
        if treatment.action == "refused":
            self.refused_lines.add(self._line(start))
        indent = self.text[position:start]
        code = treatment.code or ("pass" if indent else "")
        padding = "\n" * (line.count("\n") - code.count("\n"))
        self.done.append(f"{indent if code else ''}{code}{padding}{self.text[end : end + 1]}")
        return end + 1

    def _treatment(
        self, line: str, assignment: re.Match[str] | None, questioned: bool
    ) -> Treatment | None:
        """Return what becomes of the line, or None for ordinary Python."""
        if assignment:
            command = line[assignment.end() - 1 - assignment.start() :]
            return treated_assignment(assignment["target"], command, self.unbound)
        if line.startswith(_ESCAPES):
            return treated(line)
        if _BARE_INSTALL.match(line):
            return treated(f"!{line}")
        if questioned or (_HELP.fullmatch(line) and not _OWN_HELP.search(self.text)):
            return Treatment("dropped", "it only shows help")
        return None

    def _note_at(self, position: int, text: str, treatment: Treatment) -> None:
        self._note(self._line(position), text, treatment)

    def _note(self, line: int, text: str, treatment: Treatment) -> None:
        place = Place(self.cell.index, self.cell.id, line)
        self.magics.append(Magic(place, text.strip(), treatment.action, treatment.reason))
        if treatment.timed:
            self._note_timed(place, text.strip(), treatment.timed)
        self.requirements.extend(treatment.requirements)

    def _note_timed(self, place: Place, text: str, magic: str) -> None:
        code, apart = timed_code(magic)
        #   %%timeit
        #   !ls        a magic in what is measured
        inner = python_cell(replace(self.cell, source=code))
        if is_python(inner.source):
            self.timed.append(TimedCode(place, text, inner.source, apart))

    def _line(self, position: int) -> int:
        return self.text.count("\n", 0, position) + 1


def _dedented(text: str) -> str:
    """Return the text without the indentation of its first line, as IPython runs it."""
    first = next((line for line in text.split("\n") if line.strip()), "")
    indent = _INDENT.match(first)[0]  # type: ignore[index]
    if not indent or first.lstrip().startswith("#"):
        return text
    return "\n".join(line.removeprefix(indent) for line in text.split("\n"))
