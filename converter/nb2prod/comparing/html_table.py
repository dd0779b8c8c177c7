"""Tables compared by label, so that the message names a row and a column."""

from collections.abc import Iterable
from dataclasses import dataclass

from .comparison import SAME, Comparison, Surroundings, changed, together
from .markup import RawTable
from .text import compare_text

_NAMED = 5  # labels that are listed before "and N more"


@dataclass(frozen=True, slots=True)
class Table:
    """A table with labels: of the columns from its head, of the rows from their first cells."""

    columns: tuple[str, ...]
    rows: tuple[str, ...]
    values: tuple[tuple[str, ...], ...]


def compare_tables(
    recorded: RawTable, fresh: RawTable, again: RawTable | None, world: Surroundings
) -> Comparison:
    """How two tables differ: labels that came or went, else the cells that changed."""
    old, new = _labelled(recorded), _labelled(fresh)
    third = _labelled(again) if again is not None else None
    if old == new:
        return SAME
    found = [
        *_labels("column", old.columns, new.columns),
        *_labels("row", old.rows, new.rows),
    ]
    if found:
        return together(changed(text) for text in found)
    if old.rows != new.rows and not _unique(new.rows):
        return changed(f"the rows stand in another order: {_first_other(old.rows, new.rows)}")
    moved = []
    if old.rows != new.rows:
        moved.append(changed(f"rows in another order: {_first_other(old.rows, new.rows)}"))
    if old.columns != new.columns:
        moved.append(changed(f"columns in another order: {_first_other(old.columns, new.columns)}"))
    return together([*moved, *_cells(old, new, third, world)])


def _labelled(raw: RawTable) -> Table:
    grid = _grid(raw)
    if not grid:
        return Table((), (), ())
    heads = raw.heads or int(all(header for _, header in grid[0]))
    body = grid[heads:]
    lead = min((_leading_headers(row) for row in body), default=0)
    width = max(len(row) for row in grid)
    columns = (
        _joined(row[column][0] for row in grid[:heads] if column < len(row))
        for column in range(lead, width)
    )
    return Table(
        tuple(columns) if heads else (),
        tuple(_joined(text for text, _ in row[:lead]) for row in body) if lead else (),
        tuple(tuple(text for text, _ in row[lead:]) for row in body),
    )


def _leading_headers(row: list[tuple[str, bool]]) -> int:
    return next((index for index, (_, header) in enumerate(row) if not header), len(row))


def _joined(parts: Iterable[str]) -> str:
    return " / ".join(dict.fromkeys(part for part in parts if part))


def _grid(raw: RawTable) -> list[list[tuple[str, bool]]]:
    """The rows as (text, is a header), with spans spread over all the cells that they cover."""
    grid: list[list[tuple[str, bool]]] = []
    hanging: dict[int, tuple[int, tuple[str, bool]]] = {}  # column -> rows left, entry
    for cells in raw.rows:
        row: list[tuple[str, bool]] = []
        waiting = list(cells)
        while waiting or len(row) in hanging:
            if len(row) in hanging:
                left, entry = hanging.pop(len(row))
                if left > 1:
                    hanging[len(row)] = (left - 1, entry)
                row.append(entry)
                continue
            cell = waiting.pop(0)
            entry = (" ".join(cell.text.split()), cell.header)
            for _ in range(cell.columns):
                if cell.rows > 1:
                    hanging[len(row)] = (cell.rows - 1, entry)
                row.append(entry)
        grid.append(row)
    return grid


def _labels(what: str, old: tuple[str, ...], new: tuple[str, ...]) -> list[str]:
    """What to say of labels that came, went or are more or fewer."""
    gone = [label for label in dict.fromkeys(old) if label not in set(new)]
    come = [label for label in dict.fromkeys(new) if label not in set(old)]
    if len(gone) == len(come) == 1 and len(old) == len(new):
        found = compare_text(gone[0], come[0])
        if not found.differences:
            return []
        return [f"{what} `{gone[0]}` is `{come[0]}` now"]
    said = []
    if gone:
        said.append(
            f"{what} {_listed(gone)} is gone"
            if len(gone) == 1
            else f"{what}s gone: {_listed(gone)}"
        )
    if come:
        said.append(
            f"{what} {_listed(come)} is new" if len(come) == 1 else f"{what}s new: {_listed(come)}"
        )
    if not said and len(old) != len(new):
        said.append(f"{len(old)} {what}s recorded, {len(new)} now")
    return said


def _cells(old: Table, new: Table, third: Table | None, world: Surroundings) -> list[Comparison]:
    if len(old.values) != len(new.values):
        return [changed(f"{len(old.values)} rows recorded, {len(new.values)} now")]
    by_label = _unique(new.rows) and set(new.rows) == set(old.rows)
    by_column = _unique(new.columns) and set(new.columns) == set(old.columns)
    if third is not None and (third.rows, third.columns) != (new.rows, new.columns):
        third = None
    parts = []
    for index, values in enumerate(old.values):
        row = (
            new.rows.index(old.rows[index])
            if by_label and old.rows[index] != (new.rows[index])
            else index
        )
        if len(values) != len(new.values[row]):
            parts.append(
                changed(f"{_row(old, index)}: {len(values)} cells, {len(new.values[row])} now")
            )
            continue
        for position, was in enumerate(values):
            column = new.columns.index(old.columns[position]) if by_column else position
            now = new.values[row][column]
            if was != now:
                later = _cell(third, row, column)
                found = compare_text(was, now, later, world)
                parts.append(found.placed(f"{_row(old, index)}, {_column(old, position)}: "))
    return parts


def _cell(table: Table | None, row: int, column: int) -> str | None:
    try:
        return table.values[row][column] if table is not None else None
    except IndexError:
        return None


def _row(table: Table, index: int) -> str:
    return f"row {table.rows[index]}" if table.rows else f"row {index + 1}"


def _column(table: Table, index: int) -> str:
    return f"column {table.columns[index]}" if index < len(table.columns) else f"column {index + 1}"


def _unique(labels: tuple[str, ...]) -> bool:
    return bool(labels) and len(set(labels)) == len(labels)


def _listed(labels: list[str]) -> str:
    shown = ", ".join(f"`{label}`" for label in labels[:_NAMED])
    return f"{shown} and {len(labels) - _NAMED} more" if len(labels) > _NAMED else shown


def _first_other(old: tuple[str, ...], new: tuple[str, ...]) -> str:
    place = next(i for i, (was, now) in enumerate(zip(old, new, strict=False)) if was != now)
    return f"`{old[place]}` stood where `{new[place]}` is now"
