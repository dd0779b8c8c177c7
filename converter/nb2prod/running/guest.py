"""Runs a guest script in an interpreter of the user's, with JSON in and JSON out."""

import json
import os
import subprocess
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from .processes import Watchdog

GUEST = Path(__file__).parent.parent / "guest"


def ask_guest(
    python: str, script: str, request: Mapping[str, Any], folder: Path, timeout: float = 900
) -> dict[str, Any]:
    """The answer of a guest script, or {"error": ...} where it failed."""
    with tempfile.TemporaryDirectory(prefix="nb2prod-") as held:
        asked, answered = Path(held) / "request.json", Path(held) / "answer.json"
        asked.write_text(json.dumps({**request, "answer": str(answered)}))
        environment = {
            **os.environ,
            "PYTHONHASHSEED": "0",
            "OMP_NUM_THREADS": "1",
            "MPLBACKEND": "agg",
            "PYTHONDONTWRITEBYTECODE": "1",
        }
        process = subprocess.Popen(
            [python, "-W", "ignore", str(GUEST / "start.py"), script, str(asked)],
            cwd=folder,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            text=True,
            start_new_session=True,
        )
        with Watchdog(process.pid):
            try:
                _, errors = process.communicate(timeout=timeout)
            except subprocess.TimeoutExpired:
                return {"error": {"text": f"it took longer than {timeout:.0f} s"}}
        if not answered.exists():
            return {
                "error": {"text": (errors or "").strip().splitlines()[-1:] or ["the process ended"]}
            }
        answer: dict[str, Any] = json.loads(answered.read_text())
        return answer
