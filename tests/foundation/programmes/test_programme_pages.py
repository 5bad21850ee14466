"""The page of a programme tells everything that its definition says, with the numbers behind it."""

import re

import pytest

from zhiqiang.foundation.parameters import load_parameters
from zhiqiang.foundation.programmes import load_programmes
from zhiqiang.kernel.programmes import Programme
from zhiqiang.site.reference.pages import render_all
from zhiqiang.site.reference.programmes import programme_page, programme_pages

PROGRAMMES = load_programmes()
PAGES = programme_pages()


def test_there_is_a_page_for_every_programme_and_the_reference_has_them() -> None:
    assert set(PAGES) == {"programmes.md", *(f"programmes/{code}.md" for code in PROGRAMMES)}
    assert set(PAGES) <= set(render_all())
    assert all(f"(programmes/{code}.md)" in PAGES["programmes.md"] for code in PROGRAMMES)


@pytest.mark.parametrize("programme", PROGRAMMES.values(), ids=PROGRAMMES)
def test_a_page_leaves_nothing_of_the_definition_out(programme: Programme) -> None:
    page = programme_page(programme)
    told = [programme.title, programme.title_en, programme.summary, f"`{programme.clause}`"]
    told += [field.title for field in programme.fields] + [document.title for document in programme.documents]
    told += [stage.clock for stage in programme.stages] + [criterion.title for criterion in programme.criteria]
    told += [refused.reason for refused in programme.applicant.refused]
    told += [condition.otherwise for condition in programme.applicant.conditions]
    told += [setting.reason for setting in programme.settings]
    if programme.recognition is not None:
        told += [ground.title for ground in programme.recognition.grounds]
        told += [condition.otherwise for level in programme.recognition.levels for condition in level.conditions]
    if programme.incentive is not None:
        told += [rule.parameter for rule in programme.incentive.rules]
        told += [unpaid.reason for unpaid in programme.incentive.unpaid]
    assert [each for each in told if each not in page] == []
    assert ("```mermaid" in page) is bool(programme.stages)


def test_an_amount_stands_with_its_article_and_confidence() -> None:
    version = load_parameters().get("incentive.standard.national").versions[0]
    row = next(line for line in PAGES["programmes/standards-subsidy.md"].splitlines() if "200000 yuan" in line)
    assert version.article in row
    assert row.rstrip(" |").endswith("verified")
    assert "2023-09-06 – 2027-12-31" in row


def test_headings_and_tables_are_well_formed() -> None:
    for name, page in PAGES.items():
        assert page.startswith("# "), name
        for before, line in zip(page.splitlines(), page.splitlines()[1:], strict=False):
            if line.startswith(("## ", "| ---")):
                assert (before == "") is line.startswith("## "), f"{name}: {line}"
            if before.startswith("| ") and line.startswith("| "):
                assert _columns(before) == _columns(line), f"{name}: {line}"


def _columns(row: str) -> int:
    return len(re.findall(r"(?<!\\)\|", row))
