"""Batches of food, drug and agricultural product samples (抽检批次), one record a batch."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from zhiqiang.foundation.reference.models import Organisation, ProductClass
from zhiqiang.foundation.registers.models import Record


class Sample(Record):
    """One sampled batch (批次): by which level and design it was drawn, of what, from whom, and what the test said."""

    class Level(models.TextChoices):
        NATIONAL = "national", _("国家级")
        PROVINCE = "province", _("省级")
        CITY = "city", _("市级")
        COUNTY = "county", _("县级")

    class Design(models.TextChoices):
        REPRESENTATIVE = "representative", _("代表性")
        TARGETED = "targeted", _("问题导向")
        RISK = "risk", _("风险监测")
        FOLLOW_UP = "follow_up", _("跟踪复抽")

    class Method(models.TextChoices):
        LABORATORY = "laboratory", _("实验室检验")
        RAPID = "rapid", _("快速检测")

    class Conclusion(models.TextChoices):
        PASS = "pass", _("合格")
        FAIL = "fail", _("不合格")

    number = models.CharField(_("样品编号"), max_length=40, unique=True)
    level = models.CharField(_("任务级别"), max_length=10, choices=Level)
    design = models.CharField(_("抽样方式"), max_length=16, choices=Design)
    product_class = models.ForeignKey(ProductClass, on_delete=models.PROTECT, verbose_name=_("产品类别"))
    product = models.CharField(_("样品名称"), max_length=120)
    producer = models.CharField(_("标称生产者"), max_length=160, blank=True)
    producer_uscc = models.CharField(_("统一社会信用代码"), max_length=18, blank=True)
    place = models.CharField(_("抽样地点"), max_length=160)
    sampled_on = models.DateField(_("抽样日期"), db_index=True)
    reported_on = models.DateField(_("报告日期"), null=True, blank=True)
    laboratory = models.ForeignKey(
        Organisation,
        on_delete=models.PROTECT,
        related_name="+",
        limit_choices_to={"kind": "laboratory"},
        verbose_name=_("检验机构"),
    )
    method = models.CharField(_("检验方法"), max_length=12, choices=Method, default=Method.LABORATORY)
    item_pass_rate = models.DecimalField(
        _("项目合格率"),
        max_digits=5,
        decimal_places=2,
        null=True,
        blank=True,
        validators=(MinValueValidator(0), MaxValueValidator(100)),
        help_text=_("该批次检验项目中合格的百分比"),
    )
    conclusion = models.CharField(_("检验结论"), max_length=6, choices=Conclusion)
    failed_items = models.CharField(_("不合格项目"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("抽检批次")
        ordering = ("-sampled_on", "-pk")
        indexes = (
            models.Index(fields=("unit", "-sampled_on"), name="sample_by_unit"),
            models.Index(fields=("-sampled_on", "-id"), name="sample_by_day"),
        )

    def __str__(self) -> str:
        return f"{self.number} {self.product}"
