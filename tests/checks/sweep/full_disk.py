"""A disk that is full, as far as this process is concerned."""

import resource
from contextlib import contextmanager


@contextmanager
def largest_file(n_bytes):
    """The kernel writes no file beyond this size: what fits is written, then nothing."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (n_bytes, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
