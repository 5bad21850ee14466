"""The register of bulletins. Its figures are nobody's to type: the form asks for words alone."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from zhiqiang.domains.bulletins import actions, rules, workflow
from zhiqiang.domains.bulletins.models import Bulletin
from zhiqiang.foundation.plans.active import active_plan
from zhiqiang.foundation.registers.declaration import Field, Register
from zhiqiang.foundation.text import lazy as _
from zhiqiang.kernel.findings import Finding


def broken_rules(values: Mapping[str, Any], today: date) -> Iterable[Finding]:
    """The rules of one bulletin, and whether the plan was there in its period: before it nothing was promised."""
    found = list(rules.broken_rules(values, today))
    yield from found
    start = active_plan().period_start
    if not any(one.field == "period" for one in found) and rules.period_of(values["period"]).last < start:
        yield Finding("period", f"时期 {values['period']} 在方案开始（{start}）之前。", "请填方案开始以后的时期。")


BULLETINS = Register(
    slug=actions.SLUG,
    title=_("通报与分析"),
    description=_("定期通报、季度质量分析、领导一页纸：数字由系统算出并可重算，人只写问题与下一步。"),
    model=Bulletin,
    key=("kind", "period", "corrects"),
    fields=(
        Field("kind", column=True, filter=True),
        Field("period", column=True, filter=True, search=True, read="code", example="2026Q3"),
        Field("title", column=True, search=True),
        Field("findings"),
        Field("next_steps"),
        Field("corrects"),
        Field("unit", column=True),
    ),
    access={"view": workflow.READERS, "add": workflow.OFFICER, "change": workflow.OFFICER},
    workflow=workflow.BULLETIN,
    check=broken_rules,
    order=("-pk",),
    effects={
        workflow.SUBMIT: actions.submit,
        workflow.SEND_BACK: actions.take_back,
        workflow.ISSUE: actions.issue,
    },
    pages={"detail": "bulletin"},
)

REGISTERS: tuple[Register, ...] = (BULLETINS,)
