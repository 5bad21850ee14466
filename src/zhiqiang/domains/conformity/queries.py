"""Reads of certificates and laboratories: what a list is compared with, what falls due."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, timedelta
from typing import Any, NamedTuple

from django.db.models import QuerySet

from zhiqiang.domains.conformity.models import Certificate, Laboratory
from zhiqiang.domains.conformity.rules import records as rules
from zhiqiang.domains.conformity.rules.listed import Known
from zhiqiang.foundation import catalogue
from zhiqiang.foundation.access.grants import scope_for
from zhiqiang.foundation.access.models import User
from zhiqiang.foundation.parameters import load_parameters
from zhiqiang.foundation.registers.declaration import Register
from zhiqiang.foundation.standing.models import Interruption
from zhiqiang.foundation.standing.queries import standing_on

CERTIFICATES, LABORATORIES = "conformity.certificates", "conformity.laboratories"
IN_FORCE = ("verified", "correcting", "suspended")
DAY = timedelta(days=1)
LONGEST_WINDOW = timedelta(days=400)  # no renewal is applied for more than a year ahead


class Stored(NamedTuple):
    """A certificate as a list is compared with it."""

    record: int
    number: str
    unit: int
    scheme: str
    holder: str
    known: Known

    def is_in_force(self, day: date) -> bool:
        """Whether a list of certificates in force should hold it: verified, not withdrawn, not ended."""
        ended = self.known.valid_to is not None and self.known.valid_to < day
        return self.known.state in IN_FORCE and not ended


class Due(NamedTuple):
    """A certificate or qualification whose renewal may be applied for: since when, until when, and where it stands."""

    register: str
    record: int
    number: str
    title: str
    organisation: str
    unit: str
    opens: date
    valid_to: date
    days_left: int


def register_of(slug: str = CERTIFICATES) -> Register:
    """A register of this domain; actions and queries stand below its declaration and so ask the catalogue."""
    return catalogue.registers()[slug]


def stored_certificates(person: User) -> dict[str, Stored]:
    """Every certificate that this person may see, by number, with where it stands."""
    register = register_of()
    scope = scope_for(person, register, "view")
    names = ("pk", "number", "unit_id", "scheme", "holder__title", "state", "valid_from", "valid_to")
    rows = scope.restrict(Certificate.objects.order_by("pk")).values_list(*names)
    breaks = _interruptions(register.slug)
    found = {}
    for record, number, unit, scheme, holder, state, start, end in rows:
        since, free_from = breaks.get(record, (None, None))
        found[number] = Stored(record, number, unit, scheme, holder, Known(state, start, end, since, free_from))
    return found


def _interruptions(slug: str) -> Mapping[int, tuple[date | None, date | None]]:
    """Record → (start of what runs, first day after what ended)."""
    found: dict[int, tuple[date | None, date | None]] = {}
    rows = Interruption.objects.filter(register=slug, annulled_at=None).order_by("starts_on", "pk")
    for record, start, end in rows.values_list("record", "starts_on", "ends_on"):
        since, free_from = found.get(record, (None, None))
        if end is None:
            found[record] = (start, free_from)
        else:
            found[record] = (since, max(end + DAY, free_from) if free_from else end + DAY)
    return found


def due_for_renewal(person: User, on: date) -> list[Due]:
    """What this person may see that is in force and within its renewal window, the first to end first."""
    found: list[Due] = []
    for slug, model in ((CERTIFICATES, Certificate), (LABORATORIES, Laboratory)):
        scope = scope_for(person, register_of(slug), "view")
        found += renewals(slug, scope.restrict(model.objects.all()), on) if scope else []
    return sorted(found, key=lambda one: (one.valid_to, one.register, one.number))


def renewals(slug: str, rows: QuerySet[Any], on: date) -> Iterator[Due]:
    """Those of these certificates or qualifications that stand on a day and whose renewal window is open."""
    owner = "holder" if slug == CERTIFICATES else "organisation"
    near = standing_on(register_of(slug), on, rows.filter(valid_to__lte=on + LONGEST_WINDOW))
    for row in near.select_related(owner, "unit").order_by("valid_to", "pk"):
        opens = _opens(row)
        if opens is not None and opens <= on:
            title = row.get_scheme_display() if isinstance(row, Certificate) else row.areas
            yield Due(
                slug, row.pk, row.number, str(title), str(getattr(row, owner)), str(row.unit), opens, row.valid_to,
                (row.valid_to - on).days,
            )  # fmt: skip


def _opens(row: Certificate | Laboratory) -> date | None:
    parameters = load_parameters()
    own = rules.LABORATORY_RENEWAL if isinstance(row, Laboratory) else rules.renewal_parameter(row.scheme, parameters)
    return rules.renewal_opens(row.valid_to, own, parameters)


def valid_of(organisation: int, on: date) -> Iterable[Certificate]:
    """An organisation's certificates in force on a day."""
    return standing_on(register_of(), on, Certificate.objects.filter(holder=organisation))


def qualifications_of(organisation: int, on: date) -> Iterable[Laboratory]:
    """An organisation's testing qualifications in force on a day."""
    return standing_on(register_of(LABORATORIES), on, Laboratory.objects.filter(organisation=organisation))
