"""What it means that the command line refuses something."""

SIZES = ("--v", 4, "--m", 2, "--s", 2, "--L", 3)
STRINGS = ("--v", 4, "--s", 2, "--L", 3)


def assert_refused(answer, *words):
    """Status 2 and one sentence with these words; lines of progress may stand before it."""
    said = [line for line in answer.err.splitlines() if line]
    assert answer.status == 2, answer
    assert said[-1].startswith("ownlatents: ")
    assert all(line.endswith((" …", "profile quick")) for line in said[:-1]), said
    assert answer.out == ""
    for word in words:
        assert word in said[-1]


def listing(folder):
    """All that stands in a folder, with the times of the last change."""
    return {path: path.stat().st_mtime_ns for path in folder.rglob("*")}
