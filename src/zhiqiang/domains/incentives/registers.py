"""The five registers of money. Commitments, payments and recoveries are made by actions: their forms have no fields."""

from collections.abc import Iterable, Mapping
from datetime import date
from difflib import get_close_matches
from typing import Any

from zhiqiang.domains.incentives import rules, workflow
from zhiqiang.domains.incentives.actions import commitments, payments, recoveries
from zhiqiang.domains.incentives.models import BudgetLine, Commitment, OutsidePayment, Payment, Recovery
from zhiqiang.domains.incentives.queries import awards
from zhiqiang.foundation.access.roles import STAFF, WRITERS
from zhiqiang.foundation.evidence.declaration import Column, ColumnType, Dataset
from zhiqiang.foundation.registers.declaration import Field, Register
from zhiqiang.foundation.text import lazy as _
from zhiqiang.kernel.findings import Finding

READERS = (*STAFF, *workflow.FINANCE)
LINKS = (("money", _("激励资金"), READERS), ("money-approvals", _("等我批准"), READERS))


def broken_line_rules(values: Mapping[str, Any], today: date) -> Iterable[Finding]:
    """The rules of a budget line, and whether the programmes that it names exist and carry money."""
    yield from rules.broken_line_rules(values, today)
    known = awards.programmes_with_money()
    for code in rules.codes_in(values.get("programmes") or ""):
        if code not in known:
            near = get_close_matches(code, known, n=1) or sorted(known)[:3]
            yield Finding("programmes", f"没有代码为“{code}”的奖补项目。", f"可填的代码如：{'、'.join(near)}。")


BUDGET_LINES = Register(
    slug="incentives.budget_lines",
    title=_("预算额度"),
    description=_("各级财政为激励项目安排的年度额度；承诺永不超过额度。"),
    model=BudgetLine,
    key=("code",),
    fields=(
        Field("code", column=True, search=True, public=True, headers=("编号", "预算编号"), read="code",
              example="2026-质强-01"),
        Field("title", column=True, search=True, public=True, headers=("名称",)),
        Field("year", column=True, filter=True, public=True, headers=("年度", "年份")),
        Field("funder", column=True, filter=True, public=True, headers=("层级", "出资层级"),
              also={"city": ("市", "市本级"), "county": ("县", "区"), "province": ("省",), "nation": ("中央",)}),
        Field("programmes", column=True, public=True, headers=("项目代码",), example="standards-subsidy"),
        Field("cap", column=True, public=True, headers=("额度", "预算额度", "金额"), example="2000000"),
        Field("unit", column=True, filter=True, public=True, headers=("县区", "预算单位")),
        Field("issued_on", column=True, filter=True, public=True, headers=("下达时间",)),
        Field("closes_on", public=True, headers=("截止日",)),
        Field("clause", public=True, headers=("条目",)),
        Field("proof", headers=("文号", "下达文件")),
    ),
    access={"view": READERS, "add": WRITERS, "change": WRITERS, "import": WRITERS, "export": READERS},
    workflow=workflow.BUDGET_LINE,
    links=LINKS,
    dataset=Dataset(
        slug="budget_lines",
        title=_("预算额度"),
        date_source="issued_on",
        columns=(Column("code", "code"), Column("funder", "funder"), Column("cap", "cap", ColumnType.DECIMAL)),
    ),
    check=broken_line_rules,
    order=("-year", "code"),
    public=True,
)  # fmt: skip

OUTSIDE_PAYMENTS = Register(
    slug="incentives.outside_payments",
    title=_("其他资金已支付"),
    description=_("省级、国家等其他资金已经支付的事项；同一事项，本系统不再承诺。未核实的也先挡住，核实后或作废后再定。"),
    model=OutsidePayment,
    key=("funder", "organisation", "thing", "paid_on"),
    fields=(
        Field("thing", column=True, search=True, headers=("标准编号", "标准号", "项目编号", "事项"),
              example="GB/T 99999-2026"),
        Field("organisation", column=True, headers=("单位名称", "企业名称", "受助单位"), search=False),
        Field("funder", column=True, filter=True, headers=("层级", "出资层级"),
              also={"province": ("省", "省财政"), "nation": ("中央", "国家级"), "city": ("市", "市本级"),
                    "county": ("县", "区")}, example="省级"),
        Field("funder_name", column=True, search=True, headers=("出资部门", "资助单位"),
              example="河北省市场监督管理局"),
        Field("amount", column=True, headers=("金额", "资助金额", "奖补金额"), example="200000"),
        Field("paid_on", column=True, filter=True, headers=("拨付时间", "公布日期")),
        Field("document", headers=("文号", "依据")),
        Field("unit", column=True, filter=True, headers=("县区", "所属县区")),
    ),
    access={"view": READERS, "add": WRITERS, "change": WRITERS, "import": WRITERS, "export": READERS},
    workflow=workflow.OUTSIDE_PAYMENT,
    dataset=Dataset(
        slug="outside_payments",
        title=_("其他资金已支付"),
        date_source="paid_on",
        columns=(
            Column("funder", "funder"),
            Column("thing", "thing_key"),
            Column("amount", "amount", ColumnType.DECIMAL),
        ),
    ),
    check=rules.broken_outside_rules,
    order=("-paid_on", "-pk"),
)  # fmt: skip

COMMITMENTS = Register(
    slug="incentives.commitments",
    title=_("资金承诺"),
    description=_("对每项认定的资金承诺；金额由项目规则算出，不能填写。"),
    model=Commitment,
    key=("award",),
    fields=(
        Field("award", column=True, search=True, form=False),
        Field("organisation", column=True, form=False),
        Field("programme_title", column=True, form=False),
        Field("thing", column=True, search=True, form=False),
        Field("amount", column=True, form=False),
        Field("line", column=True, filter=True, form=False),
        Field("rule", form=False),
        Field("rule_version", form=False),
        Field("valid_on", form=False),
        Field("clause", column=True, filter=True, form=False),
        Field("article", form=False),
        Field("programme", filter=True, form=False),
        Field("unit", column=True, filter=True, form=False),
    ),
    access={"view": READERS, "add": workflow.OFFICER, "change": workflow.OFFICER, "export": READERS},
    workflow=workflow.COMMITMENT,
    links=LINKS,
    effects={"settle": commitments.settle, "release": commitments.release},
    pages={"new": "money", "detail": "money-commitment"},
)

PAYMENTS = Register(
    slug="incentives.payments",
    title=_("资金拨付"),
    description=_("一人提出，两人先后批准，付出后登记凭证；同一笔只付一次。"),
    model=Payment,
    key=("commitment",),
    fields=(
        Field("organisation", column=True, form=False),
        Field("programme_title", column=True, form=False),
        Field("thing", column=True, search=True, form=False),
        Field("amount", column=True, form=False),
        Field("commitment", form=False),
        Field("rule", form=False),
        Field("clause", column=True, filter=True, form=False),
        Field("voucher", search=True, form=False),
        Field("paid_on", column=True, filter=True, form=False),
        Field("programme", filter=True, form=False),
        Field("unit", column=True, filter=True, form=False),
    ),
    access={"view": READERS, "add": workflow.OFFICER, "change": workflow.OFFICER, "export": READERS},
    workflow=workflow.PAYMENT,
    links=LINKS,
    effects={
        workflow.APPROVE_FIRST: payments.approve_first,
        workflow.APPROVE_SECOND: payments.approve_second,
        workflow.PAY: payments.pay,
        workflow.REFUSE: payments.call_off,
        workflow.CANCEL: payments.call_off,
    },
    pages={"new": "money", "detail": "money-payment"},
)

RECOVERIES = Register(
    slug="incentives.recoveries",
    title=_("资金追回"),
    description=_("认定被撤销、弄虚作假或重复享受的，已付的资金要收回。"),
    model=Recovery,
    key=("payment", "cause"),
    fields=(
        Field("organisation", column=True, form=False),
        Field("payment", column=True, form=False),
        Field("amount", column=True, form=False),
        Field("cause", column=True, filter=True, form=False),
        Field("explanation", search=True, form=False),
        Field("voucher", form=False),
        Field("received_on", column=True, form=False),
        Field("unit", column=True, filter=True, form=False),
    ),
    access={
        "view": READERS,
        "add": (*workflow.OFFICER, *workflow.FINANCE),
        "change": workflow.OFFICER,
        "export": READERS,
    },
    workflow=workflow.RECOVERY,
    links=LINKS,
    effects={
        workflow.DROP: recoveries.give_up,
        workflow.WAIVE: recoveries.give_up,
        workflow.RECEIVE: recoveries.receive,
    },
    pages={"new": "money", "detail": "money-recovery"},
)

REGISTERS = (BUDGET_LINES, OUTSIDE_PAYMENTS, COMMITMENTS, PAYMENTS, RECOVERIES)
