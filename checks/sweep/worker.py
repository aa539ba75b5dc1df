"""What a worker process does: one call after the other, for as long as its parent wants."""

from __future__ import annotations

import os
import pickle
import threading
import time
import traceback
from collections.abc import Callable
from contextlib import suppress
from multiprocessing.connection import Connection
from typing import Any


def call(job: bytes) -> bytes:
    """Call a function; nothing that it raises ends the worker.

    Args:
        job: the pickled pair of a module-level function and its arguments.

    Returns:
        The pickled pair of the result and its seconds, or the pickled error and 0.
    """
    start = time.perf_counter()
    try:
        function, arguments = pickle.loads(job)  # its module is imported here: errors are told
        return pickle.dumps((function(*arguments), time.perf_counter() - start))
    except BaseException as error:
        return _failure(error)


def job(function: Callable[..., Any], *arguments: Any) -> bytes:
    """What `call` is given."""
    return pickle.dumps((function, arguments))


def _failure(error: BaseException) -> bytes:
    # Of an error that cannot be sent, or not be made again there, the words are sent.
    note = traceback.format_exc()
    try:
        error.add_note(note)
        pickle.loads(answer := pickle.dumps((error, 0.0)))
    except Exception:
        words = RuntimeError(repr(error))
        words.add_note(note)
        answer = pickle.dumps((words, 0.0))
    return answer


def end_with(parent: Connection) -> None:
    """End this process, whatever it is at, when the other end of the pipe is closed.

    The system closes it when the parent ends, however it ends.
    """
    threading.Thread(target=_end_with, args=(parent,), daemon=True).start()


def _end_with(parent: Connection) -> None:
    with suppress(EOFError):
        parent.recv_bytes()
    os._exit(1)
