"""A programme (申报评审认定奖补) as frozen records: who may apply, how it goes, what is recognised, what is paid."""

import hashlib
import json
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cached_property
from typing import Literal, get_args

from zhiqiang.kernel.plan.records import plain

AppliesIn = Literal["rounds", "any_time", "register_only"]
ApplicantKind = Literal["enterprise", "laboratory", "institution", "department", "association", "other"]
FactType = Literal["text", "long_text", "integer", "decimal", "money", "date", "choice", "yes_no"]
FilledBy = Literal["applicant", "officer"]
StageCode = Literal["check", "review", "visit", "decide", "notice"]
BandKind = Literal["process", "results", "plain"]
Basis = Literal["text", "setting"]  # the plan or a rule says so, or the city decides and may change it
Subject = Literal["organisation", "standard", "project", "product", "place", "group"]
NewCounts = Literal["first", "each_year"]
Funder = Literal["city", "county", "province", "nation"]

APPLICANT_KINDS: dict[str, str] = {
    "enterprise": "企业",
    "laboratory": "检验检测机构",
    "institution": "事业单位",
    "department": "政府部门",
    "association": "社会团体",
    "other": "其他组织",
}
FUNDERS: dict[str, str] = {"city": "市级", "county": "县级", "province": "省级", "nation": "国家"}
STAGE_ORDER: tuple[str, ...] = get_args(StageCode)

#: The kind of the applying organisation, and what has been paid before: every programme may speak of them.
APPLICANT_KIND, ALREADY_PAID = "applicant_kind", "already_paid"

#: What a fact can be compared with. A whole number and a decimal are both Decimal; a yes is never a 1.
Value = bool | Decimal | str | date


@dataclass(frozen=True)
class Match:
    """A fact that must equal a value."""

    fact: str
    value: Value


@dataclass(frozen=True)
class Condition:
    """What must hold of one fact, and what to do where it does not.

    Exactly one test, or a range: `equals`, `one_of`, `at_least` and/or `at_most`, or `known` (any value will do).
    Money is in fen. It applies where the city's settings are as `where` says, and to cases whose facts are as `when`
    says. `source`: where the number or demand stands, and how sure that is.
    """

    fact: str
    otherwise: str
    equals: Value | None = None
    one_of: tuple[Value, ...] = ()
    at_least: Decimal | date | None = None
    at_most: Decimal | date | None = None
    known: bool = False
    where: tuple[Match, ...] = ()
    when: tuple[Match, ...] = ()
    source: str = ""


@dataclass(frozen=True)
class RefusedKind:
    """A kind of organisation that people expect among the applicants, and why it is not."""

    kind: ApplicantKind
    reason: str


@dataclass(frozen=True)
class Applicant:
    """Who may apply."""

    kinds: tuple[ApplicantKind, ...]
    refused: tuple[RefusedKind, ...] = ()
    conditions: tuple[Condition, ...] = ()


@dataclass(frozen=True)
class Choice:
    """One value of a field or of a setting."""

    code: str
    title: str


@dataclass(frozen=True)
class FormField:
    """A field of the form; money in fen. `prefill` names a fact of the system: then it is shown, not asked.

    A field filled in by the officer is a finding of the office (a passed assessment): no applicant certifies it.
    """

    code: str
    title: str
    type: FactType
    required: bool = False
    prefill: str = ""
    filled_by: FilledBy = "applicant"
    choices: tuple[Choice, ...] = ()
    hint: str = ""


@dataclass(frozen=True)
class RequiredDocument:
    """A paper that goes with an application."""

    code: str
    title: str
    required: bool = True
    hint: str = ""


@dataclass(frozen=True)
class Stage:
    """A stage of the way: who acts in it, and the time limit (parameter id) that runs until it is done."""

    code: StageCode
    roles: tuple[str, ...]
    clock: str


@dataclass(frozen=True)
class Band:
    """A range of percentages (both ends included) with what it means, for criteria of one kind."""

    kind: BandKind
    low: int
    high: int
    gist: str


@dataclass(frozen=True)
class Criterion:
    """What is marked, with its weight in points. Marks are percentages of the points."""

    code: str
    title: str
    points: Decimal
    group: str = ""
    bands: BandKind = "plain"


@dataclass(frozen=True)
class CriteriaSet:
    """Criteria that several programmes share, as one standard or rule gives them."""

    code: str
    title: str
    source: str
    confidence: Literal["verified", "secondary", "unverified", "setting"]
    bands: tuple[Band, ...]
    criteria: tuple[Criterion, ...]
    note: str = ""


@dataclass(frozen=True)
class ReviewRules:
    """How experts review: how many, whether blind, and when marks need a second look.

    `band_step`: marks are multiples of it, in per cent. `spread`: marks of one criterion further apart (in points of
    per cent) are flagged. `minimum_coverage`: the share of all points that must be marked for a score to exist.
    """

    reviewers: int
    blind: bool = False
    band_step: int = 5
    spread: int = 20
    minimum_coverage: Decimal = Decimal("0.7")


@dataclass(frozen=True)
class NoticeRules:
    """The public notice (公示): its length and the time limit of an objection (parameter ids), and who decides then."""

    clock: str
    objection_clock: str = "programme.objection"
    heard_by: tuple[str, ...] = ("city_verifier",)
    confirmed_by: tuple[str, ...] = ("city_verifier",)


@dataclass(frozen=True)
class Quota:
    """How many a round or year may or should recognise."""

    basis: Basis
    at_most: int | None = None
    at_least: int | None = None
    per: Literal["round", "year"] = "round"
    note: str = ""


@dataclass(frozen=True)
class Level:
    """A level of recognition, and what it takes beyond the application's own conditions."""

    code: str
    title: str
    conditions: tuple[Condition, ...] = ()


@dataclass(frozen=True)
class Ground:
    """A cause for which a recognition is suspended or withdrawn."""

    code: str
    title: str


@dataclass(frozen=True)
class RecognitionRules:
    """What is recognised, for how long, when it is looked at again, and what ends it.

    `named_by`: the field that names what is recognised, where that is not the applicant itself. `validity_months` and
    `review_months` are parameter ids; without validity it holds until it is withdrawn. `new`: whether a subject counts
    as new once ever (an upgrade is none) or once in each year's list.
    """

    subject: Subject
    title: str
    named_by: str = ""
    levels: tuple[Level, ...] = ()
    validity_months: str = ""
    review_months: str = ""
    new: NewCounts = "first"
    certificate: bool = True
    grounds: tuple[Ground, ...] = ()


@dataclass(frozen=True)
class IncentiveRule:
    """An amount for a case: the parameter's yuan, or with `of` that share of a money fact."""

    when: tuple[Match, ...]
    parameter: str
    of: str = ""


@dataclass(frozen=True)
class UnpaidCase:
    """A case that people expect to be paid, and why it is not."""

    when: tuple[Match, ...]
    reason: str


@dataclass(frozen=True)
class Incentive:
    """What is paid, by whom, on which conditions; never twice for the same thing, whoever paid first.

    `same_thing`: the facts that name the thing, the most exact first.
    """

    funder: Funder
    same_thing: tuple[str, ...]
    rules: tuple[IncentiveRule, ...]
    conditions: tuple[Condition, ...] = ()
    unpaid: tuple[UnpaidCase, ...] = ()
    cap: str = ""


@dataclass(frozen=True)
class Setting:
    """What only the city decides: its value now, what else it may be, why this is the default."""

    code: str
    title: str
    value: str
    choices: tuple[Choice, ...]
    reason: str


@dataclass(frozen=True)
class Programme:
    """One version of a programme. Built only by `parse_programme`, which refuses one with a mistake."""

    code: str
    version: int
    title: str
    title_en: str
    clause: str
    summary: str
    valid_from: date
    applies_in: AppliesIn
    applicant: Applicant
    valid_to: date | None = None
    correction_clock: str = "programme.correct"
    fields: tuple[FormField, ...] = ()
    documents: tuple[RequiredDocument, ...] = ()
    stages: tuple[Stage, ...] = ()
    review: ReviewRules | None = None
    criteria_set: str = ""
    criteria: tuple[Criterion, ...] = ()
    bands: tuple[Band, ...] = ()
    notice: NoticeRules | None = None
    quota: Quota | None = None
    recognition: RecognitionRules | None = None
    incentive: Incentive | None = None
    settings: tuple[Setting, ...] = ()

    @cached_property
    def content_hash(self) -> str:
        """SHA-256 of everything the version says, shared criteria included: the order of files and keys is nothing."""
        text = json.dumps(plain(self), ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        return hashlib.sha256(text.encode()).hexdigest()

    def in_force(self, on: date) -> bool:
        """Whether the programme runs on `on`."""
        return self.valid_from <= on and (self.valid_to is None or on <= self.valid_to)

    def field(self, code: str) -> FormField | None:
        """The form's field of this code, if it has one."""
        return next((field for field in self.fields if field.code == code), None)

    def stage(self, code: str) -> Stage | None:
        """The stage of this code, if the programme has it."""
        return next((stage for stage in self.stages if stage.code == code), None)

    def setting(self, code: str) -> str:
        """The value of a setting; KeyError when there is none."""
        return {setting.code: setting.value for setting in self.settings}[code]

    def refused_kind(self, kind: str) -> str:
        """Why organisations of this kind may not apply; empty when they may."""
        if kind in self.applicant.kinds:
            return ""
        reasons: dict[str, str] = {refused.kind: refused.reason for refused in self.applicant.refused}
        wanted = "、".join(APPLICANT_KINDS[each] for each in self.applicant.kinds)
        return reasons.get(kind, f"“{APPLICANT_KINDS.get(kind, kind)}”不在申报范围；{self.title}的申报单位是{wanted}")
