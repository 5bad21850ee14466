"""What the steps of a bulletin do: freeze the paper that is submitted, take it back, issue it."""

from typing import Any

from django.utils.translation import gettext as _

from zhiqiang.domains.bulletins.models import Bulletin
from zhiqiang.domains.bulletins.queries.papers import Written, build
from zhiqiang.domains.bulletins.queries.situation import situation
from zhiqiang.domains.bulletins.rules import period_of
from zhiqiang.foundation import clock
from zhiqiang.foundation.papers.actions import issue_paper, marked, require_bound
from zhiqiang.foundation.papers.models import IssuedPaper
from zhiqiang.foundation.papers.queries import papers_of
from zhiqiang.foundation.registers.declaration import Register
from zhiqiang.foundation.registers.effect import Given
from zhiqiang.foundation.registers.errors import RefusedError
from zhiqiang.kernel.papers import Paper, to_table

SLUG = "bulletins.bulletins"


def draft(row: Bulletin) -> Paper:
    """The paper as it would be submitted now. Raises NoPlanError, SeriesError."""
    period = period_of(row.period)
    return marked(build(row.kind, situation(period), written_in(row, row.version)))


def shown_paper(row: Bulletin) -> Paper:
    """What is on the page: the submitted paper where there is one, else the draft as of now."""
    return row.submitted or draft(row)


def written_in(row: Bulletin, version: int) -> Written:
    """What a person wrote in a version of a record."""
    corrected = paper_of(row.corrects) if row.corrects else None
    return Written(
        f"record:{SLUG}/{row.pk}@{version}", row.title, row.findings, row.next_steps,
        corrected.number if corrected else "",
    )  # fmt: skip


def paper_of(row: Bulletin) -> IssuedPaper | None:
    """The paper that was issued of a record."""
    found = papers_of(SLUG, row.pk)
    return found[0] if found else None


def submit(_register: Register, row: Bulletin, _given: Given) -> dict[str, Any]:
    """The step's effect: the paper is built once and kept; who approves it approves this very paper."""
    if not row.unit.is_city:
        raise RefusedError(_("通报由市里发，请把填报单位改为全市后再送审。"))
    if row.corrects is not None and paper_of(row.corrects) is None:
        raise RefusedError(_("被更正的一件还没有签发，直接修改它即可。"))
    row.known_at = clock.now()
    paper = draft(row)
    require_bound(paper)
    row.content = to_table(paper)
    return {"known_at": row.known_at.isoformat(timespec="seconds")}


def take_back(_register: Register, row: Bulletin, _given: Given) -> dict[str, Any]:
    """The effect of sending back: the submitted paper is none any more."""
    row.content = row.known_at = None
    return {}


def issue(register: Register, row: Bulletin, given: Given) -> dict[str, Any]:
    """The step's effect: the submitted paper gets its number and its files."""
    paper, before = row.submitted, paper_of(row.corrects) if row.corrects else None
    if paper is None:
        raise RefusedError(_("没有送审稿，请先送审。"))
    made = issue_paper(
        paper=paper, register=register, record_id=row.pk, actor=given.actor, supersedes=before.number if before else ""
    )
    return {"number": made.number}
