"""Events that show quality work to the public, courses, and who took part in them."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from zhiqiang.foundation.reference.models import Organisation
from zhiqiang.foundation.registers.models import Record

CLAUSES = _("现行方案的条款编号，多个用顿号隔开")


class Event(Record):
    """One event: what, when, where, by whom, for whom, what came of it, and which clauses of the plan it serves."""

    class Kind(models.TextChoices):
        QUALITY_MONTH = "quality_month", _("质量月活动")
        BRAND_DAY = "brand_day", _("品牌日活动")
        OBSERVANCE = "observance", _("纪念日宣传")
        EXHIBITION = "exhibition", _("展会")
        PUBLICITY = "publicity", _("标准与政策宣传")
        MASS = "mass", _("群众性质量活动")
        EXCHANGE = "exchange", _("质量合作交流")
        CULTURE = "culture", _("质量文化与故事")

    title = models.CharField(_("活动名称"), max_length=160)
    kind = models.CharField(_("类别"), max_length=16, choices=Kind)
    starts_on = models.DateField(_("开始日期"), db_index=True)
    ends_on = models.DateField(_("结束日期"), null=True, blank=True, help_text=_("只有一天的留空"))
    place = models.CharField(_("地点"), max_length=160)
    organiser = models.CharField(_("主办单位"), max_length=160)
    audience = models.PositiveIntegerField(_("参加人数"), null=True, blank=True)
    enterprises = models.PositiveIntegerField(_("参加企业数"), null=True, blank=True)
    enterprise_list = models.CharField(
        _("参加企业"), max_length=1000, blank=True, help_text=_("企业名称，用顿号隔开；可以只填数")
    )
    outputs = models.CharField(_("成果"), max_length=600, blank=True, help_text=_("签约、订单、协议、发布的材料等"))
    media_links = models.CharField(_("媒体链接"), max_length=1000, blank=True, help_text=_("多个用空格隔开"))
    clauses = models.CharField(_("对应条款"), max_length=120, help_text=CLAUSES)

    class Meta:
        verbose_name = _("活动")
        ordering = ("-starts_on", "-pk")
        constraints = (models.UniqueConstraint(fields=("title", "starts_on", "unit"), name="event_once"),)

    def __str__(self) -> str:
        return f"{self.starts_on} {self.title}"


class Course(Record):
    """One course of training."""

    class Kind(models.TextChoices):
        QUALITY_OFFICER = "quality_officer", _("首席质量官")
        MANAGEMENT = "management", _("质量管理")
        STANDARDS = "standards", _("标准化")
        METROLOGY = "metrology", _("计量")
        CONFORMITY = "conformity", _("认证与检验检测")
        SERVICE = "service", _("服务业从业人员")
        VOCATIONAL = "vocational", _("职业技能")
        MEDICAL = "medical", _("医疗卫生")
        OTHER = "other", _("其他")

    title = models.CharField(_("培训名称"), max_length=160)
    kind = models.CharField(_("类别"), max_length=16, choices=Kind)
    starts_on = models.DateField(_("开始日期"), db_index=True)
    ends_on = models.DateField(_("结束日期"), null=True, blank=True, help_text=_("只有一天的留空"))
    place = models.CharField(_("地点"), max_length=160)
    organiser = models.CharField(_("主办单位"), max_length=160)
    hours = models.PositiveSmallIntegerField(_("学时"))
    content = models.CharField(_("内容"), max_length=400, blank=True)
    clauses = models.CharField(_("对应条款"), max_length=120, help_text=CLAUSES)

    class Meta:
        verbose_name = _("培训")
        ordering = ("-starts_on", "-pk")
        constraints = (models.UniqueConstraint(fields=("title", "starts_on", "unit"), name="course_once"),)

    def __str__(self) -> str:
        return f"{self.starts_on} {self.title}"


class Attendance(Record):
    """Who of an organisation took part in a course: one person by name, or so many without names.

    A name is personal data: it is in no dataset, no figure and no open data.
    """

    class Result(models.TextChoices):
        ATTENDED = "attended", _("参加")
        PASSED = "passed", _("考核合格")
        FAILED = "failed", _("考核不合格")

    course = models.ForeignKey(Course, on_delete=models.PROTECT, related_name="attendances", verbose_name=_("培训"))
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="+", verbose_name=_("参训单位")
    )
    person = models.CharField(_("姓名"), max_length=40, blank=True, help_text=_("按人登记的填写；合并登记的留空"))
    people = models.PositiveSmallIntegerField(_("人数"), default=1)
    attended_on = models.DateField(_("参训日期"))
    result = models.CharField(_("结果"), max_length=10, choices=Result)
    certificate = models.CharField(_("证书编号"), max_length=60, blank=True)
    certificate_until = models.DateField(_("证书有效至"), null=True, blank=True)
    remark = models.CharField(_("备注"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("参训")
        ordering = ("-attended_on", "-pk")
        constraints = (
            models.UniqueConstraint(fields=("course", "organisation", "person"), name="attendance_once_per_person"),
        )

    def __str__(self) -> str:
        return f"{self.organisation} · {self.course.title}"
