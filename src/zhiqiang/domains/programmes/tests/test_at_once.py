"""Several people decide at the same instant, from processes of their own: one place is given once."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import nullcontext
from pathlib import Path
from typing import Any

import pytest
from tests.servers import postgres

from zhiqiang.domains.programmes.tests.definitions import FULL

PEOPLE = 4
SET_UP = """
import django, json, os, sys
os.environ["DJANGO_SETTINGS_MODULE"] = "zhiqiang.site.settings"
django.setup()
from django.conf import settings
settings.ORGANISATION_FACTS = ("zhiqiang.domains.programmes.tests.walking.facts_of_tests",)
settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
from zhiqiang.domains.programmes.tests import walking
from zhiqiang.domains.programmes.tests.walking import Walk
walking.KNOWN["above_scale"] = True
"""
PREPARE = f"""{SET_UP}
from django.core.management import call_command
from zhiqiang.foundation.testing.city import make_city
from zhiqiang.foundation.reference.load import load_calendar
call_command("migrate", verbosity=0)
city = make_city()
walk = Walk(city, "bridges", city.enterprise)
walk.open(quota=1)
rows = [walk.to("visited", tail=tail) for tail in ("一", "二")]
for row in rows:
    walk.prepare(row, "decide_for")
people = [city.person("city_officer", city.city).pk for _each in range({PEOPLE})]
print(json.dumps({{"rows": [row.pk for row in rows], "people": people}}))
"""
DECIDE = f"""{SET_UP}
from zhiqiang.domains.programmes.registers import APPLICATIONS
from zhiqiang.foundation.access.models import User
from zhiqiang.foundation.registers.errors import RefusedError
from zhiqiang.foundation.registers.write import take_step
person = User.objects.get(pk=int(sys.argv[1]))
print("ready", flush=True)
sys.stdin.readline()
told = []
for number in sys.argv[2:]:
    try:
        values = {{"level": "b"}}
        row = take_step(register=APPLICATIONS, record_id=int(number), step="decide_for", actor=person, values=values)
        told.append(row.state)
    except RefusedError as error:
        told.append(str(error))
print(json.dumps(told))
"""


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def environment(request: Any, tmp_path: Path) -> Iterator[dict[str, str]]:
    """A home of its own with the programme of the tests in it, on each database."""
    folder = tmp_path / "programmes"
    folder.mkdir()
    (folder / "bridges.toml").write_text(FULL, encoding="utf-8")
    with postgres() if request.param == "postgresql" else nullcontext() as server:
        database = server.create_database("decisions") if server is not None else ""
        path = os.pathsep.join(sys.path)
        yield os.environ | {"ZHIQIANG_HOME": str(tmp_path), "ZHIQIANG_DATABASE": database, "PYTHONPATH": path}


@pytest.mark.slow
def test_one_place_is_given_once_however_many_decide_at_the_same_instant(environment: dict[str, str]) -> None:
    made = subprocess.run([sys.executable, "-c", PREPARE], env=environment, capture_output=True, text=True, check=False)
    assert made.returncode == 0, made.stderr[-3000:]
    prepared = json.loads(made.stdout.splitlines()[-1])
    rows = [str(number) for number in prepared["rows"]]
    workers = [
        subprocess.Popen(
            [sys.executable, "-c", DECIDE, str(person), *rows], env=environment, text=True,
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
        )
        for person in prepared["people"]
    ]  # fmt: skip
    for worker in workers:
        assert worker.stdout is not None
        assert worker.stdout.readline() == "ready\n"
    answers = []
    for worker in workers:
        assert worker.stdin is not None
        worker.stdin.write("go\n")
        worker.stdin.flush()
    for worker in workers:
        out, err = worker.communicate(timeout=60)
        assert worker.returncode == 0, err[-3000:]
        answers += json.loads(out.splitlines()[-1])
    assert len(answers) == PEOPLE * len(rows)
    assert answers.count("proposed") == 1
    assert all(word == "proposed" or "已满" in word or "不能办理" in word for word in answers)
