"""Tables of numbers behind a finding: as people read them, and as JSON."""

import json

from ownlatents.checks.measure.verdicts import Table
from ownlatents.checks.stats.intervals import Estimate
from ownlatents.checks.stats.threshold import Outside

INF, NAN = float("inf"), float("nan")


def test_cells_are_read_as_numbers_intervals_and_open_ends():
    row = ("a", 3, 0.12345, 123456.7, Estimate(1, 0.5, INF), Outside("<", 2.0), None)
    assert Table("of all kinds", tuple("abcdefg"), (row,)).as_text() == [
        ["a", "3", "0.123", "123457", "1 [0.5, ∞]", "< 2", ""]
    ]


def test_json_has_an_object_for_each_row_and_no_nan():
    table = Table(
        "x", ("n", "P*", "slope"), ((1, Outside(">", 8.0), Estimate(NAN, 1.0, INF, "Student", 3)),)
    )
    assert json.loads(json.dumps(table.as_dict(), allow_nan=False)) == {
        "title": "x",
        "rows": [
            {
                "n": 1,
                "P*": {"side": ">", "tried": 8.0},
                "slope": {"value": None, "low": 1.0, "high": "inf", "method": "Student", "n": 3},
            }
        ],
    }
