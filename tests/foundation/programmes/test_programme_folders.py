"""Definitions read from folders: all mistakes at once, a city's own over the package's, versions kept by their text."""

from collections.abc import Callable
from pathlib import Path

import pytest

from zhiqiang.foundation.plans.package import package_folder, read_plan
from zhiqiang.foundation.programmes import load_definitions, load_programmes, programme_files, read_definition
from zhiqiang.foundation.programmes.loader import load_definition, programme_folder, read_folders
from zhiqiang.kernel.programmes import ProgrammeErrors

SOURCE = (Path(str(programme_folder())) / "qc-group.toml").read_text(encoding="utf-8")
Write = Callable[[str, str], Path]


@pytest.fixture
def write(tmp_path: Path) -> Write:
    def put(name: str, text: str) -> Path:
        file = tmp_path / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
        return file

    return put


def test_the_reader_of_the_plan_leaves_the_programmes_alone() -> None:
    assert read_plan(package_folder()).slug == "chengde-2023-2027"
    assert len(programme_files()) == len(load_programmes()) == 28


def test_all_mistakes_of_all_files_are_told_at_once(write: Write, tmp_path: Path) -> None:
    write("qc-group.toml", SOURCE.replace("T8.3.1", "T9.9.9"))
    write("broken.toml", "code = ")
    write("latin.toml", "").write_bytes("title = '标准'".encode("gbk"))
    write("criteria/marks.toml", 'code = "marks"')
    write("cases/nothing.toml", "")
    found = read_folders(tmp_path, with_cases=True)
    told = {(one.file, one.key) for one in found.problems}
    assert {("qc-group.toml", "clause"), ("broken.toml", ""), ("latin.toml", ""), ("cases/nothing.toml", "")} <= told
    assert any(one.file == "criteria/marks.toml" for one in found.problems)
    assert found.definitions == {}
    with pytest.raises(ProgrammeErrors, match=r"T9\.9\.9"):
        load_definitions(tmp_path)


def test_a_city_s_own_definition_replaces_that_of_the_package(write: Write, tmp_path: Path) -> None:
    write("qc-group.toml", SOURCE.replace("version = 1", "version = 7"))
    own = load_programmes(tmp_path)
    assert (own["qc-group"].version, len(own)) == (7, 28)
    found = load_definition("qc-group", tmp_path)
    assert found is not None
    assert found.programme.version == 7


def test_a_folder_that_is_not_there_changes_nothing(tmp_path: Path) -> None:
    assert load_programmes(tmp_path / "none") == load_programmes()
    assert load_definition("nothing") is None


def test_a_version_lives_on_in_the_text_it_was_read_from() -> None:
    for definition in load_definitions().values():
        again = read_definition(definition.source, definition.criteria_source)
        assert again.content_hash == definition.programme.content_hash
    award = load_definitions()["quality-award"]
    assert award.criteria_source


def test_a_kept_version_is_read_even_where_its_names_are_gone() -> None:
    assert read_definition(SOURCE.replace("T8.3.1", "T9.9.9")).clause == "T9.9.9"
    with pytest.raises(ProgrammeErrors):
        read_definition("code = ")


def test_a_set_of_criteria_is_called_as_its_file(write: Write, tmp_path: Path) -> None:
    text = (Path(str(programme_folder())) / "criteria/gbt19580-2012.toml").read_text(encoding="utf-8")
    write("criteria/other.toml", text)
    assert [one.key for one in read_folders(tmp_path).problems] == ["code"]


@pytest.mark.parametrize(
    ("case", "key", "told"),
    [
        ("", "", "没有任何案例"),
        ("cases = []", "cases", "不认识的键“cases”"),
        ("case = [1]", "case[1]", "应是一个表"),
        ('[[case]]\nname = "甲"\n[case.facts]\n', "case[1].on", "应写明日期"),
        ("[[case]]\non = 2024-01-01\n[case.facts]\n", "case[1].name", "缺少必填"),
        ('[[case]]\nname = "甲"\non = 2024-01-01\n', "case[1].facts", "缺少 [facts]"),
        ('[[case]]\nname = "甲"\non = 2024-01-01\nday = 1\n[case.facts]\n', "case[1].day", "不认识的键"),
        (
            '[[case]]\nname = "甲"\non = 2024-01-01\n[case.facts]\n[case.expect]\namount = 1\n',
            "case[1].expect.amount",
            "是否应为“amount_fen”",
        ),
        (
            '[[case]]\nname = "甲"\non = 2024-01-01\n[case.facts]\n[case.marks]\nselection = "x"\n',
            "case[1].marks.selection",
            "百分数",
        ),
        (
            '[[case]]\nname = "甲"\non = 2024-01-01\n[case.facts]\n[case.expect]\neligible = "eligible"\n',
            "甲",
            "实为 unknown",
        ),
    ],
)
def test_a_mistake_in_a_case_is_told(write: Write, tmp_path: Path, case: str, key: str, told: str) -> None:
    write("qc-group.toml", SOURCE)
    write("cases/qc-group.toml", case)
    problems = read_folders(tmp_path, with_cases=True).problems
    assert [one for one in problems if one.key == key and told in one.message], problems
    assert {one.file for one in problems} == {"cases/qc-group.toml"}
