"""A citizen's words in templates."""

from typing import Any

import segno
from django import template
from django.utils.safestring import SafeString

from zhiqiang.domains.goals.presentation import title
from zhiqiang.domains.goals.queries import Line
from zhiqiang.foundation.pages.charts import bullet
from zhiqiang.foundation.pages.statuses import chip_of
from zhiqiang.foundation.pages.templatetags.look import chip
from zhiqiang.portals.public import wording

register = template.Library()
register.filter("public_title", wording.public_title)
register.filter("value_words", wording.value_words)
register.filter("goal_words", wording.goal_words)
register.filter("of_a_hundred", wording.of_a_hundred)
register.filter("failed", wording.failed)
register.filter("waiting_words", wording.waiting_words)
register.filter("title_of", title)


@register.simple_tag
def citizen_status(line: Line) -> SafeString:
    """The chip of a line's status with a citizen's word."""
    found = wording.citizen_chip(line.status)
    return chip(found.colour, found.word)


@register.inclusion_tag("public/bar.html")
def rate_bar(line: Line) -> dict[str, Any]:
    """A bar as wide as the page for a rate, with a mark where the goal stands."""
    goal = line.target.value
    words = wording.rate_and_goal(line)
    return {"marks": bullet(line.value, None, goal), "colour": chip_of(line.status).colour, "label": words}


@register.filter
def data_uri(code: segno.QRCode) -> str:
    """A QR code as the address of an image."""
    return code.svg_data_uri(scale=4, border=2)
