"""Ctrl-C, put off while something must not be left half-way."""

from __future__ import annotations

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def held() -> Iterator[None]:
    """Ctrl-C within has its effect at the end: whatever it has outside, KeyboardInterrupt mostly.

    Blocking the signal would not do: another thread of the process would get it, and Python raises
    in the main thread all the same.
    """
    if threading.current_thread() is not threading.main_thread():  # Ctrl-C is for the main one
        yield
        return
    came = []
    outside = signal.signal(signal.SIGINT, lambda *_: came.append(True))
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, outside)
    if came and callable(outside):
        outside(signal.SIGINT, None)
