"""The roles of a cell without a tag that a section needs: one decision for all verbs."""

from .errors import Nb2prodError
from .model.flow import Flow
from .model.notebook import Notebook, Role
from .planning.refusals import Untagged

#   load:      orders = pd.read_csv("orders.csv")
#   untagged:  y_pred = model.predict(X_test)      predict, says `tag`; so it is taken in as that
#   evaluate:  score = r2_score(y_test, y_pred)


class NeededRoles:
    """What `tag` proposes for such cells, asked once about the notebook as its author left it."""

    def __init__(self) -> None:
        self._proposed: dict[int, tuple[Role, ...]] | None = None

    def of(self, error: Nb2prodError, notebook: Notebook, flow: Flow | None) -> tuple[Role, ...]:
        """The roles of the cell that stops the plan; none where another is what stops it."""
        if flow is None or error.cell_index is None:
            return ()
        if not isinstance(error, Untagged) and error.code != "NB210":
            return ()
        if self._proposed is None:
            from .tagging.proposals import proposed_roles  # most notebooks ask for none

            self._proposed = dict(proposed_roles(notebook, flow))
        proposed = self._proposed.get(error.cell_index, ())
        if isinstance(error, Untagged):
            return _as_needed(proposed, error.role, notebook)
        return proposed[-1:]  # two were proposed, and the cell cannot be cut in two


def _as_needed(proposed: tuple[Role, ...], role: Role, notebook: Notebook) -> tuple[Role, ...]:
    """What is proposed, where it does not say more than what the cell is needed for."""
    asked = any(tag.role is Role.PREDICT for cell in notebook.cells for tag in cell.tags)
    #   the author's own predict section is the question that the service answers; no second one
    found = tuple(r for r in proposed if not (asked and r is Role.PREDICT))
    #   truth = rows[1:]      prepares, and evaluate alone reads it
    measures = role is Role.EVALUATE and found == (Role.PREP,)
    return (role,) if measures or not found else found
