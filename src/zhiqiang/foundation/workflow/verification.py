"""The life of a plain record: recorded → verified by someone else → corrected by a proposal that is verified too."""

from zhiqiang.foundation.text import Text
from zhiqiang.foundation.text import lazy as _
from zhiqiang.kernel.workflow import RECORDING, Clock, State, Step, Workflow

RECORDED, RETURNED, VERIFIED, CORRECTING, VOIDED = "recorded", "returned", "verified", "correcting", "voided"
EVIDENCE_STATES = (VERIFIED, CORRECTING)
EDITABLE_STATES = (RECORDED, RETURNED)

STATE_CHOICES = (
    (RECORDED, _("待核实")),
    (RETURNED, _("已退回")),
    (VERIFIED, _("已核实")),
    (CORRECTING, _("更正待核")),
    (VOIDED, _("已作废")),
)

TITLES = dict(STATE_CHOICES)


STATES = (
    State(RECORDED, TITLES[RECORDED], colour="warn", public_title=_("核实中")),
    State(RETURNED, TITLES[RETURNED], colour="late", public_title=_("核实中")),
    State(VERIFIED, TITLES[VERIFIED], kind="closed", colour="ok", public_title=_("已核实")),
    State(CORRECTING, TITLES[CORRECTING], colour="warn", public_title=_("更正中")),
    State(VOIDED, TITLES[VOIDED], kind="closed", colour="none", public_title=_("已作废")),
)
VERIFY_BY, RESUBMIT_BY = ("verify_by",), ("resubmit_by",)
CLOCKS = (
    Clock(*VERIFY_BY, _("核实时限"), "records.verify", on_expiry=_("列入逾期，提醒核实人")),
    Clock(*RESUBMIT_BY, _("重报时限"), "records.resubmit", on_expiry=_("列入逾期，提醒填报人")),
)


def verification(code: str, title: Text, *, makers: tuple[str, ...], checkers: tuple[str, ...]) -> Workflow:
    """The workflow of a register whose records count once somebody else has verified them.

    A proposed correction leaves the verified values in force until it is accepted: nobody takes a failed sample out
    of a rate by starting to correct it.
    """
    steps = (*_first_round(makers, checkers), *_corrections(makers, checkers))
    return Workflow(
        code=code, title=title, initial=RECORDED, starts=VERIFY_BY, states=STATES, steps=steps, clocks=CLOCKS
    )


def _first_round(makers: tuple[str, ...], checkers: tuple[str, ...]) -> tuple[Step, ...]:
    fresh, returned = (RECORDED,), (RETURNED,)
    return (
        Step("verify", _("核实"), fresh, VERIFIED, checkers, stops=VERIFY_BY, different_actor_from=(RECORDING,)),
        Step("send_back", _("退回"), fresh, RETURNED, checkers, stops=VERIFY_BY, starts=RESUBMIT_BY, needs_reason=True),
        Step("resubmit", _("重新提交"), returned, RECORDED, makers, stops=RESUBMIT_BY, starts=VERIFY_BY),
        Step("void", _("作废"), (RECORDED, RETURNED), VOIDED, makers, needs_reason=True),
    )


def _corrections(makers: tuple[str, ...], checkers: tuple[str, ...]) -> tuple[Step, ...]:
    proposed = "propose_correction"
    return (
        Step(proposed, _("提出更正"), (VERIFIED,), CORRECTING, makers, starts=VERIFY_BY, needs_reason=True),
        Step(
            "accept_correction",
            _("核实更正"),
            (CORRECTING,),
            VERIFIED,
            checkers,
            stops=VERIFY_BY,
            different_actor_from=(proposed,),
        ),
        Step("reject_correction", _("不予更正"), (CORRECTING,), VERIFIED, checkers, stops=VERIFY_BY, needs_reason=True),
    )
