"""What falls due for whoever was recognised: a review, the report of a year; terms end as in every register."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _

from zhiqiang.domains.programmes import rules
from zhiqiang.domains.programmes.models import Recognition
from zhiqiang.domains.programmes.models.catalogue import catalogue
from zhiqiang.domains.programmes.queries import facts
from zhiqiang.domains.programmes.queries.programmes import programme_of
from zhiqiang.foundation import catalogue as declared
from zhiqiang.foundation.parameters import load_parameters
from zhiqiang.foundation.standing.queries import standing_on
from zhiqiang.kernel.programmes import Programme

REMINDER, REPORT_BY = "programme.reminder", "recognition.report_months"
JANUARY = 1


@dataclass(frozen=True, slots=True)
class DueDay:
    """One thing that falls due; `near`: within the months before it in which one is reminded, or past."""

    title: str
    day: date
    url: str
    near: bool


def due_dates(organisation_id: int, on: date) -> list[DueDay]:
    """Everything that an organisation must see to, the soonest first, from all domains that know of something."""
    months = int(load_parameters().value(REMINDER, on))
    found = [*own_due(organisation_id, on), *facts.due_dates(organisation_id, on)]
    found.sort(key=lambda due: (due[1], due[0]))
    return [DueDay(title, day, url, rules.months_later(day, -months) <= on) for title, day, url in found]


def own_due(organisation_id: int, on: date) -> list[facts.Due]:
    """What this domain knows of."""
    held = Recognition.objects.filter(organisation_id=organisation_id).prefetch_related("reports")
    standing = standing_on(declared.registers()[facts.RECOGNITIONS], on, held)
    return [due for row in standing if isinstance(row, Recognition) for due in _due_of(row, on)]


def missing_report(row: Recognition, on: date) -> int | None:
    """The first year whose report is overdue on a day; None where none is."""
    programme = programme_for(row)
    if programme is None or not rules.owes_reports(programme):
        return None
    year = _next_report(row)
    return year if report_due(year, on) < on else None


def overdue_reports(on: date) -> list[tuple[Recognition, int]]:
    """The recognitions that stand on a day although a yearly report is overdue, with its year: a ground to end them."""
    owing = [one.code for one in catalogue().programmes if rules.owes_reports(one)]
    held = Recognition.objects.filter(programme__in=owing, valid_from__year__lt=on.year).select_related("organisation")
    rows = standing_on(declared.registers()[facts.RECOGNITIONS], on, held.prefetch_related("reports"))
    missing = [
        (row, missing_report(row, on)) for row in rows.order_by("valid_from", "pk") if isinstance(row, Recognition)
    ]
    return [(row, year) for row, year in missing if year is not None]


def report_due(year: int, on: date) -> date:
    """The last day for the report of a year: so many months into the next."""
    return rules.last_valid_day(date(year + 1, JANUARY, 1), int(load_parameters().value(REPORT_BY, on)))


def programme_for(row: Recognition) -> Programme | None:
    """The definition of a recognition: the one it was made under, else the one in force."""
    return programme_of(row.definition_id) if row.definition_id else catalogue().find(row.programme)


def _next_report(row: Recognition) -> int:
    """The first year since the recognition whose report has not come."""
    known = {one.year for one in row.reports.all()}
    year = row.valid_from.year
    while year in known:
        year += 1
    return year


def _due_of(row: Recognition, on: date) -> Iterator[facts.Due]:
    url = reverse("register-detail", args=[facts.RECOGNITIONS, row.pk])
    if row.review_on is not None and (row.valid_to is None or row.review_on <= row.valid_to):
        yield _("%(row)s：复核") % {"row": row}, row.review_on, url
    programme = programme_for(row)
    if programme is not None and rules.owes_reports(programme):
        year = _next_report(row)
        if year < on.year or report_due(year, on) >= on:
            yield _("%(row)s：%(year)s 年度报告") % {"row": row, "year": year}, report_due(year, on), url
