"""What metrology writes beside the generic steps: calibrations from digital certificates, consequences of steps."""

import hashlib
from dataclasses import asdict
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from zhiqiang.domains.metrology.models import Calibration, Instrument, MeasurementStandard, Verification
from zhiqiang.domains.metrology.queries import CALIBRATIONS, VERIFICATIONS, register_of
from zhiqiang.domains.metrology.rules.dcc import CalibrationCertificate
from zhiqiang.foundation import clock
from zhiqiang.foundation.access.models import User
from zhiqiang.foundation.documents.models import Attachment
from zhiqiang.foundation.documents.store import store_document
from zhiqiang.foundation.evidence.dirty import mark_dirty
from zhiqiang.foundation.reference.models import Unit
from zhiqiang.foundation.registers.corrections import accept
from zhiqiang.foundation.registers.declaration import Register
from zhiqiang.foundation.registers.effect import Given
from zhiqiang.foundation.registers.errors import RefusedError
from zhiqiang.foundation.registers.models import Record
from zhiqiang.foundation.registers.write import create_record

BROKEN = {Calibration.Signature.ALTERED, Calibration.Signature.FORGED}


@transaction.atomic
def record_calibration(
    *,
    name: str,
    content: bytes,
    read: CalibrationCertificate,
    unit: Unit,
    actor: User,
    standard: MeasurementStandard | None = None,
    instrument: Instrument | None = None,
) -> Calibration:
    """A calibration from a digital certificate; its bytes are kept as they came. The same file again: the same record.

    Raises WrongValuesError and RefusedError like `create_record`.
    """
    digest = hashlib.sha256(content).hexdigest()
    known = Calibration.objects.filter(sha256=digest, laboratory=read.laboratory[:160]).first()
    if known is not None:
        return known
    values = _values(read) | {"unit": unit, "standard": standard, "instrument": instrument, "sha256": digest}
    made = create_record(register=register_of(CALIBRATIONS), values=values, actor=actor)
    document = store_document(name=name, content=content, actor=actor)
    Attachment.objects.create(document=document, register=CALIBRATIONS, record=made.pk, title=_("数字校准证书原文件"))
    assert isinstance(made, Calibration)
    return made


def _values(read: CalibrationCertificate) -> dict[str, Any]:
    report = read.signature
    return {
        "number": read.identifier[:120],
        "laboratory": read.laboratory[:160],
        "object_title": "、".join(one.title for one in read.items)[:160],
        "object_number": "、".join(filter(None, (one.number for one in read.items)))[:120],
        "calibrated_on": read.performed_to,
        "next_due": read.next_due,
        "signature": report.state,
        "signer": report.signer[:200],
        "signed_at": _moment(report.signed_at),
        "content": asdict(read) | {
            "performed_from": read.performed_from.isoformat(),
            "performed_to": read.performed_to.isoformat(),
            "next_due": read.next_due.isoformat() if read.next_due else None,
        },
    }  # fmt: skip


def _moment(text: str) -> datetime | None:
    """A signing time as a moment; one that names no zone is taken as Shanghai's."""
    if not text:
        return None
    moment = datetime.fromisoformat(text)
    return moment if moment.tzinfo else moment.replace(tzinfo=clock.ZONE)


def verify_calibration(register: Register, row: Record, given: Given) -> dict[str, Any]:  # noqa: ARG001 (an effect's shape)
    """A certificate that was changed after it was signed, or signed by another, proves nothing."""
    assert isinstance(row, Calibration)
    if row.signature in BROKEN:
        words = _("这份数字校准证书%(state)s，不能核实为有效。请向校准机构索取原件重新导入。")
        raise RefusedError(words % {"state": row.get_signature_display()})
    return {}


def accept_instrument(register: Register, row: Record, given: Given) -> dict[str, Any]:
    """An instrument's kind decides how long its verifications hold: with a correction they are computed anew."""
    told = accept(register, row, given)
    _compute_verifications_anew(row)
    return told


def verify_instrument(register: Register, row: Record, given: Given) -> dict[str, Any]:  # noqa: ARG001 (an effect's shape)
    """Until it was verified its kind could be edited: its verifications are computed by what it is now."""
    _compute_verifications_anew(row)
    return {}


def _compute_verifications_anew(row: Record) -> None:
    days = Verification.objects.filter(instrument=row.pk).values_list("valid_from", flat=True)
    dataset = register_of(VERIFICATIONS).dataset
    assert dataset is not None
    mark_dirty(dataset.slug, sorted({clock.month_of(day) for day in days}))
