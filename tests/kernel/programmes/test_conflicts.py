"""A conflict of interest blocks whatever the order in which things are told, and a day decides the rest."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhiqiang.kernel.programmes.conflicts import FormerEmployment, Party, Reviewer, Tie, conflicts, years_later

FIRM = Party("91130800MA07XG8P1X", "承德甲公司")
OTHER = Party("91130800MA07XG9P2Y", "承德乙公司")
ON = date(2026, 3, 1)


def codes(reviewer: Reviewer, *applicant: Party, on: date = ON, years: int = 3) -> list[str]:
    return [one.code for one in conflicts(reviewer, applicant, on, cooling_off_years=years)]


@pytest.mark.parametrize(
    "employer", [FIRM, Party("91130800ma07xg8p1x "), Party("", "承德甲公司"), Party("", "承德 甲公司")]
)
def test_nobody_reviews_the_own_organisation_however_it_is_written(employer: Party) -> None:
    assert codes(Reviewer(employers=(employer,)), FIRM) == ["same_organisation"]


def test_two_codes_decide_even_where_the_names_are_alike() -> None:
    assert codes(Reviewer(employers=(Party(OTHER.uscc, FIRM.title),)), FIRM) == []


def test_two_parties_of_which_nothing_is_known_are_not_one() -> None:
    assert codes(Reviewer(employers=(Party(),)), Party()) == []


def test_one_member_of_a_consortium_is_enough() -> None:
    assert codes(Reviewer(employers=(OTHER,)), FIRM, OTHER) == ["same_organisation"]


def test_a_declared_tie_blocks_to_its_last_day() -> None:
    reviewer = Reviewer(ties=(Tie(FIRM, "配偶任职", until=ON),))
    assert codes(reviewer, FIRM) == ["declared_tie"]
    assert codes(reviewer, FIRM, on=date(2026, 3, 2)) == []
    assert codes(Reviewer(ties=(Tie(FIRM, "持股"),)), FIRM) == ["declared_tie"]
    assert "持股" in conflicts(Reviewer(ties=(Tie(FIRM, "持股"),)), [FIRM], ON, cooling_off_years=3)[0].message


def test_a_former_employer_blocks_until_the_years_have_passed() -> None:
    reviewer = Reviewer(former=(FormerEmployment(FIRM, date(2023, 3, 1)),))
    assert codes(reviewer, FIRM) == ["former_employer"]
    assert codes(reviewer, FIRM, on=date(2026, 3, 2)) == []
    assert codes(reviewer, FIRM, years=2) == []


def test_a_former_employer_left_on_an_unknown_day_never_cools_off() -> None:
    assert codes(Reviewer(former=(FormerEmployment(FIRM),)), FIRM, on=date(2060, 1, 1)) == ["former_employer"]


def test_a_leap_day_has_its_anniversary() -> None:
    assert years_later(date(2024, 2, 29), 3) == date(2027, 2, 28)
    assert years_later(date(2024, 2, 29), 4) == date(2028, 2, 29)


PARTIES = st.sampled_from([FIRM, OTHER, Party("", "承德甲公司"), Party("", "丙"), Party("91130800MA07XG8P1X")])
DAYS = st.one_of(st.none(), st.dates(date(2020, 1, 1), date(2027, 1, 1)))
REVIEWERS = st.builds(
    Reviewer,
    employers=st.lists(PARTIES, max_size=3).map(tuple),
    ties=st.lists(st.builds(Tie, PARTIES, st.just("亲属"), DAYS), max_size=3).map(tuple),
    former=st.lists(st.builds(FormerEmployment, PARTIES, DAYS), max_size=3).map(tuple),
)


@given(reviewer=REVIEWERS, applicant=st.lists(PARTIES, max_size=3), data=st.data())
def test_the_order_in_which_things_are_told_changes_nothing(
    reviewer: Reviewer, applicant: list[Party], data: st.DataObject
) -> None:
    shuffled = Reviewer(
        employers=tuple(data.draw(st.permutations(reviewer.employers))),
        ties=tuple(data.draw(st.permutations(reviewer.ties))),
        former=tuple(data.draw(st.permutations(reviewer.former))),
    )
    one = conflicts(reviewer, applicant, ON, cooling_off_years=3)
    other = conflicts(shuffled, data.draw(st.permutations(applicant)), ON, cooling_off_years=3)
    assert set(one) == set(other)


@given(reviewer=REVIEWERS, more=REVIEWERS, applicant=st.lists(PARTIES, max_size=2), added=PARTIES)
def test_knowing_more_never_clears_anybody(
    reviewer: Reviewer, more: Reviewer, applicant: list[Party], added: Party
) -> None:
    richer = Reviewer(reviewer.employers + more.employers, reviewer.ties + more.ties, reviewer.former + more.former)
    before = set(conflicts(reviewer, applicant, ON, cooling_off_years=3))
    assert before <= set(conflicts(richer, [*applicant, added], ON, cooling_off_years=3))


@given(reviewer=REVIEWERS, applicant=st.lists(PARTIES, max_size=3))
def test_the_answer_equals_an_oracle_by_code_and_name(reviewer: Reviewer, applicant: list[Party]) -> None:
    def same(one: Party, other: Party) -> bool:
        return one.uscc == other.uscc if one.uscc and other.uscc else bool(one.title) and one.title == other.title

    bound = list(reviewer.employers)
    bound += [one.party for one in reviewer.ties if one.until is None or one.until >= ON]
    bound += [one.party for one in reviewer.former if one.until is None or one.until >= date(2023, 3, 1)]
    blocked = any(same(party, one) for party in applicant for one in bound)
    assert bool(conflicts(reviewer, applicant, ON, cooling_off_years=3)) is blocked
