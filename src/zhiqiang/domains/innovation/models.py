"""Invention patents of the city's holders, and the industrial clusters with their member firms."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from zhiqiang.foundation.reference.models import Organisation
from zhiqiang.foundation.standing.models import StandingRecord


class Patent(StandingRecord):
    """One invention patent: in force from its grant to the end of its term, unless it lapses before.

    What makes it of high value is told by dates, not by a mark, so that a count of an earlier day stays what it was;
    that it has been kept up for ten years follows from the date of grant and is not written down at all.
    """

    number = models.CharField(_("专利号"), max_length=24, help_text=_("照专利证书，含校验位"))
    title = models.CharField(_("发明名称"), max_length=200)
    holder = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+", verbose_name=_("专利权人"))
    filed_on = models.DateField(_("申请日"))
    strategic = models.BooleanField(
        _("战略性新兴产业"), default=False, blank=True, help_text=_("按专利分类对照表确定，自授权起")
    )
    family_on = models.DateField(
        _("海外同族授权日"), null=True, blank=True, help_text=_("在海外有同族专利权的填首件授权日")
    )
    pledged_on = models.DateField(
        _("质押登记日"), null=True, blank=True, help_text=_("实现较高质押融资金额的，填登记日")
    )
    awarded_on = models.DateField(
        _("获奖日"), null=True, blank=True, help_text=_("获国家科学技术奖或中国专利奖的，填公布日")
    )
    proof = models.CharField(_("佐证"), max_length=200, help_text=_("专利证书、登记簿副本等"))

    class Meta:
        verbose_name = _("发明专利")
        ordering = ("-valid_from", "-pk")
        constraints = (models.UniqueConstraint(fields=("number",), name="patent_once"),)

    def __str__(self) -> str:
        return f"{self.number} {self.title}"


class Cluster(StandingRecord):
    """One industrial cluster on a list; a cluster on the provincial and the city's list has a record for each."""

    class Level(models.TextChoices):
        PROVINCIAL = "provincial", _("省级")
        CITY = "city", _("市级")

    title = models.CharField(_("集群名称"), max_length=120)
    level = models.CharField(_("名单层级"), max_length=12, choices=Level)
    industry = models.CharField(_("主导产业"), max_length=120)
    listed_by = models.CharField(_("名单文件"), max_length=200, help_text=_("公布名单的文件名称与文号"))

    class Meta:
        verbose_name = _("产业集群")
        ordering = ("level", "title", "-valid_from")
        constraints = (models.UniqueConstraint(fields=("title", "level", "valid_from"), name="cluster_once_per_list"),)

    def __str__(self) -> str:
        return f"{self.title}（{self.get_level_display()}）"


class ClusterMember(StandingRecord):
    """One firm that belongs to a cluster over a span of days."""

    class Role(models.TextChoices):
        HEAD = "head", _("龙头企业")
        CHAIN_LEADER = "chain_leader", _("链主企业")
        MEMBER = "member", _("成员企业")

    cluster = models.ForeignKey(Cluster, on_delete=models.PROTECT, related_name="members", verbose_name=_("产业集群"))
    enterprise = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+", verbose_name=_("企业"))
    role = models.CharField(_("地位"), max_length=16, choices=Role)
    products = models.CharField(_("主要产品"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("集群企业")
        ordering = ("cluster", "role", "pk")
        constraints = (
            models.UniqueConstraint(fields=("cluster", "enterprise", "valid_from"), name="cluster_member_once"),
        )

    def __str__(self) -> str:
        return f"{self.enterprise} · {self.cluster.title}"
