"""A signature tells a genuine certificate from a changed one, also after the signer's certificate has run out."""

from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from lxml import etree
from tests.metrology.signed import DS, PLAIN, changed, moved_inside, signed

from zhiqiang.domains.metrology.imports.dcc import read_dcc
from zhiqiang.domains.metrology.rules.dcc import SignatureReport

DATA = Path(__file__).parent / "data"
SAMPLE = (DATA / "dcc_gp_temperature_typical_v12_v3.2.0_signed.xml").read_bytes()
MANIPULATED = (DATA / "dcc_gp_temperature_typical_v12_v3.2.0_signed_manipulated.xml").read_bytes()
KEY, OTHER = ec.generate_private_key(ec.SECP256R1()), ec.generate_private_key(ec.SECP256R1())
RSA = rsa.generate_private_key(65537, 2048)


def report(content: bytes) -> SignatureReport:
    return read_dcc(content).signature


def test_the_genuine_sample_is_told_from_the_manipulated_one_though_its_certificate_has_run_out() -> None:
    genuine, manipulated = report(SAMPLE), report(MANIPULATED)
    assert (genuine.state, manipulated.state) == ("intact", "altered")
    assert genuine.certificate_until.startswith("2024-12-02")
    assert genuine.in_date_when_signed is True
    assert "被改动过" in manipulated.reason


def test_the_report_says_who_signed_when_and_what_was_not_checked() -> None:
    found = report(SAMPLE)
    assert found.signer == "CN=Calibration Lab A1,O=Calibration A GmbH,C=DE"
    assert found.issuer.startswith("CN=Calibration Community Sub CA 01")
    assert found.signed_at == "2023-03-27T15:14:30Z"
    assert len(found.checked) == 3
    assert any("证书链" in words for words in found.unchecked)
    assert any("吊销" in words for words in found.unchecked)
    assert any("自述" in words for words in found.unchecked)


def test_a_certificate_without_signature_says_so() -> None:
    assert report(PLAIN.encode()).state == "none"


@pytest.mark.parametrize("key", [KEY, RSA], ids=["ecdsa", "rsa"])
@pytest.mark.parametrize(
    "c14n",
    [
        "http://www.w3.org/2001/10/xml-exc-c14n#",
        "http://www.w3.org/TR/2001/REC-xml-c14n-20010315",
        "http://www.w3.org/2006/12/xml-c14n11",
    ],
)
def test_what_was_signed_in_the_usual_ways_is_intact(key: object, c14n: str) -> None:
    assert report(signed(key, c14n=c14n)).state == "intact"


@pytest.mark.parametrize(
    ("find", "put"),
    [
        ("JZ-1", "JZ-2"),
        ("2026-05-07", "2026-05-17"),
        ("砝码", "砝玛"),
        ('lang="en"', 'lang="de"'),
        ("<dcc:measurementResults/>", "<dcc:measurementResults> </dcc:measurementResults>"),
    ],
)
def test_a_change_of_the_content_is_found(find: str, put: str) -> None:
    assert report(changed(signed(KEY), find, put)).state == "altered"


def test_comments_and_the_writing_of_empty_elements_are_not_content() -> None:
    content = signed(KEY)
    assert report(changed(content, "a comment is not signed", "another comment")).state == "intact"
    rewritten = changed(content, "<dcc:measurementResults/>", "<dcc:measurementResults></dcc:measurementResults>")
    assert report(rewritten).state == "intact"


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (changed(signed(KEY), "2026-05-08T09", "2026-05-08T10"), "附的说明被改动过"),
        (signed(KEY, shown=OTHER), "签名值与所附证书的密钥不符"),
        (changed(signed(KEY), ">JZ-1<", ">JZ-1<").replace(b"ecdsa-sha256", b"rsa-sha256"), "密钥不符"),
    ],
)
def test_a_signature_that_is_not_of_the_key_beside_it_is_forged(content: bytes, words: str) -> None:
    found = report(content)
    assert found.state == "forged"
    assert words in found.reason


def test_a_certificate_put_in_place_of_the_one_the_signer_named_is_forged() -> None:
    """The signature holds over a digest of the signer's certificate: another with the same key is not that one."""
    content = signed(KEY)
    root = etree.fromstring(content)
    beside = root.find(f".//{{{DS}}}X509Certificate")
    beside.text = etree.fromstring(signed(KEY)).find(f".//{{{DS}}}X509Certificate").text
    assert report(etree.tostring(root)).state == "forged"


@pytest.mark.parametrize(
    ("at", "expected"),
    [
        ("2026-05-08T09:00:00Z", True),
        ("2026-05-08T09:00:00+08:00", True),
        ("2025-12-31T09:00:00Z", False),
        ("2028-01-01T09:00:00Z", False),
        ("", None),
        ("gestern", None),
    ],
)
def test_the_signing_time_is_held_against_the_signers_certificate(at: str, expected: bool | None) -> None:
    found = report(signed(KEY, at=at))
    assert (found.state, found.in_date_when_signed) == ("intact", expected)


def test_a_signing_time_that_is_not_signed_is_not_believed() -> None:
    content = signed(KEY, at="")
    unsigned = (
        '<ds:Object><x:SigningTime xmlns:x="http://uri.etsi.org/01903/v1.3.2#">2026-05-08T09:00:00Z</x:SigningTime>'
    )
    assert report(changed(content, "<ds:Object>", f"{unsigned}</ds:Object><ds:Object>")).signed_at == ""


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (moved_inside(signed(KEY)), "不在证书的最外层"),
        (changed(signed(KEY), "enveloped-signature", "unknown"), "不认识的变换"),
        (changed(signed(KEY), 'URI=""', 'URI="#nothing"'), "证书之外的内容"),
        (changed(signed(KEY), 'URI=""', 'URI="http://127.0.0.1:1/x"'), "证书之外的内容"),
        (changed(signed(KEY), "xmlenc#sha256", "xmlenc#sha1"), "摘要算法"),
        (changed(signed(KEY), "ecdsa-sha256", "ecdsa-sha1"), "签名算法"),
        (changed(signed(KEY), "X509Certificate", "Other"), "没有附签名证书"),
        (changed(signed(KEY), "<ds:X509Certificate>MII", "<ds:X509Certificate>XXX"), "读不出来"),
        (changed(signed(KEY), "<ds:SignatureValue>", "<ds:SignatureValue>!"), "残缺"),
    ],
)
def test_what_is_signed_in_other_ways_is_said_to_be_unchecked(content: bytes, words: str) -> None:
    found = report(content)
    assert found.state == "unchecked"
    assert words in found.reason
    assert "整个签名" in found.unchecked


def test_two_signatures_are_not_guessed_at() -> None:
    content = signed(KEY)
    root = etree.fromstring(content)
    root.append(etree.fromstring(content).find(f"{{{DS}}}Signature"))
    assert report(etree.tostring(root)).state == "unchecked"
