"""What the papers of supervision say, pure: an order, an interview's notice and minutes, the close of a correction.

Every digit is bound: words of a record to its version, days and time limits to themselves.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from zhiqiang.kernel.papers import Block, Fact, Figure, Heading, Paper, Paragraph, Run, Signature, Text


@dataclass(frozen=True, slots=True)
class Frame:
    """What every paper has: by whom, to whom, which record its words are of, whether it is of a made-up city."""

    issuer: str
    unit: str
    record: str
    demo: bool = False


@dataclass(frozen=True, slots=True)
class OrderWords:
    """What an order says. `review`: days in which a review may be applied for, and the parameter's version.

    `figures`: a target's title and its figure with the references of its values (`queries.facts.printed_figure`).
    """

    rung: str
    title: str
    ground: str
    demand: str
    authority: str
    due: date
    review: tuple[int, str]
    former: str = ""
    major_reason: str = ""
    figures: tuple[tuple[str, Mapping[str, str]], ...] = ()


@dataclass(frozen=True, slots=True)
class InterviewWords:
    """What an interview's papers say."""

    person: str
    interviewer: str
    held_on: date
    held_at: str
    place: str
    cause: str
    authority: str
    correct: tuple[int, str]
    minutes: str = ""
    notice: str = ""
    unit_signed: tuple[str, date | None] = ("", None)
    city_signed: tuple[str, date | None] = ("", None)


@dataclass(frozen=True, slots=True)
class CorrectionWords:
    """What the close of a correction says."""

    minutes_number: str
    demand: str
    report: str
    reported_on: date
    finding: str


def order_paper(frame: Frame, words: OrderWords) -> Paper:
    """An order (督办单)."""
    blocks: list[Block] = [Heading(("督办事项和情形",)), *_paragraphs(words.ground, frame.record)]
    blocks += [Paragraph(_figure(title, figure, frame.record)) for title, figure in words.figures]
    if words.former:
        blocks.append(Paragraph(("此前已发 ", Fact(words.former, f"paper:{words.former}"), "，未按要求办结。")))
    if words.major_reason:
        blocks.append(Paragraph(("属重大事项，理由：", *said(words.major_reason, frame.record), "。")))
    days, parameter = words.review
    blocks += [
        Heading(("要求",)),
        *_paragraphs(words.demand, frame.record),
        Paragraph(("书面答复的期限为 ", _day(words.due), "。逾期未答复，或者核查未达要求的，按督办阶梯到上一级。")),
        Heading(("依据",)),
        Paragraph(said(words.authority, frame.record)),
        Heading(("复核",)),
        Paragraph(
            ("对本督办单有异议的，可以自收到之日起 ", Fact(str(days), parameter), " 日内书面申请复核；",
             "复核由没有参与本次督办的人员办理，复核期间督办继续办理。")
        ),
    ]  # fmt: skip
    title = (f"{words.rung}：", *said(words.title, frame.record))
    return _paper("order", frame, title, blocks)


def notice_paper(frame: Frame, words: InterviewWords) -> Paper:
    """The notice of an interview (约谈通知)."""
    blocks: list[Block] = [
        Heading(("事由",)),
        *_paragraphs(words.cause, frame.record),
        Heading(("安排",)),
        Paragraph(("时间：", _day(words.held_on), " ", Fact(words.held_at, frame.record), "。")),
        Paragraph(("地点：", *said(words.place, frame.record), "。")),
        Paragraph(("被约谈人：", *said(words.person, frame.record), "。须本人到场，不得委托他人代替。")),
        Paragraph(("约谈人：", *said(words.interviewer, frame.record), "。")),
        Heading(("依据",)),
        Paragraph(said(words.authority, frame.record)),
    ]
    return _paper("interview_notice", frame, ("约谈通知",), blocks)


def minutes_paper(frame: Frame, words: InterviewWords) -> Paper:
    """The minutes of an interview (约谈纪要), confirmed by both sides."""
    days, parameter = words.correct
    blocks: list[Block] = [
        Paragraph(
            (_day(words.held_on), "，", *said(words.interviewer, frame.record), "在", *said(words.place, frame.record),
             "约谈", *said(words.person, frame.record), "（通知 ", Fact(words.notice, f"paper:{words.notice}"), "）。")
        ),
        Heading(("约谈情况和要求",)),
        *_paragraphs(words.minutes, frame.record),
        Heading(("整改",)),
        Paragraph(
            ("自双方确认本纪要起 ", Fact(str(days), parameter), " 个工作日内提交书面整改报告，由另一人员复核。")
        ),
        Signature(
            (
                (("被约谈人确认",), _signed(words.unit_signed, frame.record)),
                (("约谈人确认",), _signed(words.city_signed, frame.record)),
            )
        ),
    ]  # fmt: skip
    return _paper("interview_minutes", frame, ("约谈纪要",), blocks)


def correction_paper(frame: Frame, words: CorrectionWords) -> Paper:
    """The close of a correction (整改复核): what was demanded, what the unit reported, what the re-check found."""
    blocks: list[Block] = [
        Paragraph(("依据约谈纪要 ", Fact(words.minutes_number, f"paper:{words.minutes_number}"), "。")),
        Heading(("整改要求",)),
        *_paragraphs(words.demand, frame.record),
        Heading(("整改报告",)),
        Paragraph(("单位于 ", _day(words.reported_on), " 报告：")),
        *_paragraphs(words.report, frame.record),
        Heading(("复核意见",)),
        *_paragraphs(words.finding, frame.record),
    ]
    return _paper("correction", frame, ("整改复核通知",), blocks)


def said(text: str, source: str) -> Text:
    """Words of a record: bound to it where they hold a digit."""
    return (Fact(text, source),) if any(sign.isnumeric() for sign in text) else (text,)


def _figure(title: str, figure: Mapping[str, str], record: str) -> Text:
    """A target's figure; a sampled rate with its n, and in words where the sample does not decide."""
    told: Text = (
        "最近一个季度末，“", *said(title, record), "”为 ", Figure(figure["value"], figure["reference"]), "，目标 ",
        Fact(figure["goal"], f"plan:{figure['plan']}"),
    )  # fmt: skip
    if "n" not in figure:
        return (*told, "。")
    told = (*told, "（n=", Figure(figure["n"], figure["n_reference"]), "，", Fact("95%", "method:wilson"), " 区间 ")
    told = (*told, Figure(figure["low"], figure["low_reference"]), " 至 ")
    told = (*told, Figure(figure["high"], figure["high_reference"]), "）")
    return (*told, "，目标在区间内，统计上未区分。" if figure["undecided"] else "。")


def _paragraphs(text: str, source: str) -> list[Block]:
    return [Paragraph(said(line.strip(), source)) for line in text.splitlines() if line.strip()]


def _day(day: date) -> Run:
    return Fact(f"{day.year}年{day.month}月{day.day}日", f"day:{day.isoformat()}")


def _signed(signed: tuple[str, date | None], record: str) -> Text:
    name, day = signed
    return (*said(name, record), *((" ", _day(day)) if day else ()))


def _paper(kind: str, frame: Frame, title: Text, blocks: list[Block]) -> Paper:
    return Paper(
        kind=kind, title=title, addressee=said(frame.unit, frame.record), blocks=tuple(blocks), issuer=frame.issuer,
        demo=frame.demo,
    )  # fmt: skip
