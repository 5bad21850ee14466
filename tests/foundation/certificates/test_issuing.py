"""Certificates issued: numbers without gap or twin, once for each version, a file that vouches for itself, revoked."""

import io
import os
import stat
import subprocess
import sys
from collections import Counter
from dataclasses import replace
from datetime import date
from pathlib import Path

import pypdf
import pytest
from django.db import IntegrityError, transaction
from tests.foundation.certificates.conftest import FACTS, Issue

from zhiqiang.foundation.certificates import pdf
from zhiqiang.foundation.certificates.actions import revoke_certificate
from zhiqiang.foundation.certificates.keys import PRIVATE, PUBLIC, public_keys, rotate_key, signing_key
from zhiqiang.foundation.certificates.models import IssuedCertificate, SerialCounter
from zhiqiang.foundation.certificates.queries import certificates_of, checked_file, checked_serial
from zhiqiang.foundation.documents.models import Attachment
from zhiqiang.foundation.registers.errors import RefusedError
from zhiqiang.foundation.testing.city import City
from zhiqiang.foundation.trail.models import TrailEntry
from zhiqiang.kernel.certificates import CertificateError, Outcome, Payload, public_of, read, sign, verify_file

DAY = date(2026, 11, 23)


def test_numbers_run_on_through_a_year_and_begin_anew(issue: Issue, as_of) -> None:
    assert [issue(record).serial for record in (1, 2)] == ["2026-000001", "2026-000002"]
    as_of(2027, 1, 1)
    assert issue(3).serial == "2027-000001"


def test_a_record_has_one_certificate_for_each_version_and_the_newer_replaces_the_older(issue: Issue) -> None:
    first, again, newer = issue(7, 1), issue(7, 1), issue(7, 2)
    assert first.pk == again.pk
    assert IssuedCertificate.objects.count() == 2
    first.refresh_from_db()
    assert (first.revoked_on, first.revoked_cause) == (DAY, f"已换发新证书 {newer.serial}")
    assert certificates_of("programmes.recognitions", [7, 8]) == {7: newer}


def test_a_refused_certificate_leaves_no_gap(issue: Issue, home: Path) -> None:
    with pytest.raises(CertificateError, match="过长"):
        issue(1, facts=replace(FACTS, subject="长" * 500))
    assert issue(2).serial == "2026-000001"
    assert SerialCounter.objects.get(year=2026).last == 1


def test_the_file_carries_its_code_as_metadata_as_text_and_is_sealed(issue: Issue, home: Path) -> None:
    made = issue()
    content = made.document.path.read_bytes()
    document = pypdf.PdfReader(io.BytesIO(content), strict=True)
    text = document.pages[0].extract_text()
    assert len(document.pages) == 1
    assert document.metadata["/Keywords"] == made.code
    assert made.code in "".join(text.split())
    assert all(words in text for words in (FACTS.title, FACTS.holder, FACTS.uscc, made.serial, "2029 年 2 月 28 日"))
    assert "演示" not in text
    assert verify_file(content, public_keys(home), DAY).valid
    assert read(made.code).issuer == "承德市"


def test_a_re_saved_file_is_no_longer_the_original(issue: Issue, home: Path) -> None:
    writer = pypdf.PdfWriter(clone_from=io.BytesIO(issue().document.path.read_bytes()))
    writer.save = io.BytesIO()
    writer.write(writer.save)
    assert verify_file(writer.save.getvalue(), public_keys(home), DAY).outcome is Outcome.ALTERED


def test_one_bit_changed_anywhere_in_the_file_is_told(issue: Issue, home: Path) -> None:
    content = issue().document.path.read_bytes()
    keys, passed = public_keys(home), []
    for place in range(0, len(content), 97):
        changed = bytearray(content)
        changed[place] ^= 1 << place % 8
        if verify_file(bytes(changed), keys, DAY).valid:
            passed.append(place)
    assert passed == []


def test_a_demo_home_says_so_on_the_paper_and_in_the_code(issue: Issue, settings) -> None:
    settings.DEMO = True
    made = issue()
    assert read(made.code).demo is True
    assert "演示数据" in pypdf.PdfReader(made.document.path).pages[0].extract_text()


def test_texts_are_printed_as_they_are_and_never_read_as_markup(issue: Issue) -> None:
    odd = '#import "@preview/x:1.0.0" *a* $x^2$ @ref #read("/etc/passwd") </p>'
    made = issue(facts=replace(FACTS, subject=odd, wording=odd))
    assert odd in " ".join(pypdf.PdfReader(made.document.path).pages[0].extract_text().split())


def test_the_template_can_read_nothing_outside_its_folder(home: Path) -> None:
    import typst

    (home / "secret.txt").write_text("secret")
    for source in (f'#read("{home / "secret.txt"}")', '#read("../pdf.py")', '#import "@preview/cetz:0.3.0"'):
        compiler, _font = pdf._compiler.__wrapped__()  # its own: a compiler keeps the last source it was given
        with pytest.raises(typst.TypstError):
            compiler.compile(input=source.encode(), format="pdf")


def test_without_a_chinese_font_nothing_is_issued_and_the_message_says_what_to_install(issue, monkeypatch) -> None:
    monkeypatch.setattr(pdf, "CHINESE_FONTS", ("No Such Font",))
    pdf._compiler.cache_clear()
    with pytest.raises(CertificateError, match="fonts-noto-cjk"):
        issue()
    assert not IssuedCertificate.objects.exists()


def test_the_file_is_attached_to_its_record_and_the_trail_tells(issue: Issue) -> None:
    made = issue()
    attached = Attachment.objects.get(register="programmes.recognitions", record=7)
    assert (attached.document, attached.title) == (made.document, "证书")
    told = TrailEntry.objects.get(action="issue_certificate")
    assert (told.register, told.record, told.facts["serial"]) == ("programmes.recognitions", "7", made.serial)
    assert told.facts["sha256"] == made.document.sha256


def test_spaces_of_every_kind_become_one_space(issue: Issue) -> None:
    made = issue(facts=replace(FACTS, holder=" 承德\u3000某\n公司 "))
    assert read(made.code).holder == "承德 某 公司"


def test_the_database_too_holds_one_certificate_a_version_and_no_revocation_without_a_cause(issue: Issue) -> None:
    made = issue()
    with pytest.raises(IntegrityError), transaction.atomic():
        IssuedCertificate.objects.filter(pk=made.pk).update(revoked_on=DAY)
    with pytest.raises(IntegrityError), transaction.atomic():
        made.pk, made.serial = None, "2026-000009"
        made.save(force_insert=True)


def test_a_revoked_certificate_holds_before_that_day_and_not_from_it(issue: Issue, city: City) -> None:
    made, actor = issue(), city.users["city_verifier"]
    revoke_certificate(serial=made.serial, cause=" 提供虚假材料 ", on=date(2026, 12, 1), actor=actor)
    content = made.document.path.read_bytes()
    assert checked_file(content, date(2026, 11, 30)).valid
    verdict = checked_file(content, date(2026, 12, 1))
    assert (verdict.outcome, verdict.genuine, verdict.valid) == (Outcome.REVOKED, True, False)
    assert "提供虚假材料" in verdict.reason
    assert TrailEntry.objects.filter(action="revoke_certificate", record="7").exists()
    with pytest.raises(RefusedError, match="已于"):
        revoke_certificate(serial=made.serial, cause="再次", actor=actor)


@pytest.mark.parametrize(("serial", "cause", "words"), [("2026-000001", " ", "原因"), ("2026-9", "x", "没有编号")])
def test_a_revocation_needs_a_certificate_and_a_cause(issue: Issue, city: City, serial, cause, words) -> None:
    issue()
    with pytest.raises(RefusedError, match=words):
        revoke_certificate(serial=serial, cause=cause, actor=city.users["city_verifier"])


def test_a_rightly_signed_code_that_was_never_issued_is_unknown(issue: Issue, home: Path) -> None:
    made = issue()
    for serial in ("2026-000077", made.serial):
        forged = Payload(serial, "承德市绿色工厂", "green-factory", "别的公司", date(2026, 1, 1), "承德市")
        assert checked_file(sign(forged, signing_key(home)).encode(), DAY).outcome is Outcome.UNKNOWN


def test_a_code_altered_in_the_database_is_told(issue: Issue) -> None:
    made = issue()
    other = "BA" if made.code.endswith("AA") else "AA"
    IssuedCertificate.objects.update(code=made.code[:-2] + other)
    assert not checked_serial(made.serial, DAY).genuine


def test_the_key_is_made_once_for_its_owner_only_and_old_certificates_outlive_a_change_of_keys(
    issue: Issue, home: Path
) -> None:
    before = issue(1)
    old = signing_key(home)
    assert stat.S_IMODE((home / PRIVATE).stat().st_mode) == 0o600
    assert public_of(signing_key(home)) == public_of(old)
    fresh = rotate_key(home)
    after = issue(2)
    assert stat.S_IMODE((home / PRIVATE).stat().st_mode) == 0o600
    assert public_keys(home) == (fresh, public_of(old))
    assert (read(before.code).key, read(after.code).key) == (public_of(old).id, fresh.id)
    assert all(checked_serial(one.serial, DAY).valid for one in (before, after))
    (home / PUBLIC).unlink()
    signing_key(home)
    assert public_keys(home) == (fresh,)


ISSUE_MANY = """
import os, sys
from zhiqiang.site.cli import open_home
open_home()
from datetime import date
from zhiqiang.foundation.access.models import User
from zhiqiang.foundation.certificates.actions import CertificateFacts, issue_certificate
facts = CertificateFacts("证书", "p", "某公司", date(2026, 1, 1), issuer="某市")
actor = User.objects.get()
print("ready", flush=True)
sys.stdin.readline()
for record in range(15):
    for version in (1, 1):
        issue_certificate(register="r.r", record_id=record, version=version, facts=facts, actor=actor)
"""


@pytest.mark.sqlite
@pytest.mark.usefixtures("_font")
def test_two_processes_that_issue_the_same_at_once_give_each_record_one_number(tmp_path: Path) -> None:
    environment = {**os.environ, "ZHIQIANG_HOME": str(tmp_path), "DJANGO_SETTINGS_MODULE": "zhiqiang.site.settings"}
    environment.pop("ZHIQIANG_DATABASE", None)
    prepare = (
        "from zhiqiang.site.cli import open_home; open_home()\n"
        "from django.core.management import call_command; call_command('migrate', verbosity=0)\n"
        "from zhiqiang.foundation.access.models import User; User.objects.create(username='a', name='a')"
    )
    subprocess.run([sys.executable, "-c", prepare], env=environment, check=True)
    running = [
        subprocess.Popen(
            [sys.executable, "-c", ISSUE_MANY], env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE
        )
        for _ in range(2)
    ]
    for one in running:
        one.stdout.readline()
    for one in running:
        one.stdin.write(b"go\n")
        one.stdin.flush()
    for one in running:
        one.communicate(timeout=100)
    assert [one.returncode for one in running] == [0, 0]
    count = (
        "from zhiqiang.site.cli import open_home; open_home()\n"
        "from zhiqiang.foundation.certificates.models import IssuedCertificate as I\n"
        "print(*I.objects.order_by('serial').values_list('serial', flat=True))"
    )
    done = subprocess.run([sys.executable, "-c", count], env=environment, check=True, capture_output=True, text=True)
    serials = done.stdout.split()
    assert len(serials) == 15
    assert Counter(int(one[5:]) for one in serials) == Counter(range(1, 16))
