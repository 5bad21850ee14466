"""Pages of certification: compare an official list, confirm what follows, see what falls due. Without JavaScript."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from zhiqiang.domains.conformity import presentation
from zhiqiang.domains.conformity.actions import ListRow, apply_list, reconcile_list
from zhiqiang.domains.conformity.imports import read_list
from zhiqiang.domains.conformity.queries import due_for_renewal
from zhiqiang.domains.conformity.registers import RENEWERS
from zhiqiang.foundation import clock
from zhiqiang.foundation.access import marks
from zhiqiang.foundation.access.grants import may
from zhiqiang.foundation.documents.store import UnfitFileError
from zhiqiang.foundation.imports.batches import is_long, read_batch, start_import
from zhiqiang.foundation.imports.jobs import READ_IMPORT
from zhiqiang.foundation.imports.reading import MOST_FILE_BYTES
from zhiqiang.foundation.jobs.queue import enqueue
from zhiqiang.foundation.registers.declaration import Register
from zhiqiang.foundation.registers.errors import RefusedError
from zhiqiang.foundation.registers.exports import attachment_header
from zhiqiang.foundation.registers.models import ImportBatch
from zhiqiang.foundation.registers.opened import on_register, person_of

Status = ImportBatch.Status


@on_register("import")
@require_http_methods(["GET", "HEAD", "POST"])
def reconcile(request: HttpRequest, register: Register) -> HttpResponse:
    """Hand in a list of certificates with their statuses."""
    problem = ""
    if request.method == "POST":
        upload = request.FILES.get("file")
        if upload is None:
            problem = _("还没有选文件。")
        elif (upload.size or 0) > MOST_FILE_BYTES:
            problem = _("文件超过 50 MB 的上限。请分成几个文件上传。")
        else:
            try:
                batch = _handed_in(request, register, upload.name or "", upload.read())
                return redirect("conformity-difference", batch.pk)
            except (RefusedError, UnfitFileError) as error:
                problem = str(error)
    context = {"register": register, "problem": problem}
    return render(request, "conformity/reconcile.html", context, status=422 if problem else 200)


@on_register("import")
@require_safe
def difference(request: HttpRequest, register: Register, batch: int) -> HttpResponse:
    """The report on a list: what is new, what changed, what contradicts, what is missing; `format=csv` gives it all."""
    person, found = person_of(request), _own(request, register, batch)
    context = {"register": register, "batch": found}
    if found.status == Status.READING:
        return render(request, "conformity/reading.html", context)
    if found.status != Status.PREVIEW:
        return render(request, "conformity/reconciled.html", context)
    try:
        rows = read_list(found)
    except RefusedError as error:
        return render(request, "conformity/reconciled.html", context | {"problem": str(error)}, status=422)
    told = reconcile_list(rows, person)
    if request.GET.get("format") == "csv":
        answer = HttpResponse(presentation.as_csv(told), content_type="text/csv; charset=utf-8")
        answer["Content-Disposition"] = attachment_header(_("核对报告-%s.csv") % clock.today().isoformat())
        return answer
    may_step = not told.changes or may(person, register, "suspend")
    context |= presentation.report(told) | {
        "digest": told.digest, "may_step": may_step, "writes": bool(told.good), "notices": found.summary["notices"],
    }  # fmt: skip
    return render(request, "conformity/difference.html", context)


@on_register("import")
@require_POST
def confirm(request: HttpRequest, register: Register, batch: int) -> HttpResponseBase:
    """Register the new certificates and take the steps that were shown; pressed twice it does it once."""
    found = _own(request, register, batch)
    if found.status == Status.PREVIEW:
        try:
            rows: list[ListRow] = read_list(found)
            done = apply_list(
                batch_id=found.pk, rows=rows, seen=request.POST.get("digest", ""), actor=person_of(request)
            )
            said = _("已登记新证书 %(new)s 张（待核实），更新 %(changed)s 张，办理状态变更 %(steps)s 张。")
            words = {"new": done.imported.created, "changed": done.imported.updated, "steps": done.steps}
            messages.success(request, said % words)
        except RefusedError as error:
            messages.error(request, str(error))
    return redirect("conformity-difference", batch)


@marks.roles(*RENEWERS)
@require_safe
def renewals(request: HttpRequest) -> HttpResponse:
    """Certificates and qualifications whose renewal may be applied for, the first to end first."""
    today = clock.today()
    found = due_for_renewal(person_of(request), today)
    return render(request, "conformity/renewals.html", {"lines": found, "today": today})


def _handed_in(request: HttpRequest, register: Register, name: str, content: bytes) -> ImportBatch:
    """Read here what is short, by a job what is long."""
    person = person_of(request)
    batch = start_import(register=register, name=name, content=content, actor=person)
    if batch.status != Status.READING:
        return batch
    if is_long(batch):
        enqueue(READ_IMPORT, actor=person, batch_id=batch.pk)
        return batch
    return read_batch(batch.pk)


def _own(request: HttpRequest, register: Register, batch: int) -> ImportBatch:
    """A batch of this person. Raises Http404 for anybody else's, as for none."""
    found = ImportBatch.objects.filter(pk=batch, register=register.slug, actor=person_of(request)).first()
    if found is None:
        raise Http404
    return found
