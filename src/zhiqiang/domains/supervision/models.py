"""Orders of the ladder, the reviews of orders, interviews and the corrections that follow them.

A record lies with the city (`unit`) until it is served on the unit it is about (`addressee`): drafts are nobody else's.
"""

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from zhiqiang.domains.supervision import workflow
from zhiqiang.foundation.reference.models import Organisation, Unit
from zhiqiang.foundation.registers.models import Record

User = settings.AUTH_USER_MODEL


class Rung(models.TextChoices):
    """The rungs that are ordered; what each needs is data (`ladder.toml`)."""

    REMIND = "remind", _("提醒")
    BLUE = "blue", _("蓝色督办单")
    ORANGE = "orange", _("橙色督办单")
    RED = "red", _("红色督办单")
    BULLETIN = "bulletin", _("点名通报")
    INTERVIEW = "interview", _("约谈")


class SubjectKind(models.TextChoices):
    """What is supervised."""

    DUTY = "duty", _("任务")
    REPORT = "report", _("报告")
    TARGET = "target", _("目标")
    CLAUSE = "clause", _("方案条目")


def _unit(label: Any) -> Any:
    return models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", verbose_name=label)


class Order(Record):
    """One rung ordered to one unit about one subject, with the facts as they stood when it was drawn up."""

    state = models.CharField(
        _("状态"), max_length=20, choices=workflow.ORDER_CHOICES, default=workflow.PROPOSED, db_index=True
    )
    addressee = _unit(_("被督办单位"))
    lead = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("牵头部门"),
        limit_choices_to={"kind": "department"},
    )  # fmt: skip
    rung = models.CharField(_("级别"), max_length=12, choices=Rung)
    subject_kind = models.CharField(_("事项类别"), max_length=8, choices=SubjectKind)
    subject = models.CharField(_("事项编号"), max_length=120, db_index=True)
    matter = models.CharField(_("所属事项"), max_length=120)
    title = models.CharField(_("事项"), max_length=200)
    ground = models.TextField(_("情形"))
    facts = models.JSONField(_("事实"), default=list, editable=False)
    authority = models.CharField(_("授权依据"), max_length=300)
    demand = models.CharField(_("要求"), max_length=600)
    major = models.BooleanField(_("重大事项"), default=False)
    major_reason = models.CharField(_("重大的理由"), max_length=400, blank=True)
    former = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="later", verbose_name=_("上一级")
    )
    ladder_version = models.DateField(_("阶梯版本"))
    number = models.CharField(_("文号"), max_length=60, blank=True, db_index=True)
    issued_on = models.DateField(_("送达日期"), null=True, blank=True, db_index=True)
    due_on = models.DateField(_("答复期限"), null=True, blank=True)
    reply = models.TextField(_("单位答复"), blank=True)
    replied_on = models.DateField(_("答复日期"), null=True, blank=True)
    finding = models.CharField(_("核查意见"), max_length=400, blank=True)
    ended_on = models.DateField(_("办结日期"), null=True, blank=True)

    class Meta:
        verbose_name = _("督办")
        ordering = ("-pk",)
        constraints = (
            models.UniqueConstraint(
                fields=("addressee", "subject"),
                condition=Q(state__in=workflow.RUNNING),
                name="order_one_running_per_subject",
                violation_error_message=_("这个单位的这一事项已有督办在办，没有重复办理。"),
            ),
            models.CheckConstraint(
                condition=Q(state__in=(*workflow.WITH_CITY, workflow.WITHDRAWN, workflow.ANNULLED))
                | Q(issued_on__isnull=False),
                name="order_served_on_a_day",
            ),
            models.CheckConstraint(
                condition=Q(major=False) | ~Q(major_reason=""), name="order_major_says_why"
            ),
            models.CheckConstraint(condition=~Q(authority=""), name="order_carries_its_authority"),
            models.CheckConstraint(condition=Q(former=None) | ~Q(former=F("id")), name="order_is_not_its_own_former"),
        )  # fmt: skip

    def __str__(self) -> str:
        return f"{self.number or self.get_rung_display()} {self.addressee} {self.title}"

    @property
    def replied_late(self) -> bool:
        """Whether the unit answered after the day that the order named."""
        return self.replied_on is not None and self.due_on is not None and self.replied_on > self.due_on


class Review(Record):
    """A unit's application against an order (条例 art. 17), decided by people who had no hand in it."""

    state = models.CharField(
        _("状态"), max_length=20, choices=workflow.REVIEW_CHOICES, default=workflow.APPLIED, db_index=True
    )
    order = models.ForeignKey(Order, on_delete=models.PROTECT, related_name="reviews", verbose_name=_("督办"))
    grounds = models.TextField(_("申请理由"))
    applied_on = models.DateField(_("申请日期"), db_index=True)
    decision = models.CharField(_("决定及理由"), max_length=400, blank=True)
    decided_on = models.DateField(_("决定日期"), null=True, blank=True)
    undone = models.TextField(_("随之撤销的"), blank=True)

    class Meta:
        verbose_name = _("督办复核")
        ordering = ("-pk",)
        constraints = (
            models.UniqueConstraint(
                fields=("order",),
                condition=Q(state=workflow.APPLIED),
                name="review_one_open_per_order",
                violation_error_message=_("这件督办已有一件复核在办，没有重复办理。"),
            ),
        )

    def __str__(self) -> str:
        return str(self.order)


class Interview(Record):
    """An interview (约谈) with the person in charge of a unit: no proxy, minutes confirmed by both sides."""

    state = models.CharField(
        _("状态"), max_length=20, choices=workflow.INTERVIEW_CHOICES, default=workflow.ARRANGED, db_index=True
    )
    order = models.OneToOneField(Order, on_delete=models.PROTECT, related_name="interview", verbose_name=_("督办"))
    addressee = _unit(_("被约谈单位"))
    person = models.CharField(_("被约谈人（职务）"), max_length=80)
    interviewer = models.CharField(_("约谈人（职务）"), max_length=80)
    held_on = models.DateField(_("约谈日期"), db_index=True)
    held_at = models.CharField(_("时间"), max_length=5, help_text=_("如 09:30"))
    place = models.CharField(_("地点"), max_length=120)
    cause = models.CharField(_("约谈事由"), max_length=600)
    number = models.CharField(_("通知文号"), max_length=60, blank=True)
    minutes = models.TextField(_("约谈情况和要求"), blank=True)
    minutes_number = models.CharField(_("纪要文号"), max_length=60, blank=True)
    unit_signed_by = models.CharField(_("被约谈人确认"), max_length=60, blank=True)
    unit_signed_on = models.DateField(_("被约谈人确认日期"), null=True, blank=True)
    city_signed_by = models.CharField(_("约谈人确认"), max_length=60, blank=True)
    city_signed_on = models.DateField(_("约谈人确认日期"), null=True, blank=True)

    class Meta:
        verbose_name = _("约谈")
        ordering = ("-held_on", "-pk")
        constraints = (
            models.CheckConstraint(
                condition=~Q(state__in=(workflow.SIGNED, workflow.CLOSED))
                | (Q(unit_signed_on__isnull=False) & Q(city_signed_on__isnull=False)),
                name="interview_signed_by_both",
            ),
        )

    def __str__(self) -> str:
        return f"{self.addressee} {self.held_on}"


class Correction(Record):
    """What a unit must put right after an interview: its report, and the re-check by another person."""

    state = models.CharField(
        _("状态"), max_length=20, choices=workflow.CORRECTION_CHOICES, default=workflow.DUE, db_index=True
    )
    interview = models.OneToOneField(
        Interview, on_delete=models.PROTECT, related_name="correction", verbose_name=_("约谈")
    )
    demand = models.TextField(_("整改要求"))
    report = models.TextField(_("整改报告"), blank=True)
    reported_on = models.DateField(_("报告日期"), null=True, blank=True)
    finding = models.CharField(_("复核意见"), max_length=400, blank=True)
    number = models.CharField(_("文号"), max_length=60, blank=True)
    ended_on = models.DateField(_("办结日期"), null=True, blank=True)

    class Meta:
        verbose_name = _("整改")
        ordering = ("-pk",)

    def __str__(self) -> str:
        return f"{self.unit} {self.interview.number}"
