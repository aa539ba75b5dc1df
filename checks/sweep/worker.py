"""What a worker process does: one call after the other, for as long as its parent lives."""

from __future__ import annotations

import os
import pickle
import threading
import time
import traceback
from collections.abc import Callable, Sequence
from multiprocessing import parent_process
from multiprocessing.connection import Connection
from multiprocessing.connection import wait as wait_for
from typing import Any

Call = Callable[..., Any]


def work(call: Call, pipe: Connection) -> None:
    """Call the function with what comes through the pipe and send back what it returns.

    Until the pipe or the parent ends. Each answer is the result and its seconds, or an error.
    """
    threading.Thread(target=_end_with_parent, daemon=True).start()
    while True:
        try:
            arguments: Sequence[Any] = pipe.recv()
        except EOFError:
            return
        start = time.perf_counter()
        try:
            result = call(*arguments)
            answer = pickle.dumps((result, time.perf_counter() - start))
        except BaseException as error:
            answer = _failure(error)
        pipe.send_bytes(answer)


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


def _end_with_parent() -> None:
    # Workers wait for ever where their parent was killed outright.
    parent = parent_process()
    if parent is not None:
        wait_for([parent.sentinel])
        os._exit(1)
