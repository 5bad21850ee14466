"""The registers of patents, clusters and their members."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from zhiqiang.domains.innovation import rules
from zhiqiang.domains.innovation.models import Cluster, ClusterMember, Patent
from zhiqiang.domains.innovation.queries import patent_terms, valuable_from
from zhiqiang.domains.innovation.workflow import CLUSTER, CLUSTER_MEMBER, PATENT
from zhiqiang.foundation.access.roles import STAFF, WRITERS
from zhiqiang.foundation.evidence.declaration import Column, ColumnType, Dataset
from zhiqiang.foundation.registers.declaration import Field, Register
from zhiqiang.foundation.standing.spans import own_spans
from zhiqiang.foundation.text import lazy as _
from zhiqiang.kernel.findings import Finding
from zhiqiang.kernel.spans import Span

READERS = (*STAFF, "enterprise")


def _broken_patent(values: Mapping[str, Any], today: date) -> Iterable[Finding]:
    return rules.broken_patent(values, today, patent_terms(today))


def _patent_spans(rows: Sequence[Patent]) -> Mapping[int, Sequence[Span]]:
    """The spans in force, cut on the day from which the patent is of high value."""
    own = own_spans(PATENTS.slug, rows)
    return {row.pk: rules.cut(own[row.pk], valuable_from(row)) for row in rows}


def _find_cluster(text: str) -> Cluster | None:
    """A cluster by its name, with the level where both lists have one of that name: 平泉食用菌（省级）."""
    found = [one for one in Cluster.objects.order_by("valid_from") if text in {one.title, str(one)}]
    return found[-1] if len({one.level for one in found}) == 1 else None


PATENTS = Register(
    slug="innovation.patents",
    title=_("发明专利"),
    description=_("本市专利权人的有效发明专利：授权起在册，期满、终止、转出后不再计入，此前的数不变。"),
    model=Patent,
    key=("number",),
    fields=(
        Field("number", column=True, search=True, public=True, headers=("授权号", "专利编号"),
              example="ZL202110123456.2"),
        Field("title", column=True, search=True, public=True, headers=("专利名称", "名称")),
        Field("holder", column=True, public=True, headers=("权利人", "申请人", "企业名称")),
        Field("unit", column=True, filter=True, public=True, headers=("县区", "所属县区")),
        Field("filed_on", public=True, headers=("申请日期",)),
        Field("valid_from", column=True, filter=True, public=True, headers=("授权公告日", "授权日", "授权日期")),
        Field("valid_to", column=True, public=True, headers=("期满日", "失效日期")),
        Field("strategic", filter=True, public=True, headers=("战新产业",)),
        Field("family_on", headers=("海外同族",)),
        Field("pledged_on", headers=("质押日期",)),
        Field("awarded_on", headers=("获奖日期",)),
        Field("proof", headers=("证明材料", "佐证材料")),
    ),
    access={"view": READERS, "add": WRITERS, "change": WRITERS, "import": WRITERS, "export": STAFF},
    organisation_field="holder",
    workflow=PATENT,
    dataset=Dataset(
        slug="patents",
        title=_("发明专利"),
        date_source="valid_from",
        standing=True,
        columns=(
            Column("number", "number"),
            Column("granted_on", "valid_from", ColumnType.DATE),
            Column("strategic", "strategic", ColumnType.BOOLEAN),
            Column("family_on", "family_on", ColumnType.DATE),
            Column("pledged_on", "pledged_on", ColumnType.DATE),
            Column("awarded_on", "awarded_on", ColumnType.DATE),
        ),
    ),
    spans=_patent_spans,
    check=_broken_patent,
    order=("-valid_from", "-pk"),
    public=True,
)  # fmt: skip

CLUSTERS = Register(
    slug="innovation.clusters",
    title=_("产业集群"),
    description=_("省级、市级重点区域产业集群；名单未随方案公布，由市里按公布文件登记。"),
    model=Cluster,
    key=("title", "level", "valid_from"),
    fields=(
        Field("title", column=True, search=True, public=True, headers=("名称", "集群")),
        Field("level", column=True, filter=True, public=True, headers=("级别", "层级"),
              also={"provincial": ("省",), "city": ("市",)}, example="市级"),
        Field("industry", column=True, search=True, public=True, headers=("产业",)),
        Field("unit", column=True, filter=True, public=True, headers=("所在县区", "县区")),
        Field("valid_from", column=True, filter=True, public=True, headers=("列入日期", "公布日期")),
        Field("valid_to", public=True, headers=("退出日期",)),
        Field("listed_by", search=True, public=True, headers=("文号",)),
    ),
    access={"view": STAFF, "add": ("city_officer",), "change": ("city_officer",), "import": ("city_officer",),
            "export": STAFF},
    workflow=CLUSTER,
    dataset=Dataset(
        slug="clusters",
        title=_("产业集群"),
        date_source="valid_from",
        standing=True,
        columns=(Column("title", "title"), Column("level", "level")),
    ),
    check=rules.broken_cluster,
    order=("level", "title", "-valid_from"),
    public=True,
)  # fmt: skip

CLUSTER_MEMBERS = Register(
    slug="innovation.cluster_members",
    title=_("集群企业"),
    description=_("产业集群里的企业：龙头、链主与成员，何时进入、何时退出。"),
    model=ClusterMember,
    key=("cluster", "enterprise", "valid_from"),
    fields=(
        Field("cluster", column=True, filter=True, public=True, headers=("集群", "集群名称"), find=_find_cluster),
        Field("enterprise", column=True, public=True, headers=("企业名称", "单位名称")),
        Field("role", column=True, filter=True, public=True, headers=("角色",),
              also={"head": ("龙头",), "chain_leader": ("链主",), "member": ("成员",)}, example="成员企业"),
        Field("unit", column=True, filter=True, public=True, headers=("县区", "所属县区")),
        Field("valid_from", column=True, filter=True, public=True, headers=("进入日期",)),
        Field("valid_to", public=True, headers=("退出日期",)),
        Field("products", search=True, public=True, headers=("产品",)),
    ),
    access={"view": READERS, "add": WRITERS, "change": WRITERS, "import": WRITERS, "export": STAFF},
    organisation_field="enterprise",
    workflow=CLUSTER_MEMBER,
    dataset=Dataset(
        slug="cluster_members",
        title=_("集群企业"),
        date_source="valid_from",
        standing=True,
        columns=(
            Column("cluster", "cluster__title"),
            Column("organisation", "enterprise", ColumnType.INTEGER),
            Column("role", "role"),
        ),
    ),
    check=rules.broken_member,
    order=("cluster", "role", "pk"),
    public=True,
)  # fmt: skip

REGISTERS = (PATENTS, CLUSTERS, CLUSTER_MEMBERS)
