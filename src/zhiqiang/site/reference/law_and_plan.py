"""Pages about what laws and the plan set: parameters with their versions, clauses, indicators, targets."""

from typing import Any

from zhiqiang.foundation.parameters import load_parameters
from zhiqiang.foundation.plans.package import package_folder, read_plan
from zhiqiang.kernel.plan import Plan, PlanTarget
from zhiqiang.site.reference.tables import code, table

CONFIDENCE = """Numbers that a law, a standard or the city set.
`verified`: the article was read; `secondary`: a report of it; `unverified`: to be checked before it is relied on;
`setting`: the city's own choice.

"""
INDICATOR = ("Code", "Title", "In English", "Unit", "Clause", "Measure", "Definition")


def parameters_page() -> str:
    """Every parameter and every version of it."""
    rows = []
    for one in load_parameters():
        for version in one.versions:
            span = f"{version.valid_from} – {version.valid_to or ''}".strip()
            starts = version.clock.starts if version.clock else ""
            rows.append(
                (f"`{one.id}`", one.title, f"{version.value} {version.unit}", span, starts, version.article,
                 version.confidence.value, version.note)
            )  # fmt: skip
    headers = ("Parameter", "Title", "Value", "In force", "Runs from", "Article", "Confidence", "Note")
    return "# Parameters\n\n" + CONFIDENCE + table(headers, rows)


def plan_page() -> str:
    """The plan that ships: clauses, indicators, targets."""
    plan = read_plan(package_folder())
    clauses = [(f"`{one.id}`", one.title, one.title_en, one.summary) for one in plan.clauses]
    indicators = [
        (f"`{one.code}`", one.title, one.title_en, one.unit, f"`{one.clause}`",
         f"`{one.measure}`" if one.measure else f"waits for `{one.waits_for}`", one.definition)
        for one in plan.indicators
    ]  # fmt: skip
    headers = ("Target", "Indicator", "Kind", "Goal", "Due", "Force", "Bound", "Reading")
    head = (
        f"# Plan: {plan.title}\n\n{plan.title_en}. Source: {plan.source.document}, {plan.source.issuer}, "
        f"{plan.source.issued_on}. {len(plan.clauses)} clauses, {len(plan.items)} content items, "
        f"{len(plan.indicators)} indicators, {len(plan.targets)} targets, {len(plan.bound)} of them bound.\n"
    )
    parts = (
        head,
        "## Clauses\n\n" + table(("Clause", "Title", "In English", "What it asks, in our words"), clauses),
        "## Indicators\n\n" + table(INDICATOR, indicators),
        "## Targets\n\n" + table(headers, [_target(plan, one) for one in plan.targets]),
        "## Content items\n\n"
        + table(("Item", "Clause", "Asks", "Domains", "Registers"),
                [(f"`{one.id}`", f"`{one.clause}`", one.asks, code(one.domains), code(one.registers))
                 for one in plan.items]),
    )  # fmt: skip
    return "\n".join(parts)


def _target(plan: Plan, target: PlanTarget) -> tuple[Any, ...]:
    indicator = plan.indicator(target.indicator)
    goal = "" if target.value is None else f"{target.operator} {target.value} {indicator.unit}"
    due = f"{target.due}" + (f", yearly from {target.yearly_from}" if target.yearly_from else "")
    reading = target.operationalisation.rule if target.operationalisation else target.note
    bound = "yes" if target.id in plan.bound else "no"
    return (f"`{target.id}`", indicator.title, target.kind, goal, due, target.modal, bound, reading)
