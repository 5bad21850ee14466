"""What a reviewer may see of a file: in a blind review nothing that tells whose it is, and of peers only in time."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from zhiqiang.domains.programmes.models import Application, Paper, ReviewAssignment
from zhiqiang.domains.programmes.presentation.forms import in_words
from zhiqiang.domains.programmes.queries.facts import facts_of_application
from zhiqiang.domains.programmes.queries.programmes import known_facts, programme_of
from zhiqiang.domains.programmes.queries.reviews import live_assignments, marks_of, sees_peers
from zhiqiang.kernel.programmes import Programme

#: Facts that tell who the applicant is.
IDENTIFYING = "organisation_"
SHORTEST_NAME = 2


@dataclass(frozen=True)
class Assigned:
    """An assignment with the title under which its reviewer sees it."""

    assignment: ReviewAssignment
    title: str


def is_blind(programme: Programme) -> bool:
    return programme.review is not None and programme.review.blind


def title_for_reviewer(row: Application) -> str:
    """The number and, unless the review is blind, the subject and the applicant."""
    if is_blind(programme_of(row.definition_id)):
        return row.number
    return f"{row.number} {row.subject} · {row.applicant}"


def review_page(found: ReviewAssignment) -> dict[str, Any]:
    """The file as this reviewer may see it."""
    row = found.application
    programme, peers = programme_of(row.definition_id), []
    if sees_peers(found):
        others = [one for one in live_assignments(row) if one.pk != found.pk]
        # Peers go by number: what counts is what they said, not who said it.
        peers = [
            {"name": _("评审人 %(n)s") % {"n": number}, "marks": marks_of(one), "opinion": one.opinion}
            for number, one in enumerate(others, start=1)
        ]
    return {
        "assignment": found,
        "row": row,
        "programme": programme,
        "title": title_for_reviewer(row),
        "blind": is_blind(programme),
        "answers": answers_for_reviewer(row),
        "papers": papers_for_reviewer(row),
        "peers": peers,
        "agreed": list(row.consensus.all()) if sees_peers(found) else [],
    }


def answers_for_reviewer(row: Application) -> list[tuple[str, str]]:
    """The filled-in form; in a blind review without what identifies, names blotted out of the texts."""
    programme, facts = programme_of(row.definition_id), facts_of_application(row)
    known, blind = known_facts(row, facts), is_blind(programme)
    shown = [
        one for one in programme.fields
        if one.filled_by == "applicant" and not (blind and one.prefill.startswith(IDENTIFYING))
    ]  # fmt: skip
    words = [(one.title, in_words(one, known.get(one.code))) for one in shown]
    return [(title, blotted(text, row)) for title, text in words] if blind else words


def blotted(text: str, row: Application) -> str:
    """A text without the applicant's name, code and address."""
    for secret in (row.applicant.title, row.applicant.uscc or "", row.applicant.address):
        if len(secret) >= SHORTEST_NAME:
            text = text.replace(secret, _("【申报单位】"))
    return text


def papers_for_reviewer(row: Application) -> list[Paper]:
    """The papers; in a blind review only those that an officer has seen to tell nothing."""
    papers = row.papers.select_related("attachment__document")
    return list(papers.filter(shown_blind=True) if is_blind(programme_of(row.definition_id)) else papers)


def neutral_name(paper: Paper) -> str:
    """A file name that tells the slot and nothing of its origin."""
    ending = paper.attachment.document.name.rpartition(".")[2]
    return f"{paper.attachment.title}-{paper.pk}.{ending}"
