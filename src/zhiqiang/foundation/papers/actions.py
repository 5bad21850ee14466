"""Issuing papers; whether this person may is asked by the step that calls here."""

from dataclasses import dataclass, replace

from django.conf import settings
from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from zhiqiang.foundation import clock
from zhiqiang.foundation.access.models import User
from zhiqiang.foundation.documents.models import Attachment, Document
from zhiqiang.foundation.documents.store import store_document
from zhiqiang.foundation.papers import docx, pdf
from zhiqiang.foundation.papers.layout import Sheet
from zhiqiang.foundation.papers.models import IssuedPaper, SerialCounter
from zhiqiang.foundation.papers.series import series_of
from zhiqiang.foundation.registers.declaration import Register
from zhiqiang.foundation.registers.errors import RefusedError
from zhiqiang.foundation.trail.record import record as trail
from zhiqiang.kernel.papers import Paper, UnboundDigitError, plain, to_table, unbound


@dataclass(frozen=True, slots=True)
class Files:
    """The two files of a paper: the one for the office, the one for reading and printing."""

    docx: bytes
    pdf: bytes


@transaction.atomic
def issue_paper(*, paper: Paper, register: Register, record_id: int, actor: User, supersedes: str = "") -> IssuedPaper:
    """Number a paper of a record, print it, attach both files to the record; `supersedes`: the number it corrects.

    Raises UnboundDigitError for a digit that nobody answers for, SeriesError for a kind without a series, NoFontError,
    RefusedError where what it shall correct is not there, of another kind, or was corrected already.
    """
    require_bound(paper)
    paper = marked(paper)
    series, today = series_of(paper.kind), clock.today()
    before = _corrected(supersedes, paper.kind) if supersedes else None
    serial = take_serial(series.prefix, today.year)
    sheet = Sheet(paper, series, series.number(today.year, serial), today)
    files = _printed(sheet)
    kept = {
        ending: store_document(name=f"{sheet.number} {sheet.title}.{ending}", content=content, actor=actor)
        for ending, content in (("docx", files.docx), ("pdf", files.pdf))
    }
    made = IssuedPaper.objects.create(
        number=sheet.number, series=series.prefix, year=today.year, serial=serial, kind=paper.kind,
        title=sheet.title[:200], issued_on=today, content=to_table(paper), mark=series.mark, docx=kept["docx"],
        pdf=kept["pdf"], register=register.slug, record=record_id, supersedes=before, issued_by=actor,
        issued_at=clock.now(),
    )  # fmt: skip
    for document in kept.values():
        Attachment.objects.create(document=document, register=register.slug, record=record_id, title=sheet.number)
    _tell(made, kept["docx"], kept["pdf"], actor)
    return made


def draft_files(paper: Paper) -> Files:
    """Both files of a paper without a number, marked as a draft. Raises UnboundDigitError, SeriesError, NoFontError."""
    require_bound(paper)
    return _printed(Sheet(marked(paper), series_of(paper.kind)))


def require_bound(paper: Paper) -> None:
    """Raises UnboundDigitError with every place of a digit that is bound to nothing."""
    if found := unbound(paper):
        raise UnboundDigitError(_("有数字没有出处，不能发文：%(places)s") % {"places": "；".join(found[:20])})


def marked(paper: Paper) -> Paper:
    """The paper, said to be of a demonstration in a home that is one."""
    return replace(paper, demo=True) if settings.DEMO else paper


@transaction.atomic
def take_serial(series: str, year: int) -> int:
    """The next number of a series in a year; it is given back where the caller's transaction fails.

    The counter stays locked until that transaction ends: two papers wait for one another and never share a number.
    """
    counter, _made = SerialCounter.objects.select_for_update().get_or_create(series=series, year=year)
    SerialCounter.objects.filter(pk=counter.pk).update(last=F("last") + 1)
    return counter.last + 1


def _printed(sheet: Sheet) -> Files:
    return Files(docx.render(sheet, clock.now()), pdf.render(sheet, clock.now()))


def _corrected(number: str, kind: str) -> IssuedPaper:
    # The row is locked so that of two corrections at once one waits, and is told.
    found = IssuedPaper.objects.select_for_update().filter(number=number).first()
    if found is None:
        raise RefusedError(_("没有文号为 %(number)s 的公文，请核对文号。") % {"number": number})
    if found.kind != kind:
        raise RefusedError(_("%(number)s 是另一文种，不能由这件公文更正。") % {"number": number})
    if later := found.successor:
        facts = {"number": number, "later": later.number}
        raise RefusedError(_("%(number)s 已由 %(later)s 更正，请更正后一件。") % facts)
    return found


def _tell(made: IssuedPaper, docx_file: Document, pdf_file: Document, actor: User) -> None:
    told = {
        "number": made.number, "docx": docx_file.sha256, "pdf": pdf_file.sha256,
        "supersedes": made.supersedes.number if made.supersedes else "", "title": plain(made.paper.title),
    }  # fmt: skip
    trail(action="issue_paper", actor=actor, register=made.register, record_id=made.record, facts=told)
