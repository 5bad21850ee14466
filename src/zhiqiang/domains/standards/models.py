"""Standards that firms and bodies led or joined, those that firms declared, the city's own, and systems of them."""

from collections.abc import Mapping

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.db import models
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from zhiqiang.domains.standards.rules import chain_of
from zhiqiang.foundation.documents.models import Document
from zhiqiang.foundation.reference.models import Organisation
from zhiqiang.foundation.registers.models import Record
from zhiqiang.foundation.standing.models import StandingRecord
from zhiqiang.foundation.workflow.verification import VOIDED


class StandardRole(Record):
    """One organisation's part in one published standard; the standard itself is counted once however many joined."""

    class Level(models.TextChoices):
        INTERNATIONAL = "international", _("国际标准")
        NATIONAL = "national", _("国家标准")
        INDUSTRY = "industry", _("行业标准")
        PROVINCE = "province", _("省地方标准")
        CITY = "city", _("市地方标准")
        GROUP = "group", _("团体标准")

    class Role(models.TextChoices):
        LED = "led", _("主导")
        JOINED = "joined", _("参与")

    number = models.CharField(_("标准编号"), max_length=60)
    title = models.CharField(_("标准名称"), max_length=200)
    level = models.CharField(_("标准层级"), max_length=16, choices=Level)
    role = models.CharField(_("作用"), max_length=8, choices=Role)
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="+", verbose_name=_("参与单位")
    )
    published_on = models.DateField(_("发布日期"), db_index=True)
    proof = models.CharField(_("佐证"), max_length=200, help_text=_("标准文本前言页、立项文件等"))
    proof_file = models.ForeignKey(
        Document, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("佐证附件")
    )

    class Meta:
        verbose_name = _("标准制修订")
        ordering = ("-published_on", "-pk")
        constraints = (
            models.UniqueConstraint(fields=("number", "organisation"), name="standard_role_once_per_organisation"),
        )

    def __str__(self) -> str:
        return f"{self.number} {self.title}"


class Declaration(StandingRecord):
    """An enterprise standard that a firm has declared to the public; abolished, it is withdrawn."""

    number = models.CharField(_("企业标准编号"), max_length=60)
    title = models.CharField(_("标准名称"), max_length=200)
    enterprise = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+", verbose_name=_("企业"))
    products = models.CharField(_("执行该标准的产品"), max_length=300)
    address = models.CharField(
        _("公开网址"),
        max_length=300,
        validators=[URLValidator(("http", "https"))],
        help_text=_("自我声明公开的页面，任何人可以打开"),
    )

    class Meta:
        verbose_name = _("企业标准自我声明")
        ordering = ("-valid_from", "-pk")
        constraints = (
            models.UniqueConstraint(fields=("number", "enterprise"), name="standard_declaration_once_per_firm"),
        )

    def __str__(self) -> str:
        return f"{self.number} {self.title}"


class LocalStandard(StandingRecord):
    """One local standard of the city: in force from its implementation until a review abolishes it."""

    number = models.CharField(_("标准编号"), max_length=60)
    title = models.CharField(_("标准名称"), max_length=200)
    published_on = models.DateField(_("发布日期"))
    keeper = models.CharField(_("归口部门"), max_length=120, help_text=_("负责实施与复审的部门"))
    replaces = models.CharField(_("代替标准"), max_length=60, blank=True)
    text = models.ForeignKey(
        Document, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("标准文本")
    )

    class Meta:
        verbose_name = _("市地方标准")
        ordering = ("-published_on", "-pk")
        constraints = (models.UniqueConstraint(fields=("number",), name="local_standard_once"),)

    def __str__(self) -> str:
        return f"{self.number} {self.title}"


class Review(Record):
    """One review of a local standard: it goes on, is to be revised, or is abolished from a day on."""

    class Outcome(models.TextChoices):
        CONFIRMED = "confirmed", _("继续有效")
        REVISE = "revise", _("修订")
        ABOLISH = "abolish", _("废止")

    standard = models.ForeignKey(
        LocalStandard, on_delete=models.PROTECT, related_name="reviews", verbose_name=_("市地方标准")
    )
    reviewed_on = models.DateField(_("复审日期"))
    outcome = models.CharField(_("复审结论"), max_length=12, choices=Outcome)
    reasons = models.CharField(_("复审意见"), max_length=400)
    abolished_on = models.DateField(
        _("废止日期"), null=True, blank=True, help_text=_("结论为废止的，填不再有效的第一天")
    )
    report = models.ForeignKey(
        Document, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("复审报告")
    )

    class Meta:
        verbose_name = _("地方标准复审")
        ordering = ("-reviewed_on", "-pk")
        constraints = (models.UniqueConstraint(fields=("standard", "reviewed_on"), name="standard_review_once_a_day"),)

    def __str__(self) -> str:
        return f"{self.standard.number} {self.reviewed_on}"


class SystemNode(Record):
    """One place in a system of standards: a branch, or a leaf that a standard fills or that is a gap.

    The parent is named by its code, so that a whole tree comes in one workbook.
    """

    system = models.CharField(_("标准体系"), max_length=80)
    code = models.CharField(_("体系编号"), max_length=40)
    title = models.CharField(_("名称"), max_length=160)
    parent_code = models.CharField(_("上级编号"), max_length=40, blank=True, help_text=_("最上一级留空"))
    needed = models.BooleanField(_("需要制定"), default=True, blank=True, help_text=_("不需要标准的位置取消勾选"))
    standard_number = models.CharField(
        _("已有标准"), max_length=60, blank=True, help_text=_("填补这个位置的标准编号；没有的留空，即为缺口")
    )
    listed_on = models.DateField(_("列入日期"))

    class Meta:
        verbose_name = _("标准体系")
        ordering = ("system", "code")
        constraints = (models.UniqueConstraint(fields=("system", "code"), name="system_node_once"),)

    def __str__(self) -> str:
        return f"{self.code} {self.title}"

    def clean(self) -> None:
        """Refuse a parent that lies below this very node."""
        super().clean()
        chain = chain_of(self.code, self.parents())
        if len(chain) > 2 and chain[-1] == self.code:  # a node above itself breaks a rule of its own
            words = _now("上级成环：%(chain)s。请改为真正的上级编号。") % {"chain": " → ".join(chain)}
            raise ValidationError({"parent_code": words})

    def parents(self) -> Mapping[str, str]:
        """Code → parent's code of every node of the system, with this node as it would be."""
        others = SystemNode.objects.filter(system=self.system).exclude(pk=self.pk).exclude(state=VOIDED)
        return {**dict(others.values_list("code", "parent_code")), self.code: self.parent_code}
