import tracemalloc
import zipfile
from pathlib import Path

import numpy as np
import pytest

from ownlatents.errors import InputError
from ownlatents.sim import Corpus, Grammar, RecordedStrings, RHMParams

GRAMMAR = Grammar.sample(RHMParams(v=12, m=3, s=2, L=3), seed=0)
STRINGS = Corpus(GRAMMAR, P=50, seed=0).symbols()
SIZES = {"v": 12, "s": 2, "L": 3}


@pytest.fixture(autouse=True)
def few_strings_are_many_chunks(monkeypatch):
    monkeypatch.setattr("ownlatents.sim.strings._CHUNK_TOKENS", 7 * 8)


def lines(separator, end="\n"):
    return "".join(separator.join(map(str, row)) + end for row in STRINGS.tolist())


def save_npz(path, compress=False, **arrays):
    (np.savez_compressed if compress else np.savez)(path, **arrays)


WRITERS = {
    "a.npy": lambda path: np.save(path, STRINGS),
    "wide.npy": lambda path: np.save(path, STRINGS.astype(">i8")),
    "named.npz": lambda path: save_npz(path, other=np.zeros(3), strings=STRINGS),
    "alone.npz": lambda path: save_npz(path, corpus=STRINGS),
    "small.npz": lambda path: save_npz(path, compress=True, strings=STRINGS),
    "a.csv": lambda path: path.write_text(lines(",")),
    "spaced.csv": lambda path: path.write_text(lines(", ")),
    "a.txt": lambda path: path.write_text(lines(" ")),
    "tabs.tsv": lambda path: path.write_text(lines("\t")),
    "windows.csv": lambda path: path.write_bytes(lines(",", "\r\n").encode()),
    "gaps.txt": lambda path: path.write_text("\n" + lines(" ", "\n \n")),
    "no_end.txt": lambda path: path.write_text(lines(" ").rstrip("\n")),
}


@pytest.fixture(params=["array", "list", *WRITERS])
def source(request, tmp_path):
    if request.param in ("array", "list"):
        return STRINGS if request.param == "array" else STRINGS.tolist()
    path = tmp_path / request.param
    WRITERS[request.param](path)
    return path


def read(recorded, positions=None):
    return np.concatenate(list(recorded.chunks(positions)))


def test_every_source_gives_the_same_chunks(source):
    recorded = RecordedStrings(source, **SIZES)
    assert [len(chunk) for chunk in recorded.chunks()] == [7] * 7 + [1]
    assert (read(recorded) == STRINGS).all()
    assert (read(recorded, [5, 0]) == STRINGS[:, [5, 0]]).all()
    assert recorded.P == 50
    if isinstance(source, Path):
        assert (read(RecordedStrings(str(source), **SIZES)) == STRINGS).all()


@pytest.mark.parametrize(("start", "stop"), [(0, 50), (3, 4), (6, 15), (14, 21), (40, 50)])
def test_a_part_holds_those_strings_alone(source, start, stop):
    part = RecordedStrings(source, **SIZES).part(start, stop)
    assert (read(part) == STRINGS[start:stop]).all()
    assert stop - start == part.P
    assert (read(part.part(0, 1)) == STRINGS[start : start + 1]).all()


def test_parts_share_out_the_strings():
    recorded = RecordedStrings(STRINGS, **SIZES)
    shared = [read(recorded.part(i, i + 10)) for i in range(0, 50, 10)]
    assert (np.concatenate(shared) == STRINGS).all()


@pytest.fixture
def spoiled(tmp_path):
    """A function that writes the strings with one row changed."""

    def write(name, row, change):
        rows = STRINGS.tolist()
        rows[row] = change(rows[row])
        path = tmp_path / name
        if name.endswith("txt"):
            path.write_text("\n".join(" ".join(map(str, x)) for x in rows))
        elif name.endswith("npy"):
            np.save(path, np.array(rows))
        else:
            save_npz(path, strings=np.array(rows))
        return RecordedStrings(path, **SIZES)

    return write


@pytest.mark.parametrize("name", ["x.txt", "x.npy", "x.npz"])
@pytest.mark.parametrize("token", [12, -1])
@pytest.mark.parametrize("row", [0, 10, 49])
def test_an_unknown_token_is_named_with_its_string_and_place(spoiled, name, token, row):
    recorded = spoiled(name, row, lambda x: [*x[:3], token, *x[4:]])
    with pytest.raises(InputError, match=f"string {row}, place 3: token {token}, but 0 to 11"):
        read(recorded)


@pytest.mark.parametrize("row", [0, 10, 49])
def test_a_string_of_another_length_is_named(spoiled, row):
    for change, length in ((lambda x: x[:-1], 7), (lambda x: [*x, 0], 9)):
        recorded = spoiled("x.txt", row, change)
        with pytest.raises(InputError, match=rf"string {row}: {length} tokens, but s\^L=8"):
            read(recorded)


@pytest.mark.parametrize("token", ["x", "1.5", "1.0", "1e0", "nan", "0x1", '"1"', "9" * 30, "--1"])
def test_what_is_no_integer_is_named_with_its_string_and_place(spoiled, token):
    recorded = spoiled("x.txt", 10, lambda x: [*x[:3], token, *x[4:]])
    with pytest.raises(InputError, match=rf"string 10, place 3: token '?{token}"):
        read(recorded)


def cut(path, share):
    path.write_bytes(path.read_bytes()[: int(share * path.stat().st_size)])


def npz_of_a_cut_npy(path):
    np.save(path.with_suffix(".npy"), STRINGS)
    cut(path.with_suffix(".npy"), 0.9)
    with zipfile.ZipFile(path, "w") as archive:
        archive.write(path.with_suffix(".npy"), "strings.npy")


def npz_of_changed_bytes(path, compress):
    save_npz(path, compress=compress, strings=np.tile(STRINGS, (100, 1)))
    content = bytearray(path.read_bytes())
    for i in range(200, 240):
        content[i] ^= 0xFF
    path.write_bytes(content)


SPOILERS = {
    "empty.npy": (lambda path: path.touch(), "is empty or no numpy file"),
    "empty.npz": (lambda path: path.touch(), "is empty, truncated or no npz file"),
    "empty.txt": (lambda path: path.touch(), "holds no strings, but at least one"),
    "blank.csv": (lambda path: path.write_text("\n \n"), "holds no strings"),
    "none.npy": (lambda path: np.save(path, STRINGS[:0]), "holds no strings"),
    "text.npy": (lambda path: path.write_text(lines(" ")), "is empty or no numpy file"),
    "text.npz": (lambda path: path.write_text(lines(" ")), "no npz file"),
    "cut.npy": (
        lambda path: (np.save(path, STRINGS), cut(path, 0.9)),
        "truncated: 50 strings were expected, it ends within string 43",
    ),
    "header.npy": (lambda path: (np.save(path, STRINGS), cut(path, 0.1)), "no numpy file"),
    "cut.npz": (lambda path: (save_npz(path, s=STRINGS), cut(path, 0.5)), "truncated"),
    "inner.npz": (npz_of_a_cut_npy, "truncated: 50 strings were expected"),
    "changed.npz": (lambda path: npz_of_changed_bytes(path, compress=False), "changed.npz"),
    "deflated.npz": (lambda path: npz_of_changed_bytes(path, compress=True), "deflated.npz"),
    "several.npz": (
        lambda path: save_npz(path, a=STRINGS, b=STRINGS),
        "holds a, b, but an array 'strings' was expected",
    ),
    "nothing.npz": (save_npz, "an array 'strings' was expected"),
    "float.npy": (lambda path: np.save(path, STRINGS / 1), "type float64, but integers"),
    "bool.npy": (lambda path: np.save(path, STRINGS > 1), "type bool, but integers"),
    "object.npy": (
        lambda path: np.save(path, STRINGS.astype(object), allow_pickle=True),
        "type object, but integers",
    ),
    "flat.npy": (lambda path: np.save(path, STRINGS.ravel()), r"shape \(400,\)"),
    "short.npy": (lambda path: np.save(path, STRINGS[:, :4]), r"s\^L=8"),
    "fortran.npy": (lambda path: np.save(path, np.asfortranarray(STRINGS)), "in C order"),
    "garbage.txt": (lambda path: path.write_bytes(bytes(range(256)) * 9), "is no text"),
    "zeros.txt": (lambda path: path.write_bytes(bytes(100)), "string 0: 1 tokens"),
    "missing.npy": (lambda path: None, "cannot read .*missing.npy: No such file"),
    "missing.npz": (lambda path: None, "cannot read .*missing.npz: No such file"),
    "missing.txt": (lambda path: None, "cannot read .*missing.txt: No such file"),
    "folder.npy": (lambda path: path.mkdir(), "cannot read .*: Is a directory"),
}


@pytest.mark.parametrize("name", SPOILERS)
def test_an_unusable_file_is_one_sentence(tmp_path, name):
    spoil, message = SPOILERS[name]
    spoil(tmp_path / name)
    with pytest.raises(InputError, match=message) as error:
        _ = RecordedStrings(tmp_path / name, **SIZES).P
    assert "\n" not in str(error.value)


@pytest.mark.parametrize(
    ("array", "message"),
    [
        ([], r"shape \(0,\)"),
        (np.empty((0, 8), dtype=int), "the array holds no strings"),
        ([0] * 8, r"shape \(8,\)"),
        (3, r"shape \(\)"),
        ([[0] * 4], r"shape \(1, 4\).* shape \(P, s\^L=8\)"),
        ([[0.0] * 8], "type float64"),
        ([[0] * 8, [0] * 7], "string"),
    ],
)
def test_an_unusable_array_is_one_sentence(array, message):
    with pytest.raises(InputError, match=message):
        _ = RecordedStrings(array, **SIZES).P


@pytest.mark.parametrize("positions", [[8], [-1], [0.5], []])
def test_positions_outside_the_string_are_an_input_error(positions):
    with pytest.raises(InputError, match="positions="):
        read(RecordedStrings(STRINGS, **SIZES), positions)


@pytest.mark.parametrize(("start", "stop"), [(-1, 5), (5, 5), (7, 3), (40, 51), (60, 70)])
def test_a_part_outside_the_strings_is_an_input_error(start, stop):
    with pytest.raises(InputError):
        _ = RecordedStrings(STRINGS, **SIZES).part(start, stop).P


@pytest.mark.parametrize(("start", "stop"), [(-3, None), (0, -2), (5, 5), (7, 3), (2.5, None)])
def test_a_range_that_is_none_is_an_input_error(start, stop):
    with pytest.raises(InputError, match=r"start=|stop=|strings .* to |no strings"):
        _ = RecordedStrings(STRINGS, **SIZES, start=start, stop=stop).P


def test_a_number_too_long_to_be_read_is_one_sentence(spoiled):
    recorded = spoiled("x.txt", 10, lambda x: [*x[:3], "9" * 5000, *x[4:]])
    with pytest.raises(InputError, match="string 10, place 3"):
        read(recorded)


def test_a_line_of_commas_alone_is_a_string_without_tokens(tmp_path):
    (tmp_path / "x.csv").write_text(",,,\n")
    with pytest.raises(InputError, match="string 0: 0 tokens"):
        read(RecordedStrings(tmp_path / "x.csv", **SIZES))


@pytest.mark.parametrize(("name", "value"), [("v", 1), ("s", 1), ("L", 0), ("v", 2.0)])
def test_sizes_have_the_bounds_of_the_model(name, value):
    with pytest.raises(InputError, match=f"{name}={value}"):
        RecordedStrings(STRINGS, **(SIZES | {name: value}))


@pytest.mark.parametrize("name", ["big.npy", "big.npz"])
def test_a_big_file_is_read_as_a_stream(tmp_path, monkeypatch, name):
    monkeypatch.setattr("ownlatents.sim.strings._CHUNK_TOKENS", 1 << 18)
    big = np.zeros((1 << 18, 128), dtype=np.uint8)  # 32 MB
    np.save(tmp_path / name, big) if name == "big.npy" else save_npz(tmp_path / name, strings=big)
    del big
    tracemalloc.start()
    strings = RecordedStrings(tmp_path / name, v=2, s=2, L=7).P
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert strings == 1 << 18
    assert peak < 4e6


def test_a_stream_may_be_left_half_way(tmp_path):
    # Warnings are errors here, so a file left open would be noticed.
    np.save(tmp_path / "a.npy", STRINGS)
    chunks = RecordedStrings(tmp_path / "a.npy", **SIZES).chunks()
    next(chunks)
    chunks.close()
