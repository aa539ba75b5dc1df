import json
import math
from dataclasses import dataclass

import pytest

from ownlatents.json_values import json_values


@dataclass(frozen=True)
class Interval:
    low: float
    high: float


@pytest.mark.parametrize("content", [None, True, 3, 0.5, "nan", [1, [2.0]], {"a": {"b": [None]}}])
def test_what_json_holds_stays_as_it_is(content):
    assert json_values(content) == content
    assert json_values(content, name_infinities=True) == content


@pytest.mark.parametrize(
    ("number", "named"), [(math.nan, None), (math.inf, "inf"), (-math.inf, "-inf")]
)
def test_what_it_lacks_is_none_or_named_wherever_it_stands(number, named):
    content = {"top": number, "list": [1.0, (number,)], "interval": Interval(0.0, number)}
    for found, expected in (
        (json_values(content), None),
        (json_values(content, name_infinities=True), named),
    ):
        assert found == {
            "top": expected,
            "list": [1.0, [expected]],
            "interval": {"low": 0.0, "high": expected},
        }
        json.dumps(found, allow_nan=False)
    with pytest.raises(ValueError, match="not JSON compliant"):
        json.dumps([number], allow_nan=False)
