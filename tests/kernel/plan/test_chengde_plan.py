"""The Chengde package says what the city's plan says: counts, ids, kinds, values and what is measured today."""

import time
import tomllib
from collections import Counter
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from zhiqiang.kernel.plan import Plan, Vocabulary, collect_problems, grammar, milestones, parse_plan

HERE = Path(__file__).parent
D = Decimal
DOMAINS = frozenset(
    {"goals", "delivery", "programmes", "standards", "enterprise_quality", "brands", "sampling", "inspections"}
    | {"enforcement", "risks", "recalls", "traceability", "complaints", "prepaid_cards", "consumer_promises"}
    | {"engineering", "metrology", "conformity", "one_stop", "activities", "analysis", "innovation"}
)
REGISTERS = frozenset(
    {"goals.outside_values", "sampling.samples"}
    | {"standards.standards", "standards.declarations", "standards.local_standards", "standards.reviews"}
    | {"standards.system_nodes"}
    | {"metrology.standard_events", "metrology.standards", "metrology.instruments", "metrology.verifications"}
    | {"metrology.calibrations"}
    | {"conformity.certificates", "conformity.small_firms", "conformity.laboratories", "conformity.centres"}
    | {"conformity.proficiency_tests"}
    | {"enterprise_quality.above_scale", "enterprise_quality.quality_officers", "enterprise_quality.commitments"}
    | {"enterprise_quality.clinics", "enterprise_quality.experts", "enterprise_quality.diagnosis_templates"}
    | {"enterprise_quality.diagnoses", "enterprise_quality.list_editions"}
    | {"brands.brands", "brands.licences", "brands.geographical_indications", "brands.indication_users"}
    | {"innovation.patents", "innovation.clusters", "innovation.cluster_members"}
    | {"one_stop.windows", "one_stop.services", "one_stop.requests", "one_stop.visits"}
    | {"activities.events", "activities.courses", "activities.attendances"}
    | {"programmes.applications", "programmes.recognitions", "programmes.objections"}
    | {"incentives.budget_lines", "incentives.outside_payments", "incentives.commitments", "incentives.payments"}
    | {"incentives.recoveries"}
)
BOUND_MEASURES = frozenset(
    {
        "brands.farm_regional",
        "brands.farm_enterprise",
        "brands.premium_products",
        "enterprise_quality.quality_officer_coverage",
        "goals.hightech_share",
        "goals.manufacturing_pass_rate",
        "goals.rd_growth",
        "goals.complaint_on_time_rate",
        "goals.vaccine_check_coverage",
        "innovation.patents_per_10k",
        "innovation.high_value_patents_per_10k",
        "innovation.provincial_clusters",
        "innovation.city_clusters",
        "sampling.agri_pass_rate",
        "sampling.food_pass_rate",
        "sampling.drug_pass_rate",
        "standards.led_or_joined",
        "standards.city_local",
        "metrology.public_standard_events",
        "metrology.top_standards",
        "programmes.standard_leaders",
        "programmes.research_units",
        "programmes.renovation_started",
        "programmes.design_products",
        "programmes.uplift_cases",
        "conformity.valid_certificates",
        "conformity.small_firms_helped",
        "one_stop.windows",
        "one_stop.firms_served",
        "one_stop.firms_visited",
    }
)


def lines(name: str) -> list[str]:
    return (HERE / name).read_text(encoding="utf-8").split()


def test_the_plan_has_29_clauses_in_8_task_groups_and_safeguards(chengde: Plan) -> None:
    counts = Counter(clause.section for clause in chengde.clauses)
    assert [counts[f"T{n}"] for n in range(1, 9)] == [3, 4, 3, 2, 3, 3, 4, 4]
    assert counts["S"] == 3
    assert len(chengde.clauses) == 29
    assert [section.id for section in chengde.sections] == ["G", *(f"T{n}" for n in range(1, 9)), "S"]


def test_every_content_item_is_there_in_the_order_of_the_plan(chengde: Plan) -> None:
    expected = lines("content_item_ids.txt")
    assert len(expected) == 113
    assert [item.id for item in chengde.items] == expected


def test_every_item_is_reached_from_the_goals_or_from_its_clause(chengde: Plan) -> None:
    reached = [item.id for home in ("G", *(c.id for c in chengde.clauses)) for item in chengde.items_of(home)]
    assert reached == [item.id for item in chengde.items]


def test_every_target_of_the_plan_is_there(chengde: Plan) -> None:
    expected = lines("target_ids.txt")
    assert len(expected) == 48
    assert sorted(target.id for target in chengde.targets) == sorted(expected)
    assert len(chengde.indicators) == 30


def test_all_48_targets_are_bound(chengde: Plan) -> None:
    assert len(chengde.bound) == 48
    assert chengde.unbound == ()
    assert {i.measure for i in chengde.indicators if i.measure} == BOUND_MEASURES


def test_eleven_targets_rest_on_what_others_publish(chengde: Plan) -> None:
    years = [f"G{year}.{number}" for number in (2, 3, 9) for year in (2023, 2025, 2027)]
    assert sorted(chengde.outside) == sorted([*years, "T2.4.4", "T3.2.2"])


def test_the_package_speaks_only_of_known_domains_registers_and_measures(chengde_files: dict) -> None:
    assert collect_problems(chengde_files, Vocabulary(DOMAINS, REGISTERS, BOUND_MEASURES)) == ()


def test_the_goal_cells_are_of_the_kinds_counted_in_the_text(chengde: Plan) -> None:
    kinds = Counter(chengde.target(target_id).kind for target_id in chengde.bound if target_id.startswith("G"))
    assert kinds == {
        "cumulative": 9,
        "floor": 6,
        "reach": 6,
        "approximate": 1,
        "qualitative": 1,
        "benchmark": 2,
        "growth": 1,
        "average_growth": 1,
    }
    assert {t.id for t in chengde.targets if t.aspirational} == {"G2023.9", "G2025.9", "G2027.9"}


@pytest.mark.parametrize(
    ("target", "value"),
    [
        ("G2023.2", "15"),
        ("G2025.2", "19.5"),
        ("G2023.3", "92"),
        ("G2025.3", "94"),
        ("G2023.4", "98"),
        ("G2025.4", "98"),
        ("G2027.4", "99"),
        ("G2023.5", "98"),
        ("G2025.5", "98.5"),
        ("G2027.5", "99"),
        ("G2023.6", "99"),
        ("G2025.6", "99"),
        ("G2027.6", "99"),
        ("G2023.7a", "6"),
        ("G2025.7a", "18"),
        ("G2027.7a", "30"),
        ("G2023.7b", "10"),
        ("G2025.7b", "30"),
        ("G2027.7b", "50"),
        ("G2023.8", "3"),
        ("G2025.8", "9"),
        ("G2027.8", "15"),
        ("G2023.9", "10"),
        ("G2025.9", "10"),
        ("T1.1.2", "5"),
        ("T2.1.2", "20"),
        ("T2.2.3a", "3.8"),
        ("T2.2.3b", "1"),
        ("T2.3.1a", "2"),
        ("T2.3.1b", "10"),
        ("T2.4.4", "95"),
        ("T3.1.1", "50"),
        ("T3.1.2", "10"),
        ("T3.2.2", "100"),
        ("T6.2.3", "100"),
        ("T6.3.5a", "15"),
        ("T6.3.5b", "12"),
        ("T6.3.5c", "10"),
        ("T7.1.3", "100"),
        ("T7.2.1", "2000"),
        ("T7.2.2a", "60"),
        ("T7.2.2b", "2"),
        ("T7.4.1a", "1"),
        ("T7.4.1b", "5"),
        ("T7.4.2", "60"),
    ],
)
def test_each_numeric_target_aims_at_the_number_of_the_plan(chengde: Plan, target: str, value: str) -> None:
    assert chengde.target(target).value == D(value)


def test_the_three_targets_without_a_number_have_none(chengde: Plan) -> None:
    assert {t.id for t in chengde.targets if t.value is None} == {"G2027.2", "G2027.3", "G2027.9"}
    assert chengde.target("G2027.3").operator == "above"
    assert chengde.target("G2027.9").operator == "reach"
    operationalisation = chengde.target("G2027.2").operationalisation
    assert operationalisation is not None
    assert operationalisation.registered_on is None, "the city has registered nothing yet"


def test_about_19_5_carries_its_tolerance_as_a_setting(chengde: Plan) -> None:
    target = chengde.target("G2025.2")
    assert (target.modal, target.tolerance, target.tolerance_basis) == ("about", D("0.5"), "setting")


def test_annual_targets_fall_due_each_year_of_the_plan(chengde: Plan) -> None:
    ends = tuple(date(year, 12, 31) for year in range(2023, 2028))
    annual = [target for target in chengde.targets if target.kind == "annual_flow"]
    assert len(annual) == 6
    assert all(target.due_dates == ends for target in annual)


def test_new_things_are_counted_from_2023_and_the_years_between_are_derived(chengde: Plan) -> None:
    stated = milestones(chengde, "standards_led_or_joined")
    assert [(m.due.year, m.value) for m in stated] == [(2023, 6), (2025, 18), (2027, 30)]
    every_year = milestones(chengde, "standards_led_or_joined", derived=True)
    assert [(m.due.year, m.value, m.derived) for m in every_year] == [
        (2023, 6, False),
        (2024, 12, True),
        (2025, 18, False),
        (2026, 24, True),
        (2027, 30, False),
    ]
    assert grammar(chengde, "G2027.7a").baseline == (date(2022, 12, 31), 0)


def test_an_unknown_baseline_is_absent(chengde: Plan) -> None:
    assert all(indicator.baseline is None for indicator in chengde.indicators)
    assert grammar(chengde, "G2023.2").baseline is None


def test_the_13_units_hold_two_zones_that_per_county_targets_leave_out_by_default(chengde: Plan) -> None:
    assert len(chengde.units) == 13
    assert [unit.code for unit in chengde.units if unit.zone] == ["130871", "yudaokou"]
    assert len(chengde.county_units) == 11
    assert chengde.settings.count_zones_reason
    ranch = chengde.unit("yudaokou")
    assert (ranch.parent, ranch.geographic_parent, ranch.path) == ("130800", "130828", "1308/yudaokou/")
    assert chengde.unit("130871").code_system == "NBS"


def test_pingquan_keeps_its_code_from_before_2017(chengde: Plan) -> None:
    (former,) = chengde.unit("130881").former_codes
    assert (former.code, former.title, former.until_year) == ("130823", "平泉县", 2017)


def test_each_unit_has_a_dated_boundary_in_the_reference_data(chengde: Plan) -> None:
    path = HERE.parents[2] / "src/zhiqiang/data/reference/units/1308.toml"
    boundaries = tomllib.loads(path.read_text(encoding="utf-8"))["boundary"]
    assert [row["unit"] for row in boundaries] == [unit.code for unit in chengde.units]
    assert all(row["valid_from"] <= chengde.period_start for row in boundaries)


def test_provincial_figures_are_aims_and_never_achieved_averages(chengde: Plan) -> None:
    assert len(chengde.benchmarks) == 15
    assert {(b.region, b.nature) for b in chengde.benchmarks} == {("河北省", "target")}


def test_every_clause_and_indicator_has_an_english_title(chengde: Plan) -> None:
    titles = [record.title_en for record in (*chengde.sections, *chengde.clauses, *chengde.indicators)]
    assert all(title.isascii() for title in (t.replace("–", "-") for t in titles))


def test_the_package_says_it_in_few_words_of_its_own(chengde: Plan) -> None:
    assert max(len(item.asks) for item in chengde.items) <= 50
    assert len({item.asks for item in chengde.items}) == 113


def test_reading_and_checking_the_package_takes_under_200_ms(chengde_files: dict) -> None:
    best = min(_seconds(chengde_files) for _ in range(3))
    assert best < 0.2


def _seconds(files: dict) -> float:
    start = time.perf_counter()
    parse_plan(files)
    return time.perf_counter() - start
