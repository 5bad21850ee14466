"""The ledger as pages show it: words and colours of statuses, who has not reported, a duty with what belongs to it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from zhiqiang.domains.delivery import rules, workflow
from zhiqiang.domains.delivery.models import Duty, Milestone, Report
from zhiqiang.foundation.pages.statuses import Chip
from zhiqiang.foundation.reference.models import Unit

STATUSES = {
    rules.OVERDUE: Chip("late", gettext_lazy("逾期")),
    rules.BEHIND: Chip("bad", gettext_lazy("滞后")),
    rules.WATCH: Chip("warn", gettext_lazy("关注")),
    rules.ON_TRACK: Chip("ok", gettext_lazy("正常")),
    rules.NOT_STARTED: Chip("none", gettext_lazy("未开始")),
    rules.FINISHED: Chip("ok", gettext_lazy("已办结")),
}


@dataclass(frozen=True, slots=True)
class Owing:
    """One who reports (a unit, or at the city a lead department) and the reports of a period."""

    unit: Unit
    lead: str
    reports: list[Report]

    @property
    def title(self) -> str:
        return self.lead or self.unit.short

    @property
    def owed(self) -> list[Report]:
        return [one for one in self.reports if one.state in workflow.OWED]


def owing(reports: Iterable[Report]) -> list[Owing]:
    """Reports by who owes them, in the order given."""
    found: dict[tuple[int, int | None], Owing] = {}
    for one in reports:
        lead = one.duty.lead if one.unit.is_city else None
        key = (one.unit_id, lead.pk if lead else None)
        found.setdefault(key, Owing(one.unit, lead.title if lead else "", [])).reports.append(one)
    return list(found.values())


def report_chip(report: Report, now: datetime) -> Chip:
    """A report's state; what is owed past its time says so."""
    late = report.state in workflow.OWED and report.due_at < now
    state = workflow.REPORTS["quarterly"].state(report.state)
    if late:
        return Chip("late", _("逾期未报"))
    if report.late and report.state in (workflow.SUBMITTED, workflow.VERIFIED):
        return Chip("warn", _("逾期报出"))
    return Chip(state.colour or "none", state.title)


def share_words(milestones: Sequence[Milestone]) -> str:
    """What part of a duty is done, in words; empty without milestones."""
    counted = [one for one in milestones if one.state != workflow.DROPPED]
    share = rules.share_done((one.weight, one.state == workflow.DONE) for one in counted)
    if share is None:
        return ""
    done = sum(one.state == workflow.DONE for one in counted)
    known = {"done": done, "all": len(counted), "share": f"{float(share * 100):.0f}"}
    return _("%(all)d 个节点完成 %(done)d 个，按权重 %(share)s%%") % known


def why(duty: Duty) -> str:
    """Where a duty comes from."""
    parts = [str(duty.get_source_kind_display()), duty.clause, duty.target, duty.source_ref]
    return " · ".join(part for part in parts if part)
