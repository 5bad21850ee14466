"""The explanation of a score as a paper: every digit bound to the figure, result or scheme it comes from."""

from collections.abc import Iterator

from zhiqiang.domains.assessment.models import Result
from zhiqiang.domains.assessment.queries.references import NUMBERS, Named
from zhiqiang.domains.assessment.rules import period_words
from zhiqiang.kernel.assessment import ItemScore, shown
from zhiqiang.kernel.papers import Annex, Block, Fact, Figure, Heading, Paper, Paragraph, Run, Table, Text

METHOD = (
    "各项按方案公布的得零分值和得满分值以比例计分，或按评分的最后一个环节计分；各项得分之和除以有数据各项的分值之和，"
    "折算为百分制，加上不超过上限的加分，最后一次四舍五入到"
)
ISSUER = "市质量强市工作领导小组办公室"


def explanation(result: Result) -> Paper:
    """The paper of one result: score and grade, every item with its formula, what set the grade, how to appeal."""
    named = Named(result.run_id, result.unit.code, result.number)
    scheme, unit = result.scheme, result.unit.title
    period = _said(period_words(result.run.span), f"record:assessment.runs/{result.run_id}@{result.run.version}")
    called = _said(scheme.title, f"scheme:{scheme.content_hash}")
    blocks: list[Block] = [
        Paragraph(("按照《", *called, "》，现将你单位", *period, "质量工作考评结果说明如下。")),
        Heading(("得分与等次",)),
        Paragraph(_total(result, named)),
        *_forced(result),
        Heading(("计分办法",)),
        Paragraph(_method(result)),
        *_appeal(result),
    ]
    annex = Annex(("各项指标得分明细",), (_table(result, named),))
    return Paper("assessment", (*period, unit, "考评得分说明"), (unit,), tuple(blocks), ISSUER, (annex,))


def _total(result: Result, named: Named) -> Text:
    scored = result.scored
    coverage = Figure(shown(scored.coverage * 100), named.reference("coverage"))
    grade = _said(scored.band.title if scored.band else "未定", f"record:{named.reference('band')}")
    if scored.score is None:
        return ("有数据的分值占", coverage, "%，不足以计总分；等次为", *grade, "。")
    text: list[Run] = ["得分", Figure(str(scored.score), named.reference("score")), "分，等次为", *grade]
    if scored.bonus:
        text += ["（其中加分", Figure(shown(scored.bonus), named.reference("bonus")), "分）"]
    text += ["。有数据的分值占全部分值的", coverage, "%。"]
    old = result.replaces
    if old is not None and old.scored.score is not None:
        before = Named(named.run, named.unit, old.number).reference("score")
        text += ["本结果因申诉成立改定，原得分", Figure(str(old.scored.score), before), "分。"]
    return tuple(text)


def _appeal(result: Result) -> Iterator[Block]:
    day = result.appeal_until
    if day is not None:
        until = Fact(f"{day.year}年{day.month}月{day.day}日", f"day:{day.isoformat()}")
        yield Heading(("申诉",))
        yield Paragraph(("对本结果有异议的，可在", until, "前提出申诉，由没有参与评分的人员决定。"))


def _forced(result: Result) -> Iterator[Block]:
    for one in result.scored.forced:
        reason = _said(one.reason, f"record:assessment.results/{result.pk}@{result.version}")
        yield Paragraph(("因发生", one.veto.title, "，不论得分，等次定为", one.veto.band, "级。依据：", *reason))


def _method(result: Result) -> Text:
    digits = result.scheme.rounding.digits
    places = Fact(f"{digits}位小数", f"scheme:{result.scheme.content_hash}") if digits else "整数"
    return (
        METHOD,
        places,
        "，再定等次。",
    )


def _table(result: Result, named: Named) -> Table:
    head: tuple[Text, ...] = (("一级指标",), ("三级指标",), ("分值",), ("数字与算式",), ("得分",))
    rows = tuple(_row(result, named, one) for one in result.scored.items)
    return Table((), head, rows, numeric=(2, 4))  # the annex has the title


def _row(result: Result, named: Named, one: ItemScore) -> tuple[Text, ...]:
    source, code = f"scheme:{result.scheme.content_hash}", one.item.code
    area, _group, title = result.scheme.levels(one.item)
    points: Text = ("不计",) if one.points is None else (Figure(shown(one.points), named.reference(f"{code}.points")),)
    known = result.known.observed.get(code)
    formula = list(_numbered(one.formula, named, f"{code}.formula"))
    if known is not None and known.value is not None and one.reference and known.reference:
        figure = Figure(shown(known.value), known.reference)
        formula = ["数字为", figure, "；", *formula]
    reason = _said(one.reason, f"record:assessment.results/{result.pk}@{result.version}")
    joined: Text = (*formula, *(("；",) if formula and one.reason else ()), *reason)
    return _said(area, source), _said(title, source), (Fact(shown(one.item.weight), source),), joined, points


def _numbered(text: str, named: Named, what: str) -> Iterator[Run]:
    """A formula with each of its numbers bound by its place in it."""
    at = 0
    for n, found in enumerate(NUMBERS.finditer(text)):
        if found.start() > at:
            yield text[at : found.start()]
        yield Figure(found[0], named.reference(f"{what}.{n}"))
        at = found.end()
    if at < len(text):
        yield text[at:]


def _said(text: str, source: str) -> Text:
    """Words with the source of what digits they hold."""
    if not text:
        return ()
    return (Fact(text, source),) if any(sign.isdecimal() for sign in text) else (text,)
