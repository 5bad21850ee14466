"""The page on definitions names every key the reader takes, so that nobody has to read the code."""

import re
from dataclasses import fields
from pathlib import Path

import pytest

from zhiqiang.kernel.programmes import cases, model
from zhiqiang.kernel.programmes.parse import Head

PAGE = Path(__file__).parents[3] / "docs/algorithms/programme-definition.md"
# Names that the file writes otherwise: tables and lists under their own key.
ELSEWHERE = {
    "conditions": "condition",
    "rules": "rule",
    "bands": "band",
    "criteria": "criterion",
    "settings": "setting",
}
RECORDS = (
    Head, model.Applicant, model.Condition, model.FormField, model.RequiredDocument, model.Stage, model.NoticeRules,
    model.ReviewRules, model.Criterion, model.CriteriaSet, model.Band, model.Quota, model.RecognitionRules, model.Level,
    model.Incentive, model.IncentiveRule, model.UnpaidCase, model.Setting, cases.Expected,
)  # fmt: skip


@pytest.mark.parametrize("record", RECORDS, ids=lambda record: record.__name__)
def test_every_key_is_on_the_page(record: type) -> None:
    words = set(re.findall(r"[a-z_]+", PAGE.read_text(encoding="utf-8")))
    assert [one.name for one in fields(record) if not {one.name, ELSEWHERE.get(one.name)} & words] == []


def test_every_choice_is_on_the_page() -> None:
    text = PAGE.read_text(encoding="utf-8")
    told = [*model.APPLICANT_KINDS, *model.STAGE_ORDER, *model.FUNDERS, "register_only", "any_time", "each_year"]
    assert [word for word in told if word not in text] == []
