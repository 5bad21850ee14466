"""Golden cases: the files under cases/ are the input of `zhiqiang assess` with the answer in an [expect] table."""

import tomllib
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from zhiqiang.kernel.targets import Kind, Status, Verdict, assess
from zhiqiang.kernel.targets.case_document import read_case

FILES = sorted((Path(__file__).parent / "cases").glob("*.toml"))


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_golden_case_is_judged_as_written(path: Path) -> None:
    document = tomllib.loads(path.read_text(encoding="utf-8"), parse_float=Decimal)
    case = read_case(document)
    answer = assess(case.target, case.observations, case.as_of, circumstances=case.circumstances)
    expected = document["expect"]
    assert {"verdict", "status"} <= set(expected)
    for name, wanted in expected.items():
        found = getattr(answer, name)
        if isinstance(wanted, str | bool | date):
            assert found == wanted, (name, answer)
        else:
            assert found is not None, (name, answer)
            assert abs(found - wanted) < Decimal("0.000001"), (name, answer)
    assert answer.reasons


def _answers(kind: Kind) -> set[str]:
    documents = [tomllib.loads(path.read_text(encoding="utf-8")) for path in FILES]
    expected = [document["expect"] for document in documents if document["target"]["kind"] == kind]
    return {answer for expect in expected for answer in (f"verdict {expect['verdict']}", f"status {expect['status']}")}


@pytest.mark.parametrize("kind", Kind)
def test_every_kind_has_golden_cases_for_its_answers(kind: Kind) -> None:
    answers = _answers(kind)
    assert {"verdict met", "verdict missed", "verdict open"} <= answers
    assert {"status watch", "status behind"} & answers
    uncoloured = {f"status {status}" for status in Status if not status.coloured}
    assert uncoloured & answers


def test_golden_cases_show_every_verdict_and_status() -> None:
    answers = {answer for kind in Kind for answer in _answers(kind)}
    assert answers == {f"verdict {verdict}" for verdict in Verdict} | {f"status {status}" for status in Status}
