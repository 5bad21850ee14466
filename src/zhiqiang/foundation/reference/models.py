"""The few models that every domain may point at: units, organisations, product classes, the working calendar."""

from datetime import date

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from zhiqiang.kernel.identifiers import uscc


def validate_uscc(value: str) -> None:
    """Refuse a 统一社会信用代码 that GB 32100-2015 refuses, naming the position."""
    examination = uscc.examine(value)
    if examination.findings:
        raise ValidationError("；".join(finding.message for finding in examination.findings))


class Unit(models.Model):
    """A reporting unit (or the city itself); `path` names it and all above it, so that a scope is a prefix."""

    class Kind(models.TextChoices):
        CITY = "city", _("市")
        DISTRICT = "district", _("区")
        COUNTY = "county", _("县")
        AUTONOMOUS = "autonomous", _("自治县")
        COUNTY_CITY = "county_city", _("县级市")
        ZONE = "zone", _("功能区")

    code = models.CharField(_("代码"), max_length=32, unique=True)
    title = models.CharField(_("名称"), max_length=80)
    short = models.CharField(_("简称"), max_length=20)
    kind = models.CharField(_("类别"), max_length=16, choices=Kind)
    path = models.CharField(_("路径"), max_length=120, unique=True)
    parent = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, verbose_name=_("上级"))
    position = models.PositiveSmallIntegerField(_("次序"), default=0)
    tile_row = models.PositiveSmallIntegerField(_("示意图行"), null=True, blank=True)
    tile_column = models.PositiveSmallIntegerField(_("示意图列"), null=True, blank=True)

    class Meta:
        verbose_name = _("填报单位")
        ordering = ("position", "code")
        constraints = (models.CheckConstraint(condition=Q(path__endswith="/"), name="unit_path_ends_with_slash"),)

    def __str__(self) -> str:
        return self.short

    @property
    def is_city(self) -> bool:
        return self.kind == self.Kind.CITY

    @property
    def is_zone(self) -> bool:
        return self.kind == self.Kind.ZONE


class UnitBoundary(models.Model):
    """What a unit covered over a span of days; a change of boundary is a new row, never an edit."""

    unit = models.ForeignKey(Unit, on_delete=models.CASCADE, related_name="boundaries", verbose_name=_("填报单位"))
    valid_from = models.DateField(_("起"))
    valid_to = models.DateField(_("止"), null=True, blank=True)
    description = models.CharField(_("范围"), max_length=400)

    class Meta:
        verbose_name = _("单位范围")
        ordering = ("unit", "valid_from")
        constraints = (models.UniqueConstraint(fields=("unit", "valid_from"), name="unit_boundary_once_per_start"),)

    def __str__(self) -> str:
        return self.description


class UnitAlias(models.Model):
    """An older or other code or name by which papers still call a unit (平泉县 130823 until 2017)."""

    unit = models.ForeignKey(Unit, on_delete=models.CASCADE, related_name="aliases", verbose_name=_("填报单位"))
    name = models.CharField(_("别称或旧代码"), max_length=80, unique=True)
    valid_to = models.DateField(_("用至"), null=True, blank=True)

    class Meta:
        verbose_name = _("单位别称")
        ordering = ("name",)

    def __str__(self) -> str:
        return self.name


class Organisation(models.Model):
    """An enterprise, institution or association; keyed by its 统一社会信用代码 where it has one."""

    class Kind(models.TextChoices):
        ENTERPRISE = "enterprise", _("企业")
        LABORATORY = "laboratory", _("检验检测机构")
        INSTITUTION = "institution", _("事业单位")
        DEPARTMENT = "department", _("政府部门")
        ASSOCIATION = "association", _("社会团体")
        OTHER = "other", _("其他")

    uscc = models.CharField(
        _("统一社会信用代码"), max_length=18, unique=True, null=True, blank=True, validators=[validate_uscc]
    )
    title = models.CharField(_("名称"), max_length=160, db_index=True)
    kind = models.CharField(_("类别"), max_length=16, choices=Kind, default=Kind.ENTERPRISE)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, verbose_name=_("所在单位"))
    address = models.CharField(_("地址"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("组织")
        ordering = ("title",)

    def __str__(self) -> str:
        return self.title


class ProductClass(models.Model):
    """A class of products as samples name it; the first part of the path is the supervision domain."""

    class Domain(models.TextChoices):
        FOOD = "food", _("食品")
        AGRICULTURE = "agri", _("农产品")
        DRUG = "drug", _("药品")
        PRODUCT = "product", _("工业产品")

    domain = models.CharField(_("领域"), max_length=12, choices=Domain)
    code = models.CharField(_("代码"), max_length=40, unique=True)
    title = models.CharField(_("名称"), max_length=80)
    also = models.CharField(_("别称"), max_length=200, blank=True, help_text=_("以顿号分隔"))

    class Meta:
        verbose_name = _("产品类别")
        ordering = ("code",)
        constraints = (models.UniqueConstraint(fields=("domain", "title"), name="product_class_title_once"),)

    def __str__(self) -> str:
        return self.title


class CalendarYear(models.Model):
    """A year whose holidays the State Council has announced; without it a deadline in that year is provisional."""

    year = models.PositiveSmallIntegerField(_("年份"), unique=True)
    notice = models.CharField(_("通知文号"), max_length=120)

    class Meta:
        verbose_name = _("放假安排年份")
        ordering = ("year",)

    def __str__(self) -> str:
        return str(self.year)


class Holiday(models.Model):
    """A day that is not what its weekday says: a day off, or a weekend day worked (调休)."""

    day = models.DateField(_("日期"), unique=True)
    title = models.CharField(_("节日"), max_length=40)
    working = models.BooleanField(_("调休上班"), default=False)

    class Meta:
        verbose_name = _("节假日与调休")
        ordering = ("day",)

    def __str__(self) -> str:
        return f"{self.day} {self.title}"


def unit_on(code: str, day: date) -> Unit | None:
    """The unit that a code or name meant on a day, or None: current codes first, then aliases still in use then."""
    unit = Unit.objects.filter(Q(code=code) | Q(title=code) | Q(short=code)).first()
    if unit is not None:
        return unit
    alias = UnitAlias.objects.filter(name=code).filter(Q(valid_to=None) | Q(valid_to__gte=day)).first()
    return alias.unit if alias else None
