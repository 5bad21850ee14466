"""A city's quality plan as typed, validated records read from plain tables."""

from zhiqiang.kernel.plan.grammar import Grammar, Milestone, grammar, milestones
from zhiqiang.kernel.plan.model import (
    Benchmark,
    Checkpoint,
    Clause,
    ContentItem,
    Indicator,
    Plan,
    PlanTarget,
    ReportingUnit,
    Section,
)
from zhiqiang.kernel.plan.parse import collect_problems, parse_plan
from zhiqiang.kernel.plan.records import PlanErrors, Problem
from zhiqiang.kernel.plan.vocabulary import Vocabulary

__all__ = [
    "Benchmark",
    "Checkpoint",
    "Clause",
    "ContentItem",
    "Grammar",
    "Indicator",
    "Milestone",
    "Plan",
    "PlanErrors",
    "PlanTarget",
    "Problem",
    "ReportingUnit",
    "Section",
    "Vocabulary",
    "collect_problems",
    "grammar",
    "milestones",
    "parse_plan",
]
