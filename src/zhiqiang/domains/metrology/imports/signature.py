"""The enveloped XML signature of a DCC (W3C XML Signature, XAdES): is the content still what was signed, and by whom.

Checked: every digest of the signed references, the signature over them with the key of the certificate beside it, that
the certificate is the one the signer named, and whether it was in date at the signing time. Not checked, and said so:
whether that certificate leads to somebody we trust, whether it was revoked, and the signing time itself, which is the
signer's own word. A certificate that has run out since does not undo a signature; a changed content does.
"""

import base64
import binascii
import hashlib
from copy import deepcopy
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from zhiqiang.domains.metrology.rules.dcc import SignatureReport

if TYPE_CHECKING:
    from cryptography.x509 import Certificate
    from lxml.etree import _Element

DS, XADES = "{http://www.w3.org/2000/09/xmldsig#}", "{http://uri.etsi.org/01903/v1.3.2#}"
ENVELOPED = "http://www.w3.org/2000/09/xmldsig#enveloped-signature"
C14N = "http://www.w3.org/TR/2001/REC-xml-c14n-20010315"
C14N_11 = "http://www.w3.org/2006/12/xml-c14n11"
EXCLUSIVE = "http://www.w3.org/2001/10/xml-exc-c14n#"
#: Way of writing canonically → (exclusive, with comments). 1.1 differs from 1.0 only for parts cut out of a document.
CANONICAL = {
    name + ending: (name == EXCLUSIVE, bool(ending))
    for name, endings in ((C14N, "#WithComments"), (C14N_11, "#WithComments"), (EXCLUSIVE, "WithComments"))
    for ending in ("", endings)
}
#: SHA-1 is left out: two contents with one digest can be made.
DIGESTS = {
    "http://www.w3.org/2001/04/xmlenc#sha256": "sha256",
    "http://www.w3.org/2001/04/xmldsig-more#sha384": "sha384",
    "http://www.w3.org/2001/04/xmlenc#sha512": "sha512",
}
SIGNATURES = {
    f"http://www.w3.org/2001/04/xmldsig-more#{kind}-{name}": (kind, name)
    for kind in ("ecdsa", "rsa")
    for name in ("sha256", "sha384", "sha512")
}
NOT_CHECKED = (
    "签名证书是否由可信机构签发（证书链）",
    "签名证书是否被吊销",
    "签名时间没有可信时间戳，为签名人自述",
)


class _UnreadError(Exception):
    """Signed in a way that is not read here; the message says which."""


@dataclass(frozen=True, slots=True)
class _Signature:
    element: "_Element"
    info: "_Element"
    root: "_Element"


def check_signature(root: "_Element") -> SignatureReport:
    """What the signature of a document proves; a document without one says so."""
    anywhere = list(root.iter(f"{DS}Signature"))
    if not anywhere:
        return SignatureReport(state="none", reason="证书没有电子签名。")
    own = root.findall(f"{DS}Signature")
    if len(anywhere) > 1 or len(own) != 1:
        return _unchecked("有多个签名，或签名不在证书的最外层")
    info = own[0].find(f"{DS}SignedInfo")
    if info is None:
        return _unchecked("签名不完整，缺少 SignedInfo")
    try:
        return _checked(_Signature(own[0], info, root))
    except _UnreadError as error:
        return _unchecked(str(error))


def _checked(signature: _Signature) -> SignatureReport:
    certificate = _certificate(signature)
    report = _about(certificate, signature)
    whole, parts = _digests_hold(signature)
    if not whole:
        reason = "证书内容与签名时不同：签名之后被改动过。"
        return replace(report, state="altered", reason=reason, checked=("内容摘要：不相符",))
    if not parts or not _is_named(certificate, signature):
        return replace(report, state="forged", reason="签名所附的说明被改动过，或签名证书不是签名人所指的那一张。",
                       checked=("内容摘要：相符", "签名属性：不相符"))  # fmt: skip
    if not _signature_holds(certificate, signature):
        reason = "签名值与所附证书的密钥不符，不能认定由其签署。"
        return replace(report, state="forged", reason=reason, checked=("内容摘要：相符", "签名值：不相符"))
    return replace(report, state="intact", reason=_in_words(report),
                   checked=("内容摘要：相符", "签名属性：相符", "签名值：相符"))  # fmt: skip


def _in_words(report: SignatureReport) -> str:
    when = {
        True: "签名时签名证书在有效期内。",
        False: "签名时签名证书不在有效期内，请向校准机构核实。",
        None: "没有签名时间，无法判断签名时证书是否有效。",
    }[report.in_date_when_signed]
    return f"内容与签名时一致。{when}"


def _unchecked(why: str) -> SignatureReport:
    return SignatureReport(state="unchecked", reason=f"签名没有核验：{why}。", unchecked=("整个签名", *NOT_CHECKED))


def _about(certificate: "Certificate", signature: _Signature) -> SignatureReport:
    signed_at = _text(_signed_property(signature, "SigningTime"))
    moment = _moment(signed_at)
    first, last = certificate.not_valid_before_utc, certificate.not_valid_after_utc
    return SignatureReport(
        signer=certificate.subject.rfc4514_string(),
        issuer=certificate.issuer.rfc4514_string(),
        signed_at=signed_at if moment else "",
        certificate_from=first.isoformat(),
        certificate_until=last.isoformat(),
        in_date_when_signed=None if moment is None else first <= moment <= last,
        unchecked=NOT_CHECKED,
    )


def _signed_property(signature: _Signature, name: str) -> "_Element | None":
    """A property that the signature covers: one that only stands beside it is anybody's word."""
    for reference in signature.info.findall(f"{DS}Reference"):
        for part in _parts_named(signature, reference.get("URI")):
            if (found := part.find(f".//{XADES}{name}")) is not None:
                return found
    return None


def _parts_named(signature: _Signature, address: str | None) -> "list[_Element]":
    """The elements inside the signature that an address such as "#id" names."""
    if not (address or "").startswith("#"):
        return []
    return [one for one in signature.element.iter() if one.get("Id") == (address or "")[1:]]


def _digests_hold(signature: _Signature) -> tuple[bool, bool]:
    """Whether the document is what was signed, and whether every other signed part is."""
    whole, parts, covered = True, True, False
    for reference in signature.info.findall(f"{DS}Reference"):
        address = reference.get("URI")
        content = _referenced(signature, reference, address)
        same = _digest(reference, content) == _text(reference.find(f"{DS}DigestValue"))
        if address == "":
            whole, covered = whole and same, True
        else:
            parts = parts and same
    if not covered:
        raise _UnreadError("签名没有覆盖整份证书")
    return whole, parts


def _referenced(signature: _Signature, reference: "_Element", address: str | None) -> bytes:
    """The bytes that a reference stands for: the document without its signature, or one element of it."""
    steps = [one.get("Algorithm", "") for one in reference.iterfind(f"{DS}Transforms/{DS}Transform")]
    canonical = [one for one in steps if one != ENVELOPED]
    if len(canonical) > 1:
        raise _UnreadError("签名用了不认识的变换")
    way = canonical[0] if canonical else C14N
    if address == "":
        if ENVELOPED not in steps:
            raise _UnreadError("签名把自己也算在内，无法核验")
        return _canonical(_without_signature(signature.root), way, reference, whole=True)
    named = _parts_named(signature, address)
    if len(named) != 1:
        raise _UnreadError("签名引用了证书之外的内容")
    return _canonical(named[0], way, reference)


def _without_signature(root: "_Element") -> "_Element":
    """The document as it was before the signature was put in; the text that followed it stays."""
    plain = deepcopy(root)
    signature = plain.find(f"{DS}Signature")
    assert signature is not None
    if signature.tail:
        before = signature.getprevious()
        if before is None:
            plain.text = (plain.text or "") + signature.tail
        else:
            before.tail = (before.tail or "") + signature.tail
    plain.remove(signature)
    return plain


def _canonical(element: "_Element", way: str, at: "_Element", *, whole: bool = False) -> bytes:
    """Canonical XML of an element, or with `whole` of its document, without the comments that URI="" leaves out."""
    from lxml import etree

    if way not in CANONICAL:
        raise _UnreadError("签名用了不认识的规范化方法")
    exclusive, comments = CANONICAL[way]
    prefixes = at.find(f".//{{{EXCLUSIVE}}}InclusiveNamespaces")
    listed = None if prefixes is None else (prefixes.get("PrefixList") or "").split()
    target: Any = element.getroottree() if whole else element
    return etree.tostring(
        target, method="c14n", exclusive=exclusive, with_comments=comments and not whole,
        inclusive_ns_prefixes=listed if exclusive else None,
    )  # fmt: skip


def _digest(at: "_Element", content: bytes) -> str:
    method = at.find(f"{DS}DigestMethod")
    name = DIGESTS.get("" if method is None else method.get("Algorithm", ""))
    if name is None:
        raise _UnreadError("签名用了不认识或已不安全的摘要算法")
    return base64.b64encode(hashlib.new(name, content).digest()).decode("ascii")


def _certificate(signature: _Signature) -> "Certificate":
    from cryptography import x509

    found = signature.element.findall(f"{DS}KeyInfo/{DS}X509Data/{DS}X509Certificate")
    if not found:
        raise _UnreadError("签名没有附签名证书")
    try:
        return x509.load_der_x509_certificate(_bytes(found[0]))
    except ValueError as error:
        raise _UnreadError("签名证书读不出来") from error


def _is_named(certificate: "Certificate", signature: _Signature) -> bool:
    """Whether the certificate is the one named in the signed properties, where one is named there."""
    from cryptography.hazmat.primitives.serialization import Encoding

    named = _signed_property(signature, "CertDigest")
    if named is None:
        return True
    return _digest(named, certificate.public_bytes(Encoding.DER)) == _text(named.find(f"{DS}DigestValue"))


def _signature_holds(certificate: "Certificate", signature: _Signature) -> bool:
    """Whether the certificate's key made the signature over the signed references."""
    from cryptography.exceptions import InvalidSignature
    from cryptography.hazmat.primitives import hashes
    from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa

    method = signature.info.find(f"{DS}SignatureMethod")
    kind, name = SIGNATURES.get("" if method is None else method.get("Algorithm", ""), ("", ""))
    way = signature.info.find(f"{DS}CanonicalizationMethod")
    signed = _canonical(signature.info, "" if way is None else way.get("Algorithm", ""), signature.info)
    value, key = _bytes(signature.element.find(f"{DS}SignatureValue")), certificate.public_key()
    if not kind:
        raise _UnreadError("签名用了不认识或已不安全的签名算法")
    algorithm = {"sha256": hashes.SHA256, "sha384": hashes.SHA384, "sha512": hashes.SHA512}[name]()
    try:
        if kind == "ecdsa" and isinstance(key, ec.EllipticCurvePublicKey):
            key.verify(_as_der(value), signed, ec.ECDSA(algorithm))
        elif kind == "rsa" and isinstance(key, rsa.RSAPublicKey):
            key.verify(value, signed, padding.PKCS1v15(), algorithm)
        else:
            return False
    except InvalidSignature:
        return False
    return True


def _as_der(value: bytes) -> bytes:
    """An ECDSA signature as cryptography takes it: XML signatures write the two numbers one after the other."""
    from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature

    half = len(value) // 2
    return encode_dss_signature(int.from_bytes(value[:half], "big"), int.from_bytes(value[half:], "big"))


def _bytes(element: "_Element | None") -> bytes:
    try:
        return base64.b64decode("".join(("" if element is None else element.text or "").split()), validate=True)
    except (binascii.Error, ValueError) as error:
        raise _UnreadError("签名中的 Base64 内容残缺") from error


def _text(element: "_Element | None") -> str:
    return "" if element is None else "".join((element.text or "").split())


def _moment(text: str) -> datetime | None:
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        return None
    return found if found.tzinfo else found.replace(tzinfo=UTC)
