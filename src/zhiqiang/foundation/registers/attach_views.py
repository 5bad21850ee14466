"""Attaching a file to a record, by whoever may change records there."""

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from zhiqiang.foundation.documents.store import UnfitFileError, attach
from zhiqiang.foundation.registers.declaration import Register
from zhiqiang.foundation.registers.opened import on_register, person_of, visible_record
from zhiqiang.foundation.trail.record import record as trail


@on_register("change")
@require_POST
def register_attach(request: HttpRequest, register: Register, record: int) -> HttpResponse:
    """Attach one file; an unfit one is refused with what would fit."""
    person = person_of(request)
    row = visible_record(request, register, record, "change")
    file, title = request.FILES.get("file"), request.POST.get("title", "").strip()[:120]
    if file is None:
        messages.warning(request, _("还没有选择文件。"))
        return redirect("register-detail", register.slug, record)
    try:
        with transaction.atomic():
            made = attach(
                name=file.name or "",
                content=file.read(),
                register=register.slug,
                record=row.pk,
                actor=person,
                title=title,
            )
            facts = {"file": made.document.name, "sha256": made.document.sha256}
            trail(action="attach", actor=person, register=register.slug, record_id=row.pk, facts=facts)
        messages.success(request, _("已添加附件“%(name)s”。") % {"name": made.document.name})
    except UnfitFileError as error:
        messages.error(request, str(error))
    return redirect("register-detail", register.slug, record)
