"""Two folders change places in one step, where the system can do that."""

import os
import sys
from pathlib import Path

_HERE = -100  # AT_FDCWD: paths are as they are
_EXCHANGE = 2  # RENAME_EXCHANGE of Linux and RENAME_SWAP of macOS happen to be the same


def exchanged(first: Path, second: Path) -> bool:
    """
    Whether the two have changed places; nothing happened where not.

    No moment of it can be seen: who looks finds the one or the other, never nothing.
    """
    import ctypes

    if sys.platform == "win32":
        return False
    paths = os.fsencode(first), os.fsencode(second)
    try:
        system = ctypes.CDLL(None, use_errno=True)
        if sys.platform == "darwin":
            return bool(system.renamex_np(*paths, ctypes.c_uint(_EXCHANGE)) == 0)
        one, other = paths
        flag = ctypes.c_uint(_EXCHANGE)
        return bool(system.renameat2(_HERE, one, _HERE, other, flag) == 0)
    except (OSError, AttributeError):  # an old system, or one that hides it
        return False
