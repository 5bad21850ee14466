"""The code of a certificate: `ZQC1.<payload>.<signature>`, both parts base64url, signed with Ed25519 (RFC 8032).

The payload is canonical JSON: sorted keys, no spaces, UTF-8. What is signed is the text before the second dot, its
version mark included. Any other writing of the same facts is refused, so one certificate has one code.
"""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields, replace
from datetime import date
from typing import TYPE_CHECKING, Any

from zhiqiang.kernel.certificates import base64url
from zhiqiang.kernel.certificates.keys import public_of
from zhiqiang.kernel.certificates.problems import CertificateError

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

MARK = "ZQC1"
SIGNATURE_BYTES = 64
#: A code must fit into a QR code that a telephone reads: about 450 Chinese characters of facts.
MOST_PAYLOAD = 1400
LONGEST_CODE = 2000
BROKEN = "证书码残缺或被改动，请整串复制后再验。"
#: What people call each text of a payload; and those that no certificate goes without.
LABELS = {
    "serial": "证书编号", "title": "证书名称", "programme": "项目", "holder": "持有者", "issuer": "签发机构",
    "key": "签发密钥", "uscc": "统一社会信用代码", "subject": "对象", "level": "等级",
}  # fmt: skip
NEEDED = ("serial", "title", "programme", "holder", "issuer", "key")


@dataclass(frozen=True, slots=True)
class Payload:
    """What a certificate says. `until`: the last day on which it holds, None: no end; `key`: the signer's key id."""

    serial: str
    title: str
    programme: str
    holder: str
    issued: date
    issuer: str
    uscc: str = ""
    subject: str = ""
    level: str = ""
    until: date | None = None
    demo: bool = False
    key: str = ""


def sign(payload: Payload, private_key: "Ed25519PrivateKey") -> str:
    """The code of a certificate, `payload.key` set to the signer's. Raises CertificateError for unfit facts."""
    text = encode(replace(payload, key=public_of(private_key).id))
    return f"{text}.{base64url.to_text(private_key.sign(text.encode('ascii')))}"


def encode(payload: Payload) -> str:
    """The part of a code that is signed. Raises CertificateError for facts that do not fit."""
    _require_fit(payload)
    content = _canonical(payload)
    if len(content) > MOST_PAYLOAD:
        raise CertificateError(f"证书内容过长：{len(content)} 字节，最多 {MOST_PAYLOAD} 字节，请缩短名称或对象。")
    return f"{MARK}.{base64url.to_text(content)}"


def read(code: str) -> Payload:
    """What a code claims, whoever wrote it: nothing is verified yet. Raises CertificateError where it is no code."""
    return parts_of(code)[0]


def parts_of(code: str) -> tuple[Payload, str, bytes]:
    """Payload, signed text and signature of a code. Raises CertificateError where it is no code."""
    if len(code) > LONGEST_CODE or not code.isascii():
        raise CertificateError(BROKEN if code.startswith(f"{MARK}.") else _no_code())
    parts = code.split(".")
    if parts[0] != MARK or len(parts) != 3:
        raise CertificateError(_no_code() if parts[0] != MARK else BROKEN)
    signature = base64url.to_bytes(parts[2])
    if len(signature) != SIGNATURE_BYTES:
        raise CertificateError(BROKEN)
    return _payload(base64url.to_bytes(parts[1])), f"{parts[0]}.{parts[1]}", signature


def normalised(text: str) -> str:
    """A fact's text as certificates carry it: no control signs, every run of spaces one space."""
    return " ".join(text.split())


def _no_code() -> str:
    return f"这不是证书码：证书码以 {MARK}. 开头，分三段，印在证书下方。"


def _canonical(payload: Payload) -> bytes:
    facts = asdict(payload)
    facts["issued"] = payload.issued.isoformat()
    facts["until"] = payload.until.isoformat() if payload.until else None
    return json.dumps(facts, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def _payload(content: bytes) -> Payload:
    """The payload that these bytes are the canonical writing of."""
    if len(content) > MOST_PAYLOAD:
        raise CertificateError(BROKEN)
    try:
        facts = json.loads(content.decode("utf-8"))
        payload = _from_facts(facts)
        _require_fit(payload)
    except (ValueError, TypeError, RecursionError) as error:  # CertificateError is a ValueError
        raise CertificateError(BROKEN) from error
    if _canonical(payload) != content:
        raise CertificateError(BROKEN)
    return payload


def _from_facts(facts: Any) -> Payload:
    if not isinstance(facts, Mapping) or set(facts) != {one.name for one in fields(Payload)}:
        raise CertificateError(BROKEN)
    days = {
        "issued": date.fromisoformat(facts["issued"]),
        "until": None if facts["until"] is None else date.fromisoformat(facts["until"]),
    }
    return Payload(**{**facts, **days})


def _require_fit(payload: Payload) -> None:
    for name, label in LABELS.items():
        value = getattr(payload, name)
        if not isinstance(value, str) or not value.isprintable() or value != value.strip():
            raise CertificateError(f"证书的“{label}”含有不可见字符或首尾空格，请改正后再签发。")
        if name in NEEDED and not value:
            raise CertificateError(f"证书缺少“{label}”，不能签发。")
    if not isinstance(payload.demo, bool):
        raise CertificateError("证书的“演示”应为真或假。")
    if payload.until is not None and payload.until < payload.issued:
        raise CertificateError("证书的有效期早于签发日期，请核对。")
