"""Programmes as data: definitions read strictly, and what follows from them, in pure functions."""

from zhiqiang.kernel.programmes.amount import Amount, Refusal, amount_of
from zhiqiang.kernel.programmes.lifecycle import union_workflow, workflow_of
from zhiqiang.kernel.programmes.model import Programme
from zhiqiang.kernel.programmes.parse import find_problems, parse_criteria_set, parse_programme
from zhiqiang.kernel.programmes.vocabulary import ProgrammeErrors, Vocabulary

__all__ = [
    "Amount",
    "Programme",
    "ProgrammeErrors",
    "Refusal",
    "Vocabulary",
    "amount_of",
    "find_problems",
    "parse_criteria_set",
    "parse_programme",
    "union_workflow",
    "workflow_of",
]
