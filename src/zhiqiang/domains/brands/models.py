"""Tables of brands: brands, licences to use a regional one, geographical indications and their users."""

from collections.abc import Iterable, Mapping
from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext as said
from django.utils.translation import gettext_lazy as _

from zhiqiang.domains.brands import rules
from zhiqiang.foundation import clock
from zhiqiang.foundation.evidence.dirty import mark_dirty
from zhiqiang.foundation.reference.models import Organisation
from zhiqiang.foundation.registers.errors import WrongValuesError
from zhiqiang.foundation.standing.models import StandingRecord
from zhiqiang.foundation.standing.spans import own_spans
from zhiqiang.foundation.standing.workflow import STANDING_STATES, WITHDRAWN
from zhiqiang.foundation.text import Text
from zhiqiang.foundation.workflow.verification import VOIDED
from zhiqiang.kernel.findings import Finding
from zhiqiang.kernel.spans import Span, covers

BRANDS, INDICATIONS = "brands.brands", "brands.geographical_indications"


class Parent(StandingRecord):
    """What permissions are given under; whenever it changes, so do the spans over which these stand."""

    #: The dataset of the permissions given under it.
    permissions: ClassVar[str]

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Save, and let the evidence of the permissions under it be written anew."""
        super().save(*args, **kwargs)
        starts = self.permitted.order_by().values_list("valid_from", flat=True)  # type: ignore[attr-defined]  # reverse
        mark_dirty(self.permissions, {clock.month_of(day) for day in starts})


class Brand(Parent):
    """A brand that somebody recognised, over the span for which it stands. 驰名商标 is no kind of it."""

    class Kind(models.TextChoices):
        REGIONAL = "regional", _("区域公用品牌")
        FARM_REGIONAL = "farm_regional", _("农业区域公用品牌")
        FARM_ENTERPRISE = "farm_enterprise", _("农业企业品牌")
        PREMIUM_PRODUCT = "premium_product", _("高端农产品品牌")
        MANUFACTURING = "manufacturing", _("制造业品牌")
        SERVICE = "service", _("服务业品牌")

    permissions = "brand_licences"

    title = models.CharField(_("品牌名称"), max_length=80)
    kind = models.CharField(_("品牌类别"), max_length=16, choices=Kind)
    owner = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+", verbose_name=_("品牌所有者"))
    products = models.CharField(_("产品或服务"), max_length=200)
    recognised_by = models.CharField(_("认定或发布单位"), max_length=120)
    honours = models.CharField(_("其他荣誉"), max_length=200, blank=True, help_text=_("不得写驰名商标"))
    valid_from = models.DateField(_("认定日期"), db_index=True)
    valid_to = models.DateField(_("有效至"), null=True, blank=True, help_text=_("最后有效的一天；长期有效的留空"))

    class Meta:
        verbose_name = _("品牌")
        ordering = ("-valid_from", "-pk")
        constraints = (models.UniqueConstraint(fields=("title", "kind", "valid_from"), name="brand_once_per_start"),)

    def __str__(self) -> str:
        return self.title

    def clean(self) -> None:
        """Refuse a span that overlaps another of the same brand."""
        others = Brand.objects.exclude(state=VOIDED)
        if (met := self._overlap(others)) is not None:
            raise ValidationError({met.field: f"{met.message}{met.suggestion}"})

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Save; what begins to count does not overlap what counts: imports and reinstatements pass no `clean`.

        Raises WrongValuesError.
        """
        if self.state in STANDING_STATES and self.state != WITHDRAWN:
            counted = Brand.objects.filter(state__in=STANDING_STATES)
            if (met := self._overlap(counted)) is not None:
                raise WrongValuesError([met])
        super().save(*args, **kwargs)

    def _overlap(self, others: "models.QuerySet[Brand]") -> Finding | None:
        """The first of the others that shares a day with this one, as a message."""
        if self.valid_from is None:
            return None
        same = others.filter(title=self.title, kind=self.kind).exclude(pk=self.pk)
        taken = (span for found in own_spans(BRANDS, list(same)).values() for span in found)
        if (met := rules.overlap(Span(self.valid_from, self.valid_to), taken)) is None:
            return None
        words = said("同名同类的品牌在 %(span)s 已有记录，不能重叠。") % {"span": rules.in_words(met)}
        return Finding("valid_from", words, said("同一品牌续期的，从前一段期满次日起填；不同的品牌，名称写全。"))


class GeographicalIndication(Parent):
    """A geographical indication under one of its three legal kinds."""

    class Kind(models.TextChoices):
        PRODUCT = "product", _("地理标志产品")
        TRADEMARK = "trademark", _("地理标志集体商标、证明商标")
        FARM = "farm", _("农产品地理标志")

    permissions = "indication_users"

    number = models.CharField(_("公告或注册号"), max_length=60)
    title = models.CharField(_("地理标志名称"), max_length=80)
    kind = models.CharField(_("保护类别"), max_length=12, choices=Kind)
    holder = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="+", verbose_name=_("申请人或注册人")
    )
    products = models.CharField(_("产品"), max_length=200)
    area = models.CharField(_("产地范围"), max_length=200, blank=True)
    valid_from = models.DateField(_("公告或注册日期"), db_index=True)
    valid_to = models.DateField(_("有效至"), null=True, blank=True, help_text=_("商标填专用权期满日；没有期限的留空"))

    class Meta:
        verbose_name = _("地理标志")
        ordering = ("title", "kind")
        constraints = (models.UniqueConstraint(fields=("number", "kind"), name="indication_once_per_kind"),)

    def __str__(self) -> str:
        return self.title


class Permission(StandingRecord):
    """An organisation may use something that is not its own, for some of its products, over a span of days."""

    #: The field that says what it is given under, that one's register, and what messages call it.
    under: ClassVar[tuple[str, str, Text]]

    number = models.CharField(_("授权编号"), max_length=60, unique=True)
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="+", verbose_name=_("被授权单位")
    )
    products = models.CharField(_("授权产品"), max_length=200)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.number

    @property
    def parent(self) -> StandingRecord | None:
        """What it is given under, None where nothing was chosen yet."""
        name, _register, _words = self.under
        found = getattr(self, name) if getattr(self, f"{name}_id") else None
        assert found is None or isinstance(found, StandingRecord)
        return found

    def clean(self) -> None:
        """Refuse what is given under something that did not stand when it began, or that would outlive it."""
        if self.parent is not None and self.valid_from is not None and (found := list(self._problems(self.parent))):
            problems: dict[str, list[str]] = {}
            for one in found:
                problems.setdefault(one.field, []).append(f"{one.message}{one.suggestion}")
            raise ValidationError(problems)

    def _problems(self, parent: StandingRecord) -> Iterable[Finding]:
        name, register, words = self.under
        values = {"valid_from": self.valid_from, "valid_to": self.valid_to}
        named = f"{words}“{parent}”"
        yield from rules.outlives(values, parent, named)
        if parent.state not in STANDING_STATES:
            yield Finding(name, said("%(named)s还没有核实，不能授权。") % {"named": named})
        elif self.pk is None and not covers(own_spans(register, [parent])[parent.pk], self.valid_from):
            yield Finding(name, said("%(named)s在 %(day)s 不在有效期内。") % {"named": named, "day": self.valid_from})


class BrandLicence(Permission):
    """An organisation's licence to use a regional brand (区域品牌授权)."""

    under = ("brand", BRANDS, _("品牌"))

    brand = models.ForeignKey(
        Brand,
        on_delete=models.PROTECT,
        related_name="permitted",
        verbose_name=_("区域品牌"),
        limit_choices_to={"kind__in": (Brand.Kind.REGIONAL, Brand.Kind.FARM_REGIONAL)},
    )
    valid_from = models.DateField(_("授权起日"), db_index=True)
    valid_to = models.DateField(_("授权止日"), help_text=_("最后有效的一天"))

    class Meta:
        verbose_name = _("区域品牌授权")
        ordering = ("-valid_from", "-pk")


class IndicationUser(Permission):
    """An organisation that may put a geographical indication on its goods (地理标志用标人)."""

    under = ("indication", INDICATIONS, _("地理标志"))

    indication = models.ForeignKey(
        GeographicalIndication, on_delete=models.PROTECT, related_name="permitted", verbose_name=_("地理标志")
    )
    valid_from = models.DateField(_("核准或许可日期"), db_index=True)
    valid_to = models.DateField(_("用标至"), null=True, blank=True, help_text=_("最后有效的一天；没有期限的留空"))

    class Meta:
        verbose_name = _("地理标志用标人")
        ordering = ("-valid_from", "-pk")


#: Model of the parents by the register's slug, for what reads many permissions at once.
PARENTS: Mapping[str, type[Parent]] = {BRANDS: Brand, INDICATIONS: GeographicalIndication}
