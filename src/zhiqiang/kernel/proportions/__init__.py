"""Proportions: intervals for a rate, the sample that proves one, and the honest verdict on a target."""

from zhiqiang.kernel.proportions.clopper_pearson import chance_of_at_most, clopper_pearson, lower_bound, upper_bound
from zhiqiang.kernel.proportions.clustered import Cluster, clustered_estimate
from zhiqiang.kernel.proportions.interval import Interval
from zhiqiang.kernel.proportions.korn_graubard import SurveyEstimate, korn_graubard
from zhiqiang.kernel.proportions.samples_to_prove import samples_to_prove
from zhiqiang.kernel.proportions.stratified import Stratum, stratified_estimate
from zhiqiang.kernel.proportions.verdict import Judgement, Verdict, is_imprecise, judge, statement
from zhiqiang.kernel.proportions.wilson import wilson

__all__ = [
    "Cluster",
    "Interval",
    "Judgement",
    "Stratum",
    "SurveyEstimate",
    "Verdict",
    "chance_of_at_most",
    "clopper_pearson",
    "clustered_estimate",
    "is_imprecise",
    "judge",
    "korn_graubard",
    "lower_bound",
    "samples_to_prove",
    "statement",
    "stratified_estimate",
    "upper_bound",
    "wilson",
]
