"""`zhiqiang demo`: a small demo city made once, looked at from outside as a person at the command line would."""

import json
import os
import sqlite3
import subprocess
import sys
from collections import Counter
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.password_validation import validate_password

from zhiqiang.foundation.access.models import User
from zhiqiang.foundation.access.roles import ROLES
from zhiqiang.kernel.identifiers import uscc
from zhiqiang.site.demo.people import PASSWORD, made_up_code

RUN = (sys.executable, "-c", "import sys; from zhiqiang.site.cli import main; sys.exit(main())")
RECORDS = 80
UNITS = 13


@dataclass
class Demo:
    """A demo home and what its making printed."""

    home: Path
    answer: dict[str, Any]
    progress: str

    def rows(self, query: str) -> list[tuple[Any, ...]]:
        with closing(sqlite3.connect(self.home / "db.sqlite3")) as connection:
            return connection.execute(query).fetchall()

    def one(self, query: str) -> Any:
        return self.rows(query)[0][0]


def command(home: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    named = {name: value for name, value in os.environ.items() if not name.startswith("ZHIQIANG_")}
    program = [*RUN, *arguments, "--home", str(home)]
    return subprocess.run(program, check=False, capture_output=True, text=True, env=named, timeout=1200)


def made(home: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    return command(home, "demo", "--no-serve", "--json", *arguments)


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Demo:
    home = tmp_path_factory.mktemp("demo") / "home"
    run = made(home, "--records", str(RECORDS))
    assert run.returncode == 0, run.stderr
    return Demo(home, json.loads(run.stdout), run.stderr)


def test_every_role_and_every_unit_has_somebody_who_can_sign_in(demo: Demo) -> None:
    users = demo.answer["users"]
    assert {one["role"] for one in users} == {role.code for role in ROLES}
    for role in ("reporter", "verifier"):
        assert len({one["unit"] for one in users if one["role"] == role}) == UNITS
    assert {one["password"] for one in users} == {PASSWORD}
    assert demo.rows("select username from access_user where must_change_password") == [("newcomer",)]


def test_those_who_verify_have_a_second_factor_ready(demo: Demo) -> None:
    with_device = demo.rows(
        "select u.username from access_user u join otp_totp_totpdevice d on d.user_id = u.id where d.confirmed"
    )
    asked = {one["username"] for one in demo.answer["users"] if one["second_factor"] == "yes"}
    assert {name for (name,) in with_device} == asked
    assert len(asked) == UNITS + 5  # two city verifiers, the leader, finance, the administrator


def test_the_password_fits_the_policy() -> None:
    validate_password(PASSWORD, User(username="longhua", name="隆化填报员（演示）"))


def test_progress_is_said_step_by_step(demo: Demo) -> None:
    steps = [f"[{number}/6]" for number in range(1, 7)]
    assert [step for step in steps if step not in demo.progress] == []
    assert "台账记录" in demo.progress


def test_records_stand_in_every_state_that_a_desk_must_show(demo: Demo) -> None:
    states = Counter(state for (state,) in demo.rows("select state from sampling_sample where batch_id is null"))
    assert sum(states.values()) == RECORDS
    assert set(states) == {"recorded", "returned", "verified", "correcting"}
    assert demo.one("select count(*) from registers_correction where decided_at is null") == states["correcting"]


def test_the_other_registers_hold_what_the_plan_counts(demo: Demo) -> None:
    counted = "select count(distinct number) from standards_standardrole where level in "
    assert demo.one(f"{counted} ('international', 'national', 'industry')") == 22
    assert demo.one("select count(*) from standards_standardrole where level = 'city'") == 41
    assert demo.one("select count(*) from metrology_standardevent") == 13
    assert demo.one("select count(*) from goals_outsidevalue where source_id is null") == 0


def test_workbooks_are_handed_in_committed_and_waiting(demo: Demo) -> None:
    batches = dict(demo.rows("select file_name, status from registers_importbatch"))
    assert Counter(batches.values()) == {"preview": 1, "committed": 2}
    waiting = next(name for name, status in batches.items() if status == "preview")
    assert demo.one(f"select rejected from registers_importbatch where file_name = '{waiting}'") > 0
    assert demo.one("select count(*) from sampling_sample where batch_id is not null and state = 'verified'") == 40


def test_nothing_made_up_goes_unmarked(demo: Demo) -> None:
    assert demo.one("select count(*) from reference_organisation where title not like '%（演示）'") == 0
    assert demo.one("select count(*) from access_user where name not like '%（演示）'") == 0
    assert demo.one("select count(*) from goals_outsidevalue where source_title not like '%演示数据%'") == 0
    assert demo.one("select count(*) from standards_standardrole where title not like '%（演示）'") == 0
    assert demo.one("select count(*) from certificates_issuedcertificate where revoked_on is null") > 0
    assert "演示数据" in (demo.home / "demo").read_text(encoding="utf-8")


def test_made_up_codes_are_well_formed_and_nobodys() -> None:
    codes = [made_up_code(number) for number in (1, 9, 60)]
    assert all(uscc.is_valid(code) and code[2:8] == "130899" for code in codes)
    assert len(set(codes)) == 3


def test_trail_figures_and_files_hold(demo: Demo) -> None:
    checked = command(demo.home, "verify", "--json")
    assert checked.returncode == 0, checked.stdout
    report = json.loads(checked.stdout)
    assert report["ok"]
    assert report["figures"]["checked"] > 100
    pairs = "trail_trailentry a join trail_trailentry b on b.number = a.number + 1"
    backwards = f"select count(*) from {pairs} where b.at < a.at"
    assert demo.one(backwards) == 0


def test_a_second_run_keeps_the_city_and_more_adds_verified_batches(demo: Demo) -> None:
    before = demo.one("select count(*) from sampling_sample")
    digest = demo.one("select hash from trail_trailhead")
    again = made(demo.home)
    assert again.returncode == 0, again.stderr
    assert demo.one("select hash from trail_trailhead") == digest
    added = made(demo.home, "--more", "3")
    assert added.returncode == 0, added.stderr
    assert demo.one("select count(*) from sampling_sample") == before + 3
    assert demo.one("select count(*) from evidence_dirtypartition") == 0


def test_a_home_with_other_data_is_left_alone(tmp_path: Path) -> None:
    with closing(sqlite3.connect(tmp_path / "db.sqlite3")) as connection, connection:
        connection.execute("create table access_user (id integer primary key, username text)")
        connection.execute("insert into access_user (username) values ('somebody')")
    refused = made(tmp_path, "--records", "1")
    assert refused.returncode == 1
    assert "已有数据" in refused.stderr
    assert not (tmp_path / "demo").exists()


def test_more_asks_for_a_city_first(tmp_path: Path) -> None:
    refused = made(tmp_path, "--more", "1")
    assert refused.returncode == 1
    assert "zhiqiang demo" in refused.stderr
