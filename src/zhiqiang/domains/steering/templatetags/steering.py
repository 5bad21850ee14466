"""Template tags of the steering pages: chips of targets and duties on one scale."""

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

from zhiqiang.domains.goals.facade import title_of
from zhiqiang.domains.steering.presentation.statuses import chip as chip_of

register = template.Library()


@register.simple_tag
def stand(code: str, count: int | None = None) -> SafeString:
    """The chip of a status of a target, a duty or an alignment; with a count for legends."""
    found = chip_of(code)
    word = found.word if count is None else f"{found.word} {count}"
    return format_html('<span class="st {}">{}</span>', found.colour, word)


@register.filter
def colour(code: str) -> str:
    return chip_of(code).colour


@register.filter
def word(code: str) -> str:
    return str(chip_of(code).word)


@register.filter
def plan_title(thing: object) -> str:
    """A title of the plan in the language of the page."""
    return title_of(thing)
