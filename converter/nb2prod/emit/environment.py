"""`environment.py`: what must not stand in the code, and how a project says that it is missing."""

from ..model.plan import Plan
from .literals import literal

READER = "environment_variable"

_MODULE = '''"""What must not stand in the code: it comes from the environment."""

import os
{imports}

class MissingVariableError({base}):
    """A variable of the environment is not set."""


def environment_variable(name: str) -> str:
    """The variable's value; where there is none, an error that says what to do."""
    value = os.environ.get(name, "")
    if not value:
        raise MissingVariableError(
            f"the environment variable {{name}} is not set; .env.example says what it is: "
            f"export {{name}}=... and try again"
        )
    return value
'''
_CAUGHT = """    except MissingVariableError as error:
        print(error, file=sys.stderr)
        return 1
    except FileNotFoundError"""
_TESTS = """
# stand-ins: no test speaks to what the real ones open
for _name in ({names},):
    os.environ.setdefault(_name, "stand-in")
"""


def environment_module(plan: Plan) -> str:
    """The source of `environment.py`."""
    served = plan.serving is not None
    return _MODULE.format(
        imports="\nfrom .errors import RefusedError\n" if served else "",
        base="RefusedError" if served else "Exception",
    )


def with_variables(path: str, text: str, plan: Plan) -> str:
    """A file that each project has, as it is where variables of the environment are needed."""
    if not plan.variables:
        return text
    if path.endswith("/__main__.py") and plan.serving is None:
        text = text.replace("    except FileNotFoundError", _CAUGHT, 1)
        own = "\nfrom .environment import MissingVariableError\n"
        return text.replace("\n\n\ndef ", f"\n{own}\n\ndef ", 1)
    if path == "tests/conftest.py":
        names = ", ".join(literal(variable.name) for variable in plan.variables)
        return text.replace("\nimport socket\n", "\nimport os\nimport socket\n", 1) + _TESTS.format(
            names=names
        )
    return text
