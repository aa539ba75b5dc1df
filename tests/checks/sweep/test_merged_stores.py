"""Stores of several machines as one: in whatever order and grouping they come together."""

from dataclasses import replace
from itertools import permutations

import pytest

from ownlatents.checks.sweep import Record, Store, Task, merged, write_merged
from ownlatents.errors import InputError

TASKS = [Task(name, 1, {"number": i}) for name in ("small", "another") for i in range(4)]
# What each of three machines has measured, as (task, batch); some of it more than once.
SHARES = (
    [(0, 0), (0, 1), (1, 0), (4, 0)],
    [(0, 1), (0, 2), (2, 0), (4, 0)],
    [(0, 1), (7, 0), (3, 0), (1, 0)],
)
ONCE = {where for share in SHARES for where in share}
REPEATED = sum(map(len, SHARES)) - len(ONCE)


def row(task, batch):
    return {"value": 10 * task + batch, "text": "φ̂", "nothing": float("nan")}


@pytest.fixture
def folders(tmp_path):
    """Three stores; rows that came twice took different times and have their keys turned."""
    for machine, share in enumerate(SHARES):
        store = Store(tmp_path / f"machine {machine}")
        for task, batch in share:
            found = row(task, batch)
            found = dict(reversed(found.items())) if machine == 1 else found
            store.write(TASKS[task], batch, found, seconds=(7 * machine + task) % 5)
    return [tmp_path / f"machine {machine}" for machine in range(3)]


def one_file(folders, path):
    """The content of the file that holds all rows of these stores."""
    records, repeated = merged(map(Store, folders))
    write_merged(records, path)
    return path.read_bytes(), repeated


def test_any_order_gives_the_same_file(folders, tmp_path):
    files = [one_file(order, tmp_path / "all.jsonl") for order in permutations(folders)]
    assert len(set(files)) == 1
    assert files[0][1] == REPEATED


def test_any_grouping_gives_the_same_file(folders, tmp_path):
    expected, _ = one_file(folders, tmp_path / "all.jsonl")
    for number, (a, b, c) in enumerate(permutations(folders)):
        pair = tmp_path / f"pair {number}"
        one_file([a, b], pair / "pair.jsonl")
        for order in ([pair, c], [c, pair]):
            assert one_file(order, tmp_path / "all.jsonl")[0] == expected


def test_what_is_merged_is_a_store_that_holds_the_union(folders, tmp_path):
    one_file(folders, tmp_path / "union" / "all.jsonl")
    union = Store(tmp_path / "union")
    for number, task in enumerate(TASKS):
        batches = sorted(batch for other, batch in ONCE if other == number)
        assert [one["value"] for one in union.rows(task)] == [10 * number + k for k in batches]
    records, repeated = merged([union])
    assert (len(records), repeated) == (len(ONCE), 0)
    # Files in one folder are the same union, and so are folders that are read together.
    together = Store(tmp_path / "nowhere", also=folders)
    assert [one["value"] for one in together.rows(TASKS[0])] == [0, 1, 2]
    assert together.rows(TASKS[0])[0].keys() == union.rows(TASKS[0])[0].keys()


def test_a_store_merged_with_itself_is_itself(folders, tmp_path):
    once, repeated = one_file(folders[:1], tmp_path / "all.jsonl")
    assert repeated == 0
    assert one_file(folders[:1] * 3, tmp_path / "all.jsonl") == (once, 2 * len(SHARES[0]))


def test_no_stores_are_an_empty_file(tmp_path):
    assert one_file([], tmp_path / "all.jsonl") == (b"", 0)


@pytest.mark.parametrize("different", [{"value": 2}, {"value": 1, "more": 0}, {}])
def test_rows_of_one_batch_that_differ_are_refused(tmp_path, different):
    stores = [Store(tmp_path / name) for name in ("a", "b")]
    for store, found in zip(stores, ({"value": 1}, different), strict=True):
        store.write(TASKS[3], 2, found, seconds=1)
    for order in (stores, stores[::-1]):
        with pytest.raises(InputError, match=r"two rows of batch 2 of task .*'number': 3") as error:
            merged(order)
        assert TASKS[3].key[:12] in str(error.value)
        assert "\n" not in str(error.value)


def test_other_batches_revisions_and_settings_are_no_conflict(tmp_path):
    stores = [Store(tmp_path / name) for name in ("a", "b")]
    stores[0].write(TASKS[3], 0, {"value": 1}, seconds=1)
    stores[1].write(TASKS[3], 1, {"value": 2}, seconds=1)
    stores[1].write(replace(TASKS[3], revision=2), 0, {"value": 3}, seconds=1)
    stores[1].write(TASKS[2], 0, {"value": 4}, seconds=1)
    records, repeated = merged(stores)
    assert (len(records), repeated) == (4, 0)


def test_an_existing_file_is_replaced_whole_or_not_at_all(folders, tmp_path):
    path = tmp_path / "all.jsonl"
    before, _ = one_file(folders, path)

    def torn():
        yield next(Store(folders[0]).records())
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        write_merged(torn(), path)
    assert path.read_bytes() == before
    assert sorted(tmp_path.iterdir()) == sorted([*folders, path])


def test_a_compressed_file_is_the_same_store_and_the_same_bytes_each_time(tmp_path):
    records = [
        Record({"experiment": "x", "settings": {"i": i}}, 0, {"n": i}, 1.0, {}) for i in (1, 2)
    ]
    packed = tmp_path / "packed" / "x.jsonl.gz"
    write_merged(records, packed)
    first = packed.read_bytes()
    write_merged(records, packed)
    assert packed.read_bytes() == first
    assert list(Store(packed.parent).records()) == records
    packed.write_bytes(first[:-9])
    with pytest.raises(InputError, match=r"cannot read the rows .*x\.jsonl\.gz"):
        list(Store(packed.parent).records())
