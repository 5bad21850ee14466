"""Sourced outside statistics: values that other bodies compute, each with its file, its vintage and its benchmark."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from zhiqiang.foundation.documents.models import Document
from zhiqiang.foundation.registers.models import Record


class OutsideValue(Record):
    """One published value of an outside series for one period, as one source gave it at one vintage.

    It is never an indicator's value typed in: it is a record with a source file, verified by a second person; the
    figure is computed from it as from any other record.
    """

    class Series(models.TextChoices):
        HIGHTECH_SHARE = "hightech_share", _("高新技术产业增加值占规上工业增加值比重（%）")
        MANUFACTURING_PASS_RATE = "manufacturing_pass_rate", _("制造业产品质量合格率（%）")
        RD_SPENDING = "rd_spending", _("全社会研发经费投入（亿元）")
        COMPLAINT_ON_TIME_RATE = "complaint_on_time_rate", _("消费投诉按期办结率（%，月度）")
        VACCINE_CHECK_COVERAGE = "vaccine_check_coverage", _("疫苗单位检查覆盖率（%，月末近 12 个月）")
        POPULATION = "population", _("常住人口（万人，年末）")

    series = models.CharField(_("指标"), max_length=40, choices=Series)
    period_end = models.DateField(_("所属期止"), help_text=_("年度值填当年 12 月 31 日，月度值填当月最后一天"))
    value = models.DecimalField(_("数值"), max_digits=18, decimal_places=4)
    benchmark = models.DecimalField(
        _("全省同期值"), max_digits=18, decimal_places=4, null=True, blank=True, help_text=_("同口径、同期、同次发布")
    )
    vintage = models.DateField(_("发布日期"), help_text=_("同一时期再次发布（修订）另登一条"))
    publisher = models.CharField(_("发布机构"), max_length=120)
    source_title = models.CharField(_("来源文件"), max_length=200)
    source = models.ForeignKey(
        Document, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("来源附件")
    )

    class Meta:
        verbose_name = _("外部统计值")
        ordering = ("series", "-period_end", "-vintage")
        constraints = (
            models.UniqueConstraint(
                fields=("series", "unit", "period_end", "vintage"), name="outside_value_once_per_vintage"
            ),
        )

    def __str__(self) -> str:
        return f"{self.get_series_display()} {self.period_end:%Y}"
