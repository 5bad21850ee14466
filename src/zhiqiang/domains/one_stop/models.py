"""One-stop windows, their catalogue of services, requests of enterprises, and visits to enterprises."""

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from zhiqiang.domains.one_stop.workflow import REQUEST_CHOICES
from zhiqiang.foundation.reference.models import Organisation
from zhiqiang.foundation.registers.models import Record
from zhiqiang.foundation.standing.models import StandingRecord
from zhiqiang.foundation.workflow.verification import EVIDENCE_STATES, RECORDED

#: Requests go to windows, and ask for services, that somebody has verified and nobody has suspended.
IN_USE = {"state__in": EVIDENCE_STATES}


def _organisation(label: Any, **more: Any) -> Any:
    return models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+", verbose_name=label, **more)


class Window(StandingRecord):
    """A one-stop platform or window (一站式服务平台或窗口), in use from its opening to its last day."""

    class Kind(models.TextChoices):
        PLATFORM = "platform", _("网上平台")
        WINDOW = "window", _("服务窗口")

    title = models.CharField(_("名称"), max_length=120, unique=True)
    kind = models.CharField(_("类型"), max_length=8, choices=Kind)
    organisation = _organisation(_("设立单位"))
    address = models.CharField(_("地址或网址"), max_length=200)
    hours = models.CharField(_("服务时间"), max_length=80, blank=True)
    services = models.CharField(_("服务内容"), max_length=200, help_text=_("以顿号分隔，如 计量、标准、认证、检验检测"))

    class Meta:
        verbose_name = _("一站式平台和窗口")
        ordering = ("title",)

    def __str__(self) -> str:
        return self.title


class Service(StandingRecord):
    """One service of the catalogue: who gives what, under which conditions, how soon."""

    class Kind(models.TextChoices):
        METROLOGY = "metrology", _("计量")
        STANDARDS = "standards", _("标准")
        CERTIFICATION = "certification", _("认证认可")
        TESTING = "testing", _("检验检测")
        MANAGEMENT = "management", _("质量管理")
        BRAND = "brand", _("品牌与知识产权")
        OTHER = "other", _("其他")

    number = models.CharField(_("服务编号"), max_length=40, unique=True)
    title = models.CharField(_("服务名称"), max_length=120)
    kind = models.CharField(_("服务类别"), max_length=16, choices=Kind)
    provider = _organisation(_("提供单位"))
    gives = models.CharField(_("服务说明"), max_length=400)
    conditions = models.CharField(_("申请条件"), max_length=200, blank=True)
    promised_days = models.PositiveSmallIntegerField(_("承诺工作日"), null=True, blank=True)
    charge = models.CharField(_("收费说明"), max_length=120, blank=True, help_text=_("不收费的填“免费”"))

    class Meta:
        verbose_name = _("服务目录")
        ordering = ("number",)

    def __str__(self) -> str:
        return f"{self.number} {self.title}"


class Request(Record):
    """What an enterprise asks of a window; its answer is given with a step and kept with its day."""

    state = models.CharField(_("状态"), max_length=20, choices=REQUEST_CHOICES, default=RECORDED, db_index=True)
    enterprise = _organisation(_("企业"), limit_choices_to={"kind": "enterprise"})
    window = models.ForeignKey(
        Window, on_delete=models.PROTECT, related_name="+", limit_choices_to=IN_USE, verbose_name=_("受理窗口")
    )
    service = models.ForeignKey(
        Service, on_delete=models.PROTECT, related_name="+", limit_choices_to=IN_USE, verbose_name=_("服务事项")
    )
    asked_on = models.DateField(_("提出日期"), db_index=True)
    needs = models.CharField(_("需要什么"), max_length=400)
    answer = models.CharField(_("答复"), max_length=400, blank=True)
    answered_on = models.DateField(_("答复日期"), null=True, blank=True)

    class Meta:
        verbose_name = _("服务请求")
        ordering = ("-asked_on", "-pk")
        constraints = (
            models.UniqueConstraint(
                fields=("enterprise", "window", "service", "asked_on"), name="one_stop_request_once_a_day"
            ),
        )

    def __str__(self) -> str:
        return f"{self.enterprise} {self.asked_on}"


class Visit(Record):
    """One visit to an enterprise (服务企业行): what it needs, what was answered, what came of it."""

    class Outcome(models.TextChoices):
        NO_NEED = "no_need", _("无需求")
        OPEN = "open", _("待答复")
        ANSWERED = "answered", _("已答复")
        SOLVED = "solved", _("已解决")

    enterprise = _organisation(_("企业"), limit_choices_to={"kind": "enterprise"})
    visited_on = models.DateField(_("走访日期"), db_index=True)
    visitors = models.CharField(_("走访单位"), max_length=160, help_text=_("部门和专家组，不填个人联系方式"))
    needs = models.CharField(_("企业需求"), max_length=400, blank=True)
    answer = models.CharField(_("答复"), max_length=400, blank=True)
    answered_on = models.DateField(_("答复日期"), null=True, blank=True)
    outcome = models.CharField(_("结果"), max_length=8, choices=Outcome)

    class Meta:
        verbose_name = _("服务企业行走访")
        ordering = ("-visited_on", "-pk")
        constraints = (models.UniqueConstraint(fields=("enterprise", "visited_on"), name="firm_visit_once_a_day"),)

    def __str__(self) -> str:
        return f"{self.enterprise} {self.visited_on}"
