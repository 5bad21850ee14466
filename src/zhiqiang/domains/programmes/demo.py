"""A made-up city's recognitions since the plan began, and this autumn's calls with applications at every station.

Lists as outside bodies publish them are entered and verified by two people. Scripts open calls and lead applications
through the real actions, for these need papers in their slots, which a planned record cannot carry.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import partial
from random import Random
from typing import Any

from zhiqiang.domains.programmes.actions.applications import begin_application, put_paper, save_answers
from zhiqiang.domains.programmes.actions.objections import record_objection
from zhiqiang.domains.programmes.actions.reviews import assign_reviewer
from zhiqiang.domains.programmes.actions.rounds import open_round, pin
from zhiqiang.domains.programmes.models import Application, Round
from zhiqiang.domains.programmes.models.catalogue import catalogue
from zhiqiang.domains.programmes.queries.facts import facts_of_application, organisation_facts
from zhiqiang.domains.programmes.queries.programmes import application_workflow, lacking, programme_of
from zhiqiang.domains.programmes.registers import APPLICATIONS, RECOGNITIONS
from zhiqiang.domains.programmes.rules import is_asked
from zhiqiang.foundation import clock
from zhiqiang.foundation.access.models import User
from zhiqiang.foundation.reference.models import Organisation, Unit
from zhiqiang.foundation.registers.write import take_step
from zhiqiang.foundation.testing.cast import MARK, Cast, in_office
from zhiqiang.foundation.testing.rehearsal import Planned, PlannedRecord, PlannedScript, PlannedStep
from zhiqiang.kernel.programmes.eligibility import eligible
from zhiqiang.kernel.programmes.model import FormField

#: Recognitions by year, about the pace of the plan: some years above it, some below.
YEARLY = {
    "enterprise-standard-leader": {2023: 5, 2024: 4, 2025: 6, 2026: 5},
    "industrial-research-unit": {2023: 21, 2024: 23, 2025: 18, 2026: 19},
    "technical-renovation-project": {2023: 46, 2024: 55, 2025: 58, 2026: 50},
    "design-empowered-product": {2023: 8, 2024: 11, 2025: 12, 2026: 10},
    "green-factory": {2023: 3, 2024: 4, 2025: 5, 2026: 4},
    "manufacturing-champion": {2023: 2, 2024: 2, 2025: 3, 2026: 2},
    "assured-consumption-unit": {2024: 20, 2025: 16, 2026: 12},
    "old-brand": {2023: 4, 2025: 5},
}
#: Cases of uplift in each unit and year; one unit falls short.
CASES, SHORT_OF_CASES = {2023: 2, 2024: 2, 2025: 3, 2026: 2}, "130825"
GOODS = (
    "钒铁",
    "山楂罐头",
    "杏仁露",
    "输送带",
    "铸件",
    "马铃薯淀粉",
    "仪表",
    "板栗",
    "塑料管",
    "矿用筛机",
    "果酒",
    "复合肥",
)
WORKS = ("产线改造", "智能仓储", "余热利用", "数控化改造", "环保提标", "检测中心扩建")
WORKSHOPS = 6  # organisations of its own in each unit, beside those of the cast
WITHDRAWN_EVERY = 37
DAYS_TO_ENTER = (6, 20)


def planned(cast: Cast) -> list[Planned]:
    """Every recognition that had been published by now, and the calls of this autumn."""
    return sorted([*listed(cast), *calls(cast)], key=lambda one: one.at)


def listed(cast: Cast) -> list[PlannedRecord]:
    """Every recognition that had been published by now, entered by the unit and verified there."""
    dice, firms = cast.dice("programmes"), _firms(cast)
    everybody = [firm for some in firms.values() for firm in some]
    found: list[PlannedRecord] = []
    for programme, by_year in YEARLY.items():
        for year, number in by_year.items():
            found += _of_year(cast, dice, programme, year, _chosen(dice, everybody, number))
    for unit in cast.units:
        for year, number in CASES.items():
            wanted = number - 1 if unit.code == SHORT_OF_CASES else number
            found += _of_year(cast, dice, "small-enterprise-uplift", year, dice.sample(firms[unit.code], wanted))
    return sorted((one for one in found if one.at <= cast.now), key=lambda one: one.at)


def _chosen(dice: Random, pool: list[Organisation], number: int) -> list[Organisation]:
    """So many organisations, none twice where there are enough."""
    return dice.sample(pool, number) if number <= len(pool) else [dice.choice(pool) for _each in range(number)]


def _of_year(
    cast: Cast, dice: Random, programme: str, year: int, chosen: list[Organisation]
) -> Iterator[PlannedRecord]:
    """The recognitions of one programme in one year, spread over it."""
    first, last = date(year, 2, 10), min(date(year, 12, 5), cast.now.date() - timedelta(days=25))
    for place, firm in enumerate(chosen):
        day = first + (last - first) * place // max(len(chosen) - 1, 1)
        if first <= day <= last:
            yield _record(cast, dice, (programme, place), firm, day)


def _record(cast: Cast, dice: Random, entry: tuple[str, int], firm: Organisation, day: date) -> PlannedRecord:
    """The entry of a list, by programme and place in it."""
    programme, place = entry
    unit, levels = firm.unit, _levels(programme)
    at = in_office(day + timedelta(days=dice.randint(*DAYS_TO_ENTER)), dice)
    values: dict[str, Any] = {
        "programme": programme,
        "level": levels[place % len(levels)] if levels else "",
        "organisation": firm,
        "unit": unit,
        "subject": _subject(programme, firm, day, place),
        "basis": f"演示发〔{day.year}〕{place + 1}号",
        "valid_from": day,
    }
    if programme == "technical-renovation-project":
        values["started_on"] = day - timedelta(days=dice.randint(0, 40))
        if day.year < cast.now.year:
            values["finished_on"] = day + timedelta(days=dice.randint(60, 300))
            values["finished_on"] = min(values["finished_on"], at.date())
    steps = [PlannedStep("verify", cast.verifiers[unit.code], at + timedelta(days=1))]
    removed = at + timedelta(days=200)
    falls = place % WITHDRAWN_EVERY == WITHDRAWN_EVERY - 1 and removed <= cast.now
    if falls:
        steps.append(
            PlannedStep(
                "withdraw", cast.verifiers[unit.code], removed, f"名单动态调整中移出{MARK}", {"on": removed.date()}
            )
        )
    return PlannedRecord(RECOGNITIONS, values, cast.reporters[unit.code], at, tuple(steps), together=not falls)


def _subject(programme: str, firm: Organisation, day: date, place: int) -> str:
    good, work = GOODS[place % len(GOODS)], WORKS[place % len(WORKS)]
    if programme == "enterprise-standard-leader":
        return f"Q/YS {place + 1:03d}-{day.year}"
    if programme == "technical-renovation-project":
        return f"{good}{work}项目{day.year}-{place + 1}{MARK}"
    if programme == "design-empowered-product":
        return f"{good}（{day.year} 款 {place + 1}）{MARK}"
    return firm.title


def _levels(programme: str) -> list[str]:
    found = catalogue().find(programme)
    return [one.code for one in found.recognition.levels] if found is not None and found.recognition else []


def _firms(cast: Cast) -> dict[str, list[Organisation]]:
    """The organisations of each unit: those of the cast, and workshops of this play."""
    return {unit.code: [*cast.firms[unit.code], *_workshops(unit)] for unit in cast.units}


def _workshops(unit: Unit) -> list[Organisation]:
    titles = [f"{unit.short}{GOODS[(number * 5) % len(GOODS)]}{number + 1}厂{MARK}" for number in range(WORKSHOPS)]
    return [
        Organisation.objects.get_or_create(title=title, unit=unit, defaults={"address": f"{unit.title}{MARK}"})[0]
        for title in titles
    ]


@dataclass(frozen=True)
class _Scene:
    """A call of this autumn, and how far each of its applications has come."""

    programme: str
    opens: int  # days before now
    ends: tuple[str, ...]  # the step after which each application rests


SCENES = (
    _Scene(
        "standards-subsidy", 60, ("recognise", "recognise", "publish", "accept", "return_for_correction", "submit", "")
    ),
    _Scene("quality-award", 50, ("begin_review", "accept", "submit")),
    _Scene("industrial-research-unit", 60, ("recognise", "publish", "record_visit", "accept", "submit", "")),
)
WAY = (
    "submit",
    "return_for_correction",
    "accept",
    "begin_review",
    "record_visit",
    "decide_for",
    "publish",
    "recognise",
)
CONTESTED = ("standards-subsidy", 2)


def calls(cast: Cast) -> list[PlannedScript]:
    """This autumn's calls, and each of their applications as a script of its own. Missing programmes are left."""
    found = []
    for scene in SCENES:
        if catalogue().find(scene.programme) is not None:
            found += _Call(cast, scene).scripts()
    return found


class _Call:
    """One scene: the call, then its applications, each led as far as it has come."""

    def __init__(self, cast: Cast, scene: _Scene) -> None:
        self.cast, self.scene, self.dice = cast, scene, cast.dice(f"programmes {scene.programme}")
        self.start = cast.now - timedelta(days=scene.opens)
        self.call: Round | None = None
        self.firms: list[Organisation] = []

    def scripts(self) -> list[PlannedScript]:
        numbers = range(len(self.scene.ends))
        led = [PlannedScript(self.day(number % 5 + 1), partial(self.lead, number)) for number in numbers]
        return [PlannedScript(self.day(0), self.open), *led]

    def open(self) -> Iterator[datetime]:
        today = clock.today()
        self.call = open_round(
            code=self.scene.programme, title=f"{today.year} 年秋季{MARK}", opens_on=today,
            closes_on=today + timedelta(days=90), quota=None, actor=self.cast.officer,
        )  # fmt: skip
        self.firms = self.eligible_firms()
        yield from ()

    def eligible_firms(self) -> list[Organisation]:
        """As many firms of the cast as the scene has applications, those first whom nothing known stands against."""
        programme = catalogue().find(self.scene.programme)
        assert programme is not None
        good: list[Organisation] = []
        others: list[Organisation] = []
        for firm in (firm for some in self.cast.firms.values() for firm in some):
            answer = eligible(programme, organisation_facts(firm, self.cast.now.date())).verdict
            (others if answer == "not_eligible" else good).append(firm)
            if len(good) == len(self.scene.ends):
                break
        return [*good, *others][: len(self.scene.ends)]

    def fill(self, row: Application, actor: User, number: int) -> None:
        programme, facts = programme_of(row.definition_id), facts_of_application(row)
        asked = [one for one in programme.fields if one.filled_by == "applicant" and is_asked(one, facts)]
        answers = {one.code: _answer(one, number, clock.today()) for one in asked}
        save_answers(application_id=row.pk, version=row.version, answers=answers, actor=actor)
        for slot in programme.documents:
            content = f"{slot.title}{MARK} {row.number}\n".encode()
            put_paper(application_id=row.pk, slot=slot.code, name=f"{slot.title}.txt", content=content, actor=actor)

    def lead(self, number: int) -> Iterator[datetime]:
        """Take the steps of the way up to the one after which it rests; what still lacks something stays a draft."""
        if number >= len(self.firms):
            return
        firm, end = self.firms[number], self.scene.ends[number]
        reporter = self.cast.reporters[firm.unit.code]
        row = begin_application(code=self.scene.programme, call=self.call, applicant=firm, actor=reporter)
        self.fill(row, reporter, number)
        row.refresh_from_db()
        if lacking(row, facts_of_application(row)):
            return
        declared, day = {one.code for one in application_workflow(row).steps}, number % 5 + 2
        first, second = self.cast.city_verifier, self.second_verifier()
        actors = {"submit": reporter, "decide_for": first, "recognise": second}
        for code in WAY[: WAY.index(end) + 1] if end else ():
            detour = code == "return_for_correction" and end != code
            actor = actors.get(code, self.cast.officer)
            if detour or actor is None or code not in declared:
                continue
            day += 12 if code == "recognise" else 3
            yield self.day(day)
            if code == "begin_review":
                self.assign(row)
            take_step(
                register=APPLICATIONS, record_id=row.pk, step=code, actor=actor, values=self.values(row, code),
                reason="材料不清楚，请重传" if code == "return_for_correction" else "",
            )  # fmt: skip
        if (self.scene.programme, number) == CONTESTED:
            yield self.day(day + 1)
            record_objection(
                application_id=row.pk, received_on=clock.today(), objector_kind="organisation",
                objector=f"某公司{MARK}", content=f"起草单位排序与标准文本不一致{MARK}", actor=self.cast.officer,
            )  # fmt: skip

    def assign(self, row: Application) -> None:
        """As many experts as the programme asks for."""
        programme = programme_of(row.definition_id)
        assert programme.review is not None
        for expert in self.cast.experts[: programme.review.reviewers]:
            assign_reviewer(application_id=row.pk, reviewer_id=expert.pk, actor=self.cast.officer)

    def values(self, row: Application, code: str) -> dict[str, Any]:
        if code == "record_visit":
            return {"visited_on": clock.today(), "visitors": f"三名工作人员{MARK}", "findings": f"与材料相符{MARK}"}
        levels = _levels(row.programme)
        return {"level": levels[0] if levels else "", "basis": f"演示发〔{clock.today().year}〕{row.pk}号"}

    def second_verifier(self) -> User | None:
        """Another city verifier, where the home has one: who decided does not recognise."""
        held = User.objects.filter(memberships__role="city_verifier", is_active=True)
        return held.exclude(pk=self.cast.city_verifier.pk).order_by("pk").first()

    def day(self, number: int) -> datetime:
        """Ten o'clock of a day of the scene."""
        return datetime.combine((self.start + timedelta(days=number)).date(), time(10), tzinfo=clock.ZONE)


def made_up(slug: str) -> dict[str, Any]:
    """What a made-up record of a register of this domain needs and no guess finds: a definition that can be read."""
    if slug != APPLICATIONS.slug:
        return {}
    source = next(iter(catalogue().sources.values()))
    return {"definition": pin(source), "programme": source.programme.code}


def _answer(one: FormField, number: int, today: date) -> Any:
    """A made-up value of a field."""
    if one.type == "choice":
        return one.choices[number % len(one.choices)].code
    values: dict[str, Any] = {
        "text": f"{one.title}{number + 1}{MARK}",
        "long_text": f"{one.title}{MARK}",
        "integer": 12 + number,
        "decimal": "12.5",
        "money": (100 + number) * 1_000_000,
        "date": (today - timedelta(days=90)).isoformat(),
        "yes_no": True,
    }
    return values[one.type]
