"""`zhiqiang certificate`: agreed keys and exit codes, with the public key alone and with the home's database."""

import json
import os
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest
from tests.foundation.certificates.conftest import FACTS, Issue

from zhiqiang.foundation.certificates.actions import check_address, revoke_certificate
from zhiqiang.foundation.testing.city import City
from zhiqiang.kernel.certificates import Payload, new_private_key, public_of, public_to_pem, seal, sign
from zhiqiang.site.cli import main

PRIVATE = new_private_key()
CODE = sign(
    Payload("2026-000001", "绿色工厂", "p", "某公司", date(2026, 1, 1), "某市", until=date(2026, 12, 31)), PRIVATE
)
AGREED = {"valid", "reason", "issued", "until"}


@pytest.fixture
def alone(tmp_path: Path) -> Path:
    """A folder with a public key, a certificate and nothing else."""
    (tmp_path / "key.pem").write_bytes(public_to_pem([public_of(PRIVATE)]))
    (tmp_path / "code.txt").write_text(CODE + "\n")
    pdf = b"%PDF-1.7\n<</Keywords(" + CODE.encode() + b")>>\n%%EOF"
    (tmp_path / "certificate.pdf").write_bytes(seal(pdf, PRIVATE))
    return tmp_path


def ask(capsys: pytest.CaptureFixture[str], *words: object) -> tuple[int, dict[str, object]]:
    code = main(["certificate", "verify", *map(str, words), "--json"])
    return code, json.loads(capsys.readouterr().out)


def alone_in_a_process(folder: Path, *words: str) -> subprocess.CompletedProcess[str]:
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("ZHIQIANG", "DJANGO"))}
    program = (
        "import sys; from zhiqiang.site.cli import main; code = main(sys.argv[1:]); "
        "print(sorted(m for m in sys.modules if m.split('.')[0] in ('django', 'typst', 'ibis')), file=sys.stderr); "
        "sys.exit(code)"
    )
    command = [sys.executable, "-c", program, "certificate", *words]
    return subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=False)


@pytest.mark.parametrize("what", ["certificate.pdf", "code.txt", CODE])
def test_the_public_key_alone_is_enough_and_nothing_else_is_touched(alone: Path, what: str) -> None:
    before = sorted(path.name for path in alone.iterdir())
    done = alone_in_a_process(alone, "verify", what, "--key", "key.pem", "--on", "2026-12-31", "--json")
    found = json.loads(done.stdout)
    assert done.returncode == 0
    assert found.keys() >= AGREED
    assert (found["valid"], found["issued"], found["until"]) == (True, "2026-01-01", "2026-12-31")
    assert done.stderr.strip() == "[]", "neither Django nor any heavy library is loaded"
    assert sorted(path.name for path in alone.iterdir()) == before


@pytest.mark.parametrize(
    ("words", "reason"),
    [
        (("certificate.pdf", "--on", "2027-01-01"), "已过有效期"),
        (("certificate.pdf", "--on", "2025-12-31"), "尚未生效"),
        ((CODE[:-1] + ("A" if CODE[-1] != "A" else "Q"),), "改动"),
        (("nothing.pdf",), "读不到文件"),
        (("key.pem",), "没有证书码"),
        (("A" * 5000,), "没有证书码"),
        (("",), "读不到文件"),
    ],
)
def test_what_does_not_hold_is_refused_with_a_reason(alone, monkeypatch, capsys, words, reason) -> None:
    monkeypatch.chdir(alone)
    code, found = ask(capsys, *words, "--key", "key.pem")
    assert (code, found["valid"]) == (1, False)
    assert reason in found["reason"]


def test_another_key_vouches_for_nothing(alone: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (alone / "other.pem").write_bytes(public_to_pem([public_of(new_private_key())]))
    for key in ("other.pem", "code.txt", "none.pem"):
        code, found = ask(capsys, alone / "certificate.pdf", "--key", alone / key)
        assert (code, found["valid"], found["issued"], found["until"]) == (1, False, None, None)
        assert found["reason"]


def test_a_home_that_never_signed_says_that_it_has_no_key(alone: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, found = ask(capsys, CODE, "--home", alone / "none")
    assert (code, found["valid"]) == (1, False)
    assert "没有公钥" in found["reason"]
    assert not (alone / "none").exists()


def test_the_home_knows_what_was_revoked_and_the_key_alone_does_not(issue: Issue, city: City, home, capsys) -> None:
    made = issue()
    (home / "db.sqlite3").touch()  # says that this home has a database; the test's own is asked
    words = (made.document.path, "--home", home, "--on", "2026-11-23")
    code, found = ask(capsys, *words)
    assert (code, found["valid"], found["register_checked"]) == (0, True, True)
    assert found["certificate"]["holder"] == FACTS.holder
    code, found = ask(capsys, check_address(made.code), "--home", home, "--on", "2026-11-23")
    assert code == 0
    revoke_certificate(serial=made.serial, cause="提供虚假材料", actor=city.users["city_verifier"])
    code, found = ask(capsys, *words)
    assert (code, found["valid"], found["genuine"]) == (1, False, True)
    assert "提供虚假材料" in found["reason"]
    code, found = ask(capsys, *words, "--key", home / "certificate.pub")
    assert (code, found["register_checked"]) == (0, False)


def test_people_read_what_was_checked_and_what_was_not(alone: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["certificate", "verify", CODE, "--key", str(alone / "key.pem"), "--on", "2026-06-01"]) == 0
    said = capsys.readouterr().out
    assert said.startswith("有效：")
    assert "某公司" in said
    assert "没有查撤销" in said


def test_the_public_key_is_printed_and_a_change_of_keys_keeps_the_old_one(alone: Path) -> None:
    first = alone_in_a_process(alone, "key", "--home", ".")
    rotated = alone_in_a_process(alone, "key", "--home", ".", "--rotate")
    assert (first.returncode, rotated.returncode) == (0, 0)
    assert first.stdout.count("BEGIN PUBLIC KEY") == 1
    assert rotated.stdout.endswith(first.stdout)
    assert rotated.stdout.count("BEGIN PUBLIC KEY") == 2
    assert alone_in_a_process(alone, "key", "--home", "none").returncode == 1
