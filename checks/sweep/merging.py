"""Several stores made one, every row once."""

from __future__ import annotations

import gzip
from collections.abc import Iterable
from pathlib import Path

from ownlatents.checks.sweep.store import PACKED, Record, Store
from ownlatents.errors import InputError
from ownlatents.files import replacing


def merged(stores: Iterable[Store]) -> tuple[list[Record], int]:
    """All records once, sorted by experiment, key and batch, and how many came more than once.

    Of those that came more than once, measured in different times, one is kept that does not depend
    on the order of the stores.

    Raises:
        InputError: two records of one batch have different rows.
    """
    kept: dict[tuple[str, str, int], Record] = {}
    repeated = 0
    for record in (record for store in stores for record in store.records()):
        where = (record.task["experiment"], record.key, record.batch)
        first = kept.setdefault(where, record)
        if first is not record:
            repeated += 1
            kept[where] = min(first, record, key=Record.line)
            if first.row != record.row:
                raise InputError(
                    f"two rows of batch {record.batch} of task {record.key[:12]} differ "
                    f"({record.task}), but equal ones were expected"
                )
    return [kept[where] for where in sorted(kept)], repeated


def write_merged(records: Iterable[Record], path: Path) -> None:
    """One file of records; an existing one is replaced at once or not at all.

    Args:
        records: see `merged`.
        path: `.jsonl`, or `.jsonl.gz` for a compressed one, a tenth of the size.
    """
    text = "".join(record.line() for record in records).encode()
    with replacing(path, "wb") as file:
        file.write(gzip.compress(text, mtime=0) if path.name.endswith(PACKED) else text)
