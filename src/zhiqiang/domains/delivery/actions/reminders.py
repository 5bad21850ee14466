"""One button reminds everybody who has not reported, at most once a day."""

from collections import defaultdict
from datetime import date

from django.db import transaction
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _

from zhiqiang.domains.delivery.actions.duties import register
from zhiqiang.domains.delivery.models import Report
from zhiqiang.domains.delivery.workflow import OWED, SEND_BACK
from zhiqiang.foundation import clock
from zhiqiang.foundation.access.grants import scope_for
from zhiqiang.foundation.access.models import Membership, User
from zhiqiang.foundation.notices.actions import notify


@transaction.atomic
def remind_all(*, period: str, actor: User) -> int:
    """Remind the holders of every report of a period that is still owed; how many people were newly told.

    Within the reach of who presses the button. Nobody is told twice on one day, however often it is pressed.
    """
    rows = Report.objects.filter(period=period, state__in=OWED).select_related("unit", "duty")
    mine = scope_for(actor, register("reports"), SEND_BACK).restrict(rows)
    owed: dict[tuple[int, int | None], list[Report]] = defaultdict(list)
    for report in mine.order_by("due_at", "pk"):
        owed[report.unit_id, report.duty.lead_id if report.unit.is_city else None].append(report)
    today = clock.today()
    return sum(_remind(reports, unit, lead, today) for (unit, lead), reports in owed.items())


def _remind(reports: list[Report], unit: int, lead: int | None, today: date) -> int:
    first = reports[0]
    known = {"period": first.period, "count": len(reports), "due": f"{first.due_at.astimezone(clock.ZONE):%m-%d %H:%M}"}
    link = f"{reverse('reports-owed')}?period={first.period}"
    if len(reports) == 1:
        link = reverse("duty-report", args=[first.pk])
    return notify(
        to=holders(unit, lead, today),
        key=f"delivery.remind/{first.period}/{first.unit.code}/{lead or 0}/{today}",
        title=_("%(period)s 还有 %(count)d 份报告未报") % known,
        body=_("最早的截止 %(due)s。数据已由系统填好，只需补充做了什么、卡在哪里、需要什么。") % known,
        link=link,
    )


def holders(unit: int, lead: int | None, today: date) -> list[User]:
    """Who answers for the reports of a unit, or at the city of a lead department, on a day."""
    whose = Q(role="reporter", unit=unit) if lead is None else Q(role="department", organisation=lead)
    standing = Membership.objects.filter(whose, valid_from__lte=today, user__is_active=True)
    standing = standing.filter(Q(valid_to=None) | Q(valid_to__gte=today)).select_related("user")
    return [one.user for one in standing.order_by("pk")]
