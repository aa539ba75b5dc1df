from io import StringIO
from types import SimpleNamespace

import pytest
from rich.console import Console

from ownlatents.checks.sweep.progress import Progress


@pytest.fixture
def clock(monkeypatch):
    """Seconds that only pass when a test says so."""
    now = SimpleNamespace(seconds=1000.0)
    monkeypatch.setattr(
        "ownlatents.checks.sweep.progress.time", SimpleNamespace(monotonic=lambda: now.seconds)
    )
    return now


def plain():
    file = StringIO()
    return file, Console(file=file, width=120)


def test_the_remaining_time_is_the_cost_to_go_at_the_pace_so_far(clock):
    _, console = plain()
    with Progress(console, "run") as progress:
        progress.expect(10, cost=20, done=2)
        assert progress.remaining is None
        clock.seconds += 10
        progress.advance(5)
        assert progress.elapsed == 10
        assert progress.remaining == pytest.approx(10 * (20 - 5) / 5)
        clock.seconds += 10
        progress.advance(15, done=7)
        assert progress.remaining == 0


def test_what_an_earlier_run_left_does_not_make_the_estimate_hopeful(clock):
    _, console = plain()
    estimates = []
    for done in (0, 900):
        with Progress(console, "run") as progress:
            progress.expect(1000, cost=100, done=done)
            clock.seconds += 7
            progress.advance(10)
            estimates.append(progress.remaining)
    assert estimates == [pytest.approx(63)] * 2


def test_time_before_the_tasks_are_announced_does_not_count(clock):
    _, console = plain()
    with Progress(console, "run") as progress:
        clock.seconds += 100
        progress.expect(4, cost=4)
        clock.seconds += 3
        progress.advance(1)
        assert progress.remaining == pytest.approx(9)


def test_where_nothing_moves_there_are_plain_lines(clock):
    file, console = plain()
    with Progress(console, "run") as progress:
        progress.expect(4, cost=4)
        for _ in range(4):
            clock.seconds += 6
            progress.advance(1)
    assert file.getvalue().splitlines() == [
        "run …",
        "run: 1/4, about 18 s left",
        "run: 2/4, about 12 s left",
        "run: 3/4, about 6 s left",
        "run: 4/4, about 0 s left",
        "run: 4/4, 24 s",
    ]


def test_plain_lines_do_not_flood_a_log(clock):
    file, console = plain()
    with Progress(console, "run") as progress:
        progress.expect(10_000, cost=10_000)
        for _ in range(10_000):
            clock.seconds += 0.01
            progress.advance(1)
    assert len(file.getvalue().splitlines()) <= 2 + 100 / 5


def test_a_short_run_says_no_more_than_its_title(clock):
    file, console = plain()
    with Progress(console, "run") as progress:
        progress.expect(2, cost=2)
        clock.seconds += 1
        progress.advance(2, done=2)
    assert file.getvalue() == "run …\n"


def test_a_run_that_failed_is_not_reported_as_finished(clock):
    file, console = plain()

    def fail():
        with Progress(console, "run") as progress:
            progress.expect(2, cost=2)
            clock.seconds += 4
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fail()
    assert file.getvalue() == "run …\n"


@pytest.mark.parametrize("fault", [None, KeyboardInterrupt])
def test_on_a_terminal_there_is_a_bar_and_the_cursor_comes_back(fault):
    file = StringIO()
    console = Console(file=file, width=100, force_terminal=True, color_system=None)

    def run():
        with Progress(console, "run") as progress:
            progress.expect(4, cost=4)
            progress.advance(1)
            if fault:
                raise fault
            progress.advance(3, done=3)

    if fault is None:
        run()
        assert "4/4" in file.getvalue()
    else:
        with pytest.raises(fault):
            run()
    assert "run" in file.getvalue()
    assert file.getvalue().rindex("\x1b[?25h") > file.getvalue().rindex("\x1b[?25l")
