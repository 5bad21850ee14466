"""Amounts and their rules in templates."""

from django import template

from zhiqiang.domains.incentives.rules import yuan_text
from zhiqiang.foundation.parameters import load_parameters

register = template.Library()


@register.filter
def yuan(fen: int | None) -> str:
    """Whole fen as "200,000 元"; "—" where there is no amount."""
    return "—" if fen is None else yuan_text(fen)


@register.filter
def rule_title(rule: str) -> str:
    """What an amount rule is called, by the parameter that gives its number; the id where it is no longer there."""
    parameters = load_parameters()
    return parameters.get(rule).title if rule in parameters else rule
