"""Tables of enterprise quality: the list, officers, commitments, clinics, templates, diagnoses."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator
from django.db import models
from django.utils.translation import gettext as said
from django.utils.translation import gettext_lazy as _

from zhiqiang.domains.enterprise_quality import rules
from zhiqiang.domains.enterprise_quality.workflow import DIAGNOSIS_CHOICES
from zhiqiang.foundation.reference.models import Organisation
from zhiqiang.foundation.registers.errors import WrongValuesError
from zhiqiang.foundation.registers.models import Record
from zhiqiang.foundation.standing.models import StandingRecord
from zhiqiang.foundation.standing.spans import own_spans
from zhiqiang.foundation.standing.workflow import STANDING_STATES, WITHDRAWN
from zhiqiang.foundation.workflow.verification import EVIDENCE_STATES, RECORDED, VOIDED
from zhiqiang.kernel.findings import Finding
from zhiqiang.kernel.spans import Span, covers


class AboveScale(StandingRecord):
    """A span over which an enterprise was on the list of above-scale industrial enterprises (规上工业企业名册)."""

    class Division(models.TextChoices):
        """The divisions of mining, manufacturing and supply in GB/T 4754-2017."""

        D06 = "06", _("06 煤炭开采和洗选业")
        D07 = "07", _("07 石油和天然气开采业")
        D08 = "08", _("08 黑色金属矿采选业")
        D09 = "09", _("09 有色金属矿采选业")
        D10 = "10", _("10 非金属矿采选业")
        D11 = "11", _("11 开采专业及辅助性活动")
        D12 = "12", _("12 其他采矿业")
        D13 = "13", _("13 农副食品加工业")
        D14 = "14", _("14 食品制造业")
        D15 = "15", _("15 酒、饮料和精制茶制造业")
        D16 = "16", _("16 烟草制品业")
        D17 = "17", _("17 纺织业")
        D18 = "18", _("18 纺织服装、服饰业")
        D19 = "19", _("19 皮革、毛皮、羽毛及其制品和制鞋业")
        D20 = "20", _("20 木材加工和木、竹、藤、棕、草制品业")
        D21 = "21", _("21 家具制造业")
        D22 = "22", _("22 造纸和纸制品业")
        D23 = "23", _("23 印刷和记录媒介复制业")
        D24 = "24", _("24 文教、工美、体育和娱乐用品制造业")
        D25 = "25", _("25 石油、煤炭及其他燃料加工业")
        D26 = "26", _("26 化学原料和化学制品制造业")
        D27 = "27", _("27 医药制造业")
        D28 = "28", _("28 化学纤维制造业")
        D29 = "29", _("29 橡胶和塑料制品业")
        D30 = "30", _("30 非金属矿物制品业")
        D31 = "31", _("31 黑色金属冶炼和压延加工业")
        D32 = "32", _("32 有色金属冶炼和压延加工业")
        D33 = "33", _("33 金属制品业")
        D34 = "34", _("34 通用设备制造业")
        D35 = "35", _("35 专用设备制造业")
        D36 = "36", _("36 汽车制造业")
        D37 = "37", _("37 铁路、船舶、航空航天和其他运输设备制造业")
        D38 = "38", _("38 电气机械和器材制造业")
        D39 = "39", _("39 计算机、通信和其他电子设备制造业")
        D40 = "40", _("40 仪器仪表制造业")
        D41 = "41", _("41 其他制造业")
        D42 = "42", _("42 废弃资源综合利用业")
        D43 = "43", _("43 金属制品、机械和设备修理业")
        D44 = "44", _("44 电力、热力生产和供应业")
        D45 = "45", _("45 燃气生产和供应业")
        D46 = "46", _("46 水的生产和供应业")

    class Revenue(models.TextChoices):
        BELOW_100M = "below_100m", _("1 亿元以下")
        BELOW_400M = "below_400m", _("1 亿元至 4 亿元以下")
        BELOW_1000M = "below_1000m", _("4 亿元至 10 亿元以下")
        FROM_1000M = "from_1000m", _("10 亿元及以上")

    organisation = models.ForeignKey(
        Organisation,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("企业"),
        limit_choices_to={"kind": Organisation.Kind.ENTERPRISE},
    )
    division = models.CharField(_("行业大类"), max_length=2, choices=Division)
    revenue = models.CharField(_("主营业务收入"), max_length=12, choices=Revenue, blank=True)
    valid_from = models.DateField(_("入规日期"), db_index=True)
    valid_to = models.DateField(_("退规日期"), null=True, blank=True, help_text=_("最后在册的一天；仍在册的留空"))
    source = models.CharField(_("名册来源"), max_length=120, help_text=_("统计部门的名册或入库通知"))

    class Meta:
        verbose_name = _("规上工业企业")
        ordering = ("-valid_from", "-pk")
        constraints = (
            models.UniqueConstraint(fields=("organisation", "valid_from"), name="above_scale_once_per_start"),
        )

    def __str__(self) -> str:
        return str(self.organisation)

    def clean(self) -> None:
        """Refuse a span that overlaps another of the same enterprise."""
        others = AboveScale.objects.exclude(state=VOIDED)
        if (met := self._overlap(others)) is not None:
            raise ValidationError({met.field: f"{met.message}{met.suggestion}"})

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Save; what begins to count does not overlap what counts: imports and reinstatements pass no `clean`.

        Raises WrongValuesError.
        """
        if self.state in STANDING_STATES and self.state != WITHDRAWN:
            counted = AboveScale.objects.filter(state__in=STANDING_STATES)
            if (met := self._overlap(counted)) is not None:
                raise WrongValuesError([met])
        super().save(*args, **kwargs)

    def _overlap(self, others: "models.QuerySet[AboveScale]") -> Finding | None:
        """The first of the others that shares a day with this one, as a message."""
        if not self.organisation_id or self.valid_from is None:
            return None
        same = others.filter(organisation=self.organisation_id).exclude(pk=self.pk)
        spans = own_spans("enterprise_quality.above_scale", list(same))
        taken = (span for found in spans.values() for span in found)
        if (met := rules.overlap(Span(self.valid_from, self.valid_to), taken)) is None:
            return None
        words = said("与同一企业已有的在册期间（%(span)s）重叠。") % {"span": rules.in_words(met)}
        return Finding("valid_from", words, said("请先给前一段填退规日期，或改正入规日期。"))


class ListEdition(Record):
    """An edition of the list as the statistics office gave it out: up to which day, and how many it names.

    It says how old the denominator is, and whether our list holds as many. Editions come every year; the spans of an
    enterprise that stays do not change with them.
    """

    title = models.CharField(_("名册名称"), max_length=120)
    as_of = models.DateField(_("名册日期"), db_index=True, help_text=_("名册截止到哪天"))
    official_count = models.PositiveIntegerField(_("名册户数"))
    source = models.CharField(_("来源文件"), max_length=200)

    class Meta:
        verbose_name = _("名册版本")
        ordering = ("-as_of", "-pk")
        constraints = (models.UniqueConstraint(fields=("unit", "as_of"), name="list_edition_once_per_day"),)

    def __str__(self) -> str:
        return self.title


class QualityOfficer(StandingRecord):
    """One appointment of a chief quality officer (首席质量官); training is a fact beside it.

    The name is personal data: it stands in no dataset and in no public column.
    """

    class AppointedBy(models.TextChoices):
        LEGAL_REPRESENTATIVE = "legal_representative", _("法定代表人")
        BOARD = "board", _("董事会或合伙人")
        OTHER = "other", _("其他负责人")

    class Education(models.TextChoices):
        SCHOOL = "school", _("高中及以下")
        VOCATIONAL = "vocational", _("中专")
        COLLEGE = "college", _("大专")
        BACHELOR = "bachelor", _("本科")
        MASTER = "master", _("研究生")

    organisation = models.ForeignKey(
        Organisation,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("企业"),
        limit_choices_to={"kind": Organisation.Kind.ENTERPRISE},
    )
    name = models.CharField(_("首席质量官姓名"), max_length=40, help_text=_("只供办理使用，不公开，不进入数据集"))
    position = models.CharField(_("职务"), max_length=40, blank=True)
    valid_from = models.DateField(_("任命日期"), db_index=True)
    valid_to = models.DateField(_("任期至"), null=True, blank=True, help_text=_("最后在任的一天；没有任期的留空"))
    appointed_by = models.CharField(_("任命人"), max_length=20, choices=AppointedBy)
    document = models.CharField(_("任命文件"), max_length=120, help_text=_("任命书的文号或名称"))
    education = models.CharField(_("学历"), max_length=12, choices=Education, blank=True)
    experience_years = models.PositiveSmallIntegerField(_("质量工作年限"), null=True, blank=True)
    certificate = models.CharField(_("培训证书号"), max_length=60, blank=True)
    trained_on = models.DateField(_("培训日期"), null=True, blank=True)

    class Meta:
        verbose_name = _("首席质量官")
        ordering = ("-valid_from", "-pk")
        constraints = (
            models.UniqueConstraint(fields=("name", "organisation", "valid_from"), name="quality_officer_once"),
        )

    def __str__(self) -> str:
        return str(self.organisation)


class Commitment(StandingRecord):
    """A promise about quality that an enterprise published (公开质量承诺): its words and where they stand."""

    class Kind(models.TextChoices):
        QUALITY = "quality", _("质量承诺")
        AFTER_SALES = "after_sales", _("售后与三包承诺")
        RETURNS = "returns", _("异地异店退换货承诺")
        RECALL = "recall", _("缺陷召回承诺")

    subject = models.CharField(_("产品或服务"), max_length=120)
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="+", verbose_name=_("承诺单位")
    )
    kind = models.CharField(_("承诺事项"), max_length=12, choices=Kind)
    text = models.TextField(_("承诺内容"), max_length=2000)
    address = models.CharField(_("公布处"), max_length=200, help_text=_("网址，或张贴的场所"))
    valid_from = models.DateField(_("公布日期"), db_index=True)
    valid_to = models.DateField(_("承诺至"), null=True, blank=True, help_text=_("最后有效的一天；长期承诺留空"))

    class Meta:
        verbose_name = _("公开质量承诺")
        ordering = ("-valid_from", "-pk")
        constraints = (
            models.UniqueConstraint(
                fields=("subject", "organisation", "kind", "valid_from"), name="commitment_once_per_day"
            ),
        )

    def __str__(self) -> str:
        return f"{self.organisation} {self.subject}"


class Clinic(StandingRecord):
    """A quality clinic (质量诊所), where experts visit enterprises and say what is wrong."""

    title = models.CharField(_("诊所名称"), max_length=120, unique=True)
    host = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+", verbose_name=_("依托单位"))
    field = models.CharField(_("服务领域"), max_length=120)
    address = models.CharField(_("地址"), max_length=200, blank=True)
    phone = models.CharField(_("服务电话"), max_length=40, blank=True)
    valid_from = models.DateField(_("开办日期"), db_index=True)
    valid_to = models.DateField(_("停办日期"), null=True, blank=True, help_text=_("最后开办的一天；仍在办的留空"))

    class Meta:
        verbose_name = _("质量诊所")
        ordering = ("title",)

    def __str__(self) -> str:
        return self.title


class Expert(StandingRecord):
    """An expert's engagement at a clinic (诊所专家). The name is personal data."""

    name = models.CharField(_("专家姓名"), max_length=40, help_text=_("只供办理使用，不公开，不进入数据集"))
    clinic = models.ForeignKey(Clinic, on_delete=models.PROTECT, related_name="+", verbose_name=_("质量诊所"))
    field = models.CharField(_("专业"), max_length=120)
    employer = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("工作单位")
    )
    valid_from = models.DateField(_("聘任日期"), db_index=True)
    valid_to = models.DateField(_("聘期至"), null=True, blank=True, help_text=_("最后在聘的一天；长期的留空"))

    class Meta:
        verbose_name = _("诊所专家")
        ordering = ("name", "-valid_from")
        constraints = (models.UniqueConstraint(fields=("name", "clinic", "valid_from"), name="expert_once_per_clinic"),)

    def __str__(self) -> str:
        return f"{self.name}（{self.field}）"


class DiagnosisTemplate(Record):
    """A version of what a diagnosis asks and how it grades, typed in by the city; used once, it stays as it is."""

    code = models.CharField(_("模板代码"), max_length=40)
    edition = models.PositiveSmallIntegerField(_("版次"))
    title = models.CharField(_("模板名称"), max_length=120)
    standard = models.CharField(_("依据的标准"), max_length=120, blank=True, help_text=_("标准编号和名称"))
    adopted_on = models.DateField(_("启用日期"))
    items = models.TextField(_("条目"), max_length=20000, help_text=_("每行一条：编号 | 条目 | 分值"))
    grades = models.TextField(_("等级"), max_length=1000, help_text=_("由高到低，每行一级：等级 | 百分制最低分"))
    minimum_coverage = models.PositiveSmallIntegerField(
        _("最低适用比例（%）"),
        default=0,
        validators=(MaxValueValidator(100),),
        help_text=_("适用条目的分值少于这一比例的，不定级"),
    )

    class Meta:
        verbose_name = _("诊断模板")
        ordering = ("code", "-edition")
        constraints = (models.UniqueConstraint(fields=("code", "edition"), name="template_once_per_edition"),)

    def __str__(self) -> str:
        return said("%(title)s（第 %(edition)s 版）") % {"title": self.title, "edition": self.edition}

    def clean(self) -> None:
        """Refuse to change what has graded somebody: a new edition says something new."""
        asks = ("items", "grades", "minimum_coverage")
        if self.pk is None or not Diagnosis.objects.filter(template=self.pk).exists():
            return
        before = DiagnosisTemplate.objects.values(*asks).get(pk=self.pk)
        words = said("已有诊断按这一版定级，不能再改。请另建新版次。")
        if changed := {name: words for name in asks if getattr(self, name) != before[name]}:
            raise ValidationError(changed)


class Diagnosis(Record):
    """A clinic's visit to an enterprise, the points it gave by a template's version, and what it prescribes."""

    number = models.CharField(_("诊断编号"), max_length=40, unique=True)
    state = models.CharField(_("状态"), max_length=20, choices=DIAGNOSIS_CHOICES, default=RECORDED, db_index=True)
    organisation = models.ForeignKey(
        Organisation,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("企业"),
        limit_choices_to={"kind": Organisation.Kind.ENTERPRISE},
    )
    clinic = models.ForeignKey(Clinic, on_delete=models.PROTECT, related_name="+", verbose_name=_("质量诊所"))
    expert = models.ForeignKey(Expert, on_delete=models.PROTECT, related_name="+", verbose_name=_("专家"))
    template = models.ForeignKey(
        DiagnosisTemplate, on_delete=models.PROTECT, related_name="+", verbose_name=_("诊断模板")
    )
    requested_on = models.DateField(_("约诊日期"), null=True, blank=True)
    visited_on = models.DateField(_("上门日期"), db_index=True)
    points = models.TextField(_("打分"), max_length=10000, help_text=_("每个条目一行：编号 | 得分；不适用的写“不适用”"))
    score = models.DecimalField(_("得分（百分制）"), max_digits=4, decimal_places=1, null=True, blank=True)
    grade = models.CharField(_("等级"), max_length=20, blank=True)
    problems = models.TextField(_("发现的问题"), max_length=4000)
    prescription = models.TextField(_("处方"), max_length=4000)
    due_on = models.DateField(_("建议完成日期"), null=True, blank=True)
    remark = models.CharField(_("备注"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("质量诊断")
        ordering = ("-visited_on", "-pk")

    def __str__(self) -> str:
        return self.number

    def clean(self) -> None:
        """Compute score and grade from the points; refuse a template, clinic or expert that did not stand that day."""
        self.score, self.grade = None, ""
        if self.template_id and self.points:
            self._grade()
        if problems := dict(self._not_standing()):
            raise ValidationError(problems)

    def _grade(self) -> None:
        try:
            found = rules.graded(self.template, self.points)
        except rules.UnreadableError:
            return  # the register's rules name every faulty line
        self.score, self.grade = found.score, found.grade

    def _not_standing(self) -> Iterable[tuple[str, str]]:
        if self.template_id and self.template.state not in EVIDENCE_STATES:
            yield "template", said("“%(row)s”还没有核实，不能用来定级。") % {"row": self.template}
        if self.visited_on is None:
            return
        for name, slug in (("clinic", "enterprise_quality.clinics"), ("expert", "enterprise_quality.experts")):
            row = getattr(self, name) if getattr(self, f"{name}_id") else None
            if row is not None and not _stood(slug, row, self.visited_on):
                words = {"row": row, "day": self.visited_on}
                yield name, said("“%(row)s”在 %(day)s 不在有效期内，或还没有核实。") % words


def _stood(register: str, row: StandingRecord, day: date) -> bool:
    return row.state in STANDING_STATES and covers(own_spans(register, [row])[row.pk], day)
