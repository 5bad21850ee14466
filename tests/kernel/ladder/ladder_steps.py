"""A ladder of three colours for tests, facts and former orders in a few words, and the oracle by brute force."""

from collections.abc import Sequence
from datetime import date, timedelta

from zhiqiang.kernel.ladder import Fact, GroundKind, Ladder, Past, Standing, ladders_from_table

TODAY = date(2026, 11, 2)
WINDOW = 30
TITLES = {"remind": "提醒", "blue": "蓝色督办单", "orange": "橙色督办单", "red": "红色督办单"}
LAPSED = {"kind": "former_lapsed", "article": "设定", "confidence": "setting"}
LEAST = {"remind": 1, "blue": 5, "orange": 10, "red": 20}


def table(**changed: object) -> dict[str, object]:
    """A right table of one ladder; `changed` replaces keys of its second rung."""
    codes = list(TITLES)
    rungs: list[dict[str, object]] = []
    for place, code in enumerate(codes):
        overdue = {"kind": "duty_overdue", "least": LEAST[code], "article": "设定", "confidence": "setting"}
        rungs.append(
            {
                "code": code,
                "title": TITLES[code],
                "authority": "group",
                "approver": "leader",
                "answer": "x.answer",
                "lapses_into": codes[place + 1] if place + 1 < len(codes) else "",
                "major": code == "orange",
                "ground": [overdue] if code == "remind" else [LAPSED, overdue],
            }
        )
    rungs[1] |= changed
    authority = {"code": "group", "title": "领导小组", "article": "条例第七条", "confidence": "secondary"}
    return {"authority": [authority], "ladder": [{"valid_from": date(2023, 1, 1), "rung": rungs}]}


def ladder() -> Ladder:
    return ladders_from_table(table())[0]


def late(days: int, *, unit: str = "a", subject: str = "duty:1", matter: str = "") -> Fact:
    return Fact(
        unit, subject, matter or subject, GroundKind.DUTY_OVERDUE, days, f"任务{subject}", f"逾期 {days} 个工作日"
    )


def past(rung: str, standing: str, ago: int, *, unit: str = "a", subject: str = "duty:1", matter: str = "") -> Past:
    """An order that began `ago` days before today and, where it has ended, ended three days later."""
    began = TODAY - timedelta(days=ago)
    ended = None if standing == "running" else began + timedelta(days=3)
    return Past(unit, subject, matter or subject, rung, Standing(standing), began, ended, reference=f"〔2026〕{ago}号")


def oracle(facts: Sequence[Fact], pasts: Sequence[Past]) -> set[tuple[str, str, str]]:
    """What may be ordered, tried out rung by rung: (unit, subject, rung), said with other words than the product's.

    Holds for cases in which each subject is a matter of its own.
    """
    found = set()
    for unit, subject in {(one.unit, one.subject) for one in facts}:
        mine = sorted((p for p in pasts if (p.unit, p.subject) == (unit, subject)), key=lambda one: one.began_on)
        days = max(one.amount for one in facts if (one.unit, one.subject) == (unit, subject))
        if days < 1 or any(p.ended_on is None for p in mine):
            continue
        reached = -1
        recently_met = False
        for p in mine:
            if p.standing == "met":
                reached = -1
                recently_met = recently_met or (TODAY - (p.ended_on or TODAY)).days < WINDOW
            else:
                reached = max(reached, list(TITLES).index(p.rung))
        if reached < 0 and recently_met:
            continue
        found.add((unit, subject, list(TITLES)[min(reached + 1, len(TITLES) - 1)]))
    return found
