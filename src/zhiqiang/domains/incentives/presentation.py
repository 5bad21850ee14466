"""Money as pages show it: the use of budget lines, the awards of a programme with what each is paid and why."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.core.paginator import Page, Paginator
from django.utils.translation import gettext as _

from zhiqiang.domains.incentives.models import LIVE, BudgetLine, Commitment
from zhiqiang.domains.incentives.queries import awards
from zhiqiang.domains.incentives.queries.assessment import Assessment, assess_many
from zhiqiang.domains.incentives.queries.budget import Use, lines_in_force, programmes_paid, use_of
from zhiqiang.domains.incentives.rules import yuan_text
from zhiqiang.foundation.pages.charts import Piece, strip

PAGE_ROWS = 50


@dataclass(frozen=True, slots=True)
class Bar:
    """The use of a budget line as a strip: paid, promised, left; with the same in words."""

    use: Use
    pieces: list[Piece]
    label: str


@dataclass(frozen=True, slots=True)
class AwardRow:
    """One award: its assessment, and its live commitment where there is one."""

    assessment: Assessment
    commitment: Commitment | None


@dataclass(frozen=True, slots=True)
class ProgrammeMoney:
    """A programme with its awards and what was promised and paid for them, in fen."""

    code: str
    title: str
    awards: int
    committed: int
    committed_fen: int
    paid_fen: int

    @property
    def waiting(self) -> int:
        """Awards that nobody has promised anything yet."""
        return self.awards - self.committed


def bars(lines: Iterable[BudgetLine]) -> list[Bar]:
    """The use of lines, each with its strip."""
    return [_bar(use) for use in use_of(lines)]


def _bar(use: Use) -> Bar:
    parts = (("ok", use.paid_fen), ("warn", use.waiting_fen), ("none", use.left_fen))
    words = (_("已付"), use.paid_fen), (_("已承诺未付"), use.waiting_fen), (_("未承诺"), use.left_fen)
    label = "，".join(f"{word} {yuan_text(fen)}" for word, fen in words)
    return Bar(use, strip(parts), label)


def years() -> list[int]:
    """The years of verified budget lines, newest first."""
    return sorted(set(lines_in_force().values_list("year", flat=True)), reverse=True)


def programmes_of(lines: Sequence[BudgetLine]) -> list[ProgrammeMoney]:
    """The programmes that these lines pay, with their awards."""
    titles = awards.programmes_with_money()
    return [_programme(code, titles[code]) for code in programmes_paid(lines) if code in titles]


def _programme(code: str, title: str) -> ProgrammeMoney:
    live = list(Commitment.objects.filter(LIVE, programme=code))
    recognised = {one.number for one in awards.awards_of(code)}
    return ProgrammeMoney(
        code=code,
        title=title,
        awards=len(recognised),
        committed=len(recognised & {one.award for one in live}),
        committed_fen=sum(one.amount_fen - one.released_fen for one in live),
        paid_fen=sum(one.paid_fen for one in live),
    )


def award_rows(programme: str, *, waiting_only: bool, page: str) -> tuple[list[AwardRow], "Page[awards.Award]"]:
    """A page of a programme's awards; `waiting_only`: those without a live commitment."""
    live = {one.award: one for one in Commitment.objects.filter(LIVE, programme=programme).select_related("line")}
    found = [one for one in awards.awards_of(programme) if not (waiting_only and one.number in live)]
    shown = Paginator(found, PAGE_ROWS).get_page(page)
    assessed = assess_many(list(shown.object_list))
    return [AwardRow(one, live.get(one.award.number)) for one in assessed], shown
