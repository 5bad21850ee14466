"""A page for each programme that ships, from its definition alone, and the list of them."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from zhiqiang.foundation.parameters import load_parameters
from zhiqiang.foundation.programmes import load_programmes
from zhiqiang.kernel.parameters import Parameter
from zhiqiang.kernel.programmes import Programme, workflow_of
from zhiqiang.kernel.programmes.model import APPLICANT_KINDS, FUNDERS, Condition, IncentiveRule, Match, Value
from zhiqiang.site.reference.tables import code, table

HEAD = """# Programmes

Calls that end in a recognition or a payment. Each is one file of the plan package; its page is made from that file.

"""
APPLIES_IN = {
    "rounds": "in rounds that open and close",
    "any_time": "at any time",
    "register_only": "nobody applies: the recognitions of an outside list are registered",
}
NEW = {"first": "counts as new once ever", "each_year": "counts as new once in each year"}


def programme_pages() -> dict[str, str]:
    """Every page by file name, the list first."""
    programmes = load_programmes().values()
    rows = [
        (f"[`{one.code}`](programmes/{one.code}.md)", one.title, one.title_en, f"`{one.clause}`", one.version,
         one.recognition.title if one.recognition else "", FUNDERS[one.incentive.funder] if one.incentive else "")
        for one in programmes
    ]  # fmt: skip
    headers = ("Programme", "Title", "In English", "Clause", "Version", "Recognises", "Pays")
    pages = {"programmes.md": HEAD + table(headers, rows)}
    return pages | {f"programmes/{one.code}.md": programme_page(one) for one in programmes}


def programme_page(programme: Programme) -> str:
    """All that a definition says, with the numbers it refers to."""
    return "".join(_parts(programme))


def _parts(it: Programme) -> Iterator[str]:
    until = f" until {it.valid_to}" if it.valid_to else ""
    yield (
        f"# {it.title} `{it.code}`\n\n{it.title_en}. Version {it.version}, clause `{it.clause}`, in force from "
        f"{it.valid_from}{until}; {APPLIES_IN[it.applies_in]}. Hash `{it.content_hash[:12]}`.\n\n{it.summary}\n"
    )
    yield from _applicants(it)
    yield from _form(it)
    yield from _way(it)
    yield from _review(it)
    yield from _recognition(it)
    yield from _money(it)
    if it.settings:
        rows = [
            (f"`{one.code}`", one.title, " / ".join(f"{c.title} `{c.code}`" for c in one.choices), f"`{one.value}`",
             one.reason)
            for one in it.settings
        ]  # fmt: skip
        yield _section("What the city decides", table(("Setting", "Title", "Choices", "Now", "Why"), rows))


def _section(title: str, *texts: str) -> str:
    return f"\n## {title}\n\n" + "\n".join(text for text in texts if text)


def _applicants(it: Programme) -> Iterator[str]:
    kinds = [(APPLICANT_KINDS[kind], "yes", "") for kind in it.applicant.kinds]
    kinds += [(APPLICANT_KINDS[one.kind], "no", one.reason) for one in it.applicant.refused]
    yield _section(
        "Who may apply", table(("Kind", "May apply", "Reason"), kinds), _conditions(it, it.applicant.conditions)
    )


def _conditions(it: Programme, conditions: tuple[Condition, ...]) -> str:
    if not conditions:
        return ""
    rows = [(_title(it, one.fact), _test(one), _when(it, one), one.otherwise, one.source) for one in conditions]
    return table(("Fact", "Must be", "Where", "Otherwise", "Source"), rows)


def _test(condition: Condition) -> str:
    if condition.known:
        return "known"
    if condition.equals is not None:
        return _value(condition.equals)
    if condition.one_of:
        return " or ".join(map(_value, condition.one_of))
    ends = (("at least", condition.at_least), ("at most", condition.at_most))
    return ", ".join(f"{word} {_value(end)}" for word, end in ends if end is not None)


def _when(it: Programme, condition: Condition) -> str:
    cases = [f"setting `{one.fact}` is {_value(one.value)}" for one in condition.where]
    cases += [f"{_title(it, one.fact)} is {_value(one.value)}" for one in condition.when]
    return " and ".join(cases)


def _form(it: Programme) -> Iterator[str]:
    if it.fields:
        rows = [
            (f"`{one.code}`", one.title, one.type, "yes" if one.required else "",
             f"known as `{one.prefill}`" if one.prefill else one.filled_by,
             "、".join(f"{choice.title} `{choice.code}`" for choice in one.choices), one.hint)
            for one in it.fields
        ]  # fmt: skip
        headers = ("Field", "Title", "Type", "Required", "Filled in by", "Choices", "Hint")
        yield _section("Form", table(headers, rows))
    if it.documents:
        papers = [(f"`{one.code}`", one.title, "yes" if one.required else "", one.hint) for one in it.documents]
        yield _section("Documents", table(("Document", "Title", "Required", "Hint"), papers))


def _way(it: Programme) -> Iterator[str]:
    if not it.stages:
        return
    rows = [(f"`{one.code}`", code(one.roles), *_clock(one.clock)) for one in it.stages]
    rows.append(("correction", "the applicant", *_clock(it.correction_clock)))
    if it.notice is not None:
        rows.append(("public notice", f"confirmed by {code(it.notice.confirmed_by)}", *_clock(it.notice.clock)))
        rows.append(("objection", code(it.notice.heard_by), *_clock(it.notice.objection_clock)))
    headers = ("Stage", "Roles", "Time limit", "Parameter", "Article", "Confidence")
    diagram = f"```mermaid\n{workflow_of(it).diagram()}```\n"
    yield _section("Stages", table(headers, rows), diagram)


def _clock(parameter: str) -> tuple[str, str, str, str]:
    return _number(load_parameters().get(parameter))


def _number(parameter: Parameter) -> tuple[str, str, str, str]:
    """Value, id, article and confidence of the newest version."""
    version = parameter.versions[-1]
    return f"{version.value} {version.unit}", f"`{parameter.id}`", version.article, version.confidence.value


def _review(it: Programme) -> Iterator[str]:
    if it.review is None:
        return
    rules = it.review
    told = (
        f"{rules.reviewers} reviewers{', blind' if rules.blind else ''}; marks in steps of {rules.band_step} %, "
        f"flagged when more than {rules.spread} points apart; needs {rules.minimum_coverage:.0%} of all points.\n"
    )
    origin = f"Criteria: `{it.criteria_set}`.\n" if it.criteria_set else ""
    rows = [(f"`{one.code}`", one.group, one.title, one.points, one.bands) for one in it.criteria]
    total = sum((one.points for one in it.criteria), Decimal(0))
    rows.append(("", "", "Total", total, ""))
    yield _section("Review", told, origin, table(("Criterion", "Group", "Title", "Points", "Bands"), rows))
    if it.bands:
        bands = [(one.kind, f"{one.low}–{one.high} %", one.gist) for one in it.bands]
        yield "\n" + table(("Bands", "Mark", "Meaning"), bands)


def _recognition(it: Programme) -> Iterator[str]:
    if it.quota is not None:
        bounds = (("at least", it.quota.at_least), ("at most", it.quota.at_most))
        told = " and ".join(f"{word} {bound}" for word, bound in bounds if bound is not None)
        yield _section("Quota", f"{told} per {it.quota.per} ({it.quota.basis}). {it.quota.note}\n")
    if it.recognition is None:
        return
    rules = it.recognition
    named = f", named by `{rules.named_by}`" if rules.named_by else ""
    certificate = "with a certificate" if rules.certificate else "without a certificate"
    told = f"{rules.title}: a {rules.subject}{named}; {NEW[rules.new]}; {certificate}.\n"
    spans = [
        (what, *_clock(name))
        for what, name in (("Valid for", rules.validity_months), ("Reviewed every", rules.review_months))
        if name
    ]
    headers = ("Span", "Value", "Parameter", "Article", "Confidence")
    levels = [(f"`{one.code}`", one.title, "；".join(c.otherwise for c in one.conditions)) for one in rules.levels]
    grounds = [(f"`{one.code}`", one.title) for one in rules.grounds]
    yield _section(
        "Recognition",
        told,
        table(headers, spans) if spans else "",
        table(("Level", "Title", "Only"), levels) if levels else "",
        table(("Ground for suspension or removal", "Title"), grounds) if grounds else "",
    )


def _money(it: Programme) -> Iterator[str]:
    if it.incentive is None:
        yield _section("Payment", "Nothing is paid.\n")
        return
    rules = it.incentive
    same = "、".join(_title(it, name) for name in rules.same_thing)
    told = f"Paid by: {FUNDERS[rules.funder]} `{rules.funder}`; never twice, by whomever, for the same {same}.\n"
    rows = [row for rule in rules.rules for row in _amounts(it, rule)]
    headers = ("Case", "Amount", "Parameter", "In force", "Article", "Confidence")
    unpaid = [(_matches(it, one.when), one.reason) for one in rules.unpaid]
    cap = f"Never over {_clock(rules.cap)[0]} (`{rules.cap}`).\n" if rules.cap else ""
    yield _section(
        "Payment",
        told,
        table(headers, rows),
        cap,
        _conditions(it, rules.conditions),
        table(("Not paid", "Why"), unpaid) if unpaid else "",
    )


def _amounts(it: Programme, rule: IncentiveRule) -> Iterator[tuple[str, ...]]:
    parameter = load_parameters().get(rule.parameter)
    of = f" of {_title(it, rule.of)}" if rule.of else ""
    for version in parameter.versions:
        yield (
            _matches(it, rule.when) or "every case", f"{version.value} {version.unit}{of}", f"`{parameter.id}`",
            f"{version.valid_from} – {version.valid_to or ''}".strip(), version.article, version.confidence.value,
        )  # fmt: skip


def _matches(it: Programme, matches: tuple[Match, ...]) -> str:
    return "、".join(f"{_title(it, one.fact)} {_value(one.value)}" for one in matches)


def _title(it: Programme, fact: str) -> str:
    field = it.field(fact)
    return f"{field.title} `{fact}`" if field else f"`{fact}`"


def _value(value: Value) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return value.isoformat() if isinstance(value, date) else f"`{value}`"
