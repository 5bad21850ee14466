"""What the steps of an order do beside moving it: asked again, served with a paper, answered, checked, lapsed."""

from typing import Any

from django.utils.translation import gettext as _

from zhiqiang.domains.supervision.actions.issuing import issue_order
from zhiqiang.domains.supervision.actions.records import register, require_no_own_matter, tell_unit
from zhiqiang.domains.supervision.models import Order, Rung
from zhiqiang.domains.supervision.queries.facts import lead_of
from zhiqiang.domains.supervision.queries.ladder import dissolved, ended_units, last_day_of, life_of
from zhiqiang.domains.supervision.workflow import ANSWER_BY, LAPSED, MET, OPEN_INTERVIEWS, RUNNING
from zhiqiang.foundation import clock
from zhiqiang.foundation.registers.declaration import Register
from zhiqiang.foundation.registers.effect import Given
from zhiqiang.foundation.registers.errors import RefusedError
from zhiqiang.foundation.registers.write import take_step
from zhiqiang.foundation.workflow.clocks import deadline_of

LONGEST_REPLY = 4000


def approve(_register: Register, order: Order, given: Given) -> dict[str, Any]:
    """The draft is asked again: the unit still stands, and the former rung has not been taken back in between."""
    require_no_own_matter(given.actor, order)
    if order.addressee.code in set(ended_units(clock.today())):
        raise RefusedError(dissolved(order.addressee.code))
    if order.former is not None and order.former.state != LAPSED:
        facts = {"former": order.former.number or order.former, "state": order.former.get_state_display()}
        raise RefusedError(_("上一级（%(former)s）现为“%(state)s”，不能据以发出这一级，请撤回拟稿。") % facts)
    return {"authority": order.authority}


def serve(_register: Register, order: Order, given: Given) -> dict[str, Any]:
    """The order goes to the unit: with its day of answer and, above a reminder, a paper with a number."""
    notice = (given.values or {}).get("interview_number", "")
    if order.rung == Rung.INTERVIEW and not notice:
        raise RefusedError(_("约谈的督办随约谈通知送达，请先“拟定约谈”，再发出通知。"))
    order.unit, order.issued_on = order.addressee, clock.today()
    order.lead = order.lead or lead_of(order.addressee.code, order.matter)
    if order.rung == Rung.INTERVIEW:
        order.number = notice
        return {"number": notice}
    rule = life_of(order).clock(ANSWER_BY[0]).parameter
    due = deadline_of(rule, clock.now()).due
    order.due_on = due.date() if hasattr(due, "date") else due
    if order.rung != Rung.REMIND:
        order.number = issue_order(order, actor=given.actor)
    words = {"rung": order.get_rung_display(), "title": order.title}
    body = _("%(ground)s请在 %(due)s 前答复。") % {"ground": order.ground, "due": order.due_on}
    told = tell_unit(order, event="served", title=_("%(rung)s：%(title)s") % words, body=body)
    return {"number": order.number, "due_on": order.due_on.isoformat(), "told": told}


def reply(_register: Register, order: Order, given: Given) -> dict[str, Any]:
    """Keep the unit's own words and the day; a late answer is told as late."""
    text = str((given.values or {}).get("reply") or given.reason).strip()
    if not text:
        raise RefusedError(_("请写明办理情况、原因和措施。"))
    if len(text) > LONGEST_REPLY:
        raise RefusedError(_("答复超过 %(most)s 字，请精简，详细材料作为附件。") % {"most": LONGEST_REPLY})
    order.reply, order.replied_on = text, clock.today()
    late = (last := last_day_of(order)) is not None and order.replied_on > last
    return {"replied_on": order.replied_on.isoformat(), "late": late}


def check(_register: Register, order: Order, given: Given) -> dict[str, Any]:
    """Somebody else has looked at the answer: the order is met, or it has lapsed and the next rung is due."""
    require_no_own_matter(given.actor, order)
    order.finding, order.ended_on = given.reason, clock.today()
    return {"ended_on": order.ended_on.isoformat()}


def lapse(_register: Register, order: Order, _given: Given) -> dict[str, Any]:
    """Nobody answered by the last day; before that it is no lapse."""
    last = last_day_of(order)
    if last is None or clock.today() <= last:
        raise RefusedError(_("答复期限 %(last)s 还没有过，不能记为逾期。") % {"last": last})
    order.ended_on, order.finding = clock.today(), _("逾期未答复")
    return {"last_day": last.isoformat()}


def withdraw(_register: Register, order: Order, given: Given) -> dict[str, Any]:
    """The order is taken back; an interview that rests on it is taken back with it, and only so."""
    interview, told = getattr(order, "interview", None), (given.values or {}).get("interview_cancelled")
    if interview is not None and interview.state in OPEN_INTERVIEWS and not told:
        raise RefusedError(_("这件督办已安排约谈，请取消约谈，督办随之撤回。"))
    order.ended_on = clock.today()
    return {}


def conclude(_register: Register, order: Order, given: Given) -> dict[str, Any]:
    """The correction that followed the interview has passed its re-check."""
    passed = (given.values or {}).get("passed")
    if passed is None or passed.interview.order_id != order.pk:
        raise RefusedError(_("约谈的督办随整改复核通过办结，请在整改里办理。"))
    order.ended_on, order.finding = clock.today(), passed.finding
    return {"ended_on": order.ended_on.isoformat()}


def annul(_register: Register, order: Order, given: Given) -> dict[str, Any]:
    """Only an upheld review annuls: of this order, or of one that it rests on."""
    review = (given.values or {}).get("review")
    before, rests_on = order, [order.pk]
    while before.former is not None:
        before = before.former
        rests_on.append(before.pk)
    if review is None or review.order_id not in rests_on:
        raise RefusedError(_("只有复核成立才能撤销督办；要收回的，请“撤回督办”。"))
    order.ended_on = order.ended_on or clock.today()
    if order.issued_on is not None:
        title = _("%(rung)s已因复核撤销") % {"rung": order.get_rung_display()}
        tell_unit(order, event="annulled", title=title, body=_("与之有关的后果一并撤销。"))
    return {"review": review.pk}


def annul_with_all_that_rests_on_it(order: Order, *, review: Any, actor: Any, reason: str) -> list[Order]:
    """Annul an order and every later rung that rests on it, the latest first; those annulled, in order of the rungs."""
    chain, waiting = [order], [order]
    while waiting:
        found = list(waiting.pop().later.select_related("addressee").order_by("pk"))
        chain += found
        waiting += found
    done = []
    for one in reversed(chain):
        if one.state in (*RUNNING, MET, LAPSED):
            take_step(
                register=register("orders"), record_id=one.pk, step="annul", actor=actor, reason=reason,
                values={"review": review},
            )  # fmt: skip
            done.append(one)
    return done[::-1]
