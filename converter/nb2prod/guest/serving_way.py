"""The serving statements, run on a table of raw rows."""

import types
from collections.abc import Callable, Mapping, Sequence
from typing import Any

After = Callable[[int, Mapping[str, Any]], None]


class Way:
    """The serving statements as one function of a table of raw rows."""

    def __init__(
        self, request: Mapping[str, Any], namespace: Mapping[str, Any], learnt: Mapping[str, Any]
    ) -> None:
        self.statements: Sequence[tuple[int, str]] = [(n, text) for n, text in request["serve"]]
        self.root: str = request["root"]
        self._request, self._namespace, self._learnt = request, namespace, learnt
        self._frozen = types.SimpleNamespace(**learnt)
        self._codes = [compile(text, "serve", "exec") for _, text in self.statements]

    def changed(self, texts: Mapping[int, str]) -> "Way":
        """The same with other statements at these positions."""
        serve = [(n, texts.get(at, text)) for at, (n, text) in enumerate(self.statements)]
        return Way({**self._request, "serve": serve}, self._namespace, self._learnt)

    def __call__(self, table: Any, after: After | None = None) -> Any:
        """The target that the rows come to; `after` is told of each statement that ran."""
        scope = {**self._namespace, self._request["root"]: table.copy(), "frozen": self._frozen}
        for (number, _), code in zip(self.statements, self._codes, strict=True):
            exec(code, scope)
            if after is not None:
                after(number, scope)
        return scope[self._request["target"]]


def alone(raw: Any, row: int) -> Any:
    """One raw row as a request brings it: its label in the table is not known to anybody."""
    return raw.iloc[[row]].reset_index(drop=True)


def row_of(table: Any, position: int) -> Any:
    """One row of a table or an array, as a table of one row."""
    return table.iloc[[position]] if hasattr(table, "iloc") else table[[position]]
