"""The life of a plain record: recorded → verified by someone else → corrected through a proposal that is verified again."""

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


def verification(code: str, title: Text, *, makers: tuple[str, ...], checkers: tuple[str, ...]) -> Workflow:
    """The workflow of a register whose records count once somebody else has verified them.

    A proposed correction leaves the verified values in force until it is accepted: nobody takes a failed sample out
    of a rate by starting to correct it.
    """
    return Workflow(
        code=code,
        title=title,
        initial=RECORDED,
        starts=("verify_by",),
        states=(
            State(RECORDED, TITLES[RECORDED], colour="warn", public_title=_("核实中")),
            State(RETURNED, TITLES[RETURNED], colour="late", public_title=_("核实中")),
            State(VERIFIED, TITLES[VERIFIED], kind="closed", colour="ok", public_title=_("已核实")),
            State(CORRECTING, TITLES[CORRECTING], colour="warn", public_title=_("更正中")),
            State(VOIDED, TITLES[VOIDED], kind="closed", colour="none", public_title=_("已作废")),
        ),
        steps=(
            Step(
                "verify",
                _("核实"),
                (RECORDED,),
                VERIFIED,
                checkers,
                stops=("verify_by",),
                different_actor_from=(RECORDING,),
            ),
            Step(
                "send_back",
                _("退回"),
                (RECORDED,),
                RETURNED,
                checkers,
                stops=("verify_by",),
                starts=("resubmit_by",),
                needs_reason=True,
            ),
            Step(
                "resubmit", _("重新提交"), (RETURNED,), RECORDED, makers, stops=("resubmit_by",), starts=("verify_by",)
            ),
            Step(
                "propose_correction",
                _("提出更正"),
                (VERIFIED,),
                CORRECTING,
                makers,
                starts=("verify_by",),
                needs_reason=True,
            ),
            Step(
                "accept_correction",
                _("核实更正"),
                (CORRECTING,),
                VERIFIED,
                checkers,
                stops=("verify_by",),
                different_actor_from=("propose_correction",),
            ),
            Step(
                "reject_correction",
                _("不予更正"),
                (CORRECTING,),
                VERIFIED,
                checkers,
                stops=("verify_by",),
                needs_reason=True,
            ),
            Step("void", _("作废"), (RECORDED, RETURNED), VOIDED, makers, needs_reason=True),
        ),
        clocks=(
            Clock("verify_by", _("核实时限"), "records.verify", on_expiry=_("列入逾期，提醒核实人")),
            Clock("resubmit_by", _("重报时限"), "records.resubmit", on_expiry=_("列入逾期，提醒填报人")),
        ),
    )
