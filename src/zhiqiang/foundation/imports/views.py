"""The pages of an import: hand in, watch, correct, commit, take back. Without JavaScript, on a phone too."""

import re
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import URLPattern, path
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from zhiqiang.foundation.access.grants import has_role
from zhiqiang.foundation.access.models import User
from zhiqiang.foundation.documents.store import UnfitFileError
from zhiqiang.foundation.imports import files
from zhiqiang.foundation.imports.batches import correct_batch, is_long, read_batch, reopen_batch, start_import
from zhiqiang.foundation.imports.commit import commit_batch
from zhiqiang.foundation.imports.jobs import READ_IMPORT
from zhiqiang.foundation.imports.reading import MOST_FILE_BYTES
from zhiqiang.foundation.imports.undo import may_undo, undo_batch
from zhiqiang.foundation.imports.workbook import marked, template
from zhiqiang.foundation.jobs.queue import enqueue
from zhiqiang.foundation.registers.declaration import Register
from zhiqiang.foundation.registers.errors import RefusedError
from zhiqiang.foundation.registers.exports import XLSX_TYPE, attachment_header, register_export
from zhiqiang.foundation.registers.models import ImportBatch
from zhiqiang.foundation.registers.opened import on_register, person_of

Status = ImportBatch.Status
ERRORS_ON_A_PAGE = 100
REWRITES_ON_A_PAGE = 500
RECENT = 10
TYPED = re.compile(r"c-(\d{1,7})-(\w{1,60})")
ROW_RANGES = re.compile(r"\s*(\d{1,7})\s*(?:[-—–~至]\s*(\d{1,7}))?\s*")


@on_register("import")
@require_http_methods(["GET", "HEAD", "POST"])
def import_form(request: HttpRequest, register: Register) -> HttpResponse:
    """Hand in a workbook; the page also offers the template and lists the person's last imports."""
    person, problem = person_of(request), ""
    if request.method == "POST":
        upload = request.FILES.get("file")
        if upload is None:
            problem = _("还没有选文件。")
        elif (upload.size or 0) > MOST_FILE_BYTES:
            problem = _("文件超过 50 MB 的上限。请分成几个文件上传。")
        else:
            try:
                name = upload.name or ""
                batch = start_import(register=register, name=name, content=upload.read(), actor=person)
                _read(batch, person)
                return redirect("register-import-batch", register.slug, batch.pk)
            except (RefusedError, UnfitFileError) as error:
                problem = str(error)
    recent = ImportBatch.objects.filter(register=register.slug, actor=person)[:RECENT]
    context = {"register": register, "problem": problem, "recent": recent}
    return render(request, "imports/form.html", context, status=422 if problem else 200)


@on_register("import")
@require_safe
def import_batch(request: HttpRequest, register: Register, batch: int) -> HttpResponse:
    """One batch as it stands: being read, to be corrected, committed, taken back."""
    found = _batch(request, register, batch)
    context = {"register": register, "batch": found, "summary": found.summary, "layout": _layout(register, found)}
    if found.status == Status.READING:
        return render(request, "imports/progress.html", context)
    if found.status != Status.PREVIEW:
        context |= {"may_undo": may_undo(found, person_of(request))}
        return render(request, "imports/done.html", context)
    page = _number(request.GET.get("page"))
    start = (page - 1) * ERRORS_ON_A_PAGE
    errors = list(files.lines(found.pk, files.ERRORS, start=start, count=ERRORS_ON_A_PAGE))
    total = found.summary.get("errors", 0)
    context |= {
        "errors": errors,
        "page": page,
        "last_page": max(1, -(-total // ERRORS_ON_A_PAGE)),
        "skipped": list(files.lines(found.pk, files.SKIPPED, count=20)),
        "mine": found.actor_id == person_of(request).pk,
        "writes": found.accepted - found.unchanged,
    }
    return render(request, "imports/preview.html", context)


@on_register("import")
@require_POST
def import_correct(request: HttpRequest, register: Register, batch: int) -> HttpResponseBase:
    """Take what was typed (or a suggestion that was adopted), read again, and commit all when nothing is left wrong."""
    found, person = _batch(request, register, batch), person_of(request)
    try:
        correct_batch(batch_id=found.pk, corrections=_typed(request), actor=person)
        found = _read(reopen_batch(batch_id=found.pk, actor=person), person)
        if "commit" in request.POST and found.status == Status.PREVIEW:
            if found.rejected:
                messages.warning(request, _("还有 %(n)s 行需要改，没有写入任何数据。") % {"n": found.rejected})
            else:
                commit_batch(batch_id=found.pk, actor=person)
    except RefusedError as error:
        messages.error(request, str(error))
    return redirect("register-import-batch", register.slug, batch)


@on_register("import")
@require_POST
def import_commit(request: HttpRequest, register: Register, batch: int) -> HttpResponseBase:
    """Write the good rows, all or those named; pressed twice it writes once."""
    found, person = _batch(request, register, batch), person_of(request)
    if found.status == Status.COMMITTED:
        return redirect("register-import-batch", register.slug, batch)
    try:
        commit_batch(batch_id=found.pk, actor=person, rows=_chosen(request.POST.get("rows", "")))
    except RefusedError as error:
        messages.error(request, str(error))
    return redirect("register-import-batch", register.slug, batch)


@on_register("import")
@require_POST
def import_undo(request: HttpRequest, register: Register, batch: int) -> HttpResponseBase:
    """Take a committed batch back."""
    found = _batch(request, register, batch)
    try:
        done = undo_batch(batch_id=found.pk, actor=person_of(request))
    except RefusedError as error:
        messages.error(request, str(error))
    else:
        said = _("已撤销：删去 %(a)s 条，恢复 %(b)s 条。") % {"a": done.removed, "b": done.restored}
        messages.success(request, said)
        if done.kept:
            kept = "、".join(str(one) for one in done.kept[:20])
            words = _("有 %(n)s 条已被核实或改动，予以保留：%(kept)s。")
            messages.warning(request, words % {"n": len(done.kept), "kept": kept})
    return redirect("register-import-batch", register.slug, batch)


@on_register("import")
@require_POST
def import_discard(request: HttpRequest, register: Register, batch: int) -> HttpResponseBase:
    """Give a previewed batch up; nothing was written."""
    own = ImportBatch.objects.filter(pk=batch, register=register.slug, actor=person_of(request))
    own.filter(status__in=(Status.PREVIEW, Status.READING)).update(status=Status.DISCARDED)
    return redirect("register-import", register.slug)


@on_register("import")
@require_safe
def import_rewrites(request: HttpRequest, register: Register, batch: int) -> HttpResponse:
    """Every cell that was rewritten on the way in, as typed and how."""
    found, page = _batch(request, register, batch), _number(request.GET.get("page"))
    start = (page - 1) * REWRITES_ON_A_PAGE
    rewrites = list(files.lines(found.pk, files.REWRITES, start=start, count=REWRITES_ON_A_PAGE))
    more = found.summary.get("rewrites", 0) > start + len(rewrites)
    context = {"register": register, "batch": found, "rewrites": rewrites, "page": page, "more": more}
    return render(request, "imports/rewrites.html", context)


@on_register("import")
@require_safe
def import_marked(request: HttpRequest, register: Register, batch: int) -> HttpResponse:
    """The workbook with its wrong cells marked."""
    found = _batch(request, register, batch)
    response = HttpResponse(marked(register, found), content_type=XLSX_TYPE)
    response["Content-Disposition"] = attachment_header(_("标注-%s.xlsx") % found.file_name.rsplit(".", 1)[0])
    return response


@on_register("import")
@require_safe
def import_template(request: HttpRequest, register: Register) -> HttpResponse:  # noqa: ARG001 (a view's shape)
    """The empty workbook of the register."""
    response = HttpResponse(template(register), content_type=XLSX_TYPE)
    response["Content-Disposition"] = attachment_header(_("%s-模板.xlsx") % register.title)
    return response


urlpatterns: list[URLPattern] = [
    path("r/<str:slug>/import/", import_form, name="register-import"),
    path("r/<str:slug>/import/template/", import_template, name="register-template"),
    path("r/<str:slug>/import/<int:batch>/", import_batch, name="register-import-batch"),
    path("r/<str:slug>/import/<int:batch>/correct/", import_correct, name="register-import-correct"),
    path("r/<str:slug>/import/<int:batch>/commit/", import_commit, name="register-import-commit"),
    path("r/<str:slug>/import/<int:batch>/undo/", import_undo, name="register-import-undo"),
    path("r/<str:slug>/import/<int:batch>/discard/", import_discard, name="register-import-discard"),
    path("r/<str:slug>/import/<int:batch>/rewrites/", import_rewrites, name="register-import-rewrites"),
    path("r/<str:slug>/import/<int:batch>/marked/", import_marked, name="register-import-marked"),
    path("r/<str:slug>/export/", register_export, name="register-export"),
]


def _read(batch: ImportBatch, person: User) -> ImportBatch:
    """Evaluate here what is short, by a job what is long."""
    if batch.status != Status.READING:
        return batch
    if is_long(batch):
        enqueue(READ_IMPORT, actor=person, batch_id=batch.pk)
        return batch
    return read_batch(batch.pk)


def _batch(request: HttpRequest, register: Register, batch: int) -> ImportBatch:
    """A batch of this register: the person's own, or for city officers anybody's. Raises Http404."""
    found = ImportBatch.objects.select_related("actor").filter(pk=batch, register=register.slug).first()
    person = person_of(request)
    if found is None or (found.actor_id != person.pk and not has_role(person, ("city_officer",))):
        raise Http404
    return found


def _layout(register: Register, batch: ImportBatch) -> Any:
    return next((one.title for one in register.layouts if one.code == batch.layout), "")


def _typed(request: HttpRequest) -> dict[str, dict[str, str]]:
    """What stands in the boxes, and the suggestion of the row whose “采用” was pressed."""
    found: dict[str, dict[str, str]] = {}
    for key, text in request.POST.items():
        if match := TYPED.fullmatch(key):
            found.setdefault(match[1], {})[match[2]] = str(text)[:400]
    if match := TYPED.fullmatch(request.POST.get("adopt", "")):
        suggestion = request.POST.get(f"s-{match[1]}-{match[2]}", "")[:400]
        found.setdefault(match[1], {})[match[2]] = suggestion
    return found


def _chosen(text: str) -> set[int] | None:
    """Row numbers of "5-20、31"; None for all. Raises RefusedError for anything else."""
    if not text.strip():
        return None
    found: set[int] = set()
    for part in re.split(r"[,，、;；]", text):
        match = ROW_RANGES.fullmatch(part)
        first, last = (int(match[1]), int(match[2] or match[1])) if match else (1, 0)
        if not first <= last <= first + 200_000:
            raise RefusedError(_("行号应写作 5-20、31。"))
        found.update(range(first, last + 1))
    return found


def _number(text: str | None) -> int:
    return int(text) if text and text.isdecimal() and int(text[:6]) > 0 else 1
