"""`zhiqiang programme`: definitions checked, amounts computed as agreed, bad cases told clearly, no database, fast."""

import argparse
import json
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from zhiqiang.foundation.programmes.loader import programme_folder
from zhiqiang.site.cli import programme as command

SHIPPED = Path(str(programme_folder()))
CASE = """
on = {on}
[facts]
standard = "GB/T 99999-2024"
level = "{level}"
role = "{role}"
applicant_kind = "{kind}"
assessment_passed = {passed}
already_paid = [ {paid} ]
"""
KINDS = ("enterprise", "association", "institution")
LEVELS = ("international", "national", "industry")
ROLES = ("led", "joined")
YUAN = {"international": 300_000, "national": 200_000, "industry": 100_000}


def case_text(**change: str) -> str:
    """The agreed case, with some of it changed; every value as TOML writes it."""
    told = {"on": "2024-05-01", "level": "national", "role": "led", "kind": "enterprise", "passed": "true", "paid": ""}
    return CASE.format(**told | change)


@pytest.fixture
def ask(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> Any:
    def run(*words: str) -> tuple[int, str, str]:
        parser = argparse.ArgumentParser()
        parser.add_argument("--json", action="store_true")
        command.add_arguments(parser)
        options = argparse.Namespace(**vars(parser.parse_args(words)), home=tmp_path / "home")
        return command.run(options), *capsys.readouterr()

    return run


@pytest.fixture
def amount(ask: Any, tmp_path: Path) -> Any:
    """The answer of `amount` for the agreed case, with some of it changed."""

    def answer(programme: str = "standards-subsidy", **change: str) -> dict[str, Any]:
        file = tmp_path / "case.toml"
        file.write_text(case_text(**change), encoding="utf-8")
        code, out, err = ask("amount", programme, str(file), "--json")
        assert (code, err) == (0, "")
        found = json.loads(out)
        assert {"amount_fen", "rule", "clause", "valid_on", "refusals"} <= set(found)
        assert isinstance(found["amount_fen"], int)
        assert (found["amount_fen"] > 0) is (found["refusals"] == [])
        assert all(isinstance(refusal, str) and refusal for refusal in found["refusals"])
        return dict(found)

    return answer


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("level", LEVELS)
def test_leading_is_paid_by_level_to_enterprises_and_associations(
    amount: Any, level: str, role: str, kind: str
) -> None:
    found = amount(level=level, role=role, kind=kind)
    paid = role == "led" and kind != "institution"
    assert found["amount_fen"] == (YUAN[level] * 100 if paid else 0)
    assert (found["clause"], found["valid_on"]) == ("T1.1.1", "2024-05-01")
    if role == "joined":
        assert any("参与" in refusal for refusal in found["refusals"])
    if kind == "institution":
        assert any("事业单位" in refusal for refusal in found["refusals"])


@pytest.mark.parametrize("written", ["GB/T 99999-2024", "GB/T99999—2024", "ＧＢ／Ｔ　99999－2024", "gb/t 99999–2024 "])
def test_what_another_funder_paid_for_the_same_standard_is_a_refusal_that_names_both(amount: Any, written: str) -> None:
    found = amount(paid=f'{{ funder = "province", standard = "{written}", amount_fen = 20000000 }}')
    assert (found["amount_fen"], found["codes"]) == (0, ["already_paid"])
    assert "province" in found["refusals"][0]
    assert "省" in found["refusals"][0]
    assert written.strip() in found["refusals"][0]


def test_what_was_paid_for_another_standard_does_not_matter(amount: Any) -> None:
    paid = '{ funder = "province", standard = "GB/T 99998-2024", amount_fen = 20000000 }'
    assert amount(paid=paid)["amount_fen"] == 20_000_000


def test_the_pilot_is_paid_once_its_assessment_is_passed(amount: Any) -> None:
    assert amount("standardisation-pilot")["amount_fen"] == 2_000_000
    refused = amount("standardisation-pilot", passed="false")
    assert (refused["codes"], refused["clause"]) == (["condition"], "T1.3.2")
    again = amount(
        "standardisation-pilot", paid='{ funder = "city", standard = "GB/T 99999-2024", amount_fen = 2000000 }'
    )
    assert again["codes"] == ["already_paid"]
    assert amount("standardisation-pilot", kind="institution")["codes"] == ["applicant_kind"]


@pytest.mark.parametrize(
    ("day", "paid"), [("2023-09-05", False), ("2023-09-06", True), ("2027-12-31", True), ("2028-01-01", False)]
)
def test_the_day_decides_whether_the_plan_pays(amount: Any, day: str, paid: bool) -> None:
    for programme in ("standards-subsidy", "standardisation-pilot"):
        found = amount(programme, on=day)
        assert (found["codes"] == []) is paid
        assert paid or found["codes"] == ["not_in_force"]


def test_an_unknown_level_is_told_what_is_paid(amount: Any) -> None:
    found = amount(level="provincial")
    assert found["codes"] == ["no_rule"]
    assert "国家标准、牵头" in found["refusals"][0]


@pytest.mark.parametrize("fact", ["standard", "level", "role", "applicant_kind"])
def test_a_fact_that_is_not_told_is_never_guessed(ask: Any, tmp_path: Path, fact: str) -> None:
    text = case_text()
    file = tmp_path / "case.toml"
    file.write_text("\n".join(line for line in text.splitlines() if not line.startswith(f"{fact} ")), encoding="utf-8")
    code, out, _ = ask("amount", "standards-subsidy", str(file), "--json")
    found = json.loads(out)
    assert (code, found["amount_fen"], found["codes"]) == (0, 0, ["missing"])
    assert fact in found["refusals"][0]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("", "on: 应写明日期"),
        ("on = 2024-05-01", "facts: 缺少 [facts]"),
        ("on = 5\n[facts]", "on: 应写明日期"),
        ("on = 2024-05-01T00:00:00\n[facts]", "on: 应写明日期"),
        ('on = "2024-13-01"\n[facts]', "on: 应写明日期"),
        ("on = 2024-05-01\nwhen = 1\n[facts]", "不认识的键“when”"),
        ("on = 2024-05-01\n[facts]\nlevel = 5", "facts.level: “5”类型不对，应是文字"),
        ('on = 2024-05-01\n[facts]\nlevle = "national"', "是否应为“level”"),
        ('on = 2024-05-01\n[facts]\nalready_paid = "no"', "应是列表"),
        ("on = 2024-05-01\n[facts]\nalready_paid = [1]", "already_paid[1]: 应写成"),
        ("on = 2024-05-01\n[facts]\nalready_paid = [{ amount_fen = 1 }]", "already_paid[1].funder"),
        ('on = 2024-05-01\n[facts]\nalready_paid = [{ funder = "x", amount_fen = 1.5 }]', "以分为单位"),
        ('on = 2024-05-01\n[facts]\nalready_paid = [{ funder = "x", amount_fen = -1 }]', "以分为单位"),
        ('on = 2024-05-01\n[facts]\nalready_paid = [{ funder = "x", amount_fen = true }]', "以分为单位"),
        ('on = 2024-05-01\n[facts]\nalready_paid = [{ funder = "x", standard = 1 }]', "请加引号"),
    ],
)
def test_a_bad_case_is_told_clearly(ask: Any, tmp_path: Path, text: str, told: str) -> None:
    file = tmp_path / "case.toml"
    file.write_text(text, encoding="utf-8")
    code, out, err = ask("amount", "standards-subsidy", str(file))
    assert (code, out) == (1, "")
    assert told in err
    code, out, _ = ask("amount", "standards-subsidy", str(file), "--json")
    assert code == 1
    assert any(told in f"{problem['key']}: {problem['message']}" for problem in json.loads(out)["problems"])


def test_a_type_that_is_wrong_is_told_for_the_pilot_too(ask: Any, tmp_path: Path) -> None:
    file = tmp_path / "case.toml"
    file.write_text('on = 2024-05-01\n[facts]\nassessment_passed = "yes"\n', encoding="utf-8")
    code, _, err = ask("amount", "standardisation-pilot", str(file))
    assert code == 1
    assert "“yes”类型不对，应是true 或 false" in err


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (None, "文件不存在"),
        (b"on = ", "不是有效的 TOML"),
        ("on = '标准'".encode("gbk"), "UTF-8"),
        (b"[" * 9000, "不是有效的 TOML"),
    ],
)
def test_a_file_that_cannot_be_read_is_told(ask: Any, tmp_path: Path, content: bytes | None, told: str) -> None:
    file = tmp_path / "case.toml"
    if content is not None:
        file.write_bytes(content)
    code, _, err = ask("amount", "standards-subsidy", str(file))
    assert code == 2
    assert told in err


def test_a_request_that_makes_no_sense_is_told(ask: Any, tmp_path: Path) -> None:
    code, _, err = ask("amount", "standard-subsidy", "case.toml")
    assert code == 2
    assert "standards-subsidy" in err
    for words in (["amount", "standards-subsidy"], ["check", "a", "b"], ["check", str(tmp_path / "none")]):
        assert ask(*words)[0] == 2


def test_a_bom_and_a_definition_in_a_file_are_read(ask: Any, tmp_path: Path) -> None:
    case = case_text(level="industry", kind="association")
    file = tmp_path / "case.toml"
    file.write_text("\ufeff" + case, encoding="utf-8")
    code, out, _ = ask("amount", str(SHIPPED / "standards-subsidy.toml"), str(file), "--json")
    assert (code, json.loads(out)["amount_fen"]) == (0, 10_000_000)


def test_people_read_the_answer_in_words(ask: Any, tmp_path: Path) -> None:
    file = tmp_path / "case.toml"
    file.write_text(case_text(), encoding="utf-8")
    assert "200,000 元" in ask("amount", "standards-subsidy", str(file))[1]
    file.write_text(case_text(role="joined"), encoding="utf-8")
    assert "不付" in ask("amount", "standards-subsidy", str(file))[1]


def test_the_programmes_that_ship_are_checked_with_their_cases(ask: Any) -> None:
    code, out, _ = ask("check", "--json")
    found = json.loads(out)
    assert (code, found["problems"], len(found["programmes"])) == (0, [], 28)
    assert {"code", "version", "hash", "file"} == set(found["programmes"][0])
    assert "28 个项目" in ask("check")[1]
    assert ask("check", str(SHIPPED.parent), "--json")[1] == out


def test_one_file_is_checked_with_the_cases_beside_it(ask: Any, tmp_path: Path) -> None:
    for name in ("quality-award.toml", "cases/quality-award.toml"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        shutil.copy(SHIPPED / name, tmp_path / name)
    file = tmp_path / "quality-award.toml"
    assert ask("check", str(file))[0] == 0
    file.write_text(file.read_text(encoding="utf-8").replace("at_least = 3", "at_least = 2"), encoding="utf-8")
    code, out, _ = ask("check", str(file), "--json")
    assert code == 1
    assert [one["file"] for one in json.loads(out)["problems"]] == ["cases/quality-award.toml"] * 2


def test_mistakes_of_a_definition_and_an_empty_folder_are_told(ask: Any, tmp_path: Path) -> None:
    assert ask("check", str(tmp_path))[0] == 1
    file = tmp_path / "qc-group.toml"
    file.write_text((SHIPPED / "qc-group.toml").read_text(encoding="utf-8").replace("T8.3.1", "T0"), encoding="utf-8")
    code, out, _ = ask("check", str(tmp_path), "--json")
    assert code == 1
    assert json.loads(out)["problems"] == [
        {"file": "qc-group.toml", "key": "clause", "message": "内容项“T0”不存在；请更正或先定义"}
    ]
    assert "qc-group.toml · clause" in ask("check", str(tmp_path))[1]
    assert ask("amount", str(file), str(file))[0] == 1


def test_a_city_s_own_amounts_are_those_that_count(ask: Any, tmp_path: Path) -> None:
    folder = tmp_path / "home" / "parameters"
    folder.mkdir(parents=True)
    (folder / "own.toml").write_text(
        '[[parameter]]\nid = "incentive.pilot"\ntitle = "试点"\n[[parameter.versions]]\nvalue = 30000\nunit = "yuan"\n'
        'valid_from = 2024-01-01\narticle = "本市细则"\nconfidence = "setting"\n',
        encoding="utf-8",
    )
    file = tmp_path / "case.toml"
    file.write_text(case_text(), encoding="utf-8")
    found = json.loads(ask("amount", "standardisation-pilot", str(file), "--json")[1])
    assert (found["amount_fen"], found["article"]) == (3_000_000, "本市细则")


def test_a_city_s_own_amounts_with_a_mistake_stop_the_command(ask: Any, tmp_path: Path) -> None:
    folder = tmp_path / "home" / "parameters"
    folder.mkdir(parents=True)
    (folder / "own.toml").write_text("[[parameter]]\n", encoding="utf-8")
    file = tmp_path / "case.toml"
    file.write_text(case_text(), encoding="utf-8")
    code, _, err = ask("amount", "standardisation-pilot", str(file))
    assert code == 2
    assert "参数表有误" in err


def test_the_command_needs_neither_database_nor_web_framework(tmp_path: Path) -> None:
    file = tmp_path / "case.toml"
    file.write_text(case_text(), encoding="utf-8")
    words = ["programme", "amount", "standards-subsidy", str(file), "--json", "--home", str(tmp_path / "home")]
    script = (
        "import sys; from zhiqiang.site.cli import main; code = main(sys.argv[1:]);"
        "assert not {'django.db', 'ninja', 'ibis', 'typst'} & set(sys.modules); sys.exit(code)"
    )
    done = subprocess.run([sys.executable, "-c", script, *words], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    assert json.loads(done.stdout)["amount_fen"] == 20_000_000
    assert not (tmp_path / "home").exists()
