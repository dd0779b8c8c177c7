"""
Runs one of its neighbours as a program: `python start.py verify request.json`.

The folder becomes a package under a name of its own, so that `verify` or `capture` never stand
where the project or its author have a module of that name.
"""

import importlib
import importlib.util
import os
import sys
import types

PACKAGE = "_proof_guest"


def choose_backend() -> None:
    """Let Keras compute with the one library that is here: alone it asks for TensorFlow."""
    if "KERAS_BACKEND" not in os.environ and importlib.util.find_spec("keras") is not None:
        libraries = ("tensorflow", "torch", "jax")
        there = [name for name in libraries if importlib.util.find_spec(name) is not None]
        if there and there[0] != "tensorflow":
            os.environ["KERAS_BACKEND"] = there[0]


def main(module: str, request: str) -> None:
    """Run the module's `main` on the request's path."""
    folder = os.path.dirname(os.path.abspath(__file__))
    guest = types.ModuleType(PACKAGE)
    guest.__path__ = [folder]
    sys.modules[PACKAGE] = guest
    # Python puts a script's folder first; nothing is to be found there by accident
    sys.path[:] = [path for path in sys.path if os.path.abspath(path or ".") != folder]
    choose_backend()
    importlib.import_module(f"{PACKAGE}.{module}").main(request)


if __name__ == "__main__":
    main(*sys.argv[1:])
