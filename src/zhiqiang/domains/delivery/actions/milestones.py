"""Claiming a milestone with the evidence it needs."""

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from zhiqiang.domains.delivery.actions.duties import register
from zhiqiang.domains.delivery.models import Milestone
from zhiqiang.domains.delivery.workflow import CLAIM, UNDERWAY
from zhiqiang.foundation.access.models import User
from zhiqiang.foundation.documents.models import Attachment
from zhiqiang.foundation.documents.store import UnfitFileError, attach
from zhiqiang.foundation.documents.types import DOCX, JPEG, OFD, OLE, PDF, PNG, TEXT, XLSX
from zhiqiang.foundation.registers.declaration import Register
from zhiqiang.foundation.registers.effect import Given
from zhiqiang.foundation.registers.errors import RefusedError
from zhiqiang.foundation.registers.models import Record
from zhiqiang.foundation.registers.write import locked, take_step

#: The files that are evidence of each kind, by what their first bytes tell; OLE may be an old Word or an old Excel.
MEDIA = {
    Milestone.Evidence.PAPER: (PDF.media, OFD.media, DOCX.media, OLE.media),
    Milestone.Evidence.TABLE: (XLSX.media, OLE.media, TEXT.media, PDF.media),
    Milestone.Evidence.PHOTO: (JPEG.media, PNG.media),
}
WORDS = {
    Milestone.Evidence.PAPER: "PDF、OFD、Word",
    Milestone.Evidence.TABLE: "Excel、CSV、PDF",
    Milestone.Evidence.PHOTO: "JPG、PNG",
}


@transaction.atomic
def claim_milestone(*, milestone_id: int, name: str, content: bytes, actor: User) -> Record:
    """Say that a milestone is done, with a file that shows it. Raises RefusedError, NotThereError."""
    row = locked(register("milestones"), milestone_id, actor, CLAIM)
    try:
        attach(name=name, content=content, register="delivery.milestones", record=row.pk, actor=actor)
    except UnfitFileError as error:
        raise RefusedError(str(error)) from None
    return take_step(register=register("milestones"), record_id=row.pk, step=CLAIM, actor=actor)


def claim(_register: Register, milestone: Milestone, _given: Given) -> dict[str, Any]:
    """The step's effect: no milestone is done without a file of the kind it asks for."""
    if milestone.duty.state != UNDERWAY:
        raise RefusedError(_("任务签收后、办理中才能申报节点。"))
    kind = Milestone.Evidence(milestone.evidence)
    files = Attachment.objects.filter(
        register="delivery.milestones", record=milestone.pk, document__type__in=MEDIA[kind]
    )
    newest = files.order_by("-pk").select_related("document").first()
    if newest is None:
        known = {"kind": kind.label, "types": WORDS[kind]}
        raise RefusedError(_("这个节点须附“%(kind)s”（%(types)s）才能申报完成。") % known)
    return {"evidence": newest.document.sha256}
