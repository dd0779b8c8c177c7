"""The run-time modules: copied from the seed project, which is real and runs by itself."""

from collections.abc import Iterable
from pathlib import Path

from ..model.plan import Plan
from ..model.project import File
from .build_files import single_precision

SEED = Path(__file__).parent.parent / "templates" / "service"
PLAIN = Path(__file__).parent.parent / "templates" / "plain"
_NAME = "seed_service"
# how far an answer may be from the recorded one; processors round networks otherwise
_DIGITS, _SEVEN_DIGITS = "rel_tol=1e-6, abs_tol=1e-9", "rel_tol=1e-4, abs_tol=1e-5"
# written from the plan; everything else of the seed is the same in every project
GENERATED = frozenset(
    (
        *("parameters", "load", "prep", "train", "evaluate", "predict", "pipeline"),
        *("contract", "expectations", "formats", "validation", "test_pipeline"),
    )
)


def run_time_files(plan: Plan) -> tuple[File, ...]:
    """The modules and tests that do not depend on the notebook, under the package's name."""
    if plan.serving is None:
        return tuple(_copies(PLAIN, plan, "src", frozenset()))
    files = list(_copies(SEED, plan, "src", GENERATED))
    return (*files, *_copies(SEED, plan, "tests", GENERATED))


def _copies(root: Path, plan: Plan, folder: str, skipped: frozenset[str]) -> Iterable[File]:
    for path in sorted((root / folder).rglob("*.py")):
        if path.stem in skipped or "__pycache__" in path.parts:
            continue
        name = path.relative_to(root).as_posix().replace(_NAME, plan.package)
        text = path.read_text()
        if path.name == "answers.py" and single_precision(plan):
            text = text.replace(_DIGITS, _SEVEN_DIGITS)
        yield File(name, renamed(text, plan.package).encode())


def renamed(text: str, package: str) -> str:
    """The text with the seed's name replaced by the package's, in each way of writing it."""
    text = text.replace(_NAME.upper(), package.upper()).replace(_NAME, package)
    return text.replace(_NAME.replace("_", "-"), package.replace("_", "-"))
