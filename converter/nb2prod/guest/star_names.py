"""What `from module import *` binds, told by doing it."""

import json
import os
import sys
from pathlib import Path
from typing import Any


def main(path: str) -> None:
    """Answer the request at the path."""
    request = json.loads(Path(path).read_text())
    sys.path.insert(0, os.getcwd())
    namespace: dict[str, Any] = {}
    exec(f"from {request['module']} import *", namespace)
    names = sorted(set(namespace) - {"__builtins__"})
    Path(request["answer"]).write_text(json.dumps({"names": names}))
