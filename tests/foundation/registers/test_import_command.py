"""`zhiqiang import` and `zhiqiang template` as scripts use them, and a kill in the middle of a commit."""

import json
import os
import signal
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest
from tests.foundation.registers.workbooks import HEADERS, good_row, workbook

from zhiqiang.domains.sampling.models import Sample
from zhiqiang.foundation.access.models import Membership, User
from zhiqiang.foundation.registers.models import ImportBatch
from zhiqiang.site.cli import main

SLUG = "sampling.samples"


@pytest.fixture
def file(tmp_path) -> Path:
    path = tmp_path / "表.xlsx"
    path.write_bytes(workbook(good_row("A-1"), good_row("A-2", 抽样日期="2025.13.5")))
    return path


def run(capsys, *arguments: object) -> tuple[int, dict]:
    code = main([str(one) for one in arguments])
    return code, json.loads(capsys.readouterr().out)


def test_good_rows_are_written_and_errors_listed(city, file, capsys):
    code, answer = run(capsys, "import", SLUG, file, "--json")
    assert code == 1
    assert {key: answer[key] for key in ("rows", "accepted", "batch")} == {
        "rows": 2, "accepted": 1, "batch": ImportBatch.objects.get().pk,
    }  # fmt: skip
    assert answer["errors"] == [
        {"row": 3, "column": "H 抽样日期", "value": "2025.13.5", "message": "没有 13 月", "suggestion": "2025-05-13"}
    ]
    assert Sample.objects.get().recorded_by == city.users["city_officer"]


def test_check_writes_nothing_and_a_second_import_changes_nothing(city, file, capsys):
    run(capsys, "import", SLUG, file, "--check", "--json")
    assert not Sample.objects.exists()
    run(capsys, "import", SLUG, file, "--json")
    _code, again = run(capsys, "import", SLUG, file, "--json")
    assert (again["new"], again["changed"], again["unchanged"], Sample.objects.count()) == (0, 0, 1, 1)


def test_a_clean_file_exits_with_zero(city, tmp_path, capsys):
    path = tmp_path / "好.csv"
    text = "\n".join(",".join(row) for row in (HEADERS, good_row("A-1")))
    path.write_bytes(text.encode("gb18030"))
    code, answer = run(capsys, "import", SLUG, path, "--json")
    assert (code, answer["errors"], answer["accepted"]) == (0, [], 1)


def test_an_unreadable_file_is_one_error_with_its_message(city, tmp_path, capsys):
    path = tmp_path / "坏.xlsx"
    path.write_bytes(b"")
    code, answer = run(capsys, "import", SLUG, path, "--json")
    assert (code, answer["rows"], answer["accepted"]) == (1, 0, 0)
    assert [one["message"] for one in answer["errors"]] == ["文件是空的，没有任何内容。请核对后重新上传。"]


def test_a_home_without_people_imports_as_the_command_line_which_cannot_sign_in(city, file, capsys):
    Membership.objects.filter(role="city_officer").delete()
    run(capsys, "import", SLUG, file, "--json")
    actor = Sample.objects.get().recorded_by
    assert (actor.username, actor.is_active, actor.has_usable_password()) == ("command-line", False, False)


def test_the_user_that_is_named_imports_within_their_own_scope(city, file, capsys):
    other = city.person("reporter", city.other_unit, "other")
    _code, answer = run(capsys, "import", SLUG, file, "--user", other.username, "--json")
    assert answer["accepted"] == 0
    assert "不在您的管辖范围内" in answer["errors"][0]["message"]


@pytest.mark.parametrize("wrong", [["no.such", "x.xlsx"], [SLUG, "no-such-file.xlsx"], [SLUG]])
def test_a_request_that_cannot_be_understood_exits_with_two(wrong, city, capsys):
    assert main(["import", *wrong, "--json"]) == 2
    assert capsys.readouterr().err.startswith("没有")


def test_the_list_names_registers_and_layouts(city, capsys):
    code, answer = run(capsys, "import", "--list", "--json")
    layouts = {one["register"]: [layout["code"] for layout in one["layouts"]] for one in answer}
    assert code == 0
    assert layouts[SLUG] == ["county_three_rows", "agri_monitoring", "drug_list"]


def test_the_template_is_written_where_it_is_asked_for(city, tmp_path, capsys):
    path = tmp_path / "模板.xlsx"
    code, answer = run(capsys, "template", SLUG, path, "--json")
    assert (code, answer, path.read_bytes()[:2]) == (0, {"file": str(path)}, b"PK")


KILLED = """
import os, signal, sys
import django
django.setup()
from django.core.management import call_command
call_command("migrate", verbosity=0)
from zhiqiang.foundation.testing.city import make_city
city = make_city()
from zhiqiang.foundation.catalogue import registers
from zhiqiang.foundation.imports import commit
from zhiqiang.foundation.imports.batches import read_batch, start_import
actor = city.users["city_officer"]
content = open(sys.argv[1], "rb").read()
batch = start_import(register=registers()["sampling.samples"], name="a", content=content, actor=actor)
read_batch(batch.pk)
commit.mark_dirty = lambda *known: os.kill(os.getpid(), signal.SIGKILL)
commit.commit_batch(batch_id=batch.pk, actor=actor)
"""


def test_a_kill_in_the_middle_of_a_commit_leaves_the_preview_and_not_one_record(tmp_path):
    source, home = tmp_path / "a.xlsx", tmp_path / "home"
    source.write_bytes(workbook(*(good_row(f"A-{at}") for at in range(600))))
    known = os.environ | {"ZHIQIANG_HOME": str(home), "DJANGO_SETTINGS_MODULE": "zhiqiang.site.settings"}
    known.pop("ZHIQIANG_DATABASE", None)
    done = subprocess.run([sys.executable, "-c", KILLED, str(source)], env=known, capture_output=True, check=False)
    assert done.returncode == -signal.SIGKILL, done.stderr.decode()
    with sqlite3.connect(home / "db.sqlite3") as database:
        counts = [
            database.execute(f"SELECT count(*) FROM {table}").fetchone()[0]
            for table in ("sampling_sample", "registers_importchange", "workflow_clockrun")
        ]
        status = database.execute("SELECT status FROM registers_importbatch").fetchone()[0]
    assert (counts, status) == ([0, 0, 0], "preview")


def test_the_command_line_user_is_made_once(city, file, capsys):
    Membership.objects.filter(role="city_officer").delete()
    for _time in range(2):
        run(capsys, "import", SLUG, file, "--json")
    assert User.objects.filter(username="command-line").count() == 1
