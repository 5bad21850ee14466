"""What other domains may ask of one-stop services: ids in, plain values out."""

from datetime import date

from zhiqiang.domains.one_stop.models import Request, Visit
from zhiqiang.domains.one_stop.rules import SERVED
from zhiqiang.domains.one_stop.workflow import ACCEPTED, ANSWERED, CLOSED
from zhiqiang.foundation.workflow.verification import EVIDENCE_STATES, RECORDED


def facts_of(organisation_id: int, on: date) -> dict[str, object]:
    """What is known of an organisation on a day.

    `open_requests`: requests that still wait for an answer today; `requests_answered`: those answered in the year of
    that day, up to it; `visited_this_year`: whether a verified visit of that year, up to the day, holds a need and an
    answer.
    """
    requests = Request.objects.filter(enterprise=organisation_id)
    answered = requests.filter(state__in=(ANSWERED, CLOSED), answered_on__year=on.year, answered_on__lte=on)
    visits = Visit.objects.filter(
        enterprise=organisation_id, state__in=EVIDENCE_STATES, outcome__in=SERVED, visited_on__year=on.year,
        visited_on__lte=on,
    )  # fmt: skip
    return {
        "open_requests": requests.filter(state__in=(RECORDED, ACCEPTED), asked_on__lte=on).count(),
        "requests_answered": answered.count(),
        "visited_this_year": visits.exists(),
    }
