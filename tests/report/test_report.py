import re
from dataclasses import replace
from itertools import pairwise

import pytest

from ownlatents.checks.experiments import EXPERIMENTS, experiment
from ownlatents.checks.ledger import CLAIMS
from ownlatents.checks.ledger.verification import Verification, judged
from ownlatents.checks.measure.verdicts import Outcome, Outside, Table, Verdict
from ownlatents.checks.sweep.provenance import versions
from ownlatents.paper_figs import PICTURES, picture
from ownlatents.report import drawings as drawings_of
from ownlatents.report import page
from ownlatents.report.evidence import evidence
from ownlatents.report.graph import graph
from ownlatents.report.pictures import pictures_of
from ownlatents.theory import derivations
from tests.report.pages import Page, source


@pytest.fixture(scope="module")
def sources(small_rows):
    return {name: source(name, rows) for name, rows in small_rows.items()}


@pytest.fixture(scope="module")
def verification(small_rows, sources):
    verdicts = tuple(Verdict(c.id, c.expected, f"found {i} times") for i, c in enumerate(CLAIMS))
    return Verification("quick", verdicts, small_rows, sources)


@pytest.fixture(scope="module")
def drawings(verification):
    return drawings_of(verification)


def with_verdict(verification, **changes):
    first = replace(verification.verdicts[0], **changes)
    return replace(verification, verdicts=(first, *verification.verdicts[1:]))


@pytest.fixture(scope="module")
def html(verification, drawings):
    return page(verification, drawings)


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
        assert all(f"{kind} (" in article for kind in one.evidence)
        assert one.restriction in article


def test_every_formula_is_typeset(parsed, small_rows):
    steps = sum(len(row["steps"]) for row in small_rows["derivations"])
    assert len(parsed.text["math"]) == len(CLAIMS) + steps


def test_every_picture_of_a_claim_has_its_title_caption_and_small_print(parsed, drawings):
    names = {name for one in CLAIMS for name in pictures_of(one)}
    assert {one.name for one in drawings} == names
    for one in drawings:
        told = " ".join(f"{one.module.CAPTION} {one.small_print}".split())
        assert told in parsed.text["figcaption"]
        assert one.module.TITLE in parsed.text["h3"]
        assert f"fig-{one.name}" in parsed.ids


def test_every_claim_links_its_own_pictures(parsed):
    for one, article in zip(CLAIMS, parsed.text["article"], strict=True):
        for name in pictures_of(one):
            assert picture(name).TITLE in article
        assert f"ownlatents figures {' '.join(one.figures)}" in article


def test_a_claim_links_no_picture_of_another_experiment():
    for one in CLAIMS:
        named = [name for figure in one.figures for name in PICTURES[figure]]
        for name in named:
            about = picture(name).EXPERIMENTS
            assert (name in pictures_of(one)) == (not about or one.experiment in about)
    of = {one.id: pictures_of(one) for one in CLAIMS}
    assert "fig03_left" not in of["slc-collapse"]
    assert {"fig03_right", "fig11"} <= set(of["slc-collapse"])


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


def test_every_drawing_is_named_by_its_caption(parsed, drawings):
    elements = [attrs for tag, attrs in parsed.elements if tag == "svg"]
    captions = [attrs["id"] for tag, attrs in parsed.elements if tag == "figcaption"]
    assert len(elements) == len(drawings) + 1  # the graph
    assert [one["role"] for one in elements] == ["img"] * len(elements)
    assert [one["aria-labelledby"] for one in elements] == captions
    assert all("width" not in one for one in elements)  # they scale with the page


def test_the_language_and_the_width_of_the_reader_are_respected(parsed):
    assert ("html", {"lang": "en"}) in parsed.elements
    assert any(attrs.get("name") == "viewport" for tag, attrs in parsed.elements if tag == "meta")


@pytest.mark.parametrize("text", ["p < 1e-6 & q > 2", '<script>alert("x")</script>', "</article>"])
def test_what_was_found_is_text_and_no_markup(verification, drawings, parsed, text):
    found = Page(page(with_verdict(verification, finding=text), drawings))
    assert found.tags == parsed.tags
    assert f"Found: {text}." in found.text["article"][0]


def test_numbers_behind_a_finding_are_tables_of_its_claim(verification, drawings, parsed):
    numbers = Table("P* & <units>", ("m", "P*"), ((3, Outside("<", 2.0)), (4, 0.25)))
    empty = Table("none", ("m",), ())
    found = Page(page(with_verdict(verification, tables=(numbers, empty)), drawings))
    assert found.tags.count("table") == parsed.tags.count("table") + 1
    assert found.unclosed == []
    assert "P* & <units>" in found.text["summary"]
    at = found.text["td"].index("< 2")
    assert found.text["td"][at - 1 : at + 3] == ["3", "< 2", "4", "0.25"]


def test_outcomes_as_recorded_are_said_to_be_so(verification, parsed):
    assert verification.as_recorded
    assert any("All outcomes are as recorded" in text for text in parsed.text["p"])
    assert not any("(recorded:" in text for text in parsed.text["span"])


def test_an_outcome_that_differs_is_flagged_at_the_top_and_at_its_claim(verification, drawings):
    other = with_verdict(verification, outcome=Outcome.CONTRADICTED)
    found = Page(page(other, drawings))
    assert not other.as_recorded
    assert any("Some outcome differs" in text for text in found.text["strong"])
    assert f"contradicted (recorded: {CLAIMS[0].expected.value})" in found.text["span"]
    assert sum("(recorded:" in text for text in found.text["span"]) == 1


def test_the_page_says_what_made_it(parsed):
    _, measured, lacking, here = parsed.text["table"]
    for name, version in versions().items():
        assert name + version in here
    for name in EXPERIMENTS:
        assert name in measured
    assert measured.count("2.0 h") == measured.count("cpu; numpy 1.0 and 2.0") == len(EXPERIMENTS)
    unrun = [name for name in EXPERIMENTS if "paper" in experiment(name).profiles]
    assert [name for name in unrun if f"sweep {name} --profile paper" not in lacking] == []
    assert "ownlatents verify --profile quick" in parsed.text["code"]


def test_equal_findings_give_equal_pages(verification, drawings):
    some = [one for one in drawings if one.name in ("assumptions", "fig03_left")]
    assert page(verification, some) == page(verification, some)


def test_headings_go_down_one_step_at_a_time(parsed):
    levels = [int(tag[1]) for tag in parsed.tags if re.fullmatch("h[1-6]", tag)]
    assert levels[0] == 1
    assert all(b - a <= 1 for a, b in pairwise(levels))


def test_text_stands_out_from_the_paper_it_is_on(html):
    def luminance(colour):
        channels = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
        linear = [x / 12.92 if x <= 0.04045 else ((x + 0.055) / 1.055) ** 2.4 for x in channels]
        return sum(weight * x for weight, x in zip((0.2126, 0.7152, 0.0722), linear, strict=True))

    sheet = html[html.index("<style>") : html.index("</style>")]
    inks = re.findall(r"(?:--ink|--soft|--link|\{ color): (#[0-9a-f]{6})", sheet)
    assert len(inks) >= 6
    for ink in inks:
        assert 1.05 / (luminance(ink) + 0.05) >= 4.5, ink  # WCAG AA on white


def test_every_claim_is_a_row_of_the_ledger_with_its_evidence(parsed, verification, sources):
    ledger = parsed.text["table"][0]
    for one in CLAIMS:
        assert one.number in ledger
        found = evidence(one, verification.rows["derivations"], sources)
        assert set(found) == set(one.evidence)
        assert all(text in ledger for text in found.values())


def test_numbers_of_evidence_are_those_of_rows_steps_and_theorems(verification, sources):
    rows = verification.rows["derivations"]
    by_id = {one.id: evidence(one, rows, sources) for one in CLAIMS}
    lemma = next(row for row in rows if row["name"] == "lemma-2")
    verified = sum(step["verified"] is True for step in lemma["steps"])
    assert by_id["lemma-2"]["symbolic"] == f"{verified} of {len(lemma['steps'])} steps verified"
    theorem = next(one for one in CLAIMS if one.id == "theorem-2")
    assert by_id["theorem-2"]["formal"] == f"{len(theorem.formal)} theorems"
    for one in CLAIMS:
        for kind in {"exact", "Monte Carlo", "trained"} & by_id[one.id].keys():
            assert by_id[one.id][kind] == f"{len(sources[one.experiment].rows)} rows, quick"


def test_findings_come_from_the_rows_alone(sources, small_rows):
    found = judged("quick", sources)
    for verdict in found.verdicts:
        (name,) = {one.experiment for one in CLAIMS if one.id == verdict.claim}
        again = experiment(name).judge(small_rows[name])
        assert repr(verdict) in map(repr, again)  # NaN is not equal to NaN
    assert [verdict.claim for verdict in found.verdicts] == [one.id for one in CLAIMS]


def test_what_is_not_complete_is_neither_judged_nor_drawn_but_named(sources, small_rows):
    rows = small_rows["lemma1"]
    found = judged("stored", {**sources, "lemma1": source("lemma1", rows, tasks=len(rows) + 1)})
    assert [one.id for one in found.unjudged] == ["lemma-1"]
    parsed = Page(page(found, drawings_of(found)))
    (article,) = [text for text in parsed.text["article"] if text.startswith("Lemma 1 ")]
    assert "not measured" in article
    assert f"1 of {len(rows) + 1} tasks of lemma1 were not run" in article
    assert "ownlatents sweep lemma1 --profile quick" in article
    assert "fig-lemma1" not in parsed.ids
    assert found.as_dict()["unjudged"][0]["claim"] == "lemma-1"


def test_links_name_claims_derivations_and_nothing_else():
    ids = {one.id for one in CLAIMS}
    for found in CLAIMS:
        assert set(found.rests_on) <= ids
        assert set(found.derivations) <= set(derivations.names())


def test_the_graph_has_a_box_for_each_claim_and_an_arrow_for_each_use():
    drawing = graph(CLAIMS, dict.fromkeys((one.id for one in CLAIMS), "holds"))
    assert re.findall(r'<a href="#([^"]*)"', drawing) == [one.id for one in CLAIMS]
    assert drawing.count('class="edge"') == sum(len(one.rests_on) for one in CLAIMS)


def test_without_claims_that_rest_on_each_other_there_is_no_graph():
    assert graph(CLAIMS[:1], {CLAIMS[0].id: "holds"}) == ""


def test_the_command_judges_what_is_stored_and_writes_the_page(
    ownlatents, monkeypatch, sources, tmp_path
):
    some = {name: sources[name] for name in ("lemma1", "necessity")}
    monkeypatch.setattr("ownlatents.checks.ledger.stored.stored", lambda names, store: some)
    answer = ownlatents("report", "--store", tmp_path, "--out", tmp_path / "page.html")
    assert answer.status == 0, answer.err
    parsed = Page((tmp_path / "page.html").read_text(encoding="utf-8"))
    assert len(parsed.text["article"]) == 2
    assert "Of each experiment the largest profile" in "".join(parsed.text["p"])
