"""The marking form: each criterion with its bands, a percentage or "not applicable", a comment."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext as _

from zhiqiang.domains.programmes.actions.reviews import Given
from zhiqiang.domains.programmes.models import Mark
from zhiqiang.kernel.findings import Finding
from zhiqiang.kernel.programmes import Programme
from zhiqiang.kernel.programmes.model import Band, Criterion

NOT_APPLICABLE = "na"
FULL = 100


@dataclass
class MarkField:
    """One criterion of the form: what was typed or kept, the bands it is judged by, what is wrong with it."""

    criterion: Criterion
    bands: tuple[Band, ...]
    value: str = ""
    comment: str = ""
    errors: list[str] = field(default_factory=list)

    @property
    def name(self) -> str:
        return f"m-{self.criterion.code}"

    @property
    def comment_name(self) -> str:
        return f"c-{self.criterion.code}"


class Findings:
    """Takes findings and puts each at its criterion; what has no criterion goes on top."""

    def __init__(self, fields: Iterable[MarkField]) -> None:
        self.fields = {one.criterion.code: one for one in fields}
        self.top: list[str] = []

    def show(self, findings: Iterable[Finding]) -> None:
        for one in findings:
            words = f"{one.message} {one.suggestion}".strip()
            (self.fields[one.field].errors if one.field in self.fields else self.top).append(words)


def mark_fields(programme: Programme, kept: Mapping[str, Mark], sent: QueryDict | None = None) -> list[MarkField]:
    """The criteria in order, with what was just typed, else with what was kept."""
    found = []
    for one in programme.criteria:
        made = MarkField(one, tuple(band for band in programme.bands if band.kind == one.bands))
        if sent is not None:
            made.value, made.comment = sent.get(made.name, ""), sent.get(made.comment_name, "")
        elif one.code in kept:
            mark = kept[one.code]
            made.value = NOT_APPLICABLE if mark.percent is None else str(mark.percent)
            made.comment = mark.comment
        found.append(made)
    return found


def read_marks(programme: Programme, sent: QueryDict) -> dict[str, Given]:
    """What was typed: criteria left open are not among it; what is no number is out of range and so refused."""
    found = {}
    for one in programme.criteria:
        value = sent.get(f"m-{one.code}", "").strip()
        comment = sent.get(f"c-{one.code}", "")
        if value == NOT_APPLICABLE:
            found[one.code] = Given(None, comment)
        elif value:
            found[one.code] = Given(int(value) if value.isdecimal() and len(value) < 5 else -1, comment)
    return found


def choices(programme: Programme) -> list[tuple[str, str]]:
    """The percentages one may give, with "not applicable"."""
    step = programme.review.band_step if programme.review else 5
    percents = [(str(value), f"{value}%") for value in range(0, FULL + 1, step)]
    return [("", _("未打分")), *percents, (NOT_APPLICABLE, _("不适用"))]


def as_context(programme: Programme, fields: list[MarkField]) -> dict[str, Any]:
    """The fields by group, for a template."""
    groups: dict[str, list[MarkField]] = {}
    for one in fields:
        groups.setdefault(one.criterion.group, []).append(one)
    return {"groups": list(groups.items()), "choices": choices(programme)}
