"""The registers of supervision. Nothing is typed into a generic form: orders come from the ladder, the rest of them."""

from zhiqiang.domains.supervision import workflow
from zhiqiang.domains.supervision.actions import interviews, orders, reviews
from zhiqiang.domains.supervision.models import Correction, Interview, Order, Review
from zhiqiang.domains.supervision.queries.ladder import life_of
from zhiqiang.domains.supervision.rules.records import broken_interview_rules
from zhiqiang.foundation.registers.declaration import Field, Register
from zhiqiang.foundation.text import lazy as _

READERS, OWN_READERS = workflow.READERS, (*workflow.APPROVERS, *workflow.OWN_UNIT)
ON_LADDER = (*workflow.APPROVERS, "auditor")
LINKS = (("supervision", _("督办阶梯"), ON_LADDER), ("supervision-mine", _("对我们的督办"), workflow.UNIT_SIDE))

ORDERS = Register(
    slug="supervision.orders",
    title=_("督办"),
    description=_("由阶梯算出、经人批准的提醒、督办单、通报和约谈；逐级办理，单位答复，另一人核查。"),
    model=Order,
    key=("addressee", "subject", "rung"),
    fields=(
        Field("number", column=True, search=True, form=False),
        Field("addressee", column=True, filter=True, form=False),
        Field("rung", column=True, filter=True, form=False),
        Field("title", column=True, search=True, form=False),
        Field("ground", form=False),
        Field("demand", form=False),
        Field("authority", form=False),
        Field("issued_on", column=True, filter=True, form=False),
        Field("due_on", column=True, form=False),
        Field("replied_on", form=False),
        Field("finding", form=False),
        Field("ended_on", form=False),
        Field("lead", filter=True, form=False),
        Field("subject_kind", filter=True, form=False),
        Field("subject", form=False),
        Field("major", filter=True, form=False),
        Field("major_reason", form=False),
        Field("former", form=False),
        Field("ladder_version", form=False),
    ),
    access={
        "view": READERS, "add": workflow.DRAFTERS, "change": workflow.DRAFTERS, "export": workflow.APPROVERS,
    },
    workflow=workflow.every_order_life(),
    workflow_of=life_of,
    organisation_field="lead",
    links=LINKS,
    effects={
        "approve": orders.approve,
        "serve": orders.serve,
        "reply": orders.reply,
        "accept": orders.check,
        "reject": orders.check,
        "lapse": orders.lapse,
        "conclude": orders.conclude,
        "withdraw": orders.withdraw,
        "annul": orders.annul,
    },
    pages={"new": "supervision", "detail": "supervision-order"},
)  # fmt: skip

REVIEWS = Register(
    slug="supervision.reviews",
    title=_("督办复核"),
    description=_("单位对督办的复核申请；由没有参与的人决定，成立的撤销督办及其后果。"),
    model=Review,
    key=("order", "applied_on"),
    fields=(
        Field("order", column=True, form=False),
        Field("grounds", search=True, form=False),
        Field("applied_on", column=True, filter=True, form=False),
        Field("decision", form=False),
        Field("decided_on", column=True, form=False),
        Field("undone", form=False),
        Field("unit", column=True, filter=True, form=False),
    ),
    access={
        "view": OWN_READERS, "add": workflow.OWN_UNIT, "change": workflow.OWN_UNIT, "export": workflow.APPROVERS,
    },
    workflow=workflow.REVIEW,
    links=LINKS,
    effects={"uphold": reviews.uphold, "dismiss": reviews.dismiss},
    pages={"new": "supervision-mine", "detail": "supervision-review"},
)  # fmt: skip

INTERVIEWS = Register(
    slug="supervision.interviews",
    title=_("约谈"),
    description=_("通知、举行、双方确认纪要，整改复核通过后办结；须本人到场。"),
    model=Interview,
    key=("order",),
    fields=(
        Field("number", column=True, search=True, form=False),
        Field("addressee", column=True, filter=True, form=False),
        Field("person", column=True, form=False),
        Field("interviewer", form=False),
        Field("held_on", column=True, filter=True, form=False),
        Field("held_at", form=False),
        Field("place", form=False),
        Field("cause", search=True, form=False),
        Field("order", form=False),
        Field("minutes", form=False),
        Field("minutes_number", form=False),
        Field("unit_signed_by", form=False),
        Field("unit_signed_on", form=False),
        Field("city_signed_by", form=False),
        Field("city_signed_on", form=False),
    ),
    access={
        "view": OWN_READERS, "add": workflow.DRAFTERS, "change": workflow.DRAFTERS,
        "export": workflow.APPROVERS,
    },
    workflow=workflow.INTERVIEW,
    check=broken_interview_rules,
    links=LINKS,
    effects={
        "notify": interviews.notify_unit,
        "hold": interviews.hold,
        "confirm_unit": interviews.confirm_unit,
        "confirm_city": interviews.confirm_city,
        "close": interviews.close,
        "cancel": interviews.cancel,
        "fall": interviews.fall,
    },
    pages={"new": "supervision", "detail": "supervision-interview"},
)  # fmt: skip

CORRECTIONS = Register(
    slug="supervision.corrections",
    title=_("整改"),
    description=_("约谈后的书面整改报告，由另一人复核；未到位的重报。"),
    model=Correction,
    key=("interview",),
    fields=(
        Field("interview", column=True, form=False),
        Field("demand", form=False),
        Field("report", search=True, form=False),
        Field("reported_on", column=True, filter=True, form=False),
        Field("finding", form=False),
        Field("number", column=True, form=False),
        Field("ended_on", column=True, form=False),
        Field("unit", column=True, filter=True, form=False),
    ),
    access={
        "view": OWN_READERS, "add": workflow.APPROVERS,
        "change": (*workflow.APPROVERS, "reporter"), "export": workflow.APPROVERS,
    },
    workflow=workflow.CORRECTION,
    links=LINKS,
    effects={
        "report": interviews.report,
        "pass_recheck": interviews.pass_recheck,
        "fail_recheck": interviews.fail_recheck,
    },
    pages={"new": "supervision", "detail": "supervision-correction"},
)  # fmt: skip

REGISTERS = (ORDERS, REVIEWS, INTERVIEWS, CORRECTIONS)
