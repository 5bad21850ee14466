"""Parameters: dated, cited numbers, among them every legal clock."""

from zhiqiang.kernel.parameters.model import (
    ClockTerms,
    Confidence,
    NotInForceError,
    Parameter,
    ParameterSet,
    UnknownParameterError,
    Version,
)
from zhiqiang.kernel.parameters.table import ParameterError, Problem, parameters_from_tables

__all__ = [
    "ClockTerms",
    "Confidence",
    "NotInForceError",
    "Parameter",
    "ParameterError",
    "ParameterSet",
    "Problem",
    "UnknownParameterError",
    "Version",
    "parameters_from_tables",
]
