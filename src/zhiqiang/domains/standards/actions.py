"""What verifying does in this domain beside moving a state: a review abolishes, a node must hang in its tree."""

from typing import Any

from django.utils.translation import gettext as _

from zhiqiang.domains.standards.models import Review, SystemNode
from zhiqiang.domains.standards.rules import chain_of
from zhiqiang.foundation.catalogue import registers
from zhiqiang.foundation.registers.declaration import Register
from zhiqiang.foundation.registers.effect import Given
from zhiqiang.foundation.registers.effects import EFFECTS
from zhiqiang.foundation.registers.errors import RefusedError
from zhiqiang.foundation.registers.models import Record
from zhiqiang.foundation.registers.write import take_step
from zhiqiang.foundation.standing.workflow import WITHDRAW

SETTLED = ("standard", "outcome", "abolished_on")


def conclude_review(register: Register, row: Record, given: Given) -> dict[str, Any]:  # noqa: ARG001 (an effect's shape)
    """Verifying a review that abolishes withdraws its standard from the day it names. Raises RefusedError."""
    assert isinstance(row, Review)
    if row.outcome != Review.Outcome.ABOLISH:
        return {}
    take_step(
        register=registers()["standards.local_standards"],
        record_id=row.standard_id,
        step=WITHDRAW,
        actor=given.actor,
        reason=_("复审废止：%(reasons)s") % {"reasons": row.reasons},
        values={"on": row.abolished_on},
    )
    return {"abolished": row.standard.number}


def keep_conclusion(register: Register, row: Record, given: Given) -> dict[str, Any]:
    """A verified conclusion has had its effect: it is not corrected, but reviewed anew. Raises RefusedError."""
    proposed = given.values or {}
    if any(name in proposed and proposed[name] != getattr(row, name) for name in SETTLED):
        raise RefusedError(_("复审结论核实后已经生效，不能更正；有变化请另登一次复审，误废止的请收回标准的撤销。"))
    return EFFECTS["propose_correction"](register, row, given)


def place_node(register: Register, row: Record, given: Given) -> dict[str, Any]:  # noqa: ARG001 (an effect's shape)
    """A node from a workbook is verified only where its parent is there and no cycle is. Raises RefusedError."""
    assert isinstance(row, SystemNode)
    parents = row.parents()
    if row.parent_code and row.parent_code not in parents:
        raise RefusedError(
            _("体系里没有编号为“%(code)s”的上级，请先登记上级，或改正上级编号。") % {"code": row.parent_code}
        )
    chain = chain_of(row.code, parents)
    if len(set(chain)) < len(chain):
        raise RefusedError(_("上级成环：%(chain)s。请退回改正上级编号。") % {"chain": " → ".join(chain)})
    return {}
