"""The registers of brands: all of them are shown to the public."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from functools import partial
from typing import Any

from zhiqiang.domains.brands import rules
from zhiqiang.domains.brands.models import Brand, BrandLicence, GeographicalIndication, IndicationUser
from zhiqiang.domains.brands.queries import permitted_spans, regional_brand
from zhiqiang.domains.brands.workflow import BRAND, INDICATION, INDICATION_USER, LICENCE
from zhiqiang.foundation import clock
from zhiqiang.foundation.access.roles import STAFF, WRITERS
from zhiqiang.foundation.evidence.declaration import Column, ColumnType, Dataset
from zhiqiang.foundation.parameters import load_parameters
from zhiqiang.foundation.registers.declaration import Field, Register
from zhiqiang.foundation.text import lazy as _
from zhiqiang.kernel.findings import Finding

#: An enterprise sees the records about itself.
ACCESS = {"view": (*STAFF, "enterprise"), "add": WRITERS, "change": WRITERS, "import": WRITERS, "export": STAFF}
UNIT = Field("unit", column=True, filter=True, public=True, headers=("县区", "所属县区", "县(市、区)"))


def _licence_rules(values: Mapping[str, Any], today: date) -> Iterable[Finding]:
    """The rules of a licence, by the longest term that was set when it began."""
    start = values.get("valid_from") or clock.today()
    years = load_parameters().value("brands.licence.validity", start)
    return rules.licence_rules(values, today, years=int(years))


BRAND_LIST = Register(
    slug="brands.brands",
    title=_("品牌"),
    description=_("区域公用品牌、农业企业品牌、高端农产品品牌等：谁的、哪天起有效。驰名商标不是荣誉，不得登记。"),
    model=Brand,
    key=("title", "kind", "valid_from"),
    fields=(
        Field("title", column=True, search=True, public=True, headers=("品牌", "名称"), example="承德山水"),
        Field("kind", column=True, filter=True, public=True, headers=("类别", "品牌类型"),
              also={"farm_regional": ("农产品区域公用品牌", "农业区域品牌"), "premium_product": ("高端农产品",),
                    "farm_enterprise": ("农产品企业品牌",), "service": ("服务品牌",)},
              example="农业区域公用品牌"),
        Field("owner", column=True, public=True, headers=("所有者", "持有单位", "品牌主体")),
        UNIT,
        Field("products", search=True, public=True, headers=("产品", "主要产品")),
        Field("recognised_by", public=True, headers=("认定单位", "发布单位", "认定部门")),
        Field("honours", public=True, headers=("荣誉", "所获荣誉")),
        Field("valid_from", column=True, filter=True, public=True, headers=("认定时间", "发布日期")),
        Field("valid_to", column=True, filter=True, public=True, headers=("有效期至",)),
    ),
    access=ACCESS,
    organisation_field="owner",
    workflow=BRAND,
    dataset=Dataset(
        slug="brands",
        title=_("品牌"),
        date_source="valid_from",
        standing=True,
        columns=(
            Column("title", "title"),
            Column("kind", "kind"),
            Column("owner", "owner", ColumnType.INTEGER),
        ),
    ),
    check=rules.brand_rules,
    order=("-valid_from", "-pk"),
    public=True,
)  # fmt: skip


def _permission_fields(parent: Field, organisation: tuple[str, ...]) -> Sequence[Field]:
    return (
        Field("number", column=True, search=True, public=True, headers=("编号", "证书编号"), read="code"),
        parent,
        Field("organisation", column=True, public=True, headers=("企业名称", "单位名称", *organisation)),
        UNIT,
        Field("products", column=True, search=True, public=True, headers=("产品", "授权范围", "用标产品")),
        Field("valid_from", column=True, filter=True, public=True, headers=("授权日期", "起始日期", "核准日期")),
        Field("valid_to", column=True, filter=True, public=True, headers=("截止日期", "有效期至")),
    )


LICENCES = Register(
    slug="brands.licences",
    title=_("区域品牌授权"),
    description=_("哪家企业的哪些产品获准使用区域品牌、到哪天为止。品牌停用或撤销的，授权同日失效。"),
    model=BrandLicence,
    key=("number",),
    fields=(
        *_permission_fields(
            Field("brand", column=True, filter=True, public=True, headers=("品牌", "授权品牌"), find=regional_brand,
                  example="承德山水"),
            ("授权企业", "用标企业"),
        ),
    ),
    access=ACCESS,
    organisation_field="organisation",
    workflow=LICENCE,
    dataset=Dataset(
        slug="brand_licences",
        title=_("区域品牌授权"),
        date_source="valid_from",
        standing=True,
        columns=(
            Column("number", "number"),
            Column("brand", "brand__title"),
            Column("organisation", "organisation", ColumnType.INTEGER),
        ),
    ),
    check=_licence_rules,
    spans=partial(permitted_spans, "brands.licences"),
    order=("-valid_from", "-pk"),
    public=True,
)  # fmt: skip

GEOGRAPHICAL_INDICATIONS = Register(
    slug="brands.geographical_indications",
    title=_("地理标志"),
    description=_("地理标志有三种法律保护，分开登记；同一名称可以各有一条。"),
    model=GeographicalIndication,
    key=("number", "kind"),
    fields=(
        Field("number", column=True, search=True, public=True, headers=("公告号", "注册号", "登记证书编号"),
              read="code"),
        Field("title", column=True, search=True, public=True, headers=("名称", "地理标志")),
        Field("kind", column=True, filter=True, public=True, headers=("类别", "保护方式"),
              also={"trademark": ("证明商标", "集体商标", "地理标志商标"), "product": ("地标产品",)},
              example="地理标志产品"),
        Field("holder", column=True, public=True, headers=("申请人", "注册人", "登记证书持有人")),
        UNIT,
        Field("products", public=True, headers=("产品名称",)),
        Field("area", public=True, headers=("保护范围", "地域范围")),
        Field("valid_from", column=True, filter=True, public=True, headers=("公告日期", "注册日期")),
        Field("valid_to", public=True, headers=("专用权期限", "有效期至")),
    ),
    access=ACCESS,
    organisation_field="holder",
    workflow=INDICATION,
    dataset=Dataset(
        slug="geographical_indications",
        title=_("地理标志"),
        date_source="valid_from",
        standing=True,
        columns=(Column("number", "number"), Column("kind", "kind")),
    ),
    check=rules.indication_rules,
    order=("title", "kind"),
    public=True,
)  # fmt: skip

INDICATION_USERS = Register(
    slug="brands.indication_users",
    title=_("地理标志用标人"),
    description=_("获准使用专用标志，或获许可使用集体商标、证明商标的单位和产品。"),
    model=IndicationUser,
    key=("number",),
    fields=(
        *_permission_fields(
            Field("indication", column=True, filter=True, public=True, headers=("地理标志名称",)), ("用标企业",)
        ),
    ),
    access=ACCESS,
    organisation_field="organisation",
    workflow=INDICATION_USER,
    dataset=Dataset(
        slug="indication_users",
        title=_("地理标志用标人"),
        date_source="valid_from",
        standing=True,
        columns=(
            Column("number", "number"),
            Column("indication", "indication__title"),
            Column("organisation", "organisation", ColumnType.INTEGER),
        ),
    ),
    check=rules.indication_user_rules,
    spans=partial(permitted_spans, "brands.indication_users"),
    order=("-valid_from", "-pk"),
    public=True,
)  # fmt: skip

REGISTERS = (BRAND_LIST, LICENCES, GEOGRAPHICAL_INDICATIONS, INDICATION_USERS)
