"""What a person has been told."""

from django.db.models import F, QuerySet

from zhiqiang.foundation import clock
from zhiqiang.foundation.access.models import User
from zhiqiang.foundation.notices.models import Notice


def notices_of(person: User) -> QuerySet[Notice]:
    """The notices that are due, those not yet read first, then the newest."""
    due = Notice.objects.filter(person=person, due_at__lte=clock.now())
    return due.order_by(F("read_at").asc(nulls_first=True), "-due_at", "-pk")


def unread(person: User) -> QuerySet[Notice]:
    """Those of them that wait to be read."""
    return notices_of(person).filter(read_at=None)
