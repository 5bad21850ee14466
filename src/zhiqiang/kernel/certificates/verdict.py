"""Whether a code is genuine and holds on a day."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from zhiqiang.kernel.certificates.code import Payload, parts_of
from zhiqiang.kernel.certificates.keys import PublicKey
from zhiqiang.kernel.certificates.problems import CertificateError


class Outcome(StrEnum):
    """What a check came to; all from HOLDS to REVOKED are genuine certificates."""

    HOLDS = "holds"
    NOT_YET = "not_yet"
    EXPIRED = "expired"
    REVOKED = "revoked"
    UNKNOWN = "unknown"  # rightly signed, but the issuer's register does not know it
    ALTERED = "altered"  # the code is genuine, the file around it is not the one that was issued
    FORGED = "forged"
    FOREIGN = "foreign"  # signed with a key that was not given
    UNREADABLE = "unreadable"


GENUINE = frozenset({Outcome.HOLDS, Outcome.NOT_YET, Outcome.EXPIRED, Outcome.REVOKED})


@dataclass(frozen=True, slots=True)
class Verdict:
    """The answer: outcome, one sentence, and what the certificate says where its signature is right (else None)."""

    outcome: Outcome
    reason: str
    payload: Payload | None = None

    @property
    def valid(self) -> bool:
        return self.outcome is Outcome.HOLDS

    @property
    def genuine(self) -> bool:
        """Issued by the holder of a given key, whether or not it still holds."""
        return self.outcome in GENUINE

    @property
    def issued(self) -> date | None:
        return self.payload.issued if self.payload else None

    @property
    def until(self) -> date | None:
        return self.payload.until if self.payload else None


def verify(code: str, public_keys: Iterable[PublicKey], on: date) -> Verdict:
    """Whether a code was signed with one of these keys and the certificate holds on a day (first and last included)."""
    try:
        payload, signed, signature = parts_of(code)
    except CertificateError as error:
        return Verdict(Outcome.UNREADABLE, str(error))
    key = next((one for one in public_keys if one.id == payload.key), None)
    if key is None:
        return Verdict(Outcome.FOREIGN, f"这张证书不是用所给公钥签发的（签发密钥 {payload.key}），无法确认真伪。")
    if not key.signed(signature, signed.encode("ascii")):
        return Verdict(Outcome.FORGED, "签名不符：证书码被改动过，或不是签发机构所签。")
    return _on(payload, on)


def _on(payload: Payload, on: date) -> Verdict:
    if on < payload.issued:
        return Verdict(Outcome.NOT_YET, f"尚未生效：{payload.issued} 起有效。", payload)
    if payload.until is not None and on > payload.until:
        return Verdict(Outcome.EXPIRED, f"已过有效期：有效期至 {payload.until}。", payload)
    return Verdict(Outcome.HOLDS, "签名相符，在有效期内。", payload)
