"""Reviews of orders (条例 art. 17): applied for in time, decided by other people; an upheld one undoes the rest."""

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from zhiqiang.domains.supervision.actions.interviews import call_off_with_order
from zhiqiang.domains.supervision.actions.orders import annul_with_all_that_rests_on_it
from zhiqiang.domains.supervision.actions.records import create, hands_of, register, require_no_own_matter, tell_unit
from zhiqiang.domains.supervision.models import Order, Review
from zhiqiang.domains.supervision.workflow import STANDING
from zhiqiang.foundation import clock
from zhiqiang.foundation.access.models import User
from zhiqiang.foundation.registers.declaration import Register
from zhiqiang.foundation.registers.effect import Given
from zhiqiang.foundation.registers.errors import RefusedError
from zhiqiang.foundation.registers.write import locked, previous_actors
from zhiqiang.foundation.workflow.clocks import deadline_of
from zhiqiang.foundation.workflow.models import StepTaken

APPLY = "supervision.review_apply"


@transaction.atomic
def apply_for_review(*, order_id: int, grounds: str, actor: User) -> Review:
    """A unit applies against an order served on it, within the time limit. Raises RefusedError, NotThereError."""
    order = locked(register("orders"), order_id, actor, "view")
    assert isinstance(order, Order)
    if order.state not in STANDING:
        raise RefusedError(_("这件督办现为“%(state)s”，不能申请复核。") % {"state": order.get_state_display()})
    last = last_day_to_apply(order)
    if clock.today() > last:
        raise RefusedError(_("申请复核的期限 %(last)s 已过（收到督办之日起算）。") % {"last": last})
    if not grounds.strip():
        raise RefusedError(_("请写明申请复核的事实和理由。"))
    values = {"unit": order.unit, "order": order, "grounds": grounds.strip(), "applied_on": clock.today()}
    made = create("reviews", values, actor)
    assert isinstance(made, Review)
    return made


def last_day_to_apply(order: Order) -> Any:
    """The last day on which the unit may apply: by the rule in force when the order was served."""
    served = StepTaken.objects.filter(register="supervision.orders", record=order.pk, step="serve").latest("pk")
    due = deadline_of(APPLY, served.at).due
    return due.date() if hasattr(due, "date") else due


def why_recused(review: Review, person: User) -> str:
    """Why a person does not decide on a review; empty where they may. Whoever had a hand in the order stands aside,
    and in every later order that falls with it."""
    waiting = [review.order]
    while waiting:
        one = waiting.pop()
        if step := hands_of(one).get(person.pk):
            return _("您办过这件督办的“%(step)s”，复核须由没有参与的人决定（条例第十七条，回避）。") % {"step": step}
        waiting += one.later.all()
    interview = getattr(review.order, "interview", None)
    if interview is not None:
        takers = previous_actors(register("interviews"), interview).values()
        if any(person.pk in one for one in takers):
            return _("您办过与这件督办有关的约谈，复核须由没有参与的人决定（条例第十七条，回避）。")
    return ""


def uphold(_register: Register, review: Review, given: Given) -> dict[str, Any]:
    """The review is right: the order and all that rests on it fall; the trail keeps everything."""
    _require_other(review, given.actor)
    _decide(review, given)
    reason = _("复核成立：%(reason)s") % {"reason": given.reason}
    fallen = annul_with_all_that_rests_on_it(review.order, review=review, actor=given.actor, reason=reason[:400])
    for order in fallen:
        call_off_with_order(order, actor=given.actor, reason=reason[:400])
    names = [f"{one.number or one.get_rung_display()}（{one.get_rung_display()}）" for one in fallen]
    review.undone = "、".join(names)
    return {"annulled": [one.pk for one in fallen]}


def dismiss(_register: Register, review: Review, given: Given) -> dict[str, Any]:
    """The review is wrong: the order stands."""
    _require_other(review, given.actor)
    _decide(review, given)
    title = _("复核不成立，督办维持")
    tell_unit(review.order, event=f"dismissed-{review.pk}", title=title, body=given.reason)
    return {}


def _require_other(review: Review, actor: User) -> None:
    require_no_own_matter(actor, review.order)
    if why := why_recused(review, actor):
        raise RefusedError(why)


def _decide(review: Review, given: Given) -> None:
    review.decision, review.decided_on = given.reason, clock.today()
