"""`parameters.py`: the notebook's parameters cell as settings."""

from ..model.plan import Parameter, Plan
from .annotations import annotation

_READER = '''

def read_parameters(**given: Any) -> Parameters:
    """
    The settings: as given, else from the environment ({prefix}_NAME), else the notebook's values.
    """
    values: dict[str, Any] = {{}}
    for field in fields(Parameters):
        text = os.environ.get("{prefix}_" + field.name.upper())
        if text is not None:
            values[field.name] = text if field.type is str else ast.literal_eval(text)
    unknown = set(given) - {{field.name for field in fields(Parameters)}}
    if unknown:
        raise TypeError(f"there is no parameter {{', '.join(sorted(unknown))}}")
    return Parameters(**{{**values, **given}})
'''


def parameters_module(plan: Plan) -> str:
    """The source of `parameters.py`."""
    imports = {
        "from dataclasses import dataclass, fields",
        "from typing import Any",
        "import ast",
        "import os",
    }
    lines: list[str] = []
    for parameter in plan.parameters:
        lines.append(
            f"    {parameter.name}: {annotation(parameter.type, imports)}"
            f" = {_default(parameter, imports)}"
        )
        if parameter.comment:
            lines[-1] += f"  # {parameter.comment}"
    body = "\n".join(lines)
    head = '"""The settings of a run."""\n\n' + "\n".join(sorted(imports))
    shell = "\n\n\n@dataclass(frozen=True)\nclass Parameters:\n"
    shell += '    """The defaults are the notebook\'s values."""\n'
    reader = _READER.format(prefix=plan.package.upper())
    return head + shell + (f"\n{body}\n" if body else "") + reader


def _default(parameter: Parameter, imports: set[str]) -> str:
    if parameter.default.lstrip().startswith(("[", "{")):
        imports.add("from dataclasses import dataclass, field, fields")
        imports.discard("from dataclasses import dataclass, fields")
        return f"field(default_factory=lambda: {parameter.default})"
    return parameter.default
