"""Codes of organisations and units: vectors, an independent implementation, and what may only be suggested."""

import csv
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stdnum.cn import uscc as oracle

from zhiqiang.kernel.identifiers import CodeSystem, organisation_code, parse_unit_code, uscc

VECTORS = list(csv.DictReader(Path(__file__).with_name("uscc_vectors.csv").read_text(encoding="utf-8").splitlines()))
GOOD = "91130802MAT0001144"
BODIES = st.builds(
    lambda head, region, tail: head + region + tail,
    st.text(uscc.ALPHABET, min_size=2, max_size=2),
    st.text("0123456789", min_size=6, max_size=6),
    st.text(uscc.ALPHABET, min_size=9, max_size=9),
)


@pytest.mark.parametrize("row", VECTORS, ids=lambda row: row["code"])
def test_vectors(row: dict[str, str]) -> None:
    accepted = row["expected"] == "valid" or "then valid" in row["expected"]
    assert uscc.is_valid(row["code"]) is accepted
    assert uscc.examine(row["code"]).is_valid is accepted


@given(BODIES)
def test_the_check_character_agrees_with_an_independent_implementation(body: str) -> None:
    assert uscc.check_character(body) == oracle.calc_check_digit(body)


@given(BODIES, st.integers(0, 17), st.sampled_from(uscc.ALPHABET))
def test_any_single_wrong_character_is_noticed(body: str, at: int, other: str) -> None:
    code = body + uscc.check_character(body)
    changed = code[:at] + other + code[at + 1 :]
    assert uscc.is_valid(changed) is (changed == code)


@given(st.text(max_size=20))
def test_any_text_is_examined_and_every_suggestion_is_valid_and_differs(text: str) -> None:
    found = uscc.examine(text)
    assert found.is_valid is (found.message == "")
    assert all(uscc.is_valid(suggestion) and suggestion != found.code for suggestion in found.suggestions)
    assert len(found.suggestions) <= uscc.MOST_SUGGESTIONS


@pytest.mark.parametrize(
    "text",
    [
        GOOD.lower(),
        "９１１３０８０２ＭＡＴ０００１１４４",
        " 91130802 MAT00011 44\u3000",
        "91130802-MAT000114-4",
        "\ufeff91130802MAT0001144\u200b",
    ],
)
def test_width_case_spaces_and_hyphens_do_not_matter(text: str) -> None:
    found = uscc.examine(text)
    assert found.is_valid
    assert found.code == GOOD


@pytest.mark.parametrize(
    ("text", "positions"),
    [
        ("9113O802MAT0001144", [5]),
        ("9II30802MAT0001144", [2, 3]),
        ("91130802MAT0001I44", [16]),
        ("91130802MAT0001145", [18]),
        ("9113A802MAT0001144", [5]),
        ("91130802MAT000114", [None]),
        ("", [None]),
        ("91130802MAT000114*", [18]),
    ],
)
def test_the_fault_is_named_by_its_position(text: str, positions: list[int | None]) -> None:
    found = uscc.examine(text)
    assert [finding.position for finding in found.findings] == positions
    assert all(position is None or f"第 {position} 位" in found.message for position in positions)


@pytest.mark.parametrize(
    "text",
    [
        "9113O802MAT0001144",
        "9I130802MAT0001144",
        "91130802MAT00O1144",
        "91130802MAT0001145",
        "19130802MAT0001144",
        "91130802MTA0001144",
        "91130B02MAT0001144",
    ],
)
def test_a_slip_is_suggested_but_not_corrected(text: str) -> None:
    found = uscc.examine(text)
    assert not found.is_valid
    assert GOOD in found.suggestions
    assert found.code == text
    assert GOOD in found.message


def test_a_body_of_the_wrong_length_has_no_check_character() -> None:
    with pytest.raises(ValueError, match="17 位"):
        uscc.check_character("91130802")
    with pytest.raises(ValueError, match="8 位"):
        organisation_code.check_character("1")


@pytest.mark.parametrize("text", ["D2143569-X", "d2143569x", "Ｄ２１４３５６９－Ｘ", "799655058", "71526726X"])
def test_organisation_codes(text: str) -> None:
    assert organisation_code.is_valid(text)


def test_faults_of_organisation_codes_are_explained() -> None:
    assert organisation_code.examine("D2143569-1").suggestions == ("D2143569X",)
    assert [finding.position for finding in organisation_code.examine("D21*35691").findings] == [4]
    assert "9 位" in organisation_code.examine("123").message


@pytest.mark.parametrize(
    ("text", "code", "system", "ancestors"),
    [
        ("130802", "130802", CodeSystem.GB_T_2260, ("130800", "130000")),
        ("１３０８８１", "130881", CodeSystem.GB_T_2260, ("130800", "130000")),
        ("130871", "130871", CodeSystem.STATISTICAL, ("130800", "130000")),
        ("130800", "130800", CodeSystem.GB_T_2260, ("130000",)),
        ("130000", "130000", CodeSystem.GB_T_2260, ()),
        ("130828500", "130828500", CodeSystem.STATISTICAL, ("130828", "130800", "130000")),
        ("130828500201", "130828500201", CodeSystem.STATISTICAL, ("130828500", "130828", "130800", "130000")),
        (" yudaokou ", "yudaokou", CodeSystem.LOCAL, ()),
        ("high-tech-zone", "high-tech-zone", CodeSystem.LOCAL, ()),
    ],
)
def test_unit_codes(text: str, code: str, system: CodeSystem, ancestors: tuple[str, ...]) -> None:
    unit = parse_unit_code(text)
    assert (unit.code, unit.system, unit.ancestors) == (code, system, ancestors)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("1308", "现有 4 位"),
        ("990802", "不是省级代码"),
        ("130002", "缺少市级代码"),
        ("130800500", "缺少县级代码"),
        ("Yudaokou", "本地编号"),
        ("", "本地编号"),
        ("承德县", "本地编号"),
    ],
)
def test_a_faulty_unit_code_is_refused_with_the_reason(text: str, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        parse_unit_code(text)
