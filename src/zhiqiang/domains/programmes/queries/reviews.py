"""Who may review what, and what each may see of a review: own marks first, peers' only when consensus is open."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import Prefetch, Q, QuerySet

from zhiqiang.domains.programmes.models import Application, Consensus, DeclaredTie, Mark, ReviewAssignment
from zhiqiang.domains.programmes.queries.programmes import programme_of
from zhiqiang.foundation import clock
from zhiqiang.foundation.access.models import Membership, User
from zhiqiang.foundation.access.roles import EXPERT
from zhiqiang.foundation.parameters import load_parameters
from zhiqiang.foundation.reference.models import Organisation
from zhiqiang.kernel.programmes.conflicts import Conflict, FormerEmployment, Party, Reviewer, Tie, conflicts
from zhiqiang.kernel.programmes.scoring import Change, Layers, Marks, layers_of

COOLING_OFF = "programme.cooling_off"
REVIEWING = "reviewing"
#: In these states the reviewers' work is under way or open to be read by them.
REVIEW_STATES = ("accepted", REVIEWING)


@dataclass(frozen=True)
class Candidate:
    """A person who holds the role of an expert, and what stands against their reviewing an application."""

    person: User
    employer: str
    conflicts: tuple[Conflict, ...]
    assigned: bool


def reviewers_known(people: Sequence[User], on: date) -> dict[int, Reviewer]:
    """What is known of the employers and ties of these people on a day, by user id."""
    memberships = Membership.objects.filter(user__in=people, organisation__isnull=False).select_related("organisation")
    present: dict[int, set[Party]] = {person.pk: set() for person in people}
    former: dict[int, set[FormerEmployment]] = {person.pk: set() for person in people}
    ties: dict[int, list[Tie]] = {person.pk: [] for person in people}
    for one in memberships:
        assert one.organisation is not None
        party = party_of(one.organisation)
        if one.valid_to is None or one.valid_to >= on:
            present[one.user_id].add(party)
        else:
            former[one.user_id].add(FormerEmployment(party, one.valid_to))
    for tie in DeclaredTie.objects.filter(reviewer__in=people).select_related("organisation"):
        party = party_of(tie.organisation)
        if tie.kind == DeclaredTie.Kind.FORMER_EMPLOYER:
            former[tie.reviewer_id].add(FormerEmployment(party, tie.ended_on))
        else:
            ties[tie.reviewer_id].append(Tie(party, str(tie.get_kind_display()), tie.ended_on))
    return {
        person.pk: Reviewer(tuple(present[person.pk]), tuple(ties[person.pk]), tuple(former[person.pk]))
        for person in people
    }


def party_of(organisation: Organisation) -> Party:
    return Party(organisation.uscc or "", organisation.title)


def conflicts_of(people: Sequence[User], applicant: Organisation, on: date) -> dict[int, tuple[Conflict, ...]]:
    """What stands against each person's reviewing (or seeing) an application of this organisation, by user id."""
    years = int(load_parameters().value(COOLING_OFF, on))
    known = reviewers_known(people, on)
    return {pk: conflicts(one, [party_of(applicant)], on, cooling_off_years=years) for pk, one in known.items()}


def experts(on: date) -> "QuerySet[User]":
    """Everybody who holds the role of an expert on a day."""
    held = Membership.objects.filter(role=EXPERT.code, valid_from__lte=on).filter(
        Q(valid_to=None) | Q(valid_to__gte=on)
    )
    return User.objects.filter(is_active=True, pk__in=held.values("user")).order_by("name", "pk")


def candidates(row: Application) -> list[Candidate]:
    """Everybody who might review an application; who may not is listed with the reason."""
    today = clock.today()
    people = list(experts(today))
    against = conflicts_of(people, row.applicant, today)
    held = Membership.objects.filter(user__in=people, role=EXPERT.code).select_related("organisation").order_by("pk")
    employers = {one.user_id: str(one.organisation) for one in held if one.organisation}
    assigned = set(row.assignments.filter(ended_at=None).values_list("reviewer_id", flat=True))
    return [Candidate(one, employers.get(one.pk, ""), against[one.pk], one.pk in assigned) for one in people]


def assignments_of(person: User) -> "list[ReviewAssignment]":
    """The files an expert is to review now; none of an applicant with whom a tie has come up since."""
    held = ReviewAssignment.objects.filter(
        reviewer=person, ended_at=None, application__state__in=(*REVIEW_STATES, "reviewed")
    )
    found = list(held.select_related("application__applicant", "application__round", "application__definition"))
    return [one for one in found if not conflicts_of([person], one.application.applicant, clock.today())[person.pk]]


def assignment_open_to(person: User, assignment_id: int) -> ReviewAssignment | None:
    """One of the expert's own assignments, if nothing stands against it today; None is the same as absent."""
    held = ReviewAssignment.objects.filter(pk=assignment_id, reviewer=person, ended_at=None)
    found = held.select_related("application__applicant__unit", "application__definition", "application__round").first()
    if found is None or EXPERT.code not in person.roles:
        return None
    return None if conflicts_of([person], found.application.applicant, clock.today())[person.pk] else found


def is_final(assignment: ReviewAssignment) -> bool:
    return assignment.final_at is not None


def sees_peers(assignment: ReviewAssignment) -> bool:
    """Whether this expert may read the others' marks: only when the own are final and consensus has been opened."""
    return is_final(assignment) and assignment.application.consensus_opened_at is not None


def live_assignments(row: Application) -> "list[ReviewAssignment]":
    """The assignments that stand, with their marks."""
    marks = Prefetch("marks", Mark.objects.order_by("pk"))
    return list(row.assignments.filter(ended_at=None).select_related("reviewer").prefetch_related(marks))


def marks_of(assignment: ReviewAssignment) -> dict[str, Decimal | None]:
    return {one.criterion: _number(one.percent) for one in assignment.marks.all()}


def review_layers(row: Application) -> Layers | None:
    """The whole review of an application by the final marks; None where its programme has none."""
    programme = programme_of(row.definition_id)
    if programme.review is None:
        return None
    individual: Mapping[str, Marks] = {
        str(one.pk): marks_of(one) for one in live_assignments(row) if one.final_at is not None
    }
    agreed = _changes(row.consensus.all())
    return layers_of(
        programme.criteria,
        programme.review,
        individual,
        agreed.get(Consensus.Layer.CONSENSUS, {}),
        agreed.get(Consensus.Layer.AFTER_VISIT, {}),
    )


def _changes(rows: Iterable[Consensus]) -> dict[str, dict[str, Change]]:
    found: dict[str, dict[str, Change]] = {}
    for one in rows:
        found.setdefault(one.layer, {})[one.criterion] = Change(_number(one.percent), one.reason)
    return found


def _number(percent: int | None) -> Decimal | None:
    return None if percent is None else Decimal(percent)
