"""Money as records: what may be spent, what is promised, what is paid, what comes back, what others paid.

Amounts are whole fen in the database. A field that people type holds yuan in Python (`YuanField`); running totals are
plain integers of fen, moved only by conditional updates in `actions.py` and held by the constraints here.
"""

from decimal import Decimal
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from zhiqiang.domains.incentives import workflow
from zhiqiang.domains.incentives.rules import codes_in, to_fen, to_yuan
from zhiqiang.foundation.reference.models import Organisation
from zhiqiang.foundation.registers.models import Record
from zhiqiang.kernel.programmes.amount import normal

User = settings.AUTH_USER_MODEL
#: A commitment that keeps others from being paid for the same: still promised, or paid and not come back.
LIVE = Q(state=workflow.COMMITTED) | Q(paid_fen__gt=F("recovered_fen"))


class YuanField(models.DecimalField):  # type: ignore[type-arg]  # always Decimal
    """Yuan with two places in Python and in every form, table and workbook; whole fen in the database."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs |= {"max_digits": 15, "decimal_places": 2}
        super().__init__(*args, **kwargs)

    def get_internal_type(self) -> str:
        """The column is a whole number, whatever the type in Python."""
        return "BigIntegerField"

    def get_prep_value(self, value: Any) -> Any:
        """Fen for the database. Raises ValueError for a part of a fen."""
        return None if value is None else to_fen(self.to_python(value))

    def get_db_prep_value(self, value: Any, connection: Any, prepared: bool = False) -> Any:  # noqa: ARG002 (Django's signature)
        return value if prepared else self.get_prep_value(value)

    def from_db_value(self, value: Any, _expression: Any, _connection: Any) -> Decimal | None:
        return None if value is None else to_yuan(int(value))


class NormalField(models.CharField):  # type: ignore[type-arg]  # always str
    """Another text field of the row as it is compared: `GB/T 1.1—2020` and `gb/t1.1-2020` are one thing."""

    def __init__(self, *args: Any, of: str = "", **kwargs: Any) -> None:
        self.of = of
        super().__init__(*args, **{"max_length": 200, "blank": True, "default": "", "editable": False, **kwargs})

    def deconstruct(self) -> Any:
        name, path, args, kwargs = super().deconstruct()
        return name, path, args, {**kwargs, "of": self.of}

    def pre_save(self, model_instance: models.Model, add: bool) -> str:  # noqa: ARG002 (Django's signature)
        value = normal(getattr(model_instance, self.of) or "")
        setattr(model_instance, self.attname, value)
        return value


class Funder(models.TextChoices):
    """Whose money it is; the codes are those of the programme definitions."""

    CITY = "city", _("市级")
    COUNTY = "county", _("县级")
    PROVINCE = "province", _("省级")
    NATION = "nation", _("国家")


class BudgetLine(Record):
    """Money that was set aside for a year, and for which programmes. `committed_fen`: promised and not released."""

    code = models.CharField(_("预算项目编号"), max_length=60)
    title = models.CharField(_("预算项目名称"), max_length=160)
    year = models.PositiveSmallIntegerField(_("预算年度"))
    funder = models.CharField(_("资金层级"), max_length=12, choices=Funder)
    programmes = models.CharField(_("可支付的项目"), max_length=400, help_text=_("项目代码，多个用空格隔开"))
    cap = YuanField(_("预算额度（元）"))
    issued_on = models.DateField(_("下达日期"), db_index=True)
    closes_on = models.DateField(_("承诺截止日"), help_text=_("过了这一天不再作新的承诺；一般为当年 12 月 31 日"))
    clause = models.CharField(_("方案条目"), max_length=20, default="S2.1")
    proof = models.CharField(_("预算文件"), max_length=200)
    committed_fen = models.BigIntegerField(_("已承诺（分）"), default=0, editable=False)

    class Meta:
        verbose_name = _("预算额度")
        ordering = ("-year", "code")
        constraints = (
            models.UniqueConstraint(fields=("code",), name="budget_line_code_once"),
            models.CheckConstraint(
                condition=Q(committed_fen__gte=0) & Q(committed_fen__lte=F("cap")),
                name="budget_line_never_over_its_cap",
                violation_error_message=_("额度小于已经作出的承诺，请先解除承诺或加大额度。"),
            ),
        )

    def __str__(self) -> str:
        return f"{self.code} {self.title}"

    @property
    def cap_fen(self) -> int:
        return to_fen(self.cap)

    @property
    def left_fen(self) -> int:
        """What may still be promised."""
        return self.cap_fen - self.committed_fen

    @property
    def pays(self) -> tuple[str, ...]:
        """The codes of the programmes it may pay."""
        return codes_in(self.programmes)


class OutsidePayment(Record):
    """What another funder paid for a thing; as long as it is not voided, nobody else pays for the same thing."""

    funder = models.CharField(_("资金层级"), max_length=12, choices=Funder)
    funder_name = models.CharField(_("出资单位"), max_length=120)
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="+", verbose_name=_("受资助单位")
    )
    thing = models.CharField(_("资助事项"), max_length=200, help_text=_("标准编号、项目编号等，用来判断是不是同一件事"))
    thing_key = NormalField(of="thing", db_index=True)
    amount = YuanField(_("金额（元）"))
    paid_on = models.DateField(_("拨付日期"), db_index=True)
    document = models.CharField(_("拨付文件"), max_length=160, help_text=_("文号或公示名单的名称"))

    class Meta:
        verbose_name = _("其他资金已支付")
        ordering = ("-paid_on", "-pk")
        constraints = (
            models.UniqueConstraint(
                fields=("funder", "organisation", "thing", "paid_on"), name="outside_payment_once_per_thing_and_day"
            ),
            models.CheckConstraint(condition=Q(amount__gt=0), name="outside_payment_is_money"),
        )

    def __str__(self) -> str:
        return f"{self.thing} {self.organisation}"

    @property
    def amount_fen(self) -> int:
        return to_fen(self.amount)


class Commitment(Record):
    """A promise of money for one award, with what it rests on; its amount is computed and never typed.

    `claimed_fen`: payments proposed, approved or paid. `released_fen`: given back to the budget line. `recovered_fen`:
    came back from the beneficiary, which frees the thing but not the budget.
    """

    state = models.CharField(
        _("状态"), max_length=20, choices=workflow.COMMITMENT_CHOICES, default=workflow.COMMITTED, db_index=True
    )
    award = models.CharField(_("认定"), max_length=80)
    application = models.BigIntegerField(_("申报号"), db_index=True, editable=False)
    line = models.ForeignKey(
        BudgetLine, on_delete=models.PROTECT, related_name="commitments", verbose_name=_("预算项目")
    )
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="+", verbose_name=_("受资助单位")
    )
    programme = models.CharField(_("项目代码"), max_length=60, db_index=True)
    programme_title = models.CharField(_("项目"), max_length=120)
    programme_version = models.PositiveIntegerField(_("项目版本"))
    thing = models.CharField(_("资助事项"), max_length=200, blank=True)
    thing_key = NormalField(of="thing", db_index=True)
    amount = YuanField(_("承诺金额（元）"))
    rule = models.CharField(_("金额规则"), max_length=80)
    rule_version = models.DateField(_("规则版本"))
    clause = models.CharField(_("方案条目"), max_length=20)
    article = models.CharField(_("依据"), max_length=200, blank=True)
    valid_on = models.DateField(_("按此日的标准"))
    claimed_fen = models.BigIntegerField(_("已提出拨付（分）"), default=0, editable=False)
    paid_fen = models.BigIntegerField(_("已付（分）"), default=0, editable=False)
    released_fen = models.BigIntegerField(_("已解除（分）"), default=0, editable=False)
    recovered_fen = models.BigIntegerField(_("已收回（分）"), default=0, editable=False)

    class Meta:
        verbose_name = _("资金承诺")
        ordering = ("-pk",)
        constraints = (
            models.UniqueConstraint(
                fields=("award",),
                condition=LIVE,
                name="commitment_once_per_award",
            ),
            models.UniqueConstraint(
                fields=("thing_key",),
                condition=LIVE & ~Q(thing_key=""),
                name="commitment_once_per_thing",
            ),
            models.CheckConstraint(
                condition=Q(amount__gt=0)
                & Q(recovered_fen__gte=0)
                & Q(recovered_fen__lte=F("paid_fen"))
                & Q(paid_fen__lte=F("claimed_fen"))
                & Q(released_fen__gte=0)
                & Q(claimed_fen__lte=F("amount") - F("released_fen")),
                name="commitment_never_pays_more_than_promised",
            ),
            models.CheckConstraint(
                condition=(~Q(state=workflow.RELEASED) | Q(claimed_fen=0))
                & (~Q(state=workflow.SETTLED) | (Q(paid_fen__gt=0) & Q(claimed_fen=F("paid_fen")))),
                name="commitment_closed_owes_nothing",
            ),
        )

    def __str__(self) -> str:
        return f"{self.award} {self.thing}".strip()

    @property
    def amount_fen(self) -> int:
        return to_fen(self.amount)

    @property
    def open_fen(self) -> int:
        """What may still be proposed for payment."""
        return self.amount_fen - self.claimed_fen - self.released_fen


class Payment(Record):
    """One payment of a commitment, approved by two people of whom neither proposed it. Facts for the public are copied
    from the commitment, so that a published line stays what it was."""

    state = models.CharField(
        _("状态"), max_length=20, choices=workflow.PAYMENT_CHOICES, default=workflow.PROPOSED, db_index=True
    )
    commitment = models.ForeignKey(
        Commitment, on_delete=models.PROTECT, related_name="payments", verbose_name=_("资金承诺")
    )
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="+", verbose_name=_("受资助单位")
    )
    programme = models.CharField(_("项目代码"), max_length=60, db_index=True)
    programme_title = models.CharField(_("项目"), max_length=120)
    thing = models.CharField(_("资助事项"), max_length=200, blank=True)
    amount = YuanField(_("拨付金额（元）"))
    rule = models.CharField(_("金额规则"), max_length=80)
    clause = models.CharField(_("方案条目"), max_length=20, db_index=True)
    first_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, blank=True, editable=False, related_name="+",
        verbose_name=_("第一次批准人"),
    )  # fmt: skip
    second_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, blank=True, editable=False, related_name="+",
        verbose_name=_("第二次批准人"),
    )  # fmt: skip
    voucher = models.CharField(_("支付凭证号"), max_length=80, blank=True)
    paid_on = models.DateField(_("付款日期"), null=True, blank=True, db_index=True)
    recovering_fen = models.BigIntegerField(_("追回（分）"), default=0, editable=False)

    class Meta:
        verbose_name = _("资金拨付")
        ordering = ("-pk",)
        constraints = (
            models.CheckConstraint(condition=Q(amount__gt=0), name="payment_is_money"),
            models.CheckConstraint(
                condition=~Q(state__in=(workflow.FIRST_APPROVED, workflow.APPROVED, workflow.PAID))
                | Q(first_by__isnull=False),
                name="payment_first_approved",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=(workflow.APPROVED, workflow.PAID)) | Q(second_by__isnull=False),
                name="payment_second_approved",
            ),
            models.CheckConstraint(
                condition=(Q(first_by=None) | ~Q(first_by=F("recorded_by")))
                & (Q(second_by=None) | (~Q(second_by=F("recorded_by")) & ~Q(second_by=F("first_by")))),
                name="payment_approved_by_two_others",
            ),
            models.CheckConstraint(
                condition=~Q(state=workflow.PAID) | (~Q(voucher="") & Q(paid_on__isnull=False)),
                name="payment_paid_has_voucher",
            ),
            models.CheckConstraint(
                condition=Q(recovering_fen__gte=0) & Q(recovering_fen__lte=F("amount")),
                name="payment_never_recovered_twice",
            ),
        )

    def __str__(self) -> str:
        return f"{self.organisation} {self.thing}".strip()

    @property
    def amount_fen(self) -> int:
        return to_fen(self.amount)


class Recovery(Record):
    """Money that must come back from one payment, in whole or in part."""

    class Cause(models.TextChoices):
        WITHDRAWN = "withdrawn", _("认定被撤销")
        FALSE_DATA = "false_data", _("弄虚作假")
        PAID_TWICE = "paid_twice", _("重复享受")
        OTHER = "other", _("其他")

    state = models.CharField(
        _("状态"), max_length=20, choices=workflow.RECOVERY_CHOICES, default=workflow.PROPOSED, db_index=True
    )
    payment = models.ForeignKey(
        Payment, on_delete=models.PROTECT, related_name="recoveries", verbose_name=_("资金拨付")
    )
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="+", verbose_name=_("受资助单位")
    )
    amount = YuanField(_("追回金额（元）"))
    cause = models.CharField(_("原因"), max_length=16, choices=Cause)
    explanation = models.CharField(_("说明"), max_length=400)
    voucher = models.CharField(_("收款凭证号"), max_length=80, blank=True)
    received_on = models.DateField(_("收回日期"), null=True, blank=True)

    class Meta:
        verbose_name = _("资金追回")
        verbose_name_plural = verbose_name
        ordering = ("-pk",)
        constraints = (
            models.CheckConstraint(condition=Q(amount__gt=0), name="recovery_is_money"),
            models.CheckConstraint(
                condition=~Q(state=workflow.RECEIVED) | (~Q(voucher="") & Q(received_on__isnull=False)),
                name="recovery_received_has_voucher",
            ),
        )

    def __str__(self) -> str:
        return f"{self.organisation} {self.get_cause_display()}"

    @property
    def amount_fen(self) -> int:
        return to_fen(self.amount)
