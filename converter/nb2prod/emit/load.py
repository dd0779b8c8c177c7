"""`data_file`: where the project looks for the files that the notebook reads."""

from ..model.plan import ModulePlan, Plan

_TEXT = '''def data_file(path: str) -> Path:
    """A data file of the notebook: in {upper}_DATA_DIR, else in the current folder."""
    return Path(os.environ.get("{upper}_DATA_DIR", "")) / path'''


def data_file_block(module: ModulePlan, plan: Plan, imports: set[str]) -> list[str]:
    """The function, where a function of the module uses it."""
    if not any(
        "data_file(" in piece.text for function in module.functions for piece in function.pieces
    ):
        return []
    imports |= {"import os", "from pathlib import Path"}
    return [_TEXT.format(upper=plan.package.upper())]
