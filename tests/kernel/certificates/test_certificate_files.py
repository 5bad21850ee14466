"""Certificates as files: the code in them is found, and a PDF is held to its very bytes."""

from datetime import date

import pytest

from zhiqiang.kernel.certificates import (
    CertificateError,
    Outcome,
    Payload,
    code_in,
    new_private_key,
    private_from_pem,
    private_to_pem,
    public_from_pem,
    public_of,
    public_to_pem,
    seal,
    sign,
    verify_file,
)
from zhiqiang.kernel.certificates.files import MOST_BYTES

PRIVATE = new_private_key()
PUBLIC = public_of(PRIVATE)
DAY = date(2026, 11, 23)
PAYLOAD = Payload("2026-000001", "绿色工厂", "green-factory", "某公司", date(2026, 1, 1), "承德市")
CODE = sign(PAYLOAD, PRIVATE)
OTHER = sign(Payload("2026-000002", "绿色工厂", "green-factory", "某公司", date(2026, 1, 1), "承德市"), PRIVATE)
PDF = seal(b"%PDF-1.7\n<</Keywords(" + CODE.encode() + b")>>\nName on its face\n%%EOF", PRIVATE)


def test_an_issued_pdf_is_genuine() -> None:
    assert verify_file(PDF, [PUBLIC], DAY).valid


def test_every_single_bit_of_a_pdf_flipped_is_refused() -> None:
    passed = []
    for place in range(len(PDF)):
        for bit in range(8):
            changed = bytearray(PDF)
            changed[place] ^= 1 << bit
            if verify_file(bytes(changed), [PUBLIC], DAY).valid:
                passed.append((place, bit))
    assert passed == []


@pytest.mark.parametrize(
    "changed",
    [
        PDF.replace(b"Name", b"Nema"),
        PDF + b"\n",
        PDF + b"%%EOF",
        PDF[: PDF.rindex(b"\n%ZQS1")],
        seal(PDF[: PDF.rindex(b"\n%ZQS1")], new_private_key()),
        seal(PDF.replace(b"Name", b"Nema"), new_private_key()),
    ],
)
def test_a_changed_pdf_around_a_genuine_code_is_told(changed: bytes) -> None:
    verdict = verify_file(changed, [PUBLIC], DAY)
    assert verdict.outcome is Outcome.ALTERED
    assert not verdict.valid
    assert "不是签发时的原件" in verdict.reason


def test_a_seal_of_one_key_does_not_vouch_for_a_code_of_another() -> None:
    other = new_private_key()
    mixed = seal(PDF[: PDF.rindex(b"\n%ZQS1")], other)
    assert verify_file(mixed, [public_of(other), PUBLIC], DAY).outcome is Outcome.ALTERED


@pytest.mark.parametrize(
    "content",
    [
        CODE.encode(),
        b"\xef\xbb\xbf" + CODE.encode() + b"\r\n",
        f"证书码：{CODE}。\n".encode(),
        f"https://zhijian.example/certificates/check/?code={CODE}\n".encode(),
        f"{CODE}\n{CODE}\n".encode(),
    ],
)
def test_the_code_is_found_in_a_text(content: bytes) -> None:
    assert code_in(content).code == CODE
    assert verify_file(content, [PUBLIC], DAY).valid


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "没有证书码"),
        (b"\xff\xfe\x00", "没有证书码"),
        ("没有".encode(), "没有证书码"),
        (b"%PDF-1.7\nnothing", "没有证书码"),
        (f"{CODE}\n{OTHER}".encode(), "2 个不同的证书码"),
        (b"A" * (MOST_BYTES + 1), "超过 20 MB"),
    ],
)
def test_a_file_without_one_code_is_refused_with_a_reason(content: bytes, words: str) -> None:
    with pytest.raises(CertificateError, match=words):
        code_in(content)
    assert verify_file(content, [PUBLIC], DAY).outcome is Outcome.UNREADABLE


def test_a_text_that_is_one_word_is_a_code_as_a_whole_or_not_at_all() -> None:
    assert not verify_file(CODE.encode() + b".more", [PUBLIC], DAY).valid
    assert not verify_file(CODE.encode() + b"!", [PUBLIC], DAY).valid


def test_keys_are_read_from_what_they_were_written_to() -> None:
    assert public_of(private_from_pem(private_to_pem(PRIVATE))) == PUBLIC
    assert public_from_pem(public_to_pem([PUBLIC])) == (PUBLIC,)


@pytest.mark.parametrize(
    "pem",
    [
        b"",
        private_to_pem(PRIVATE),
        b"-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----\n",
        # an elliptic-curve key on P-256
        (
            b"-----BEGIN PUBLIC KEY-----\n"
            b"MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAEaxfR8uEsQkf4vOblY6RA8ncDfYEt\n"
            b"6zOg9KE5RdiYwpZP40Li/hp/m47n60p8D54WK84zV2sxXs7LtkBoN79R9Q==\n"
            b"-----END PUBLIC KEY-----\n"
        ),
    ],
)
def test_a_file_that_holds_no_public_key_of_this_kind_is_refused(pem: bytes) -> None:
    with pytest.raises(CertificateError, match="公钥"):
        public_from_pem(pem)


@pytest.mark.parametrize("pem", [b"", public_to_pem([PUBLIC]), b"-----BEGIN PRIVATE KEY-----\nAA==\n"])
def test_a_file_that_holds_no_private_key_is_refused(pem: bytes) -> None:
    with pytest.raises(CertificateError, match="私钥"):
        private_from_pem(pem)
