"""Stating how sure one is that a duty will be done."""

from django.utils.translation import gettext as _

from zhiqiang.domains.delivery.actions.duties import register
from zhiqiang.domains.delivery.models import Confidence, Duty
from zhiqiang.domains.delivery.workflow import CANCELLED, CLOSED
from zhiqiang.foundation import clock
from zhiqiang.foundation.access.models import User
from zhiqiang.foundation.registers.errors import NotThereError, RefusedError
from zhiqiang.foundation.registers.write import create_record


def state_confidence(*, duty_id: int, level: int, reason: str, actor: User) -> Confidence:
    """State one's confidence in a duty, in one's own name, today. Earlier statements stay.

    Raises NotThereError, RefusedError without a reason, for a level outside 1 to 5, or for a duty that is over.
    """
    duty = Duty.objects.filter(pk=duty_id).select_related("unit").first()
    if duty is None:
        raise NotThereError
    if duty.state in (CLOSED, CANCELLED):
        raise RefusedError(_("任务已结束，不再判断信心。"))
    if level not in Confidence.Step.values:
        raise RefusedError(_("请在五档中选一档。"))
    if not reason.strip():
        raise RefusedError(_("请写明理由：信心和计算的状态不同时，理由最要紧。"))
    values = {
        "duty": duty, "unit": duty.unit, "level": level, "person": actor.name[:40], "reason": reason.strip()[:400],
        "stated_on": clock.today(),
    }  # fmt: skip
    made = create_record(register=register("confidence"), values=values, actor=actor)
    assert isinstance(made, Confidence)
    return made
