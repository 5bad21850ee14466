"""Identifiers: unified social credit codes, organisation codes and codes of reporting units."""

from zhiqiang.kernel.identifiers import organisation_code, uscc
from zhiqiang.kernel.identifiers.findings import Examination, Finding, normalise
from zhiqiang.kernel.identifiers.unit_code import CodeSystem, UnitCode, parse_unit_code

__all__ = [
    "CodeSystem",
    "Examination",
    "Finding",
    "UnitCode",
    "normalise",
    "organisation_code",
    "parse_unit_code",
    "uscc",
]
