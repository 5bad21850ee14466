"""What the steps of a recognition bring about: its certificate is issued, renewed and taken back with it."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from zhiqiang.domains.programmes.models import Recognition
from zhiqiang.domains.programmes.queries.facts import RECOGNITIONS
from zhiqiang.domains.programmes.queries.reminders import programme_for
from zhiqiang.foundation import clock
from zhiqiang.foundation.certificates.actions import CertificateFacts, issue_certificate, revoke_certificate
from zhiqiang.foundation.certificates.queries import certificates_of
from zhiqiang.foundation.registers.corrections import CORRECTION_EFFECTS
from zhiqiang.foundation.registers.declaration import Register
from zhiqiang.foundation.registers.effect import Given
from zhiqiang.foundation.registers.errors import RefusedError
from zhiqiang.foundation.standing.effects import STANDING_EFFECTS
from zhiqiang.kernel.certificates import CertificateError

Facts = dict[str, Any]


def verify(_register: Register, row: Recognition, given: Given) -> Facts:
    """A verified recognition that an application ended in has its certificate."""
    return _issue(row, given)


def accept_correction(register: Register, row: Recognition, given: Given) -> Facts:
    """Corrected facts stand on a new certificate; the old one is taken back as replaced."""
    facts = CORRECTION_EFFECTS["accept_correction"](register, row, given)
    if row.valid_to is not None and row.valid_to < clock.today():
        return facts | _revoke(row, _("有效期已改为到 %(day)s 为止") % {"day": row.valid_to}, clock.today(), given)
    return facts | _issue(row, given)


def suspend(register: Register, row: Recognition, given: Given) -> Facts:
    """While it is suspended no certificate says that it stands."""
    facts = STANDING_EFFECTS["suspend"](register, row, given)
    cause = _("认定已暂停：%(reason)s") % {"reason": given.reason}
    return facts | _revoke(row, cause, date.fromisoformat(facts["on"]), given)


def resume(register: Register, row: Recognition, given: Given) -> Facts:
    """Standing again, it has a new certificate."""
    return STANDING_EFFECTS["resume"](register, row, given) | _issue(row, given)


def withdraw(register: Register, row: Recognition, given: Given) -> Facts:
    """Ended on its ground, and its certificate with it."""
    row.ground = str((given.values or {}).get("ground") or "other")
    facts = STANDING_EFFECTS["withdraw"](register, row, given) | {"ground": row.ground}
    cause = _("认定已撤销：%(reason)s") % {"reason": given.reason}
    return facts | _revoke(row, cause, date.fromisoformat(facts["on"]), given)


def reinstate(register: Register, row: Recognition, given: Given) -> Facts:
    """As if it had never ended, with a new certificate."""
    row.ground = ""
    return STANDING_EFFECTS["reinstate"](register, row, given) | _issue(row, given)


RECOGNITION_EFFECTS: Mapping[str, Callable[[Register, Any, Given], Facts]] = {
    "verify": verify,
    "accept_correction": accept_correction,
    "suspend": suspend,
    "resume": resume,
    "withdraw": withdraw,
    "reinstate": reinstate,
}


def _issue(row: Recognition, given: Given) -> Facts:
    """The certificate of the version that this step makes; lists from outside have their own issuers' papers."""
    programme = programme_for(row)
    rules = programme.recognition if programme else None
    if rules is None or not rules.certificate or row.application_id is None:
        return {}
    levels = {one.code: one.title for one in rules.levels}
    facts = CertificateFacts(
        title=rules.title,
        programme=row.programme,
        holder=row.organisation.title,
        uscc=row.organisation.uscc or "",
        subject="" if row.subject == row.organisation.title else row.subject,
        level=levels.get(row.level, ""),
        issued=row.valid_from,
        until=row.valid_to,
    )
    try:
        made = issue_certificate(
            register=RECOGNITIONS, record_id=row.pk, version=row.version + 1, facts=facts, actor=given.actor
        )
    except CertificateError as error:
        raise RefusedError(_("证书不能生成：%(why)s") % {"why": error}) from error
    return {"certificate": made.serial}


def _revoke(row: Recognition, cause: str, on: date, given: Given) -> Facts:
    found = certificates_of(RECOGNITIONS, [row.pk]).get(row.pk)
    if found is None or found.revoked_on is not None:
        return {}
    revoke_certificate(serial=found.serial, cause=cause[:200], actor=given.actor, on=on)
    return {"revoked": found.serial}
