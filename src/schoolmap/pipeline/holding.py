"""Who is at work in a folder, and a moment in which nobody may interrupt."""

from __future__ import annotations

import signal
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO

_FORGOTTEN_S = 24 * 3600.0
"""A folder aside without a lock file is of a run that died in its first instant."""


class Hold:
    """A lock on a file that ends with the process, however that ends.

    Parameters
    ----------
    path
        File to make and to lock. Where the disk has no locks, nothing is held.
    """

    def __init__(self, path: Path) -> None:
        self._stream: BinaryIO | None = None
        with suppress(OSError):
            self._stream = path.open("wb")
            _lock(self._stream)

    def release(self) -> None:
        """Give the lock up."""
        if self._stream is not None:
            self._stream.close()
            self._stream = None


def is_held(path: Path) -> bool:
    """Return whether a process that still runs holds a lock; in doubt, it is."""
    if not path.is_file():
        with suppress(OSError):
            return time.time() - path.parent.lstat().st_mtime < _FORGOTTEN_S
        return True
    try:
        with path.open("r+b") as stream:
            _lock(stream)
    except OSError:
        return True
    return False


if sys.platform == "win32":
    import msvcrt

    def _lock(stream: BinaryIO) -> None:
        msvcrt.locking(stream.fileno(), msvcrt.LK_NBLCK, 1)

else:
    import fcntl

    def _lock(stream: BinaryIO) -> None:
        fcntl.flock(stream, fcntl.LOCK_EX | fcntl.LOCK_NB)


@contextmanager
def undisturbed() -> Iterator[None]:
    """Hold interrupts back for the milliseconds in which files change places.

    One that comes meanwhile is dropped where the block succeeds: all is done by then.
    """
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    numbers = [signal.SIGINT, signal.SIGTERM]
    earlier = {number: signal.signal(number, lambda *_: None) for number in numbers}
    try:
        yield
    finally:
        for number, handler in earlier.items():
            # None: it was set by another language, and cannot be set again from here
            signal.signal(number, signal.SIG_DFL if handler is None else handler)
