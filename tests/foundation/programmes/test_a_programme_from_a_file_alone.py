"""Adding a programme needs no Python: a file and its cases are checked, and give a workflow, an amount and a page."""

import json
from pathlib import Path
from typing import Any

import pytest

from zhiqiang.foundation.parameters import load_parameters
from zhiqiang.foundation.programmes import load_programmes
from zhiqiang.kernel.programmes import amount_of, workflow_of
from zhiqiang.kernel.programmes.eligibility import eligible
from zhiqiang.site.cli import main

DEFINITION = """
code = "quality-teacher"
version = 1
title = "质量公益讲师"
title_en = "Volunteer quality teachers"
clause = "T8.4.2"
summary = "到各县讲质量课的单位给一次补助"
valid_from = 2025-01-01
applies_in = "any_time"

[applicant]
kinds = ["enterprise", "institution"]
[applicant.refused]
department = "政府部门的课不补助"
[[applicant.condition]]
fact = "lessons"
at_least = 3
otherwise = "讲满三课再申报"

[[field]]
code = "topic"
title = "课题"
type = "text"
required = true
[[field]]
code = "lessons"
title = "已讲课次"
type = "integer"
required = true

[[stage]]
code = "check"
roles = ["city_officer"]
clock = "programme.check"
[[stage]]
code = "decide"
roles = ["city_verifier"]
clock = "programme.decide"
[[stage]]
code = "notice"
roles = ["city_officer"]
clock = "programme.publish"
[notice]
clock = "programme.notice"

[recognition]
subject = "organisation"
title = "质量公益讲师单位"
[[recognition.grounds]]
code = "false_data"
title = "提供虚假材料"

[incentive]
funder = "city"
same_thing = ["topic"]
[[incentive.rule]]
parameter = "incentive.pilot"
"""
CASES = """
[[case]]
name = "讲满三课的付"
on = 2025-06-01
[case.facts]
applicant_kind = "institution"
topic = "标准进乡村"
lessons = 3
[case.expect]
eligible = "eligible"
amount_fen = 2000000
refusals = []

[[case]]
name = "两课不能申报"
on = 2025-06-01
[case.facts]
applicant_kind = "enterprise"
topic = "标准进乡村"
lessons = 2
[case.expect]
eligible = "not_eligible"
against = ["lessons"]
"""


@pytest.fixture
def home(tmp_path: Path) -> Path:
    folder = tmp_path / "home" / "programmes"
    (folder / "cases").mkdir(parents=True)
    (folder / "quality-teacher.toml").write_text(DEFINITION, encoding="utf-8")
    (folder / "cases" / "quality-teacher.toml").write_text(CASES, encoding="utf-8")
    return tmp_path / "home"


def test_a_programme_is_added_by_a_file_alone(home: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["programme", "check", str(home / "programmes")]) == 0
    assert capsys.readouterr().out == "1 个项目，2 个案例，0 处问题。\n"

    programme = load_programmes(home / "programmes")["quality-teacher"]
    way = ["submit", "accept", "decide_for", "publish", "recognise"]
    flow, state = workflow_of(programme), "draft"
    for step in way:
        assert state in flow.step(step).source
        state = flow.step(step).target
    assert state == "recognised"

    facts: dict[str, Any] = {"applicant_kind": "enterprise", "topic": "标准进乡村", "lessons": 4}
    case = tmp_path / "case.toml"
    lines = ["on = 2025-06-01", "[facts]", *(f"{name} = {json.dumps(value)}" for name, value in facts.items())]
    case.write_text("\n".join(lines), encoding="utf-8")
    assert main(["programme", "amount", "quality-teacher", str(case), "--json", "--home", str(home)]) == 0
    assert json.loads(capsys.readouterr().out)["amount_fen"] == 2_000_000

    on = load_parameters().get("incentive.pilot").versions[0].valid_from.replace(year=2025)
    assert eligible(programme, facts, on).verdict == "eligible"
    assert amount_of(programme, facts, on, load_parameters()).amount_fen == 2_000_000
