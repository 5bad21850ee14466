"""What was recognised: by which programme, at which level, from when to when; and the reports it owes each year."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from zhiqiang.domains.programmes.models.applications import Application
from zhiqiang.domains.programmes.models.catalogue import catalogue, level_choices, programme_choices
from zhiqiang.domains.programmes.models.definitions import Definition
from zhiqiang.foundation.reference.models import Organisation
from zhiqiang.foundation.standing.models import StandingRecord


class Recognition(StandingRecord):
    """One recognition of one organisation, valid over a span of days.

    A change of level is a new recognition that `follows` the earlier one, which ends the day before. One that came from
    an outside list has no application. `finished_on` and `started_on` are a project's.
    """

    programme = models.CharField(_("项目"), max_length=60, choices=programme_choices)
    level = models.CharField(_("级别"), max_length=40, blank=True, choices=level_choices)
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="recognitions", verbose_name=_("单位")
    )
    subject = models.CharField(
        _("认定对象"), max_length=200, help_text=_("项目、产品、场所名称或标准编号；认定单位本身的填单位名称")
    )
    basis = models.CharField(_("认定文号"), max_length=120)
    started_on = models.DateField(_("开工日期"), null=True, blank=True, help_text=_("项目填"))
    finished_on = models.DateField(_("完工日期"), null=True, blank=True, help_text=_("项目填，未完工留空"))
    review_on = models.DateField(_("复核日期"), null=True, blank=True)
    definition = models.ForeignKey(
        Definition, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("项目")
    )
    application = models.OneToOneField(
        Application, on_delete=models.PROTECT, null=True, blank=True, related_name="recognition", verbose_name=_("申报")
    )
    follows = models.OneToOneField(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="followed_by", verbose_name=_("接续")
    )
    ground = models.CharField(_("撤销事由"), max_length=40, blank=True)

    class Meta:
        verbose_name = _("认定")
        ordering = ("-valid_from", "-pk")
        constraints = (
            models.UniqueConstraint(
                fields=("programme", "organisation", "subject", "level", "valid_from"), name="recognition_once"
            ),
            models.CheckConstraint(
                condition=Q(valid_to=None) | Q(valid_to__gte=F("valid_from")), name="recognition_ends_after_it_begins"
            ),
        )
        indexes = (
            models.Index(fields=("programme", "valid_from"), name="recognition_by_programme"),
            models.Index(fields=("organisation", "programme"), name="recognition_by_organisation"),
        )

    def __str__(self) -> str:
        return f"{self.get_programme_display()} {self.subject}"

    def get_level_display(self) -> str:
        """The level as its own programme calls it: programmes share codes such as `city`, not titles."""
        programme = catalogue().find(self.programme)
        levels = programme.recognition.levels if programme and programme.recognition else ()
        return next((one.title for one in levels if one.code == self.level), self.level)


class YearlyReport(models.Model):
    """That the report a recognition owes for a year has come in."""

    recognition = models.ForeignKey(Recognition, on_delete=models.PROTECT, related_name="reports")
    year = models.PositiveSmallIntegerField(_("年度"))
    received_on = models.DateField(_("收到日期"))
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(_("登记时间"))

    class Meta:
        verbose_name = _("年度报告")
        ordering = ("-year",)
        constraints = (models.UniqueConstraint(fields=("recognition", "year"), name="yearly_report_once"),)

    def __str__(self) -> str:
        return f"{self.recognition_id}/{self.year}"
