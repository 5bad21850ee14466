"""Minutes as an official paper: printed with the signature, or afterwards where that could not be done."""

from django.db import transaction
from django.utils.translation import gettext as _

from zhiqiang.domains.goals.facade import city_unit
from zhiqiang.domains.steering.models import Meeting
from zhiqiang.domains.steering.presentation.minutes import KIND, minutes_paper
from zhiqiang.domains.steering.registers import MEETINGS
from zhiqiang.domains.steering.workflow import FOLLOWED, GIVEN_UP, ISSUED, LISTED
from zhiqiang.foundation.access.models import User
from zhiqiang.foundation.papers.actions import issue_paper
from zhiqiang.foundation.papers.models import IssuedPaper
from zhiqiang.foundation.papers.queries import papers_of
from zhiqiang.foundation.papers.series import issuer_of
from zhiqiang.foundation.registers.errors import RefusedError


@transaction.atomic
def issue_minutes(*, meeting_id: int, actor: User) -> IssuedPaper:
    """Print a meeting's signed minutes under the next number; minutes that are printed already are not printed again.

    Raises RefusedError where nobody has signed them, and what `issue_paper` raises.
    """
    meeting = Meeting.objects.select_for_update().get(pk=meeting_id)
    if meeting.state not in (ISSUED, FOLLOWED):
        raise RefusedError(_("纪要还没有签发，不能印发。"))
    if printed := papers_of(MEETINGS.slug, meeting.pk):
        return printed[0]
    paper = minutes_paper(
        meeting,
        agenda=meeting.agenda.filter(state=LISTED).select_related("unit").order_by("pk"),
        decisions=list(meeting.decisions.exclude(state=GIVEN_UP).select_related("unit", "lead").order_by("number")),
        city=city_unit().title,
        issuer=issuer_of(KIND),
    )
    return issue_paper(paper=paper, register=MEETINGS, record_id=meeting.pk, actor=actor)
