"""What a case is paid: the rule that fits, its dated amount, every reason against; 0 with a reason, never a guess."""

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_DOWN, Decimal
from typing import NamedTuple

from zhiqiang.kernel.parameters import NotInForceError, ParameterSet, Version
from zhiqiang.kernel.programmes.conditions import fact_value, holds, in_question, matched
from zhiqiang.kernel.programmes.model import (
    ALREADY_PAID,
    APPLICANT_KIND,
    FUNDERS,
    Condition,
    Incentive,
    IncentiveRule,
    Programme,
)

FEN_OF_YUAN = 100
BLANKS = re.compile(r"[\s\u00ad\u200b-\u200d\u2060\ufeff]+")
DASHES = re.compile(r"[\u2010-\u2015\u2043\u2212\ufe58\ufe63\uff0d]")


class Refusal(NamedTuple):
    """Why a case is not paid, in Chinese."""

    code: str
    message: str


@dataclass(frozen=True)
class Amount:
    """What a case is paid on `valid_on`, in fen; 0 whenever there is a refusal.

    `rule` is the parameter that gives the amount (empty where no rule fits), `article` where its number stands.
    """

    amount_fen: int
    rule: str
    clause: str
    valid_on: date
    refusals: tuple[Refusal, ...] = ()
    article: str = ""


def amount_of(programme: Programme, facts: Mapping[str, object], on: date, parameters: ParameterSet) -> Amount:
    """The amount for `facts` by the rules and numbers in force on `on`.

    Facts: the form's fields, what the system knows, `applicant_kind`, and `already_paid`: a list of
    `{funder, amount_fen, …}` in which each payment names what it was for as `Incentive.same_thing` does.
    """
    incentive = programme.incentive
    if incentive is None:
        refusal = Refusal("no_incentive", f"{programme.title}没有资金奖补")
        return Amount(0, "", programme.clause, on, (refusal,))
    refusals = list(_refusals(programme, incentive, facts, on))
    rule = next((each for each in incentive.rules if matched(each.when, facts)), None)
    if rule is None:
        if not any(refusal.code == "unpaid_case" for refusal in refusals):
            refusals.append(_no_rule(programme, incentive, facts))
        return Amount(0, "", programme.clause, on, tuple(refusals))
    try:
        version = parameters.get(rule.parameter).in_force(on)
        fen = _capped(_fen(rule, version, facts), incentive.cap, parameters, on)
    except NotInForceError as error:
        if programme.in_force(on):
            refusals.append(Refusal("not_in_force", f"{on} 没有可用的金额标准（{error}）"))
        return Amount(0, rule.parameter, programme.clause, on, tuple(refusals))
    if fen is None:
        refusals.append(_missing(programme, rule.of))
    return Amount(
        0 if refusals or fen is None else fen,
        rule.parameter,
        programme.clause,
        on,
        tuple(refusals),
        article=version.article,
    )


def _refusals(programme: Programme, incentive: Incentive, facts: Mapping[str, object], on: date) -> Iterator[Refusal]:
    if not programme.in_force(on):
        span = f"{programme.valid_from} 起" + (f"至 {programme.valid_to}" if programme.valid_to else "")
        yield Refusal("not_in_force", f"{on} 不在{programme.title}的有效期内（{span}）")
    kind = fact_value(facts, APPLICANT_KIND)
    if kind is None:
        yield _missing(programme, APPLICANT_KIND)
    elif reason := programme.refused_kind(str(kind)):
        yield Refusal("applicant_kind", reason)
    for condition in in_question(incentive.conditions, programme, facts):
        yield from _unmet(programme, condition, facts)
    for unpaid in incentive.unpaid:
        if matched(unpaid.when, facts):
            yield Refusal("unpaid_case", unpaid.reason)
    yield from _paid_before(programme, incentive, facts)


def _unmet(programme: Programme, condition: Condition, facts: Mapping[str, object]) -> Iterator[Refusal]:
    met = holds(condition, facts)
    if met is None:
        yield Refusal("missing", f"{_missing(programme, condition.fact).message}；{condition.otherwise}")
    elif not met:
        yield Refusal("condition", condition.otherwise)


def _no_rule(programme: Programme, incentive: Incentive, facts: Mapping[str, object]) -> Refusal:
    """Why no rule fits: a fact that is not known, or a value that no rule pays."""
    asked = dict.fromkeys(match.fact for rule in incentive.rules for match in rule.when)
    for fact in asked:
        if fact_value(facts, fact) is None:
            return _missing(programme, fact)
    told = "、".join(f"{_title(programme, fact)}“{_shown(programme, fact, fact_value(facts, fact))}”" for fact in asked)
    paid = "；".join(
        "、".join(_shown(programme, match.fact, match.value) for match in rule.when) for rule in incentive.rules
    )
    return Refusal("no_rule", f"{told}不在资助范围；资助的情形是：{paid}")


def _missing(programme: Programme, fact: str) -> Refusal:
    return Refusal("missing", f"缺少{_title(programme, fact)}（{fact}），无法确定金额")


def _title(programme: Programme, fact: str) -> str:
    field = programme.field(fact)
    return field.title if field else {APPLICANT_KIND: "申报单位类别"}.get(fact, fact)


def _shown(programme: Programme, fact: str, value: object) -> str:
    field = programme.field(fact)
    titles = {choice.code: choice.title for choice in field.choices} if field else {}
    return titles.get(str(value), str(value))


def _fen(rule: IncentiveRule, version: Version, facts: Mapping[str, object]) -> int | None:
    """The rule's amount in fen, rounded down; None where the fact it is a share of is not known."""
    if not rule.of:
        return _whole(version.value * FEN_OF_YUAN)
    base = fact_value(facts, rule.of)
    if not isinstance(base, Decimal) or base < 0:
        return None
    share = version.value / 100 if version.unit == "percent" else version.value
    return _whole(base * share)


def _capped(fen: int | None, cap: str, parameters: ParameterSet, on: date) -> int | None:
    if fen is None or not cap:
        return fen
    return min(fen, _whole(parameters.value(cap, on) * FEN_OF_YUAN))


def _whole(fen: Decimal) -> int:
    return int(fen.to_integral_value(rounding=ROUND_DOWN))


def _paid_before(programme: Programme, incentive: Incentive, facts: Mapping[str, object]) -> Iterator[Refusal]:
    payments = facts.get(ALREADY_PAID)
    for payment in payments if isinstance(payments, Sequence) and not isinstance(payments, str) else ():
        if not isinstance(payment, Mapping) or payment.get("amount_fen") == 0:
            continue  # an entry of nothing paid; a sum that is not told is another thing
        names = [name for name in incentive.same_thing if _thing(payment, name)]
        told = "、".join(f"{_title(programme, name)} {payment[name]}" for name in names)
        fen = payment.get("amount_fen")
        paid = f"{_funder(payment)}资助" + (f" {_yuan(fen)} 元" if fen is not None else "（金额未写明）")
        same = is_same_thing(incentive.same_thing, facts, payment)
        if same is None:
            yield Refusal(
                "unclear_payment", f"已有{paid}（{told or '未写明事项'}），无法判断是否为同一事项，请补充后再算"
            )
        elif same:
            yield Refusal("already_paid", f"{told} 已由{paid}，同一事项不重复资助")


def is_same_thing(names: Sequence[str], one: Mapping[str, object], other: Mapping[str, object]) -> bool | None:
    """Whether both are about the same thing: the first of `names` that both state decides; None where none is."""
    for name in names:
        here, there = _thing(one, name), _thing(other, name)
        if here and there:
            return here == there
    return None


def _thing(facts: Mapping[str, object], name: str) -> str:
    given = facts.get(name)
    return "" if given is None else normal(str(given))


def normal(text: str) -> str:
    """A name or number as it is compared: half-width, no blanks, one kind of dash, case folded.

    Standards are cited as `GB/T 1.1-2020`, `GB/T 1.1—2020` or `ＧＢ／Ｔ1.1－2020`: the same standard.
    """
    return BLANKS.sub("", DASHES.sub("-", unicodedata.normalize("NFKC", text))).casefold()


def _funder(payment: Mapping[str, object]) -> str:
    """The funder's level with what the case calls it, so that whoever wrote the case finds the entry."""
    named = str(payment.get("funder") or "其他资金")
    return f"{FUNDERS[named]}（{named}）" if named in FUNDERS else named


def _yuan(fen: object) -> str:
    return f"{Decimal(str(fen)) / FEN_OF_YUAN:,f}"
