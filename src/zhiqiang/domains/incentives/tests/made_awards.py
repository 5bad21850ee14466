"""Awards for tests of money: what `programmes.facade` would say, without applications behind it."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from zhiqiang.domains.incentives.queries import awards
from zhiqiang.foundation.reference.models import Organisation
from zhiqiang.kernel.programmes.model import (
    Applicant,
    Choice,
    Condition,
    FormField,
    Incentive,
    IncentiveRule,
    Match,
    Programme,
)

RECOGNISED_ON = date(2026, 3, 2)


def _when(**facts: str) -> tuple[Match, ...]:
    return tuple(Match(fact, value) for fact, value in facts.items())


STANDARDS = Programme(
    code="standards-subsidy",
    version=1,
    title="标准制修订资助",
    title_en="Support for making standards",
    clause="T1.1.1",
    summary="牵头制定标准的给予资助",
    valid_from=date(2023, 9, 6),
    applies_in="rounds",
    applicant=Applicant(kinds=("enterprise", "association")),
    fields=(
        FormField("standard", "标准编号", "text", required=True),
        FormField(
            "level", "标准层级", "choice", choices=(Choice("national", "国家标准"), Choice("industry", "行业标准"))
        ),
        FormField("role", "作用", "choice", choices=(Choice("led", "牵头"), Choice("joined", "参与"))),
    ),
    incentive=Incentive(
        funder="city",
        same_thing=("standard",),
        rules=(
            IncentiveRule(_when(level="national", role="led"), "incentive.standard.national"),
            IncentiveRule(_when(level="industry", role="led"), "incentive.standard.industry"),
        ),
    ),
)
PILOTS = replace(
    STANDARDS,
    code="standardisation-pilot",
    title="标准化试点",
    clause="T1.3.2",
    incentive=Incentive(
        funder="city",
        same_thing=("pilot",),
        rules=(IncentiveRule((), "incentive.pilot"),),
        conditions=(Condition("assessment_passed", "通过考核评估后再付。", equals=True),),
    ),
)
PLAIN = replace(STANDARDS, code="plain", title="没有奖补的项目", incentive=None)
DEFINITIONS = (STANDARDS, PILOTS, PLAIN)


@dataclass(frozen=True)
class MadeAward:
    """One award."""

    application_id: int
    organisation_id: int
    organisation: str
    unit_code: str
    subject: str
    facts: dict[str, object]
    programme: str = STANDARDS.code
    version: int = 1
    title: str = STANDARDS.title
    clause: str = STANDARDS.clause
    recognised_on: date = RECOGNISED_ON
    recognition_id: int | None = None
    frozen: bool = False

    @property
    def number(self) -> str:
        return f"{self.programme}-{self.application_id:06d}"


@dataclass
class AwardBook:
    """The awards there are; tests add, freeze and withdraw."""

    awards: dict[int, MadeAward] = field(default_factory=dict)
    fallen: dict[int, str] = field(default_factory=dict)

    def add(self, organisation: Organisation, standard: str = "GB/T 99999-2026", **other: Any) -> MadeAward:
        """An award for a national standard that was led, unless `other` says otherwise."""
        number = len(self.awards) + 1
        facts = {"standard": standard, "level": "national", "role": "led", "applicant_kind": "enterprise"}
        made = MadeAward(
            number, organisation.pk, organisation.title, organisation.unit.code, standard,
            facts | other.pop("facts", {}), **other,
        )  # fmt: skip
        self.awards[number] = made
        return made

    def pilot(self, organisation: Organisation, *, passed: bool) -> MadeAward:
        """An award for a standardisation pilot."""
        facts = {"pilot": "隆化肉牛养殖标准化试点", "assessment_passed": passed}
        return self.add(organisation, facts=facts, programme=PILOTS.code, title=PILOTS.title, clause=PILOTS.clause)

    def freeze(self, number: int, *, frozen: bool = True) -> None:
        self.awards[number] = replace(self.awards[number], frozen=frozen)

    def withdraw(self, number: int, reason: str = "认定已于 2026-06-01 撤销：提供虚假材料") -> None:
        self.fallen[number] = reason

    def put_in_place(self, put: Callable[[object, str, object], None]) -> None:
        """Let the domain ask this book; `put` is `setattr` or a test's undoable one."""
        put(awards, "award_of", self.awards.get)
        put(awards, "awards_of", self.of)
        put(awards, "programme_of", lambda award: next(one for one in DEFINITIONS if one.code == award.programme))
        put(awards, "unpayable_of", lambda numbers: {number: tuple(self._against(number)) for number in numbers})
        put(awards, "hold", lambda _number: None)
        put(awards, "withdrawn", lambda number: self.fallen.get(number, ""))
        put(awards, "programmes_with_money", lambda: {one.code: one.title for one in DEFINITIONS if one.incentive})

    def _against(self, number: int) -> Iterable[str]:
        if number in self.awards and self.awards[number].frozen:
            yield "有未处理完的异议，处理完之前不能支付。"
        if number in self.fallen:
            yield self.fallen[number]

    def of(self, programme: str) -> Iterable[MadeAward]:
        return [one for one in reversed(self.awards.values()) if one.programme == programme]
