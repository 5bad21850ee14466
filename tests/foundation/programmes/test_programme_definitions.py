"""Every programme that ships answers as its own cases say, and its cases leave no rule untried."""

from collections.abc import Iterator
from typing import get_args

import pytest

from zhiqiang.foundation.access.roles import BY_CODE
from zhiqiang.foundation.parameters import load_parameters
from zhiqiang.foundation.plans.package import package_folder, read_plan
from zhiqiang.foundation.programmes import load_programmes
from zhiqiang.foundation.programmes.loader import programme_folder, read_folders
from zhiqiang.foundation.programmes.names import facts_of_the_system
from zhiqiang.foundation.reference.models import Organisation
from zhiqiang.kernel.programmes import Programme, workflow_of
from zhiqiang.kernel.programmes.amount import amount_of
from zhiqiang.kernel.programmes.cases import NamedCase, differences
from zhiqiang.kernel.programmes.conditions import holds, in_question
from zhiqiang.kernel.programmes.eligibility import eligible, levels_open
from zhiqiang.kernel.programmes.model import APPLICANT_KIND, APPLICANT_KINDS, ApplicantKind

FOLDER = read_folders(programme_folder(), with_cases=True)
PROGRAMMES = {code: definition.programme for code, definition in FOLDER.definitions.items()}
CASES = [(code, case) for code, cases in FOLDER.cases.items() for case in cases]
PARAMETERS = load_parameters()

ASKED_FOR = """
    standards-subsidy enterprise-standard-leader standardisation-pilot industrial-design-centre
    industrial-design-project industrial-research-unit science-plan-project technical-renovation-project
    design-empowered-product first-set-equipment green-factory green-park green-supply-chain green-product
    manufacturing-champion two-industry-fusion century-quality-project convenient-living-circle
    innovation-consortium innovation-centre quality-award brand-cultivation regional-brand-licence old-brand
    small-enterprise-uplift one-stop-platform assured-consumption-unit qc-group
""".split()  # noqa: SIM905 - as a list it fills a page


def test_every_programme_of_the_plan_is_there_without_a_problem() -> None:
    assert FOLDER.problems == []
    assert sorted(PROGRAMMES) == sorted(ASKED_FOR)
    assert load_programmes() == PROGRAMMES


@pytest.mark.parametrize(("code", "case"), CASES, ids=[f"{code}: {case.name}" for code, case in CASES])
def test_a_programme_answers_as_its_case_says(code: str, case: NamedCase) -> None:
    assert differences(PROGRAMMES[code], case, PARAMETERS) == []


def test_a_case_that_expects_something_else_is_told() -> None:
    code, case = next((code, case) for code, case in CASES if case.expected.amount_fen == 20_000_000)
    wrong = NamedCase(case.name, case.case, type(case.expected)(amount_fen=1, rule="x", levels=("y",)), {})
    assert differences(PROGRAMMES[code], wrong, PARAMETERS) == [
        "levels 应为 ('y',)，实为 ()",
        "amount_fen 应为 1，实为 20000000",
        "rule 应为 x，实为 incentive.standard.national",
    ]


@pytest.mark.parametrize("code", ASKED_FOR)
def test_the_cases_of_a_programme_leave_no_rule_untried(code: str) -> None:
    programme, cases = PROGRAMMES[code], FOLDER.cases.get(code, [])
    untried = [*_untried_applicants(programme, cases), *_untried_levels(programme, cases)]
    assert [*untried, *_untried_money(programme, cases)] == []


def _untried_applicants(programme: Programme, cases: list[NamedCase]) -> Iterator[str]:
    """A kind or condition of the applicant that none of the cases breaks; settings as they ship."""
    facts = [case.case.facts for case in cases]
    if not any(eligible(programme, each).verdict == "eligible" for each in facts):
        yield "nobody is eligible"
    for refused in programme.applicant.refused:
        if not any(each.get(APPLICANT_KIND) == refused.kind for each in facts):
            yield f"refused kind {refused.kind}"
    for n, condition in enumerate(programme.applicant.conditions, start=1):
        in_force = all(programme.setting(match.fact) == match.value for match in condition.where)
        asked = [each for each in facts if list(in_question([condition], programme, each))]
        if in_force and all(holds(condition, each) for each in asked):
            yield f"applicant.condition[{n}] never fails"


def _untried_levels(programme: Programme, cases: list[NamedCase]) -> Iterator[str]:
    """A level that no case may have, or that every case may have although it asks something."""
    chances = [levels_open(programme, case.case.facts) for case in cases]
    for level in programme.recognition.levels if programme.recognition else ():
        if level.conditions and all(level in each for each in chances):
            yield f"level {level.code} is never closed"
        if not any(level in each for each in chances):
            yield f"level {level.code} is never open"


def _untried_money(programme: Programme, cases: list[NamedCase]) -> Iterator[str]:
    """An amount that is never paid, or a reason against it that is never given."""
    incentive = programme.incentive
    if incentive is None:
        return
    paid = [amount_of(programme, case.case.facts, case.case.on, PARAMETERS) for case in cases]
    paying = {amount.rule for amount in paid if amount.amount_fen > 0}
    yield from (f"{rule.parameter} never pays" for rule in incentive.rules if rule.parameter not in paying)
    told = {refusal for amount in paid for refusal in amount.refusals}
    for reason in (*(one.otherwise for one in incentive.conditions), *(one.reason for one in incentive.unpaid)):
        if not any(reason in refusal.message for refusal in told):
            yield f"never told: {reason}"
    yield from (f"never {code}" for code in {"already_paid", "not_in_force"} - {refusal.code for refusal in told})


@pytest.mark.parametrize("code", ASKED_FOR)
def test_a_programme_compiles_into_a_sound_workflow(code: str) -> None:
    programme = PROGRAMMES[code]
    if programme.applies_in == "register_only":
        assert not programme.stages
        return
    flow = workflow_of(programme)
    roles = {role for step in flow.steps for role in step.roles}
    assert roles <= set(BY_CODE)
    assert flow.step("decide_for").different_actor_from == ("accept",)


def test_the_award_s_thousand_points_are_those_of_the_standard() -> None:
    award = PROGRAMMES["quality-award"]
    assert sum(criterion.points for criterion in award.criteria) == 1000
    by_band = {kind: sum(c.points for c in award.criteria if c.bands == kind) for kind in ("process", "results")}
    assert by_band == {"process": 600, "results": 400}
    groups: dict[str, int] = {}
    for criterion in award.criteria:
        groups[criterion.group] = groups.get(criterion.group, 0) + int(criterion.points)
    assert list(groups.values()) == [110, 90, 90, 130, 100, 80, 400]
    for kind in ("process", "results"):
        covered = {mark for band in award.bands if band.kind == kind for mark in range(band.low, band.high + 1, 5)}
        assert covered == set(range(0, 101, 5))


def test_own_criteria_add_up_to_a_hundred() -> None:
    own = {code: sum(c.points for c in one.criteria) for code, one in PROGRAMMES.items() if not one.criteria_set}
    assert {code: points for code, points in own.items() if points not in (0, 100)} == {}


def test_only_the_plan_s_own_amounts_are_paid() -> None:
    paid = {rule.parameter for one in PROGRAMMES.values() if one.incentive for rule in one.incentive.rules}
    values = {name: PARAMETERS.get(name).versions for name in paid}
    assert {name: [int(version.value) for version in versions] for name, versions in values.items()} == {
        "incentive.standard.international": [300_000],
        "incentive.standard.national": [200_000],
        "incentive.standard.industry": [100_000],
        "incentive.pilot": [20_000],
    }


def test_a_number_of_the_plan_s_text_agrees_with_its_target() -> None:
    targets = {target.item: target.value for target in read_plan(package_folder()).targets}
    told = {
        one.clause: one.quota.at_least
        for one in PROGRAMMES.values()
        if one.quota is not None and one.quota.basis == "text"
    }
    assert told == {clause: targets[clause] for clause in ("T1.1.2", "T2.1.2", "T3.1.1", "T3.1.2")}


def test_well_known_brands_are_never_an_honour() -> None:
    for programme in PROGRAMMES.values():
        if programme.recognition is not None:
            titles = [programme.recognition.title, *(level.title for level in programme.recognition.levels)]
            assert not any("驰名" in title for title in titles)


def test_the_kernel_s_kinds_of_applicants_are_those_of_organisations() -> None:
    assert set(Organisation.Kind.values) == set(APPLICANT_KINDS) == set(get_args(ApplicantKind))


def test_what_the_system_knows_is_asked_only_where_it_does_not_know_it() -> None:
    known = facts_of_the_system()
    for programme in PROGRAMMES.values():
        for condition in programme.applicant.conditions:
            field = programme.field(condition.fact)
            assert field is not None, "a condition that no field asks could never be met where the system is silent"
            assert condition.fact not in known or field.prefill == condition.fact
