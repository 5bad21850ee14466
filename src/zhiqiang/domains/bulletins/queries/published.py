"""The bulletins that are public: their record has been published; leaders' pages are for leaders."""

from dataclasses import dataclass
from datetime import date

from zhiqiang.domains.bulletins.models import Bulletin
from zhiqiang.domains.bulletins.workflow import ISSUED, PUBLISHED
from zhiqiang.foundation.papers.models import IssuedPaper
from zhiqiang.foundation.papers.queries import number_as_printed, papers_of_records

SLUG = "bulletins.bulletins"
PUBLIC_KINDS = (Bulletin.Kind.BULLETIN, Bulletin.Kind.ANALYSIS)


@dataclass(frozen=True, slots=True)
class PublishedBulletin:
    """A published bulletin: its record's id, kind in words, period code, and the paper itself."""

    id: int
    kind: str
    period: str
    issued_on: date
    paper: IssuedPaper


def issued() -> list[tuple[Bulletin, IssuedPaper]]:
    """Every bulletin that has been issued, public or not yet, with its paper; the newest first."""
    rows = {row.pk: row for row in Bulletin.objects.filter(state__in=(ISSUED, PUBLISHED))}
    found = papers_of_records(SLUG, rows)
    return sorted(((rows[pk], paper) for pk, paper in found.items()), key=lambda pair: -pair[1].pk)


def published() -> list[PublishedBulletin]:
    """Every public bulletin, the newest first."""
    return [
        PublishedBulletin(row.pk, row.get_kind_display(), row.period, paper.issued_on, paper)
        for row, paper in issued()
        if row.state == PUBLISHED and row.kind in PUBLIC_KINDS
    ]


def published_numbered(number: str) -> PublishedBulletin | None:
    """The public bulletin of a number; None where there is none, or it is not public."""
    wanted = number_as_printed(number)
    return next((one for one in published() if one.paper.number == wanted), None)
