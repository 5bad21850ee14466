"""What the system knows of an organisation: nobody is asked for it again.

`settings.ORGANISATION_FACTS` names functions (organisation_id, on) → facts by name, in the style of each domain's
`facade.facts_of`; `settings.ORGANISATION_DUE` names functions (organisation_id, on) → [(title, due day, address)];
`settings.APPLICATION_PAID` names functions (application ids) → {application id: fen paid}.
"""

from collections.abc import Collection, Iterator
from datetime import date
from typing import Any

from django.conf import settings
from django.utils.module_loading import import_string

from zhiqiang.domains.programmes import rules
from zhiqiang.domains.programmes.models import Application
from zhiqiang.foundation import clock
from zhiqiang.foundation.reference.models import Organisation
from zhiqiang.kernel.programmes.model import APPLICANT_KIND

RECOGNITIONS = "programmes.recognitions"
Due = tuple[str, date, str]


def organisation_facts(organisation: Organisation, on: date) -> dict[str, Any]:
    """Every fact that the system has of an organisation on a day."""
    found: dict[str, Any] = {
        APPLICANT_KIND: organisation.kind,
        "organisation_title": organisation.title,
        "organisation_uscc": organisation.uscc or "",
        "organisation_unit": organisation.unit.title,
        "organisation_address": organisation.address,
    }
    for provide in _providers("ORGANISATION_FACTS"):
        found |= provide(organisation.pk, on)
    return found


def facts_of_application(row: Application) -> dict[str, Any]:
    """What was known when the application was handed in; before that, what is known now."""
    if row.submitted_at is not None:
        return {name: rules.fact_from_json(kept) for name, kept in row.facts.items()}
    return organisation_facts(row.applicant, clock.today())


def due_dates(organisation_id: int, on: date) -> list[Due]:
    """What an organisation must see to, from every domain that knows of something, the soonest first."""
    found = [due for provide in _providers("ORGANISATION_DUE") for due in provide(organisation_id, on)]
    return sorted(found, key=lambda due: (due[1], due[0]))


def paid(applications: Collection[int]) -> dict[int, int]:
    """What has been paid for these applications, in fen."""
    found: dict[int, int] = {}
    for provide in _providers("APPLICATION_PAID"):
        for application, fen in provide(applications).items():
            found[application] = found.get(application, 0) + fen
    return found


def _providers(setting: str) -> Iterator[Any]:
    return (import_string(name) for name in getattr(settings, setting, ()))
