"""Reads a table of ladders, one a span of days; a faulty table is refused whole, with every fault named."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from itertools import pairwise
from typing import Any

from zhiqiang.kernel.ladder.model import ORDERED, RUNGS, Authority, Ground, GroundKind, Ladder, Rung

CONFIDENCES = ("verified", "secondary", "unverified", "setting")
RUNG_KEYS = frozenset({"code", "title", "authority", "approver", "answer", "lapses_into", "major", "ground"})
ONE_DAY = timedelta(days=1)


class LadderError(ValueError):
    """A table of ladders that cannot be used; `problems` is a tuple of (key, meaning)."""

    def __init__(self, problems: Sequence[tuple[str, str]]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(f"{key}：{meaning}" for key, meaning in self.problems))


def ladders_from_table(table: Mapping[str, Any]) -> tuple[Ladder, ...]:
    """The ladders of `{"authority": [...], "ladder": [{"valid_from", "rung": [...]}, ...]}`, the oldest first.

    Raises LadderError with all problems at once.
    """
    problems: list[tuple[str, str]] = []
    problems += [
        (key, "不认识的键，应为 [[authority]] 或 [[ladder]]") for key in table if key not in ("authority", "ladder")
    ]
    authorities = {one.code: one for one in _authorities(table.get("authority"), problems)}
    entries = table.get("ladder")
    if not isinstance(entries, list) or not entries:
        raise LadderError([*problems, ("ladder", "至少要有一个 [[ladder]]")])
    found = [
        made for place, one in enumerate(entries) if (made := _ladder(one, f"ladder[{place}]", authorities, problems))
    ]
    for place, (earlier, later) in enumerate(pairwise(found), start=1):
        if earlier.valid_to is None or earlier.valid_to + ONE_DAY != later.valid_from:
            problems.append((f"ladder[{place}].valid_from", "应紧接前一版本的最后一天，不能重叠或有空档"))
    if problems:
        raise LadderError(problems)
    return tuple(found)


def ladder_on(ladders: Sequence[Ladder], on: date) -> Ladder:
    """The ladder in force on a day. Raises LookupError outside all of them."""
    for one in ladders:
        if one.valid_from <= on and (one.valid_to is None or on <= one.valid_to):
            return one
    raise LookupError(f"{on} 没有有效的督办阶梯")


def _authorities(rows: Any, problems: list[tuple[str, str]]) -> list[Authority]:
    if not isinstance(rows, list) or not rows:
        problems.append(("authority", "至少要有一个授权依据（条例第七条：每次督查都要有授权）"))
        return []
    found = []
    for place, row in enumerate(rows):
        key = f"authority[{place}]"
        texts = {name: _text(row, name, key, problems) for name in ("code", "title", "article")}
        found.append(
            Authority(**texts, confidence=_confidence(row, key, problems), document=str(row.get("document", "")))
        )
    return found


def _ladder(row: Any, key: str, authorities: Mapping[str, Authority], problems: list[tuple[str, str]]) -> Ladder | None:
    start, end = row.get("valid_from"), row.get("valid_to")
    if not _is_day(start) or (end is not None and not _is_day(end)):
        problems.append((key, "valid_from、valid_to 应为日期，如 2023-01-01"))
        return None
    if end is not None and end < start:
        problems.append((f"{key}.valid_to", f"失效日 {end} 早于生效日 {start}"))
    rows = row.get("rung")
    if not isinstance(rows, list) or not rows:
        problems.append((f"{key}.rung", "至少要有一级 [[ladder.rung]]"))
        return None
    rungs = [_rung(one, f"{key}.rung[{n}]", n + 1, authorities, problems) for n, one in enumerate(rows)]
    made = Ladder(start, end, tuple(one for one in rungs if one is not None))
    problems += _faults(made, key)
    return made


def _rung(
    row: Any, key: str, position: int, authorities: Mapping[str, Authority], problems: list[tuple[str, str]]
) -> Rung | None:
    problems += [(f"{key}.{name}", "不认识的键") for name in row if name not in RUNG_KEYS]
    texts = {name: _text(row, name, key, problems) for name in ("code", "title", "authority", "approver", "answer")}
    if texts["code"] not in RUNGS:
        problems.append((f"{key}.code", f"应为 {'、'.join(RUNGS)} 之一，不是 {texts['code']}"))
        return None
    if texts["authority"] not in authorities:
        problems.append((f"{key}.authority", f"没有授权依据 {texts['authority']}"))
        return None
    return Rung(
        code=texts["code"],
        title=texts["title"],
        position=position,
        authority=authorities[texts["authority"]],
        approver=texts["approver"],
        answer=texts["answer"],
        lapses_into=str(row.get("lapses_into", "")),
        major=bool(row.get("major", False)),
        grounds=tuple(_grounds(row.get("ground", []), f"{key}.ground", problems)),
    )


def _grounds(rows: Any, key: str, problems: list[tuple[str, str]]) -> list[Ground]:
    found = []
    for place, row in enumerate(rows):
        where = f"{key}[{place}]"
        kind, least = row.get("kind"), row.get("least", 0)
        if kind not in set(GroundKind):
            problems.append((f"{where}.kind", f"应为 {'、'.join(GroundKind)} 之一，不是 {kind}"))
            continue
        wrong = isinstance(least, bool) or not isinstance(least, int)
        if wrong or (least != 0 if kind == GroundKind.FORMER_LAPSED else least < 1):
            problems.append((f"{where}.least", f"应为正整数，不是 {least}；上一级逾期不写"))
            continue
        article = _text(row, "article", where, problems)
        found.append(Ground(GroundKind(kind), least, article, _confidence(row, where, problems)))
    return found


def _faults(ladder: Ladder, key: str) -> list[tuple[str, str]]:
    """What is wrong with a ladder as a whole."""
    codes = [one.code for one in ladder.rungs]
    places = [RUNGS.index(code) for code in codes]
    found = []
    if places != sorted(set(places)):
        found.append((f"{key}.rung", f"各级应按 {'、'.join(RUNGS)} 的次序，每级一次"))
    if not ladder.ordered:
        return [*found, (f"{key}.rung", f"至少要有一级督办：{'、'.join(ORDERED)}")]
    if all(ground.kind is GroundKind.FORMER_LAPSED for ground in ladder.ordered[0].grounds):
        found.append((f"{key}.rung[0].ground", "最低一级须有以事实为据的情形"))
    for place, (rung, above) in enumerate(pairwise([*ladder.rungs, None])):
        assert rung is not None
        if rung.lapses_into != (above.code if above else ""):
            found.append((f"{key}.rung[{place}].lapses_into", "逾期后只能到紧接的上一级，最高一级留空"))
        if rung.is_ordered and not rung.grounds:
            found.append((f"{key}.rung[{place}].ground", "每一级督办至少要有一种情形"))
    return [*found, *_falling(ladder, key)]


def _falling(ladder: Ladder, key: str) -> list[tuple[str, str]]:
    """A higher rung must not ask for less of the same thing than a lower one."""
    least: dict[GroundKind, int] = {}
    found = []
    for rung in ladder.ordered:
        for ground in rung.grounds:
            if ground.least < least.get(ground.kind, 0):
                found.append((f"{key}.rung[{rung.position - 1}].ground", f"{ground.kind} 的门槛低于下一级"))
            least[ground.kind] = max(least.get(ground.kind, 0), ground.least)
    return found


def _text(row: Mapping[str, Any], name: str, key: str, problems: list[tuple[str, str]]) -> str:
    value = row.get(name)
    if not isinstance(value, str) or not value.strip():
        problems.append((f"{key}.{name}", "缺少，或不是文字"))
        return ""
    return value


def _confidence(row: Mapping[str, Any], key: str, problems: list[tuple[str, str]]) -> str:
    value = row.get("confidence")
    if value not in CONFIDENCES:
        problems.append((f"{key}.confidence", f"应为 {'、'.join(CONFIDENCES)} 之一，不是 {value}"))
    return str(value)


def _is_day(value: object) -> bool:
    return isinstance(value, date) and not isinstance(value, datetime)
