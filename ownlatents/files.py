"""Writing files so that a reader never sees half of one."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any

from ownlatents.errors import InputError


@contextmanager
def replacing(path: str | Path, mode: str = "w") -> Iterator[IO[Any]]:
    """Open a file beside `path` for writing and rename it onto `path` on success.

    On any error or interrupt the new file is removed and an existing `path` is left as it was.

    Args:
        path: where the finished file shall stand; missing parent folders are made.
        mode: `"w"` (text, UTF-8) or `"wb"`.

    Raises:
        InputError: the folder cannot be made or written.
    """
    path = Path(path)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, beside = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
        os.fchmod(handle, 0o666 & ~_umask())
    except OSError as error:
        raise InputError(
            f"cannot write {path}: {error.strerror} (a writable place was expected)"
        ) from error
    try:
        with os.fdopen(handle, mode, encoding=None if "b" in mode else "utf-8") as file:
            yield file
        os.replace(beside, path)
    except BaseException as error:
        Path(beside).unlink(missing_ok=True)
        if isinstance(error, OSError):
            raise InputError(f"cannot write {path}: {error.strerror or error}") from error
        raise


def _umask() -> int:
    # There is no way to read the umask without setting it.
    mask = os.umask(0)
    os.umask(mask)
    return mask
