"""One bulletin: the very paper as it will be printed, its draft files, the steps, and once issued its number."""

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_safe

from zhiqiang.domains.bulletins import workflow
from zhiqiang.domains.bulletins.actions import paper_of, shown_paper
from zhiqiang.domains.bulletins.models import Bulletin
from zhiqiang.domains.bulletins.registers import BULLETINS
from zhiqiang.foundation.access.marks import roles
from zhiqiang.foundation.documents.types import DOCX, PDF
from zhiqiang.foundation.documents.views import send
from zhiqiang.foundation.papers.actions import draft_files
from zhiqiang.foundation.papers.layout import Sheet
from zhiqiang.foundation.papers.preview import preview, preview_of
from zhiqiang.foundation.papers.revisions import revised_since
from zhiqiang.foundation.papers.series import series_of
from zhiqiang.foundation.registers.detail_views import record_context
from zhiqiang.foundation.registers.opened import visible_record
from zhiqiang.kernel.papers import figures_of, unbound

READERS = (*workflow.READERS, "auditor", "administrator")
TYPES = {"docx": DOCX, "pdf": PDF}


@roles(*READERS)
@require_safe
def bulletin(request: HttpRequest, record: int) -> HttpResponse:
    """A bulletin: what is approved is what stands here."""
    row = visible_record(request, BULLETINS, record)
    assert isinstance(row, Bulletin)
    issued = paper_of(row)
    paper = issued.paper if issued else shown_paper(row)
    context = record_context(request, BULLETINS, row) | {
        "issued": issued,
        "sheet": preview_of(issued) if issued else preview(Sheet(paper, series_of(paper.kind))),
        "figures": len(figures_of(paper)),
        "unbound": unbound(paper),
        "revised": revised_since(paper) if issued else [],
        "files": TYPES if row.state != workflow.VOIDED else {},
    }
    return render(request, "bulletins/bulletin.html", context)


@roles(*READERS)
@require_safe
def draft_file(request: HttpRequest, record: int, ending: str) -> HttpResponseBase:
    """A file of a bulletin: of an issued one the very file that was issued, else a draft without a number."""
    row = visible_record(request, BULLETINS, record)
    assert isinstance(row, Bulletin)
    if ending not in TYPES:
        raise Http404
    if (issued := paper_of(row)) is not None:
        return send(issued.docx if ending == "docx" else issued.pdf)
    content = getattr(draft_files(shown_paper(row)), ending)
    response = HttpResponse(content, content_type=TYPES[ending].media)
    response["Content-Disposition"] = f'attachment; filename="draft-{row.period}.{ending}"'
    response["Cache-Control"] = "private, no-store"
    return response
