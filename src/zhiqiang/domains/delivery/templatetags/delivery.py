"""Template filters of the ledger."""

from fractions import Fraction

from django import template

register = template.Library()


@register.filter
def per_cent(share: Fraction | None) -> str:
    """A share as whole per cent; "—" where there is nothing to share."""
    return "—" if share is None else f"{float(share * 100):.0f}%"
