"""What must hold between the parts of a programme, and of the names it uses."""

import re
from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from datetime import date
from decimal import Decimal
from pathlib import PurePosixPath

from zhiqiang.kernel.plan.records import Place, Problem, nearest
from zhiqiang.kernel.programmes.model import (
    ALREADY_PAID,
    APPLICANT_KIND,
    APPLICANT_KINDS,
    STAGE_ORDER,
    Condition,
    FactType,
    Match,
    Programme,
    Value,
)
from zhiqiang.kernel.programmes.vocabulary import Vocabulary

SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
CODE = re.compile(r"[a-z][a-z0-9_]*")
FAMILY: dict[FactType, type[Value]] = {
    "text": str,
    "long_text": str,
    "choice": str,
    "integer": Decimal,
    "decimal": Decimal,
    "money": Decimal,
    "date": date,
    "yes_no": bool,
}
FAMILY_NAMES: dict[type[Value], str] = {str: "文字", Decimal: "数", date: "日期", bool: "true 或 false"}


def check(programme: Programme, file: str, vocabulary: Vocabulary, problems: list[Problem]) -> None:
    """Append every problem that only shows between the parts of the programme."""
    checker = _Checker(programme, Place(file, ""), vocabulary, problems)
    checker.check_head(PurePosixPath(file).stem)
    checker.check_form()
    checker.check_stages()
    checker.check_review()
    checker.check_recognition()
    checker.check_incentive()


class _Checker:
    """One programme under examination."""

    def __init__(self, programme: Programme, place: Place, vocabulary: Vocabulary, problems: list[Problem]) -> None:
        self.programme, self.place, self.vocabulary, self.problems = programme, place, vocabulary, problems
        self.choices = {field.code: [c.code for c in field.choices] for field in programme.fields if field.choices}
        self.choices[APPLICANT_KIND] = list(APPLICANT_KINDS)
        own: dict[str, FactType] = {field.code: field.type for field in programme.fields}
        self.facts: dict[str, FactType] = {APPLICANT_KIND: "choice", **(vocabulary.facts or {}), **own}
        # Without a list of the system's facts no name can be called unknown: a pinned text outlives the list.
        self.nameable = None if vocabulary.facts is None else self.facts
        self.settings = {setting.code: [c.code for c in setting.choices] for setting in programme.settings}

    def tell(self, key: str, message: str) -> None:
        self.problems.append(self.place.at(key).problem(message))

    def check_head(self, stem: str) -> None:
        it = self.programme
        if it.code != stem or not SLUG.fullmatch(it.code):
            self.tell("code", f"“{it.code}”应与文件名“{stem}”相同，且只含小写字母、数字与连字符")
        if it.version < 1:
            self.tell("version", "版本号应为不小于 1 的整数")
        if it.valid_to is not None and it.valid_to < it.valid_from:
            self.tell("valid_to", f"失效日 {it.valid_to} 早于生效日 {it.valid_from}")
        self.known("clause", [it.clause], self.vocabulary.items, "内容项")
        self.known("correction_clock", [it.correction_clock], self.vocabulary.clocks, "时限")
        if not it.applicant.kinds:
            self.tell("applicant.kinds", "至少写一类申报单位")
        for refused in it.applicant.refused:
            if refused.kind in it.applicant.kinds:
                self.tell(f"applicant.refused.{refused.kind}", "同一类单位不能既可申报又不可申报")
        for setting in it.settings:
            if setting.value not in self.settings[setting.code]:
                self.tell(f"setting.{setting.code}.value", f"“{setting.value}”不在 choices 之内")
        for n, condition in enumerate(it.applicant.conditions, start=1):
            self.check_condition(f"applicant.condition[{n}]", condition)

    def check_form(self) -> None:
        it = self.programme
        self.once("field", [field.code for field in it.fields])
        self.once("document", [document.code for document in it.documents])
        for field in it.fields:
            key = f"field[{field.code}]"
            if field.code in (APPLICANT_KIND, ALREADY_PAID):
                self.tell(f"{key}.code", f"“{field.code}”由系统给出，请改用别的代码")
            if (field.type == "choice") != bool(field.choices):
                self.tell(f"{key}.choices", "只有 choice 类字段、且每个 choice 类字段都要写 choices")
            self.once(f"{key}.choices", [choice.code for choice in field.choices])
            self.check_prefill(key, field.code, field.prefill, field.type)

    def check_prefill(self, key: str, code: str, prefill: str, kind: FactType) -> None:
        facts = self.vocabulary.facts
        if facts is None:
            return
        if not prefill and code in facts:
            self.tell(f"{key}.prefill", f'系统已掌握“{code}”，不应再问申报单位；请写 prefill = "{code}"')
        self.known(f"{key}.prefill", [prefill] if prefill else [], facts, "事实")
        if prefill in facts and FAMILY[facts[prefill]] is not FAMILY[kind]:
            self.tell(f"{key}.type", f"与事实“{prefill}”的类型 {facts[prefill]} 不符")

    def check_stages(self) -> None:
        it = self.programme
        codes = [stage.code for stage in it.stages]
        self.once("stage", codes)
        if it.applies_in == "register_only":
            if it.stages or it.fields or it.documents:
                self.tell("applies_in", "register_only 只登记外部名单，不能有 stage、field、document")
            return
        if codes != sorted(codes, key=STAGE_ORDER.index):
            self.tell("stage", f"环节应按次序书写：{'、'.join(STAGE_ORDER)}")
        for needed in ("check", "decide"):
            if needed not in codes:
                self.tell("stage", f"缺少环节 {needed}；请补上 [[stage]]")
        for key, part in (("review", it.review), ("notice", it.notice)):
            if (key in codes) != (part is not None):
                self.tell(key, f'环节 code = "{key}" 与 [{key}] 应同时有或同时没有')
        for stage in it.stages:
            self.check_roles(f"stage[{stage.code}].roles", stage.roles)
            self.known(f"stage[{stage.code}].clock", [stage.clock], self.vocabulary.clocks, "时限")
        if it.notice is not None:
            for name in ("clock", "objection_clock"):
                self.known(f"notice.{name}", [getattr(it.notice, name)], self.vocabulary.clocks, "时限")
            self.check_roles("notice.heard_by", it.notice.heard_by)
            self.check_roles("notice.confirmed_by", it.notice.confirmed_by)

    def check_roles(self, key: str, roles: tuple[str, ...]) -> None:
        if not roles:
            self.tell(key, "至少写一个角色")
        self.known(key, roles, self.vocabulary.roles, "角色")

    def check_review(self) -> None:
        it = self.programme
        if bool(it.criteria) != (it.review is not None):
            self.tell("criterion", "有 [review] 就要有评审标准，没有 [review] 就不要写评审标准")
        self.once("criterion", [criterion.code for criterion in it.criteria])
        for criterion in it.criteria:
            if criterion.points <= 0:
                self.tell(f"criterion[{criterion.code}].points", "分值应大于零")
            if criterion.bands != "plain" and criterion.bands not in {band.kind for band in it.bands}:
                self.tell(
                    f"criterion[{criterion.code}].bands", f"没有 {criterion.bands} 类的评分档；请改用共用评审标准"
                )
        rules = it.review
        if rules is None:
            return
        if rules.reviewers < 1:
            self.tell("review.reviewers", "至少一名评审人")
        if not 1 <= rules.band_step <= 100 or 100 % rules.band_step:
            self.tell("review.band_step", "打分步长应能整除 100，例如 5")
        if not 0 <= rules.spread <= 100:
            self.tell("review.spread", "离散界限应在 0 至 100 之间")
        if not 0 < rules.minimum_coverage <= 1:
            self.tell("review.minimum_coverage", "最低覆盖应大于 0、不超过 1，例如 0.7")

    def check_recognition(self) -> None:
        it, rules = self.programme, self.programme.recognition
        if it.quota is not None:
            bounds = [bound for bound in (it.quota.at_least, it.quota.at_most) if bound is not None]
            if not bounds or min(bounds) < 1 or bounds != sorted(bounds):
                self.tell("quota", "名额请写 at_least 或 at_most，为正整数，且下限不超过上限")
        if rules is None:
            return
        self.once("recognition.levels", [level.code for level in rules.levels])
        self.once("recognition.grounds", [ground.code for ground in rules.grounds])
        for name in ("validity_months", "review_months"):
            self.check_parameter(f"recognition.{name}", getattr(rules, name), ("month",))
        if it.applies_in != "register_only" and (rules.subject == "organisation") == bool(rules.named_by):
            self.tell("recognition.named_by", "认定的不是单位本身时，请写明由哪个字段命名；是单位本身时不写")
        if rules.named_by and it.field(rules.named_by) is None:
            self.tell("recognition.named_by", f"没有字段“{rules.named_by}”{nearest(rules.named_by, self.facts)}")
        for level in rules.levels:
            for n, condition in enumerate(level.conditions, start=1):
                self.check_condition(f"recognition.levels[{level.code}].condition[{n}]", condition)

    def check_incentive(self) -> None:
        rules = self.programme.incentive
        if rules is None:
            return
        if self.programme.recognition is None:
            self.tell("recognition", "有 [incentive] 就要有 [recognition]：付款以认定为凭，认定撤销则追回")
        if not rules.rules:
            self.tell("incentive.rule", "至少写一条金额规则 [[incentive.rule]]")
        if not rules.same_thing:
            self.tell("incentive.same_thing", "请写明由哪些事实认定“同一事项”，用于防止重复资助")
        self.known("incentive.same_thing", rules.same_thing, self.nameable, "事实")
        self.check_parameter("incentive.cap", rules.cap, ("yuan",))
        for n, rule in enumerate(rules.rules, start=1):
            key = f"incentive.rule[{n}]"
            self.check_matches(f"{key}.when", rule.when)
            self.check_parameter(f"{key}.parameter", rule.parameter, ("ratio", "percent") if rule.of else ("yuan",))
            known = rule.of in self.facts or self.nameable is not None
            if rule.of and known and self.facts.get(rule.of) != "money":
                self.tell(f"{key}.of", f"“{rule.of}”应是 money 类事实")
            if any(set(earlier.when) <= set(rule.when) for earlier in rules.rules[: n - 1]):
                self.tell(key, "前面的规则已包含本条，本条永远用不到；请调整次序或条件")
        for n, unpaid in enumerate(rules.unpaid, start=1):
            self.check_matches(f"incentive.unpaid[{n}].when", unpaid.when)
        for n, condition in enumerate(rules.conditions, start=1):
            self.check_condition(f"incentive.condition[{n}]", condition)

    def check_condition(self, key: str, condition: Condition) -> None:
        self.known(f"{key}.fact", [condition.fact], self.nameable, "事实")
        bounds = [bound for bound in (condition.at_least, condition.at_most) if bound is not None]
        equal = [condition.equals] if condition.equals is not None else []
        for value in (*equal, *condition.one_of, *bounds):
            self.check_value(key, condition.fact, value)
        self.check_matches(f"{key}.when", condition.when)
        for match in condition.where:
            if match.value not in self.settings.get(match.fact, ()):
                self.tell(f"{key}.where", f"没有设定“{match.fact}”的这一取值；请核对 [setting.{match.fact}]")

    def check_matches(self, key: str, matches: tuple[Match, ...]) -> None:
        self.known(key, [match.fact for match in matches], self.nameable, "事实")
        for match in matches:
            self.check_value(f"{key}.{match.fact}", match.fact, match.value)

    def check_value(self, key: str, fact: str, value: Value) -> None:
        if fact not in self.facts:
            return
        family = FAMILY[self.facts[fact]]
        if type(value) is not family:
            self.tell(key, f"事实“{fact}”应与{FAMILY_NAMES[family]}比较")
        elif fact in self.choices and value not in self.choices[fact]:
            hint = nearest(str(value), self.choices[fact])
            self.tell(key, f"“{value}”不是“{fact}”的可选值{hint}；可选：{'、'.join(self.choices[fact])}")

    def check_parameter(self, key: str, parameter: str, units: tuple[str, ...]) -> None:
        known = self.vocabulary.parameters
        if not parameter or known is None:
            return
        self.known(key, [parameter], known, "参数")
        if parameter in known and known[parameter] not in units:
            self.tell(key, f"参数 {parameter} 的单位是 {known[parameter]}，这里应是 {'、'.join(units)}")

    def known(self, key: str, names: Iterable[str], known: Collection[str] | None, noun: str) -> None:
        if known is not None:
            for name in names:
                if name not in known:
                    self.tell(key, f"{noun}“{name}”不存在{nearest(name, known)}；请更正或先定义")

    def once(self, key: str, codes: Sequence[str]) -> None:
        for code, times in Counter(codes).items():
            if times > 1:
                self.tell(key, f"“{code}”写了 {times} 次；请改用别的代码或删去")
            if not CODE.fullmatch(code.replace(".", "_").replace("-", "_")) and not key.startswith("criterion"):
                self.tell(key, f"代码“{code}”应以小写字母开头，只含小写字母、数字与下划线")
