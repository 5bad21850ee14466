"""Issuing and revoking certificates; whether this person may is asked by the step that calls here."""

from dataclasses import asdict, dataclass
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from zhiqiang.foundation import clock
from zhiqiang.foundation.access.models import User
from zhiqiang.foundation.certificates.keys import signing_key
from zhiqiang.foundation.certificates.models import IssuedCertificate, SerialCounter
from zhiqiang.foundation.certificates.pdf import render
from zhiqiang.foundation.certificates.wording import ATTACHED_AS, replaced_by, usual_wording
from zhiqiang.foundation.documents.models import Attachment
from zhiqiang.foundation.documents.store import store_document
from zhiqiang.foundation.reference.models import Unit
from zhiqiang.foundation.registers.errors import RefusedError
from zhiqiang.foundation.trail.record import record as trail
from zhiqiang.kernel.certificates import Payload, normalised, public_of, read, seal, sign

#: Where the public portal checks certificates; the QR code leads there.
CHECK_PATH = "certificates/check/"


@dataclass(frozen=True, slots=True)
class CertificateFacts:
    """What a certificate shall say. `programme`: code of programme or register; `issued`: the first day on which it
    holds; `until`: the last, None without end; `issuer`: empty for this home's own; `wording`: the sentence on its
    face, empty for the usual one."""

    title: str
    programme: str
    holder: str
    issued: date
    until: date | None = None
    uscc: str = ""
    subject: str = ""
    level: str = ""
    issuer: str = ""
    wording: str = ""


@transaction.atomic
def issue_certificate(
    *, register: str, record_id: int, version: int, facts: CertificateFacts, actor: User
) -> IssuedCertificate:
    """The certificate of a record in one version: signed, printed, attached to the record; asked again, the same one.

    An earlier version's certificate is revoked as replaced. Raises CertificateError for facts that do not fit a code,
    and where no Chinese font is installed.
    """
    counter = _locked_counter()
    found = IssuedCertificate.objects.filter(register=register, record=record_id, version=version).first()
    if found is not None:
        return found
    key = signing_key(settings.HOME)
    payload = _payload(facts, f"{counter.year}-{counter.last + 1:06d}")
    code = sign(payload, key)
    wording = normalised(facts.wording) or usual_wording(payload)
    pdf = render(payload, code=code, address=check_address(code), wording=wording, at=clock.now())
    document = store_document(name=f"{payload.serial} {payload.title}.pdf", content=seal(pdf, key), actor=actor)
    SerialCounter.objects.filter(pk=counter.pk).update(last=counter.last + 1)
    made = IssuedCertificate.objects.create(
        serial=payload.serial, register=register, record=record_id, version=version, code=code,
        payload=_as_json(read(code)), issued_at=clock.now(), issued_by=actor, document=document,
    )  # fmt: skip
    Attachment.objects.create(document=document, register=register, record=record_id, title=ATTACHED_AS)
    _replace_earlier(made, actor)
    told = {"serial": made.serial, "sha256": document.sha256, "key": public_of(key).id}
    trail(action="issue_certificate", actor=actor, register=register, record_id=record_id, facts=told)
    return made


@transaction.atomic
def revoke_certificate(*, serial: str, cause: str, actor: User, on: date | None = None) -> IssuedCertificate:
    """Take a certificate back from a day on (today). Raises RefusedError without a cause or where it was revoked."""
    found = IssuedCertificate.objects.select_for_update().filter(serial=serial).first()
    if found is None:
        raise RefusedError(_("没有编号为 %(serial)s 的证书，请核对编号。") % {"serial": serial})
    if found.revoked_on is not None:
        raise RefusedError(_("证书 %(serial)s 已于 %(day)s 撤销。") % {"serial": serial, "day": found.revoked_on})
    if not (cause := normalised(cause)):
        raise RefusedError(_("撤销证书须写明原因。"))
    _revoke(found, on or clock.today(), cause, actor)
    return found


def check_address(code: str) -> str:
    """The public check page with the code in it: what the QR code says."""
    return f"{settings.PUBLIC_ADDRESS}/{CHECK_PATH}?{urlencode({'code': code})}"


def _locked_counter() -> SerialCounter:
    """This year's counter, locked until the transaction ends: it also lets one issue at a time see what stands."""
    counter, _made = SerialCounter.objects.select_for_update().get_or_create(year=clock.today().year)
    return counter


def _payload(facts: CertificateFacts, serial: str) -> Payload:
    return Payload(
        serial=serial, title=normalised(facts.title), programme=facts.programme, holder=normalised(facts.holder),
        uscc=facts.uscc, subject=normalised(facts.subject), level=normalised(facts.level), issued=facts.issued,
        until=facts.until, issuer=normalised(facts.issuer) or default_issuer(), demo=bool(settings.DEMO),
    )  # fmt: skip


def default_issuer() -> str:
    """Who issues where nobody says otherwise: ZHIQIANG_ISSUER, else the city of this home."""
    if settings.CERTIFICATE_ISSUER:
        return str(settings.CERTIFICATE_ISSUER)
    city = Unit.objects.filter(kind=Unit.Kind.CITY).first()
    return city.title if city else "—"


def _replace_earlier(made: IssuedCertificate, actor: User) -> None:
    earlier = IssuedCertificate.objects.filter(register=made.register, record=made.record, revoked_on=None)
    for one in earlier.exclude(pk=made.pk):
        _revoke(one, clock.today(), replaced_by(made.serial), actor)


def _revoke(found: IssuedCertificate, on: date, cause: str, actor: User) -> None:
    found.revoked_on, found.revoked_cause = on, cause[:200]
    found.save(update_fields=("revoked_on", "revoked_cause"))
    told = {"serial": found.serial, "on": on.isoformat(), "cause": cause}
    trail(action="revoke_certificate", actor=actor, register=found.register, record_id=found.record, facts=told)


def _as_json(payload: Payload) -> dict[str, Any]:
    until = payload.until.isoformat() if payload.until else None
    return asdict(payload) | {"issued": payload.issued.isoformat(), "until": until}
