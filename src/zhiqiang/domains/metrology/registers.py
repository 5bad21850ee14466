"""The registers of metrology: standards and their events, instruments, verifications, calibrations."""

from collections.abc import Iterable
from datetime import date

from zhiqiang.domains.metrology import workflow
from zhiqiang.domains.metrology.actions import accept_instrument, verify_calibration, verify_instrument
from zhiqiang.domains.metrology.models import (
    Calibration,
    Instrument,
    MeasurementStandard,
    StandardEvent,
    Verification,
    categories,
)
from zhiqiang.domains.metrology.queries import chain_spans, descendants_of, same_instrument, verification_spans
from zhiqiang.domains.metrology.rules import calibrations, events, instruments, standards
from zhiqiang.foundation.access.roles import STAFF, WRITERS
from zhiqiang.foundation.evidence.declaration import Column, ColumnType, Dataset
from zhiqiang.foundation.parameters import load_parameters
from zhiqiang.foundation.registers.declaration import Field, Register, Values
from zhiqiang.foundation.text import lazy as _
from zhiqiang.kernel.findings import Finding

ACCESS = {"view": STAFF, "add": WRITERS, "change": WRITERS, "import": WRITERS, "export": STAFF}
UNIT_WORDS = ("县区", "所属县区")


def _standard(values: Values, today: date) -> Iterable[Finding]:
    return standards.broken_standard(values, today, load_parameters())


def _instrument(values: Values, today: date) -> Iterable[Finding]:
    return instruments.broken_instrument(values, today, categories())


STANDARDS = Register(
    slug="metrology.standards",
    title=_("计量标准"),
    description=_("社会公用和最高计量标准；考核证书、溯源和每一级上级标准都有效，这一天才算有效。"),
    model=MeasurementStandard,
    key=("number",),
    fields=(
        Field("number", column=True, search=True, public=True, headers=("证书编号", "考核证书编号"), read="code",
              example="〔2024〕冀量标承证字第001号"),
        Field("title", column=True, search=True, public=True, headers=("标准名称", "名称")),
        Field("kind", column=True, filter=True, public=True, headers=("标准类别",),
              also={"public": ("社会公用", "公用"), "highest": ("最高", "最高标准")}, example="最高计量标准"),
        Field("level", column=True, filter=True, public=True, headers=("标准级别", "等级"),
              also={"city": ("市",), "county": ("县", "区县级"), "enterprise": ("企事业单位",)}, example="市级"),
        Field("holder", public=True, headers=("单位名称", "建标机构", "建标单位名称")),
        Field("unit", column=True, filter=True, public=True, headers=UNIT_WORDS),
        Field("quantity", search=True, public=True, headers=("专业", "计量专业", "参数"), example="质量"),
        Field("measuring_range", public=True, headers=("量程",), example="1 mg–20 kg"),
        Field("uncertainty", public=True, headers=("不确定度", "准确度等级"), example="F1 等级"),
        Field("parent", headers=("上级标准", "上级标准证书号")),
        Field("traced_to", headers=("溯源单位", "上级机构")),
        Field("traced_until", column=True, headers=("溯源有效期", "检定有效期")),
        Field("valid_from", filter=True, public=True, headers=("发证日期", "考核日期")),
        Field("valid_to", column=True, filter=True, public=True, headers=("证书有效期", "有效期至")),
    ),
    access={**ACCESS, "view": (*STAFF, "laboratory")},
    organisation_field="holder",
    workflow=workflow.STANDARD,
    dataset=Dataset(
        slug="measurement_standards",
        title=_("计量标准"),
        date_source="valid_from",
        standing=True,
        columns=(Column("number", "number"), Column("kind", "kind"), Column("level", "level")),
    ),
    check=_standard,
    spans=chain_spans,
    dependents=descendants_of,
    links=(("metrology-chains", _("溯源断开的标准"), (*STAFF, "laboratory")),),
    order=("-valid_from", "-pk"),
    public=True,
)  # fmt: skip

STANDARD_EVENTS = Register(
    slug="metrology.standard_events",
    title=_("计量标准事项"),
    description=_("社会公用计量标准的新建、提升、改造；每一事项计一次，是流量，不是存量。"),
    model=StandardEvent,
    key=("certificate", "kind", "happened_on"),
    fields=(
        Field("certificate", column=True, search=True, public=True, headers=("证书编号", "证书号"), read="code"),
        Field("title", column=True, search=True, public=True, headers=("标准名称", "名称")),
        Field("kind", column=True, filter=True, public=True, headers=("类型", "新建或改造"),
              also={"upgraded": ("升级",), "rebuilt": ("更新改造",), "new": ("新增",)}, example="新建"),
        Field("institution", column=True, public=True, headers=("单位名称", "建标机构")),
        Field("unit", column=True, filter=True, public=True, headers=UNIT_WORDS),
        Field("happened_on", column=True, filter=True, public=True, headers=("发证日期", "考核合格日期")),
        Field("measuring_range", public=True, headers=("量程",)),
        Field("proof", headers=("证明材料", "佐证材料")),
    ),
    access=ACCESS,
    workflow=workflow.STANDARD_EVENT,
    dataset=Dataset(
        slug="standard_events",
        title=_("计量标准事项"),
        date_source="happened_on",
        columns=(Column("certificate", "certificate"), Column("kind", "kind")),
    ),
    check=events.broken_event,
    order=("-happened_on", "-pk"),
    public=True,
)  # fmt: skip

INSTRUMENTS = Register(
    slug="metrology.instruments",
    title=_("强检器具"),
    description=_("列入强制检定目录的在用器具；封存停用期间不要求检定，报废后不再列入。"),
    model=Instrument,
    key=("owner", "number"),
    fields=(
        Field("number", column=True, search=True, headers=("出厂编号", "设备编号", "编号"), read="code"),
        Field("title", column=True, search=True, headers=("名称", "计量器具名称")),
        Field("category", column=True, filter=True, headers=("类别", "强检项目"), example="数字指示秤"),
        Field("size", headers=("口径", "公称通径", "最大流量")),
        Field("owner", column=True, headers=("单位名称", "使用单位名称")),
        Field("unit", column=True, filter=True, headers=UNIT_WORDS),
        Field("maker", headers=("制造厂", "生产厂家")),
        Field("place", headers=("安装地点", "地点")),
        Field("valid_from", filter=True, headers=("启用日期", "安装日期")),
        Field("valid_to", headers=("停用时间",)),
    ),
    access={**ACCESS, "view": (*STAFF, "enterprise", "laboratory")},
    organisation_field="owner",
    workflow=workflow.INSTRUMENT,
    dataset=Dataset(
        slug="instruments",
        title=_("强检器具"),
        date_source="valid_from",
        standing=True,
        columns=(Column("instrument", "pk", ColumnType.INTEGER), Column("category", "category")),
    ),
    check=_instrument,
    links=(("metrology-due", _("强检到期清单"), (*STAFF, "enterprise", "laboratory")),),
    effects={"accept_correction": accept_instrument, "verify": verify_instrument},
    order=("owner", "number"),
)  # fmt: skip

VERIFICATIONS = Register(
    slug="metrology.verifications",
    title=_("强制检定"),
    description=_("每一次检定；没有印有效期的按检定周期推算，以日历月计。修理后原证书即失效。"),
    model=Verification,
    key=("number",),
    fields=(
        Field("number", column=True, search=True, headers=("证书编号", "检定证书编号"), read="code"),
        Field("instrument", column=True, headers=("器具编号", "出厂编号", "设备编号")),
        Field("unit", column=True, filter=True, headers=UNIT_WORDS),
        Field("valid_from", column=True, filter=True, headers=("检定时间", "检定日")),
        Field("result", column=True, filter=True, headers=("结论", "检定结果"), also={"pass": ("符合",)},
              example="合格"),
        Field("valid_to", column=True, headers=("有效期至", "下次检定日期")),
        Field("verified_by", headers=("检定单位",)),
        Field("standard", headers=("计量标准", "标准证书号")),
        Field("remark", headers=("备注",)),
    ),
    access=ACCESS,
    workflow=workflow.VERIFICATION,
    dataset=Dataset(
        slug="instrument_verifications",
        title=_("强制检定"),
        date_source="valid_from",
        standing=True,
        columns=(Column("instrument", "instrument_id", ColumnType.INTEGER), Column("result", "result")),
    ),
    check=instruments.broken_verification,
    spans=verification_spans,
    dependents=same_instrument,
    order=("-valid_from", "-pk"),
)  # fmt: skip

CALIBRATIONS = Register(
    slug="metrology.calibrations",
    title=_("校准证书"),
    description=_("主标准器和器具的校准；数字校准证书（DCC）原样留存，签名核验结果随附。"),
    model=Calibration,
    key=("laboratory", "number"),
    fields=(
        Field("number", column=True, search=True, headers=("证书编号", "证书号"), read="code"),
        Field("laboratory", column=True, search=True, headers=("校准单位", "实验室")),
        Field("object_title", column=True, search=True, headers=("器具名称", "对象名称")),
        Field("object_number", search=True, headers=("器具编号", "出厂编号"), read="code"),
        Field("unit", filter=True, headers=UNIT_WORDS),
        Field("calibrated_on", column=True, filter=True, headers=("校准时间",)),
        Field("next_due", column=True, headers=("复校日期", "下次校准日期")),
        Field("standard", headers=("计量标准", "标准证书号")),
        Field("instrument", headers=("强检器具编号",)),
        Field("remark", headers=("备注",)),
        Field("signature", column=True, filter=True, form=False),
        Field("signer", form=False),
        Field("signed_at", form=False),
        Field("sha256", form=False),
    ),
    access=ACCESS,
    workflow=workflow.CALIBRATION,
    dataset=Dataset(
        slug="calibrations",
        title=_("校准证书"),
        date_source="calibrated_on",
        columns=(Column("signature", "signature"),),
    ),
    check=calibrations.broken_calibration,
    effects={"verify": verify_calibration},
    links=(("metrology-read", _("读取数字校准证书"), WRITERS),),
    order=("-calibrated_on", "-pk"),
)  # fmt: skip

REGISTERS = (STANDARDS, STANDARD_EVENTS, INSTRUMENTS, VERIFICATIONS, CALIBRATIONS)
