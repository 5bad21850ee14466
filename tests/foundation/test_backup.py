"""Backup and restore: a whole home in one file, taken under load, refused when anything is amiss."""

import json
import os
import sqlite3
import subprocess
import sys
import tarfile
from pathlib import Path

import pytest
from tests.servers import postgres

from zhiqiang.foundation.backup import BackupError
from zhiqiang.foundation.restore import restore_backup

RUN = [sys.executable, "-c", "import sys; from zhiqiang.site.cli import main; sys.exit(main())"]

# Writes records and figures through the real write path until told to stop; says so after the first, counts at the end.
WRITER = """
import os, sys, threading
os.environ["DJANGO_SETTINGS_MODULE"] = "zhiqiang.site.settings"
import django
django.setup()
from datetime import date
from django.core.management import call_command
call_command("migrate", verbosity=0)
from zhiqiang.foundation import catalogue
from zhiqiang.foundation.access.models import User
from zhiqiang.foundation.evidence.refresh import refresh
from zhiqiang.foundation.reference.models import Organisation, Unit
from zhiqiang.foundation.registers.write import create_record, take_step
from zhiqiang.foundation.testing.city import make_city

make_city()
events = catalogue.registers()["metrology.standard_events"]
facts = {"title": "装置", "kind": "new", "institution": Organisation.objects.get(kind="laboratory"),
         "unit": Unit.objects.get(code="130825"), "happened_on": date(2026, 3, 5), "proof": "证书"}
reporter, verifier = (User.objects.get(username=name) for name in ("reporter", "verifier"))
stop = threading.Event()
threading.Thread(target=lambda: (sys.stdin.readline(), stop.set()), daemon=True).start()
number = 0
while not stop.is_set():
    number += 1
    row = create_record(register=events, values=facts | {"certificate": f"C{number}"}, actor=reporter)
    take_step(register=events, record_id=row.pk, step="verify", actor=verifier)
    if number % 5 == 0:
        refresh()
    if number == 10:
        print("writing", flush=True)
print(number, flush=True)
"""


def zhiqiang(home: Path, *arguments: str, database: str = "") -> subprocess.CompletedProcess[str]:
    environment = os.environ | {"ZHIQIANG_HOME": str(home), "ZHIQIANG_DATABASE": database}
    return subprocess.run([*RUN, *arguments], env=environment, capture_output=True, text=True, check=False)


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A backup taken while another process writes."""
    folder = tmp_path_factory.mktemp("backup")
    home = folder / "home"
    (home / "media" / "ab").mkdir(parents=True)
    (home / "media" / "ab" / "cd").write_bytes(b"attachment")
    environment = os.environ | {"ZHIQIANG_HOME": str(home), "ZHIQIANG_DATABASE": ""}
    with subprocess.Popen(
        [sys.executable, "-c", WRITER], env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as writer:
        assert writer.stdin is not None
        assert writer.stdout is not None
        assert writer.stdout.readline() == "writing\n"
        done = zhiqiang(home, "backup", str(folder / "backup.tar.gz"), "--json")
        writer.stdin.write("stop\n")
        writer.stdin.flush()
        assert int(writer.stdout.readline()) > 10
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["database"] == "db.sqlite3"
    return folder / "backup.tar.gz"


@pytest.mark.slow
def test_a_backup_taken_under_load_restores_to_a_home_where_everything_holds(archive: Path, tmp_path: Path) -> None:
    restored = zhiqiang(tmp_path / "home", "restore", str(archive), "--json")
    assert restored.returncode == 0, restored.stderr
    assert (tmp_path / "home" / "media" / "ab" / "cd").read_bytes() == b"attachment"
    verified = zhiqiang(tmp_path / "home", "verify", "--json")
    report = json.loads(verified.stdout)
    assert report["ok"], report
    assert report["figures"]["checked"] > 0
    again = zhiqiang(tmp_path / "home", "recompute", "--full", "--json")
    assert again.returncode == 0, again.stderr
    with sqlite3.connect(tmp_path / "home" / "db.sqlite3") as database:
        (records,) = database.execute(
            "SELECT count(*) FROM metrology_standardevent WHERE state = 'verified'"
        ).fetchone()
        (figure,) = database.execute(
            "SELECT numerator FROM evidence_figure WHERE superseded_at IS NULL AND unit = '130800'"
        ).fetchone()
    assert records == figure >= 10


def test_a_backup_is_readable_by_its_owner_only(archive: Path) -> None:
    assert archive.stat().st_mode & 0o077 == 0


def test_nothing_half_written_is_left_beside_a_backup(archive: Path) -> None:
    assert sorted(path.name for path in archive.parent.iterdir()) == ["backup.tar.gz", "home"]


def test_restoring_into_a_home_that_holds_anything_is_refused(archive: Path, tmp_path: Path) -> None:
    (tmp_path / "home").mkdir()
    (tmp_path / "home" / "db.sqlite3").write_bytes(b"mine")
    refused = zhiqiang(tmp_path / "home", "restore", str(archive))
    assert refused.returncode == 1
    assert "不是空文件夹" in refused.stderr
    assert (tmp_path / "home" / "db.sqlite3").read_bytes() == b"mine"


def test_a_truncated_backup_is_refused_and_leaves_nothing(archive: Path, tmp_path: Path) -> None:
    cut = tmp_path / "cut.tar.gz"
    cut.write_bytes(archive.read_bytes()[: archive.stat().st_size // 2])
    with pytest.raises(BackupError, match="不完整"):
        restore_backup(cut, tmp_path / "home")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["cut.tar.gz"]


def test_a_file_that_is_no_backup_is_refused(tmp_path: Path) -> None:
    (tmp_path / "text").write_text("hello")
    with pytest.raises(BackupError, match="不是备份文件"):
        restore_backup(tmp_path / "text", tmp_path / "home")
    with pytest.raises(BackupError, match="不存在"):
        restore_backup(tmp_path / "nothing", tmp_path / "home")


@pytest.mark.parametrize(("change", "said"), [("edit", "已损坏"), ("add", "与清单不符"), ("drop", "与清单不符")])
def test_a_backup_whose_content_was_changed_is_refused(archive: Path, tmp_path: Path, change: str, said: str) -> None:
    content = tmp_path / "content"
    with tarfile.open(archive) as whole:
        whole.extractall(content, filter="data")
    target = content / ("new.txt" if change == "add" else "media/ab/cd")
    if change == "drop":
        target.unlink()
    else:
        target.write_bytes(b"attachmenT")
    with tarfile.open(tmp_path / "changed.tar.gz", "w:gz") as changed:
        for path in content.rglob("*"):
            changed.add(path, path.relative_to(content).as_posix(), recursive=False)
    with pytest.raises(BackupError, match=said):
        restore_backup(tmp_path / "changed.tar.gz", tmp_path / "home")
    assert not (tmp_path / "home").exists()


def test_a_backup_that_cannot_be_written_says_why(tmp_path: Path) -> None:
    missing = tmp_path / "nowhere" / "backup.tar.gz"
    refused = zhiqiang(tmp_path / "home", "backup", str(missing))
    assert refused.returncode == 1
    assert "请检查磁盘空间和权限" in refused.stderr


@pytest.mark.postgres
@pytest.mark.slow
def test_a_home_on_postgresql_is_backed_up_and_restored(tmp_path: Path) -> None:
    with postgres() as server:
        old, new = (server.create_database(name) for name in ("old", "new"))
        home, archive = tmp_path / "home", tmp_path / "backup.tar.gz"
        assert zhiqiang(home, "migrate", database=old).returncode == 0
        done = zhiqiang(home, "backup", str(archive), "--json", database=old)
        assert json.loads(done.stdout)["database"] == "database.dump", done.stderr
        refused = zhiqiang(tmp_path / "again", "restore", str(archive), database=old)
        assert refused.returncode == 1, "the database of the address is not empty"
        assert not (tmp_path / "again").exists()
        restored = zhiqiang(tmp_path / "new", "restore", str(archive), "--json", database=new)
        assert restored.returncode == 0, restored.stderr
        verified = zhiqiang(tmp_path / "new", "verify", "--json", database=new)
        assert json.loads(verified.stdout)["ok"] is True
