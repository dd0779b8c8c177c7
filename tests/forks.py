"""
A small server of fresh processes: each request runs in a fork, so that none sees what another did.

Run as a script it reads requests (one JSON document a line) and writes answers; `ask` starts it
once.
A fork costs milliseconds where a new interpreter would import pandas first.
"""

import ast
import asyncio
import builtins
import importlib
import inspect
import json
import os
import re
import subprocess
import sys
import traceback
import types
import warnings
from functools import cache
from pathlib import Path
from typing import Any

CONVERTER = Path(__file__).parents[1] / "converter"


def ask(request: dict[str, Any]) -> dict[str, Any]:
    """Return the answer of a fresh process."""
    server = _server()
    assert server.stdin is not None
    assert server.stdout is not None
    # the server may be older than a variable that a test sets
    server.stdin.write(json.dumps({**request, "variables": dict(os.environ)}) + "\n")
    server.stdin.flush()
    answer: dict[str, Any] = json.loads(server.stdout.readline())
    return answer


@cache
def _server() -> subprocess.Popen[str]:
    environment = {
        **os.environ,
        "MPLBACKEND": "agg",
        "PYTHONDONTWRITEBYTECODE": "1",
        "PYTHONHASHSEED": "0",
    }
    return subprocess.Popen(
        [sys.executable, __file__],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        env=environment,
    )


def stop() -> None:
    """End the server, where one was started."""
    if _server.cache_info().currsize:
        server = _server()
        assert server.stdin is not None
        assert server.stdout is not None
        server.stdin.close()
        server.wait(timeout=30)
        server.stdout.close()
        _server.cache_clear()


# ------------------------------------------------------------------ in the server


def serve() -> None:
    """Answer until the input ends."""
    sys.path.insert(0, str(CONVERTER))
    out = os.fdopen(os.dup(1), "w")
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
    for line in sys.stdin:
        request = json.loads(line)
        for module in request.get("preload", ()):
            importlib.import_module(module)
        out.write(_in_fork(request) + "\n")
        out.flush()


def _in_fork(request: dict[str, Any]) -> str:
    reader, writer = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reader)
        with os.fdopen(writer, "w") as pipe:
            pipe.write(json.dumps(_answer(request)))
        os._exit(0)
    os.close(writer)
    with os.fdopen(reader) as pipe:
        text = pipe.read()
    os.waitpid(child, 0)
    return text or json.dumps({"error": "the process died"})


def _answer(request: dict[str, Any]) -> dict[str, Any]:
    warnings.simplefilter("ignore")
    try:
        os.environ.update(request["variables"])
        os.chdir(request["folder"])
        if request["kind"] == "notebook":
            return _notebook(request)
        return _package(request)
    except BaseException:
        return {"error": traceback.format_exc()}


def _notebook(request: dict[str, Any]) -> dict[str, Any]:
    """Run the cells as a kernel does; describe the values at the probes and show the results."""
    from nb2prod.guest.observe import describe

    sys.path.insert(0, request["folder"])
    main = types.ModuleType("__main__")
    sys.modules["__main__"] = main
    namespace = main.__dict__
    namespace["display"] = _displayed
    probes: dict[int, list[str]] = dict(request["probes"])
    boundaries = []
    for index, source in [*request["cells"], [1_000_000, ""]]:
        for before in sorted(probes):
            if before <= index:
                names = probes.pop(before)
                pairs = [(name.partition("=")[0], name.rpartition("=")[2]) for name in names]
                found = [
                    describe(name, _last(namespace) if source == "_" else namespace[source])
                    for name, source in pairs
                    if source in namespace or source == "_"
                ]
                boundaries.append([before, found])
        _run_cell(source, namespace)
    values = {name: _shown(namespace[name]) for name in request["names"] if name in namespace}
    return {"values": values, "boundaries": boundaries}


def _displayed(*values: Any, **_: Any) -> None:
    for value in values:
        repr(value)


def _last(namespace: dict[str, Any]) -> Any:
    return namespace.get("_", getattr(builtins, "_", None))


def _run_cell(source: str, namespace: dict[str, Any]) -> None:
    tree = ast.parse(source)
    last = tree.body.pop() if tree.body and isinstance(tree.body[-1], ast.Expr) else None
    _execute(compile(tree, "cell", "exec", flags=ast.PyCF_ALLOW_TOP_LEVEL_AWAIT), namespace)
    if isinstance(last, ast.Expr):
        code = compile(
            ast.Expression(last.value), "cell", "eval", flags=ast.PyCF_ALLOW_TOP_LEVEL_AWAIT
        )
        value = _execute(code, namespace)
        if value is not None and not source.rstrip().endswith(";"):
            repr(value)  # Jupyter shows it
        if value is not None:
            builtins._ = value  # type: ignore[attr-defined]


def _execute(code: Any, namespace: dict[str, Any]) -> Any:
    if code.co_flags & inspect.CO_COROUTINE:
        return asyncio.run(eval(code, namespace))
    return eval(code, namespace)


def _package(request: dict[str, Any]) -> dict[str, Any]:
    """Import the package, run its pipeline and show the results."""
    sys.path.insert(0, request["source"])
    package = request["package"]
    os.environ[f"{package.upper()}_DATA_DIR"] = request["folder"]
    result = importlib.import_module(f"{package}.pipeline").run()
    return {"values": {name: _shown(getattr(result, name)) for name in result._fields}}


def _shown(value: Any, depth: int = 0) -> str:
    """A text that is equal for equal values, wherever they were made."""
    kind = type(value).__name__
    if depth > 8:
        return kind
    if kind in ("DataFrame", "Series"):
        types = list(value.dtypes) if kind == "DataFrame" else [value.dtype]
        return f"{kind} {[str(item) for item in types]}\n{value.to_csv()}"
    if kind == "ndarray":
        return f"array {value.dtype} {value.tolist()}"
    if isinstance(value, dict):
        pairs = [f"{_shown(k, depth + 1)}: {_shown(v, depth + 1)}" for k, v in value.items()]
        return f"{kind} {{{', '.join(pairs)}}}"
    if isinstance(value, list | tuple):
        return f"{kind} [{', '.join(_shown(item, depth + 1) for item in value)}]"
    if isinstance(value, set | frozenset):
        return f"{kind} {sorted(_shown(item, depth + 1) for item in value)}"
    text = repr(value)
    if " at 0x" in text:
        return f"{kind} {_shown(vars(value), depth + 1)}" if hasattr(value, "__dict__") else kind
    return re.sub(r"__main__\.|\b\w+\.(?=[A-Z]\w*\()", "", text)


if __name__ == "__main__":
    serve()
