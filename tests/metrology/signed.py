"""Small certificates signed in tests: the same way as the sample of the PTB, with keys made here."""

import base64
import hashlib
from copy import deepcopy
from datetime import UTC, datetime
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509.oid import NameOID
from lxml import etree

DS = "http://www.w3.org/2000/09/xmldsig#"
PLAIN = """<?xml version="1.0" encoding="utf-8"?>
<dcc:digitalCalibrationCertificate xmlns:dcc="https://ptb.de/dcc" xmlns:si="https://ptb.de/si" schemaVersion="3.2.0">
  <!-- a comment is not signed -->
  <dcc:administrativeData>
    <dcc:coreData>
      <dcc:uniqueIdentifier>JZ-1</dcc:uniqueIdentifier>
      <dcc:beginPerformanceDate>2026-05-06</dcc:beginPerformanceDate>
      <dcc:endPerformanceDate>2026-05-07</dcc:endPerformanceDate>
    </dcc:coreData>
    <dcc:items><dcc:item><dcc:name><dcc:content lang="zh">砝码</dcc:content><dcc:content lang="en">Weight</dcc:content>
      </dcc:name></dcc:item></dcc:items>
    <dcc:calibrationLaboratory><dcc:contact><dcc:name><dcc:content>某实验室</dcc:content></dcc:name></dcc:contact>
    </dcc:calibrationLaboratory>
  </dcc:administrativeData>
  <dcc:measurementResults/>
</dcc:digitalCalibrationCertificate>"""


def certificate(key: Any, name: str = "某实验室") -> x509.Certificate:
    """A certificate for a key, in date from 2026 to the end of 2027, signed by the key itself."""
    who = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    made = x509.CertificateBuilder().subject_name(who).issuer_name(who).public_key(key.public_key())
    made = made.serial_number(1).not_valid_before(datetime(2026, 1, 1, tzinfo=UTC))
    return made.not_valid_after(datetime(2027, 12, 31, tzinfo=UTC)).sign(key, hashes.SHA256())


def signed(
    key: Any, *, at: str = "2026-05-08T09:00:00Z", named: bool = True, shown: Any = None, comments: str = "",
    c14n: str = "http://www.w3.org/2001/10/xml-exc-c14n#", plain: str = PLAIN,
) -> bytes:  # fmt: skip
    """The plain certificate with an enveloped signature by a key; `shown`: the key whose certificate stands beside."""
    root = etree.fromstring(plain.encode())
    kind = "ecdsa" if isinstance(key, ec.EllipticCurvePrivateKey) else "rsa"
    beside = certificate(shown or key).public_bytes(Encoding.DER)
    properties = _properties(at, beside if named else None)
    exclusive = "exc-c14n" in c14n
    digest = hashlib.sha256(etree.tostring(root.getroottree(), method="c14n", exclusive=exclusive, with_comments=False))
    root.append(
        etree.fromstring(_signature(kind, c14n + comments, _base64(digest.digest()), _base64(beside), properties))
    )
    signature = root[-1]
    info = signature.find(f"{{{DS}}}SignedInfo")
    if at or named:
        part = next(one for one in signature.iter() if one.get("Id") == "props")
        hashed = hashlib.sha256(etree.tostring(part, method="c14n", exclusive=True, with_comments=False)).digest()
        info[-1].find(f"{{{DS}}}DigestValue").text = _base64(hashed)
    value = _sign(key, etree.tostring(info, method="c14n", exclusive=True, with_comments=False))
    signature.find(f"{{{DS}}}SignatureValue").text = _base64(value)
    return etree.tostring(root.getroottree(), xml_declaration=True, encoding="utf-8")


def changed(content: bytes, find: str, put: str) -> bytes:
    text = content.decode()
    assert find in text
    return text.replace(find, put).encode()


def moved_inside(content: bytes) -> bytes:
    """The signature put one level deeper, around nothing."""
    root = deepcopy(etree.fromstring(content))
    root[-2].append(root.find(f"{{{DS}}}Signature"))
    return etree.tostring(root)


def _sign(key: Any, content: bytes) -> bytes:
    if not isinstance(key, ec.EllipticCurvePrivateKey):
        assert isinstance(key, rsa.RSAPrivateKey)
        return key.sign(content, padding.PKCS1v15(), hashes.SHA256())
    first, second = decode_dss_signature(key.sign(content, ec.ECDSA(hashes.SHA256())))
    return first.to_bytes(32, "big") + second.to_bytes(32, "big")


def _properties(at: str, beside: bytes | None) -> str:
    time = f"<x:SigningTime>{at}</x:SigningTime>" if at else ""
    digest = _base64(hashlib.sha512(beside).digest()) if beside else ""
    named = (
        '<x:SigningCertificateV2><x:Cert><x:CertDigest><ds:DigestMethod Algorithm="http://www.w3.org/2001/04/xmlenc#sha512"/>'
        f"<ds:DigestValue>{digest}</ds:DigestValue></x:CertDigest></x:Cert></x:SigningCertificateV2>"
    )
    inside = f"<x:SignedSignatureProperties>{time}{named if beside else ''}</x:SignedSignatureProperties>"
    return f'<x:SignedProperties Id="props">{inside}</x:SignedProperties>'


def _signature(kind: str, c14n: str, digest: str, beside: str, properties: str) -> str:
    sha = '<ds:DigestMethod Algorithm="http://www.w3.org/2001/04/xmlenc#sha256"/>'
    exclusive = "http://www.w3.org/2001/10/xml-exc-c14n#"
    return (
        f'<ds:Signature xmlns:ds="{DS}" xmlns:x="http://uri.etsi.org/01903/v1.3.2#"><ds:SignedInfo>'
        f'<ds:CanonicalizationMethod Algorithm="{exclusive}"/>'
        f'<ds:SignatureMethod Algorithm="http://www.w3.org/2001/04/xmldsig-more#{kind}-sha256"/>'
        f'<ds:Reference URI=""><ds:Transforms><ds:Transform Algorithm="{DS}enveloped-signature"/>'
        f'<ds:Transform Algorithm="{c14n}"/></ds:Transforms>{sha}'
        f"<ds:DigestValue>{digest}</ds:DigestValue></ds:Reference>"
        f'<ds:Reference URI="#props"><ds:Transforms><ds:Transform Algorithm="{exclusive}"/></ds:Transforms>{sha}'
        "<ds:DigestValue></ds:DigestValue></ds:Reference></ds:SignedInfo><ds:SignatureValue></ds:SignatureValue>"
        f"<ds:KeyInfo><ds:X509Data><ds:X509Certificate>{beside}</ds:X509Certificate></ds:X509Data></ds:KeyInfo>"
        f"<ds:Object><x:QualifyingProperties>{properties}</x:QualifyingProperties></ds:Object></ds:Signature>"
    )


def _base64(content: bytes) -> str:
    return base64.b64encode(content).decode("ascii")
