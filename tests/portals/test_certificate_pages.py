"""The public check of certificates: by number, code, QR address and file, without sign-in, and not too fast."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from tests.foundation.certificates.conftest import FACTS, Issue, _font, issue  # noqa: F401 (fixtures)

from zhiqiang.foundation.certificates.actions import check_address, revoke_certificate
from zhiqiang.foundation.certificates.models import IssuedCertificate
from zhiqiang.foundation.testing.city import City
from zhiqiang.kernel.certificates import public_from_pem, verify
from zhiqiang.portals.public import certificates

CHECK = "/certificates/check/"


@pytest.fixture
def made(issue: Issue) -> IssuedCertificate:  # noqa: F811 (a fixture)
    return issue()


def posted(**form: Any) -> str:
    answer = Client().post(CHECK, form)
    assert answer.status_code == 200
    return answer.content.decode()


def test_the_form_opens_without_sign_in(made: IssuedCertificate) -> None:
    page = Client().get(CHECK).content.decode()
    assert 'name="code"' in page
    assert 'type="file"' in page
    assert "真，有效" not in page


def test_a_certificate_is_found_by_number_code_address_and_file(made: IssuedCertificate) -> None:
    pdf = SimpleUploadedFile("证书.pdf", made.document.path.read_bytes(), "application/pdf")
    wrapped = "\r\n".join(made.code[start : start + 100] for start in range(0, len(made.code), 100)) + "\u200b"
    scanned = Client().get(check_address(made.code).partition("//")[2].partition("/")[2].join(("/", "")))
    pages = [posted(code=made.serial), posted(code=made.code), posted(code=wrapped), posted(file=pdf)]
    for page in (*pages, scanned.content.decode(), Client().get(f"/certificates/{made.serial}/").content.decode()):
        assert "真，有效" in page
        assert FACTS.holder in page
        assert "2029-02-28" in page


@pytest.mark.parametrize(
    ("change", "word"),
    [
        (lambda code: code[:-1] + "B", "不能验"),
        (lambda code: code[:-10] + ("A" if code[-10] != "A" else "B") + code[-9:], "不真"),
        (lambda _code: "2026-999999", "查无此证"),
        (lambda _code: "<script>alert(1)</script>", "不能验"),
        (lambda _code: "你好\0", "不能验"),
    ],
)
def test_what_is_not_genuine_is_told(made: IssuedCertificate, change: Callable[[str], str], word: str) -> None:
    page = posted(code=change(made.code))
    assert word in page
    assert FACTS.holder not in page
    assert "<script>alert" not in page


def test_a_changed_file_is_told_and_the_true_facts_are_shown(made: IssuedCertificate) -> None:
    content = made.document.path.read_bytes()
    page = posted(file=SimpleUploadedFile("a.pdf", content.replace(b"%%EOF", b"%%EOF\n%more")))
    assert "文件被改" in page
    assert FACTS.holder in page
    assert "不能验" in posted(file=SimpleUploadedFile("a.pdf", b"\xff\xfe nothing"))


def test_an_expired_and_a_revoked_certificate_are_shown_as_such(
    made: IssuedCertificate, city: City, as_of: Callable[..., Any]
) -> None:
    as_of(2029, 2, 28)
    assert "真，有效" in posted(code=made.serial)
    as_of(2029, 3, 1)
    assert "真，已过期" in posted(code=made.serial)
    revoke_certificate(serial=made.serial, cause="提供虚假材料", on=date(2028, 1, 1), actor=city.users["city_verifier"])
    page = Client().get(f"/certificates/{made.serial}/").content.decode()
    assert "已撤销" in page
    assert "提供虚假材料" in page


@pytest.mark.parametrize("serial", ["2026-999999", "x", "2026-1", "%00", "..", "9" * 300])
def test_a_number_that_was_never_given_is_not_there(made: IssuedCertificate, serial: str) -> None:
    assert Client().get(f"/certificates/{serial}/").status_code == 404


def test_the_published_key_verifies_what_was_issued(made: IssuedCertificate) -> None:
    answer = Client().get("/certificates/key.pem")
    assert verify(made.code, public_from_pem(answer.content), date(2026, 11, 23)).valid


def test_too_many_checks_in_a_minute_are_refused_but_opening_the_form_is_not(made, monkeypatch) -> None:
    monkeypatch.setattr(certificates, "CHECKS_A_MINUTE", 2)
    assert [Client().get(CHECK, {"code": made.code}).status_code for _ in range(3)] == [200, 200, 429]
    refused = Client().post(CHECK, {"code": made.serial})
    assert refused.status_code == 429
    assert int(refused["Retry-After"]) <= 60
    assert Client().get(CHECK).status_code == 200


def test_a_form_without_its_token_is_refused(made: IssuedCertificate) -> None:
    assert Client(enforce_csrf_checks=True).post(CHECK, {"code": made.serial}).status_code == 403
