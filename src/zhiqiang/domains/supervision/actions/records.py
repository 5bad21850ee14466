"""What every action of supervision needs: its registers, records that a rival cannot make twice, who may not act."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from zhiqiang.domains.supervision.models import Order
from zhiqiang.domains.supervision.queries.facts import lead_of
from zhiqiang.foundation import catalogue, clock
from zhiqiang.foundation.access.models import Membership, User
from zhiqiang.foundation.notices.actions import notify
from zhiqiang.foundation.reference.models import Unit
from zhiqiang.foundation.registers.declaration import Register
from zhiqiang.foundation.registers.errors import RefusedError
from zhiqiang.foundation.registers.models import Record
from zhiqiang.foundation.registers.write import create_record, previous_actors
from zhiqiang.kernel.workflow import RECORDING

#: Who of a unit is told of an order, and answers it.
TOLD = ("reporter", "verifier")


def register(name: str) -> Register:
    """A register of this domain: "orders", "reviews", "interviews", "corrections"."""
    return catalogue.registers()[f"supervision.{name}"]


def create(name: str, values: Mapping[str, Any], actor: User) -> Record:
    """Make a record. Raises RefusedError where somebody was quicker with the same thing."""
    try:
        with transaction.atomic():
            return create_record(register=register(name), values=values, actor=actor)
    except IntegrityError:
        raise RefusedError(_("刚刚有人为同一事项办过了，没有重复办理。")) from None


def city() -> Unit:
    """The unit with which a record lies until it is served."""
    return Unit.objects.get(kind=Unit.Kind.CITY)


def require_no_own_matter(actor: User, order: Order) -> None:
    """Nobody supervises the unit or the department to which they belong (an order to oneself)."""
    held = actor.memberships_on()
    lead = (
        order.lead or lead_of(order.addressee.code, order.matter) if any(one.organisation_id for one in held) else None
    )
    for one in held:
        if one.unit_id == order.addressee_id or (lead is not None and one.organisation_id == lead.pk):
            raise RefusedError(
                _("您在“%(unit)s”任职，不能办理对本单位的督办，请转他人办理。") % {"unit": order.addressee}
            )


def hands_of(order: Order) -> dict[int, str]:
    """Who had a hand in an order on the city's side, and by which step: they do not decide on its review."""
    found = {}
    titles = {step.code: str(step.title) for step in register("orders").workflow.steps} | {RECORDING: _("拟稿")}
    for step, people in previous_actors(register("orders"), order).items():
        if step not in ("acknowledge", "reply"):
            found |= dict.fromkeys(people, titles.get(step, step))
    return found


def people_of(unit: Unit, roles: tuple[str, ...], on: date | None = None) -> list[User]:
    """The active people who hold one of these roles for a unit today."""
    day = on or clock.today()
    held = Membership.objects.filter(unit=unit, role__in=roles, valid_from__lte=day, user__is_active=True)
    return list(
        User.objects.filter(pk__in=[one.user_id for one in held if one.valid_to is None or one.valid_to >= day])
    )


def tell_unit(order: Order, *, event: str, title: str, body: str) -> int:
    """Tell the unit's people of something that happened to an order; the number newly told."""
    link = f"/supervision/order/{order.pk}/"
    people = people_of(order.addressee, TOLD)
    return notify(to=people, key=f"supervision.{event}/{order.pk}", title=title, body=body, link=link)
