import errno
import os

import pytest

from ownlatents.errors import InputError
from ownlatents.files import replacing


def test_the_file_appears_complete_and_only_at_the_end(tmp_path):
    path = tmp_path / "new" / "folder" / "rows.json"
    with replacing(path) as file:
        file.write("π")
        assert not path.exists()
    assert path.read_bytes() == "π".encode()
    assert os.listdir(path.parent) == ["rows.json"]


def test_bytes_are_written_as_they_are(tmp_path):
    with replacing(tmp_path / "raw", "wb") as file:
        file.write(b"\r\n\xff")
    assert (tmp_path / "raw").read_bytes() == b"\r\n\xff"


@pytest.mark.parametrize("fault", [RuntimeError, KeyboardInterrupt, SystemExit])
@pytest.mark.parametrize("old", [None, "old"])
def test_a_fault_half_way_leaves_the_folder_as_it_was(tmp_path, fault, old):
    path = tmp_path / "rows.json"
    if old is not None:
        path.write_text(old)
    before = os.listdir(tmp_path)

    def write():
        with replacing(path) as file:
            file.write("half")
            file.flush()
            raise fault

    with pytest.raises(fault):
        write()
    assert os.listdir(tmp_path) == before
    assert old is None or path.read_text() == old


def test_a_full_disk_is_one_sentence_and_loses_nothing(tmp_path):
    path = tmp_path / "rows.json"
    path.write_text("old")

    def write():
        with replacing(path):
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    with pytest.raises(InputError, match=r"cannot write .*rows\.json: No space left on device"):
        write()
    assert path.read_text() == "old"
    assert os.listdir(tmp_path) == ["rows.json"]


# A test may run as root, for whom no folder is read-only: a path below a file fails for everyone.
@pytest.mark.parametrize("below", ["rows.json", "deeper/rows.json"])
def test_a_folder_that_cannot_be_made_is_one_sentence(tmp_path, below):
    (tmp_path / "file").write_text("a file")
    path = tmp_path / "file" / below
    with pytest.raises(InputError, match=r"cannot write .*rows\.json: .*writable place"):
        replacing(path).__enter__()
    assert (tmp_path / "file").read_text() == "a file"


def test_a_folder_in_the_place_of_the_file_is_one_sentence(tmp_path):
    (tmp_path / "folder").mkdir()

    def write():
        with replacing(tmp_path / "folder") as file:
            file.write("x")

    with pytest.raises(InputError, match=r"cannot write .*folder: Is a directory"):
        write()
    assert os.listdir(tmp_path) == ["folder"]


def test_the_file_has_the_permissions_of_any_other_new_file(tmp_path):
    with replacing(tmp_path / "ours") as file:
        file.write("x")
    (tmp_path / "plain").write_text("x")
    assert (tmp_path / "ours").stat().st_mode == (tmp_path / "plain").stat().st_mode
