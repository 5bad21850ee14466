"""Which running clocks wait for a person: the records that a role of theirs must act on, within their region."""

from django.db.models import Q, QuerySet, Value
from django.db.models.functions import Concat

from zhiqiang.foundation.access.grants import Person
from zhiqiang.foundation.access.models import User
from zhiqiang.foundation.access.roles import BY_CODE
from zhiqiang.foundation.workflow.models import ClockRun

COUNT_CAP = 99


def waiting_for(person: Person) -> QuerySet[ClockRun]:
    """The running clocks in this person's hands, the most urgent first."""
    if not isinstance(person, User) or not person.is_active:
        return ClockRun.objects.none()
    mine = Q(pk__in=())
    for membership in person.memberships_on():
        if BY_CODE[membership.role].region:
            mine |= Q(holders__contains=f" {membership.role} ", unit_path__startswith=membership.unit.path)
    running = ClockRun.objects.filter(stopped_at=None).annotate(holders=Concat(Value(" "), "roles", Value(" ")))
    return running.filter(mine).order_by("due", "pk")
