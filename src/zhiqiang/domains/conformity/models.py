"""Certificates, laboratories, small firms helped, testing centres and proficiency tests."""

from typing import Any

from django.db import models
from django.db.models import F, Value
from django.db.models.functions import Coalesce, NullIf
from django.utils.translation import gettext_lazy as _

from zhiqiang.domains.conformity.rules.records import scored
from zhiqiang.domains.conformity.workflow import RESULT_CHOICES
from zhiqiang.foundation.reference.models import Organisation
from zhiqiang.foundation.registers.models import Record
from zhiqiang.foundation.standing.models import StandingRecord
from zhiqiang.foundation.workflow.verification import RECORDED


def _organisation(label: Any, **more: Any) -> Any:
    return models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+", verbose_name=label, **more)


class Certificate(StandingRecord):
    """One certificate of management, product or service certification, valid from its issue to its last day."""

    class Scheme(models.TextChoices):
        QUALITY = "quality", _("质量管理体系")
        ENVIRONMENT = "environment", _("环境管理体系")
        SAFETY = "safety", _("职业健康安全管理体系")
        FOOD_SAFETY = "food_safety", _("食品安全管理体系")
        HACCP = "haccp", _("危害分析与关键控制点")
        ENERGY = "energy", _("能源管理体系")
        OTHER_MANAGEMENT = "other_management", _("其他管理体系")
        ORGANIC = "organic", _("有机产品")
        GAP = "gap", _("良好农业规范")
        GREEN_FOOD = "green_food", _("绿色食品标志")
        LOW_CARBON = "low_carbon", _("低碳产品")
        SERVICE = "service", _("服务认证")
        CCC = "ccc", _("强制性产品认证")
        GREEN_BUILDING = "green_building", _("绿色建材产品")
        PRODUCT = "product", _("其他自愿性产品认证")

    class Place(models.TextChoices):
        REGISTERED = "registered", _("注册地址")
        PRODUCTION = "production", _("生产经营地址")

    number = models.CharField(_("证书编号"), max_length=100, unique=True)
    scheme = models.CharField(_("认证类别"), max_length=20, choices=Scheme)
    holder = _organisation(_("获证组织"))
    body = models.CharField(_("认证机构"), max_length=160)
    standard = models.CharField(_("认证依据"), max_length=200, help_text=_("标准或认证规则的编号"))
    scope = models.CharField(_("认证范围"), max_length=400, blank=True)
    main = models.CharField(
        _("主证书编号"),
        max_length=100,
        blank=True,
        help_text=_("子证书、多场所证书填主证书编号，与主证书合计一张；主证书留空"),
    )
    counted_as = models.GeneratedField(
        expression=Coalesce(NullIf(F("main"), Value("")), F("number")),
        output_field=models.CharField(_("计数编号"), max_length=100),
        db_persist=True,
    )
    place_basis = models.CharField(
        _("属地依据"),
        max_length=12,
        choices=Place,
        default=Place.REGISTERED,
        help_text=_("按哪个地址归入填报单位"),
    )
    validity_note = models.CharField(
        _("有效期说明"), max_length=200, blank=True, help_text=_("有效期与规定年限不符时写明原因")
    )

    class Meta:
        verbose_name = _("认证证书")
        ordering = ("-valid_from", "-pk")
        indexes = (models.Index(fields=("-valid_from", "-id"), name="certificate_by_day"),)

    def __str__(self) -> str:
        return f"{self.number} {self.get_scheme_display()}"


class Laboratory(StandingRecord):
    """The qualification (资质认定, CMA) of an inspection and testing body."""

    number = models.CharField(_("资质证书编号"), max_length=60, unique=True)
    organisation = _organisation(_("检验检测机构"))
    authority = models.CharField(_("发证机关"), max_length=120)
    areas = models.CharField(_("检验检测领域"), max_length=200, help_text=_("以顿号分隔，如 食品、农产品、建材"))
    scope = models.TextField(_("能力范围"), max_length=4000, help_text=_("产品、参数和依据的标准"))
    validity_note = models.CharField(
        _("有效期说明"), max_length=200, blank=True, help_text=_("有效期与规定年限不符时写明原因")
    )

    class Meta:
        verbose_name = _("检验检测机构资质")
        ordering = ("-valid_from", "-pk")

    def __str__(self) -> str:
        return f"{self.number} {self.organisation}"


class SmallFirmVisit(Record):
    """One visit to a small or micro firm under the certification programme: what it lacked, what was done."""

    class Size(models.TextChoices):
        SMALL = "small", _("小型")
        MICRO = "micro", _("微型")

    enterprise = _organisation(_("企业"), limit_choices_to={"kind": "enterprise"})
    size = models.CharField(_("企业规模"), max_length=6, choices=Size)
    visited_on = models.DateField(_("走访日期"), db_index=True)
    cluster = models.CharField(_("产业集群"), max_length=80, blank=True)
    helper = models.CharField(_("帮扶单位"), max_length=160, help_text=_("监管部门、认证机构或专家组"))
    needs = models.CharField(_("需求与问题"), max_length=400)
    done = models.CharField(_("帮扶措施"), max_length=400)
    before = models.CharField(_("帮扶前"), max_length=400, blank=True)
    after = models.CharField(_("帮扶后"), max_length=400, blank=True)

    class Meta:
        verbose_name = _("小微企业帮扶")
        ordering = ("-visited_on", "-pk")
        constraints = (models.UniqueConstraint(fields=("enterprise", "visited_on"), name="small_firm_visit_once"),)

    def __str__(self) -> str:
        return f"{self.enterprise} {self.visited_on}"


class TestingCentre(Record):
    """A testing centre that the plan promises, as a project with its milestones."""

    __test__ = False  # no test class, whatever its name begins with

    class Stage(models.TextChoices):
        PLANNED = "planned", _("立项")
        APPROVED = "approved", _("批复")
        BUILDING = "building", _("开工")
        COMPLETED = "completed", _("建成")
        QUALIFIED = "qualified", _("取得资质")

    title = models.CharField(_("中心名称"), max_length=160, unique=True)
    institution = _organisation(_("建设单位"))
    stage = models.CharField(_("阶段"), max_length=10, choices=Stage)
    planned_on = models.DateField(_("立项日期"), db_index=True)
    approved_on = models.DateField(_("批复日期"), null=True, blank=True)
    started_on = models.DateField(_("开工日期"), null=True, blank=True)
    completed_on = models.DateField(_("建成日期"), null=True, blank=True)
    qualified_on = models.DateField(_("取得资质日期"), null=True, blank=True)
    remark = models.CharField(_("备注"), max_length=400, blank=True)

    class Meta:
        verbose_name = _("检测中心")
        ordering = ("title",)

    def __str__(self) -> str:
        return self.title


class ProficiencyResult(Record):
    """One laboratory's result for one item of a round of proficiency testing, and what its score says."""

    class Statistic(models.TextChoices):
        Z = "z", _("z 值")
        EN = "en", _("En 值")
        OTHER = "other", _("其他统计量")

    class Outcome(models.TextChoices):
        SATISFACTORY = "satisfactory", _("满意")
        QUESTIONABLE = "questionable", _("有问题")
        UNSATISFACTORY = "unsatisfactory", _("不满意")

    state = models.CharField(_("状态"), max_length=20, choices=RESULT_CHOICES, default=RECORDED, db_index=True)
    round = models.CharField(_("计划编号"), max_length=60)
    organiser = models.CharField(_("组织单位"), max_length=160)
    laboratory = _organisation(_("参加机构"), limit_choices_to={"kind": "laboratory"})
    item = models.CharField(_("检测项目"), max_length=120)
    measured_in = models.CharField(_("计量单位"), max_length=20, blank=True)
    reported_on = models.DateField(_("结果报告日期"), db_index=True)
    statistic = models.CharField(_("统计量"), max_length=6, choices=Statistic)
    result = models.DecimalField(_("测定值"), max_digits=18, decimal_places=6)
    assigned = models.DecimalField(_("指定值"), max_digits=18, decimal_places=6)
    sigma = models.DecimalField(_("能力评定标准差"), max_digits=18, decimal_places=6, null=True, blank=True)
    uncertainty = models.DecimalField(_("实验室扩展不确定度"), max_digits=18, decimal_places=6, null=True, blank=True)
    reference_uncertainty = models.DecimalField(
        _("参考值扩展不确定度"), max_digits=18, decimal_places=6, null=True, blank=True
    )
    outcome = models.CharField(_("结果评定"), max_length=14, choices=Outcome)
    remark = models.CharField(_("说明"), max_length=400, blank=True)

    class Meta:
        verbose_name = _("能力验证结果")
        ordering = ("-reported_on", "-pk")
        constraints = (models.UniqueConstraint(fields=("round", "laboratory", "item"), name="proficiency_result_once"),)

    def __str__(self) -> str:
        names = ("statistic", "result", "assigned", "sigma", "uncertainty", "reference_uncertainty")
        found = scored({name: getattr(self, name) for name in names})
        score = f"（{self.get_statistic_display()} {found[0]:.2f}）" if found else ""
        return f"{self.round} {self.item}{score}"
