"""Codes of certificates: what is signed comes back, and no other text passes for it."""

import base64
import json
import string
from dataclasses import fields, replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhiqiang.kernel.certificates import (
    CertificateError,
    Outcome,
    Payload,
    new_private_key,
    public_from_pem,
    public_of,
    public_to_pem,
    read,
    sign,
    verify,
)

PRIVATE = new_private_key()
PUBLIC = public_of(PRIVATE)
DAY = date(2026, 11, 23)
PLAIN = Payload(
    serial="2026-000001",
    title="承德市绿色工厂",
    programme="green-factory",
    holder="承德某钒钛有限公司",
    uscc="91130825MAT0124498",
    subject="热轧生产线",
    level="市级",
    issued=date(2026, 1, 1),
    until=date(2028, 12, 31),
    issuer="承德市",
)
CODE = sign(PLAIN, PRIVATE)

signs = st.characters(exclude_categories=("C", "Z"))
texts = st.lists(st.text(signs, min_size=1, max_size=12), max_size=3).map(" ".join)
needed = texts.filter(bool)
days = st.dates(date(1, 1, 1), date(9999, 12, 31))


@st.composite
def payloads(draw: st.DrawFn) -> Payload:
    issued = draw(days)
    return Payload(
        serial=draw(needed), title=draw(needed), programme=draw(needed), holder=draw(needed), issuer=draw(needed),
        issued=issued, until=draw(st.none() | st.dates(issued)), uscc=draw(texts), subject=draw(texts),
        level=draw(texts), demo=draw(st.booleans()),
    )  # fmt: skip


def raw(content: bytes) -> str:
    """A code with these payload bytes, rightly signed."""
    signed = "ZQC1." + base64.urlsafe_b64encode(content).rstrip(b"=").decode()
    signature = base64.urlsafe_b64encode(PRIVATE.sign(signed.encode())).rstrip(b"=").decode()
    return f"{signed}.{signature}"


def facts(**changes: object) -> dict[str, object]:
    content = CODE.split(".")[1]
    return json.loads(base64.urlsafe_b64decode(content + "=" * (-len(content) % 4))) | changes


def canonical(content: object) -> bytes:
    return json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


@given(payloads())
def test_whatever_is_signed_is_read_back_and_verifies(payload: Payload) -> None:
    code = sign(payload, PRIVATE)
    signed = replace(payload, key=PUBLIC.id)
    assert read(code) == signed
    verdict = verify(code, [PUBLIC], payload.issued)
    assert (verdict.outcome, verdict.payload) == (Outcome.HOLDS, signed)


def test_every_single_bit_of_a_code_flipped_is_refused() -> None:
    assert verify(CODE, [PUBLIC], DAY).valid
    content, passed = CODE.encode(), []
    for place in range(len(content)):
        for bit in range(8):
            changed = bytearray(content)
            changed[place] ^= 1 << bit
            if verify(changed.decode("latin-1"), [PUBLIC], DAY).genuine:
                passed.append((place, bit))
    assert passed == []


def test_no_other_last_sign_stands_for_the_same_signature() -> None:
    """64 bytes fill 85 1/3 signs: a lenient decoder ignores the four spare bits of the last."""
    others = [CODE[:-1] + sign for sign in string.ascii_letters + string.digits + "-_" if sign != CODE[-1]]
    assert not any(verify(other, [PUBLIC], DAY).genuine for other in others)


@pytest.mark.parametrize(
    "changed",
    [
        CODE + "=", CODE + "\n", " " + CODE, CODE.replace(".", ". "), CODE + ".", CODE + ".AAAA", CODE.lower(),
        CODE.replace("ZQC1", "ZQC2"), CODE[:-1], CODE.rpartition(".")[0], "", ".", "..", "ZQC1..", "ZQC1", "你好",
        "ZQC1." + "A" * 5000 + ".AAAA", CODE.rpartition(".")[0] + "." + "A" * 86, CODE + "é",
    ],
)  # fmt: skip
def test_other_writings_are_refused_with_a_reason(changed: str) -> None:
    verdict = verify(changed, [PUBLIC], DAY)
    assert not verdict.genuine
    assert verdict.reason
    assert (verdict.issued, verdict.until) == (None, None)


@pytest.mark.parametrize(
    "content",
    [
        canonical(facts()).replace(b",", b", "),
        json.dumps(facts(), sort_keys=True, separators=(",", ":")).encode(),  # \uXXXX for Chinese
        json.dumps(dict(reversed(facts().items())), ensure_ascii=False, separators=(",", ":")).encode(),
        canonical(facts(more=1)),
        canonical({name: value for name, value in facts().items() if name != "level"}),
        canonical(facts(issued="20260101")),
        canonical(facts(issued="2026-W01-1")),
        canonical(facts(issued=20260101)),
        canonical(facts(until="")),
        canonical(facts(until="2025-12-31")),
        canonical(facts(demo=1)),
        canonical(facts(demo="no")),
        canonical(facts(holder=None)),
        canonical(facts(holder=["甲"])),
        canonical(facts(holder="")),
        canonical(facts(holder="甲\u202e乙")),
        canonical(facts(holder=" 甲")),
        canonical([]),
        canonical(None),
        b"",
        b"{",
        b"[" * 1300,
        b"\xff\xfe",
        canonical(facts(holder="甲" * 600)),
        canonical(facts())[:-1] + b',"demo":false}',
        canonical(facts()).replace('"承德市"'.encode(), b'"\\ud800"'),
    ],
)
def test_only_the_canonical_payload_is_read_even_when_rightly_signed(content: bytes) -> None:
    assert verify(raw(canonical(facts())), [PUBLIC], DAY).valid
    assert verify(raw(content), [PUBLIC], DAY).outcome is Outcome.UNREADABLE


@pytest.mark.parametrize(
    ("day", "outcome", "words"),
    [
        (date(2025, 12, 31), Outcome.NOT_YET, "尚未生效"),
        (date(2026, 1, 1), Outcome.HOLDS, "有效期内"),
        (date(2028, 12, 31), Outcome.HOLDS, "有效期内"),
        (date(2029, 1, 1), Outcome.EXPIRED, "已过有效期"),
    ],
)
def test_a_certificate_holds_from_its_first_day_to_its_last(day: date, outcome: Outcome, words: str) -> None:
    verdict = verify(CODE, [PUBLIC], day)
    assert verdict.outcome is outcome
    assert verdict.valid is (outcome is Outcome.HOLDS)
    assert verdict.genuine
    assert words in verdict.reason
    assert (verdict.issued, verdict.until) == (date(2026, 1, 1), date(2028, 12, 31))


@given(days)
def test_a_certificate_without_an_end_holds_on_every_later_day(day: date) -> None:
    code = sign(replace(PLAIN, until=None), PRIVATE)
    assert verify(code, [PUBLIC], day).valid is (day >= PLAIN.issued)


def test_a_code_signed_with_another_key_names_that_key() -> None:
    other = new_private_key()
    verdict = verify(sign(PLAIN, other), [PUBLIC], DAY)
    assert verdict.outcome is Outcome.FOREIGN
    assert public_of(other).id in verdict.reason
    assert verdict.payload is None


def test_a_code_that_claims_a_key_it_was_not_signed_with_is_forged() -> None:
    signature = sign(PLAIN, new_private_key()).rpartition(".")[2]
    forged = f"{CODE.rpartition('.')[0]}.{signature}"
    assert verify(forged, [PUBLIC], DAY).outcome is Outcome.FORGED


def test_codes_of_an_old_key_verify_while_its_public_key_is_kept() -> None:
    newer = public_of(new_private_key())
    kept = public_from_pem(public_to_pem([newer, PUBLIC]))
    assert kept == (newer, PUBLIC)
    assert verify(CODE, kept, DAY).valid


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"holder": ""}, "持有者"),
        ({"holder": "甲\n乙"}, "不可见字符"),
        ({"title": "证书 "}, "首尾空格"),
        ({"until": PLAIN.issued - timedelta(days=1)}, "早于签发日期"),
        ({"subject": "长" * 500}, "过长"),
        ({"demo": 1}, "真或假"),
    ],
)
def test_facts_that_do_not_fit_are_refused_before_signing(changes: dict[str, object], words: str) -> None:
    with pytest.raises(CertificateError, match=words):
        sign(replace(PLAIN, **changes), PRIVATE)


def test_the_facts_of_a_payload_are_those_of_the_format() -> None:
    """A new fact changes what old codes mean: it needs a new version mark."""
    assert {one.name for one in fields(Payload)} == {
        "serial", "title", "programme", "holder", "uscc", "subject", "level", "issued", "until", "issuer", "key",
        "demo",
    }  # fmt: skip
