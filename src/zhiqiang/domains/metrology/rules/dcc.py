"""What a digital calibration certificate (DCC) says, and what its signature proves: plain values, no parser."""

from dataclasses import dataclass, field
from datetime import date


class DccError(ValueError):
    """A file that is no DCC, or not safe to read; the message says why, in Chinese."""


@dataclass(frozen=True, slots=True)
class Item:
    """A calibrated thing: name, maker, model, and the first number that somebody gave it."""

    title: str
    maker: str = ""
    model: str = ""
    number: str = ""
    numbers: tuple[tuple[str, str, str], ...] = ()  # issuer of the number, its name, the number


@dataclass(frozen=True, slots=True)
class Quantity:
    """Values of one quantity, in order, as they are written; one unit and one uncertainty stand for all values."""

    title: str
    values: tuple[str, ...]
    units: tuple[str, ...] = ()
    uncertainties: tuple[str, ...] = ()
    coverage_factors: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Result:
    """A named result and its quantities."""

    title: str
    quantities: tuple[Quantity, ...] = ()


@dataclass(frozen=True, slots=True)
class SignatureReport:
    """What was found of a certificate's signature.

    `state`: "none", "intact" (content and signature agree), "altered" (the content is not what was signed), "forged"
    (the signature is not of the key beside it), "unchecked" (signed in a way that is not read here). `signed_at` is the
    signer's own word. `in_date_when_signed`: whether the signer's certificate was in date then, None where either is
    not known. `checked`, `unchecked`: what was and what was not looked at, for people.
    """

    state: str = "none"
    reason: str = ""
    signer: str = ""
    issuer: str = ""
    signed_at: str = ""
    certificate_from: str = ""
    certificate_until: str = ""
    in_date_when_signed: bool | None = None
    checked: tuple[str, ...] = ()
    unchecked: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class CalibrationCertificate:
    """One DCC as read. `sha256`: of the bytes as they came; `notices`: what a person should know of the reading."""

    schema: str
    identifier: str
    laboratory: str
    customer: str
    performed_from: date
    performed_to: date
    sha256: str
    next_due: date | None = None
    items: tuple[Item, ...] = ()
    results: tuple[Result, ...] = ()
    signature: SignatureReport = field(default_factory=SignatureReport)
    notices: tuple[str, ...] = ()
