import re
from dataclasses import replace

import pytest

from checks.claims import CLAIMS, Outcome, Verdict
from checks.drawing import style
from checks.experiments import EXPERIMENTS, experiment
from checks.provenance import versions
from checks.report import page
from checks.verification import Verification
from tests.checks.pages import Page


@pytest.fixture(scope="module")
def drawings(small_rows):
    with style():
        return {name: experiment(name).draw(small_rows[name]) for name in EXPERIMENTS}


@pytest.fixture(scope="module")
def verification(small_rows):
    verdicts = tuple(Verdict(c.id, c.expected, f"found {i} times") for i, c in enumerate(CLAIMS))
    return Verification("quick", verdicts, small_rows)


def with_verdict(verification, **changes):
    first = replace(verification.verdicts[0], **changes)
    return replace(verification, verdicts=(first, *verification.verdicts[1:]))


def rendered(verification, drawings):
    with style():
        return page(verification, drawings)


@pytest.fixture(scope="module")
def html(verification, drawings):
    return rendered(verification, drawings)


@pytest.fixture(scope="module")
def parsed(html):
    return Page(html)


def test_the_page_is_well_formed(html, parsed):
    assert html.startswith("<!doctype html>")
    assert parsed.unclosed == []
    for once in ("title", "h1", "main", "body"):
        assert parsed.tags.count(once) == 1


def test_every_claim_is_told_with_number_statement_outcome_and_finding(parsed):
    articles = parsed.text["article"]
    assert len(articles) == len(CLAIMS)
    for i, (one, article) in enumerate(zip(CLAIMS, articles, strict=True)):
        assert article.startswith(f"{one.number} {one.expected.value} ")
        assert one.statement in article
        assert f"Found: found {i} times." in article
        assert ", ".join(one.evidence) in article
        assert one.restriction in article


def test_every_formula_is_typeset(parsed, small_rows):
    steps = sum(len(row["steps"]) for row in small_rows["derivations"])
    assert len(parsed.text["math"]) == len(CLAIMS) + steps


def test_every_experiment_has_its_title_and_caption(parsed):
    for name in EXPERIMENTS:
        assert experiment(name).CAPTION in parsed.text["figcaption"]
        assert experiment(name).TITLE in parsed.text["h3"]


def test_ids_are_unique_although_the_drawings_share_the_page(parsed):
    assert len(parsed.ids) == len(set(parsed.ids))
    assert {c.id for c in CLAIMS} <= set(parsed.ids)


def test_every_link_inside_the_page_has_its_target(html, parsed):
    inside = [address[1:] for address in parsed.addresses if address.startswith("#")]
    inside += re.findall(r"url\(#([^)]*)\)", html)
    assert len(inside) > len(CLAIMS)
    assert set(inside) <= set(parsed.ids)


def test_the_page_loads_nothing(html, parsed):
    assert all(
        address.startswith(("#", "data:,", "data:image/png;base64,"))
        for address in parsed.addresses
    )
    assert {"script", "iframe", "object", "embed", "img"}.isdisjoint(parsed.tags)
    assert "@import" not in html
    assert set(re.findall(r"url\((.)", html)) <= {"#"}
    assert not any(name.startswith("on") for _, attrs in parsed.elements for name in attrs)


def test_every_drawing_is_named_by_its_caption(parsed):
    drawings = [attrs for tag, attrs in parsed.elements if tag == "svg"]
    captions = [attrs["id"] for tag, attrs in parsed.elements if tag == "figcaption"]
    assert len(drawings) == len(EXPERIMENTS)
    assert [drawing["role"] for drawing in drawings] == ["img"] * len(drawings)
    assert [drawing["aria-labelledby"] for drawing in drawings] == captions


def test_the_language_and_the_width_of_the_reader_are_respected(parsed):
    assert ("html", {"lang": "en"}) in parsed.elements
    assert any(attrs.get("name") == "viewport" for tag, attrs in parsed.elements if tag == "meta")


@pytest.mark.parametrize("text", ["p < 1e-6 & q > 2", '<script>alert("x")</script>', "</article>"])
def test_what_was_found_is_text_and_no_markup(verification, drawings, parsed, text):
    found = Page(rendered(with_verdict(verification, finding=text), drawings))
    assert found.tags == parsed.tags
    assert f"Found: {text}." in found.text["article"][0]


def test_outcomes_as_recorded_are_said_to_be_so(verification, parsed):
    assert verification.as_recorded
    assert any("All outcomes are as recorded" in text for text in parsed.text["p"])
    assert not any("(recorded:" in text for text in parsed.text["span"])


def test_an_outcome_that_differs_is_flagged_at_the_top_and_at_its_claim(verification, drawings):
    other = with_verdict(verification, outcome=Outcome.CONTRADICTED)
    found = Page(rendered(other, drawings))
    assert not other.as_recorded
    assert any("Some outcome differs" in text for text in found.text["strong"])
    assert f"contradicted (recorded: {CLAIMS[0].expected.value})" in found.text["span"]
    assert sum("(recorded:" in text for text in found.text["span"]) == 1


def test_the_page_says_what_made_it(parsed):
    (table,) = parsed.text["table"]
    for name, version in versions().items():
        assert f"{name} {version}" in table.replace("\n", " ") or name + version in table
    assert "ownlatents verify --profile quick" in parsed.text["code"]


def test_equal_findings_give_equal_pages(verification, small_rows):
    def once():
        with style():
            some = ("assumptions", "recovery")
            return page(verification, {n: experiment(n).draw(small_rows[n]) for n in some})

    assert once() == once()
