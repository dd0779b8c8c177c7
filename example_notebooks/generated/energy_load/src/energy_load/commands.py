"""What each command does; each imports what it needs, so that none waits for a web framework."""

import argparse
import json
import os
import time
from typing import Any

from .errors import RefusedError


def run(_: argparse.Namespace) -> int:
    """Run the notebook's sections and print what the last one gives."""
    from .pipeline import run as run_pipeline

    result = run_pipeline()._asdict()
    print(json.dumps({name: shown(value) for name, value in result.items()}, indent=2, default=str))
    return 0


def train(options: argparse.Namespace) -> int:
    """Train a new version and let it answer."""
    from .pipeline import train as train_pipeline

    print(train_pipeline(validation=options.validation, force=options.force))
    return 0


def batch(options: argparse.Namespace) -> int:
    """Add predictions to a file of rows (CSV or Parquet; a path or a URI)."""
    from . import batch, releases

    version = releases.ready()
    rows = batch.score(options.source, options.target, version, validation=options.validation)
    print(f"{rows} rows answered by {version.name}: {options.target}")
    return 0


def serve(options: argparse.Namespace) -> int:
    """Answer requests over HTTP."""
    os.environ.setdefault("OMP_NUM_THREADS", "1")  # more threads only wait for each other
    import uvicorn

    from .logs import CONFIG
    from .service import create_app

    uvicorn.run(
        create_app(),
        host=options.host,
        port=options.port,
        log_config=CONFIG,
        access_log=False,  # ours has the request's id
        server_header=False,
        ws="none",
        timeout_graceful_shutdown=20,
    )
    return 0


def versions(_: argparse.Namespace) -> int:
    """List the versions and mark the one that answers."""
    from . import releases, versions

    current = releases.current()
    for name in versions.versions():
        try:
            metrics = versions.read_card(name)["metrics"]
            figures = ", ".join(f"{metric} {value:.6g}" for metric, value in metrics.items())
        except RefusedError as error:
            figures = str(error)
        print(f"{'*' if name == current else ' '} {name:6} {figures}")
    return 0


def promote(options: argparse.Namespace) -> int:
    """Let a version answer."""
    from . import releases

    releases.promote(options.version, options.why)
    print(f"{options.version} answers")
    return 0


def rollback(options: argparse.Namespace) -> int:
    """Let the version answer that did before."""
    from . import releases

    print(f"{releases.rollback(options.why)} answers")
    return 0


def drift(_: argparse.Namespace) -> int:
    """Compare the rows of the last day with the training data; 1 when something alarms."""
    from . import drift, releases, versions, window

    name = releases.require_current()
    counted = window.all_replicas(name, time.time())
    drifts = drift.drifts(counted, versions.read_card(name)["reference"])
    print("\n".join(map(str, drifts)) or f"{name} has answered no rows in the last day")
    return int(any(column.alarm for column in drifts))


def shown(value: Any) -> Any:
    """The value as JSON can hold it; of a long one its length and its beginning."""
    if hasattr(value, "tolist"):
        value = value.tolist()
    if isinstance(value, dict):
        return {str(name): shown(part) for name, part in value.items()}
    if isinstance(value, list | tuple) and len(value) > 10:
        return {"length": len(value), "first": [shown(part) for part in value[:10]]}
    return value


ALL = (run, train, batch, serve, versions, promote, rollback, drift)
