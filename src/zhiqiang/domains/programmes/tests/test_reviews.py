"""Conflicts of interest at assignment and at access; who sees what of a review, and when."""

from datetime import date, timedelta

import pytest
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from zhiqiang.domains.programmes.actions.applications import show_blind
from zhiqiang.domains.programmes.actions.reviews import (
    Given,
    assign_reviewer,
    declare_tie,
    end_assignment,
    finish_marks,
    open_consensus,
    record_consensus,
    save_marks,
)
from zhiqiang.domains.programmes.models import Consensus, DeclaredTie, ReviewAssignment
from zhiqiang.domains.programmes.queries.reviews import COOLING_OFF, conflicts_of, review_layers
from zhiqiang.domains.programmes.tests import walking
from zhiqiang.foundation import clock
from zhiqiang.foundation.access.models import Membership
from zhiqiang.foundation.access.roles import ROLES
from zhiqiang.foundation.parameters import load_parameters
from zhiqiang.foundation.reference.models import Organisation
from zhiqiang.foundation.registers.errors import NotThereError, RefusedError, WrongValuesError
from zhiqiang.foundation.testing.browsing import body, open_as, words

DAY = timedelta(days=1)


@pytest.fixture
def bridges(walk):
    walking.KNOWN["above_scale"] = True
    return walk("bridges")


@pytest.fixture
def accepted(bridges):
    return bridges.to("accepted")


def review_address(held):
    return reverse("review", args=[held.pk])


def assigned(walk, row, expert):
    return assign_reviewer(application_id=row.pk, reviewer_id=expert.pk, actor=walk.person("city_officer"))


def test_an_expert_of_the_applicant_itself_is_not_assigned(bridges, accepted):
    own = bridges.city.person("expert", bridges.city.city, organisation=bridges.applicant)
    with pytest.raises(RefusedError, match="同属一个单位"):
        assigned(bridges, accepted, own)


def test_two_rows_of_one_organisation_are_one_by_their_code(bridges, accepted):
    twin = Organisation(title="改过名的公司", uscc=bridges.applicant.uscc, unit=bridges.city.city, kind="enterprise")
    own = bridges.expert()
    found = conflicts_of([own], twin, clock.today())[own.pk]
    assert found == ()
    employed = bridges.city.person("expert", bridges.city.city, organisation=bridges.applicant)
    assert [one.code for one in conflicts_of([employed], twin, clock.today())[employed.pk]] == ["same_organisation"]


def test_a_former_employee_is_kept_away_for_the_years_of_the_rule(bridges, accepted, as_of):
    expert = bridges.expert()
    years = int(load_parameters().value(COOLING_OFF, clock.today()))
    left = clock.today().replace(year=clock.today().year - years)
    Membership.objects.create(
        user=expert, role="enterprise", unit=bridges.applicant.unit, organisation=bridges.applicant,
        valid_from=date(2015, 1, 1), valid_to=left,
    )  # fmt: skip
    with pytest.raises(RefusedError, match="曾在"):
        assigned(bridges, accepted, expert)
    Membership.objects.filter(user=expert, role="enterprise").update(valid_to=left - DAY)
    assert assigned(bridges, accepted, expert).check_result["years"] == years


def test_a_declared_tie_closes_a_file_that_was_already_assigned(bridges, accepted):
    expert = bridges.expert()
    held = assigned(bridges, accepted, expert)
    browser = open_as(expert)
    assert browser.get(review_address(held)).status_code == 200
    data = {"organisation": bridges.applicant.uscc, "kind": "family", "request_key": "t"}
    assert browser.post(reverse("ties"), data).status_code == 302
    hidden, absent = browser.get(review_address(held)), browser.get(reverse("review", args=[999_999]))
    assert hidden.status_code == absent.status_code == 404
    assert accepted.number not in words(browser.get(reverse("reviews")))
    with pytest.raises(NotThereError):
        save_marks(assignment_id=held.pk, marks={"wood": Given(50)}, opinion="", actor=expert)
    assigned(bridges, accepted, bridges.expert())
    with pytest.raises(RefusedError, match="应当回避"):  # a sound second one does not help: the first must be replaced
        bridges.step(accepted, "begin_review")


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    same=st.booleans(),
    kind=st.sampled_from([None, *DeclaredTie.Kind.values]),
    days_ago=st.one_of(st.none(), st.integers(0, 3000)),
)
def test_whoever_has_a_conflict_is_neither_assigned_nor_let_in(bridges, accepted, same, kind, days_ago):
    """For any mixture of employer and ties: assigned exactly when nothing stands against, and so is the file open."""
    today = clock.today()
    expert = (
        bridges.city.person("expert", bridges.city.city, organisation=bridges.applicant) if same else bridges.expert()
    )
    if kind is not None:
        ended = None if days_ago is None else today - DAY * days_ago
        if kind == DeclaredTie.Kind.FORMER_EMPLOYER and ended is None:
            ended = today
        declare_tie(organisation=bridges.applicant, kind=kind, ended_on=ended, note="", actor=expert)
    against = conflicts_of([expert], bridges.applicant, today)[expert.pk]
    forced = ReviewAssignment(
        application=accepted, reviewer=expert, assigned_by=bridges.person("city_officer"), assigned_at=clock.now()
    )
    if against:
        with pytest.raises(RefusedError, match="应当回避"):
            assigned(bridges, accepted, expert)
        forced.save()
    else:
        forced = assigned(bridges, accepted, expert)
    assert (open_as(expert).get(review_address(forced)).status_code == 404) == bool(against)
    assert same <= bool(against)


def test_an_expert_sees_a_file_only_while_it_is_theirs(bridges, accepted):
    expert, officer = bridges.expert(), bridges.person("city_officer")
    held = assigned(bridges, accepted, expert)
    assert open_as(bridges.expert()).get(review_address(held)).status_code == 404
    end_assignment(assignment_id=held.pk, reason="出差", actor=officer)
    assert open_as(expert).get(review_address(held)).status_code == 404
    Membership.objects.filter(user=expert).update(valid_to=clock.today() - DAY)
    assert open_as(expert).get(reverse("reviews")).status_code == 404


def test_an_expert_finds_nothing_in_the_generic_pages(bridges, accepted):
    expert = bridges.expert()
    assigned(bridges, accepted, expert)
    browser = open_as(expert)
    for slug in ("programmes.applications", "programmes.objections"):
        assert browser.get(reverse("register-list", args=[slug])).status_code == 404
        assert browser.get(f"/api/registers/{slug}").status_code in (403, 404)
    assert browser.get(reverse("application", args=[accepted.pk])).status_code == 404


def test_a_blind_review_hides_whose_file_it_is(bridges):
    name = bridges.applicant.title
    row = bridges.filled(story=f"{name}修的桥，代码{bridges.applicant.uscc}")
    bridges.to("accepted", row)
    expert = bridges.expert()
    held = assigned(bridges, row, expert)
    browser = open_as(expert)
    page = body(browser.get(review_address(held)))
    assert "修的桥" in page
    for secret in (name, bridges.applicant.uscc):
        assert secret not in page
        assert secret not in body(browser.get(reverse("reviews")))
    paper = row.papers.get(slot="photo")
    address = f"{reverse('review-paper', args=[held.pk])}?paper={paper.pk}"
    assert browser.get(address).status_code == 404
    show_blind(application_id=row.pk, paper_id=paper.pk, shown=True, actor=bridges.person("city_officer"))
    sent = browser.get(address)
    assert b"".join(sent.streaming_content).startswith(b"photo")
    assert "%E7%85%A7%E7%89%87" in sent["Content-Disposition"]  # the slot's title, not the file's own name
    assert browser.get(reverse("document", args=[paper.attachment_id])).status_code == 404


def test_nothing_of_peers_is_seen_before_the_time(bridges, accepted):
    """Stage by stage: own marks only, until one's own are final and the consensus is open."""
    first, second = bridges.expert(), bridges.expert()
    mine, other = assigned(bridges, accepted, first), assigned(bridges, accepted, second)
    bridges.step(accepted, "begin_review")
    secret = "瓦作用料考究"
    full = {"wood": Given(80, secret), "roof": Given(75)}
    save_marks(assignment_id=other.pk, marks=full, opinion=secret, actor=second)
    seen = []

    def look():
        page = body(open_as(first).get(review_address(mine)))
        seen.append((secret in page, "75" in page.partition("其他评审人")[2]))

    look()
    finish_marks(assignment_id=other.pk, actor=second)
    look()
    save_marks(assignment_id=mine.pk, marks={"wood": Given(50), "roof": Given(50)}, opinion="", actor=first)
    look()
    finish_marks(assignment_id=mine.pk, actor=first)
    look()
    open_consensus(application_id=accepted.pk, actor=bridges.person("city_officer"))
    look()
    assert seen == [(False, False)] * 4 + [(True, True)]
    page = body(open_as(first).get(review_address(mine)))
    assert str(second) not in page


@pytest.mark.parametrize("state", ["accepted", "reviewing", "reviewed", "visited", "on_notice", "recognised"])
def test_an_applicant_sees_nothing_of_reviewers(bridges, state):
    row = bridges.to(state)
    if state == "accepted":
        assigned(bridges, row, bridges.expert())
    experts = [one.reviewer for one in row.assignments.all()]
    assert experts
    browser = open_as(bridges.person("enterprise"))
    pages = [reverse("application", args=[row.pk]), reverse("my-programmes"), reverse("programmes"),
             reverse("register-list", args=["programmes.applications"]),
             f"/api/registers/programmes.applications/{row.pk}"]  # fmt: skip
    for page in pages:
        text = body(browser.get(page, follow=True))
        assert not [one for one in experts if str(one) in text], page
        assert "60%" not in text
    for name in ("application-reviewers", "application-consensus", "application-judge"):
        assert browser.get(reverse(name, args=[row.pk])).status_code == 404


@pytest.mark.parametrize("role", [role.code for role in ROLES])
def test_reviewers_are_shown_to_the_office_alone(bridges, accepted, city, role):
    """Every role on the pages of a review: the office of the place opens them, the rest find nothing."""
    assigned(bridges, accepted, bridges.expert())
    person = bridges.person("enterprise") if role == "enterprise" else city.users[role]
    inside = role in ("city_officer", "city_verifier", "reporter", "verifier")
    answers = {
        name: open_as(person).get(reverse(name, args=[accepted.pk])).status_code
        for name in ("application-reviewers", "application-consensus")
    }
    assert set(answers.values()) == {200 if inside else 404}


def test_marks_are_final_once_and_complete(bridges, accepted):
    expert = bridges.expert()
    held = assigned(bridges, accepted, expert)
    assigned(bridges, accepted, bridges.expert())
    with pytest.raises(RefusedError, match="没有开始"):
        save_marks(assignment_id=held.pk, marks={"wood": Given(50)}, opinion="", actor=expert)
    bridges.step(accepted, "begin_review")
    with pytest.raises(WrongValuesError, match="不是 5 的倍数"):
        save_marks(assignment_id=held.pk, marks={"wood": Given(51)}, opinion="", actor=expert)
    with pytest.raises(WrongValuesError, match="0 至 100"):
        save_marks(assignment_id=held.pk, marks={"wood": Given(-1)}, opinion="", actor=expert)
    save_marks(assignment_id=held.pk, marks={"wood": Given(50)}, opinion="", actor=expert)
    with pytest.raises(WrongValuesError, match="瓦作"):
        finish_marks(assignment_id=held.pk, actor=expert)
    save_marks(assignment_id=held.pk, marks={"roof": Given(None)}, opinion="", actor=expert)
    finish_marks(assignment_id=held.pk, actor=expert)
    with pytest.raises(RefusedError, match="已经定稿"):
        save_marks(assignment_id=held.pk, marks={"wood": Given(90)}, opinion="", actor=expert)


def test_every_layer_of_a_review_is_kept(bridges, accepted):
    officer = bridges.person("city_officer")
    held = bridges.reviewed(accepted, 60)
    changes = {"wood": Given(70, "合议认为偏低")}
    record_consensus(application_id=accepted.pk, layer=Consensus.Layer.CONSENSUS, changes=changes, actor=officer)
    with pytest.raises(WrongValuesError, match="不能改写"):
        record_consensus(application_id=accepted.pk, layer=Consensus.Layer.CONSENSUS, changes=changes, actor=officer)
    bridges.step(accepted, "conclude_review")
    accepted.refresh_from_db()
    assert accepted.score == 66
    bridges.step(accepted, "record_visit", **bridges.values(accepted, "record_visit"))
    after = {"roof": Given(80, "现场看瓦面完好")}
    record_consensus(application_id=accepted.pk, layer=Consensus.Layer.AFTER_VISIT, changes=after, actor=officer)
    bridges.prepare(accepted, "decide_for")
    bridges.step(accepted, "decide_for", level="b")
    accepted.refresh_from_db()
    assert accepted.score == 74
    layers = review_layers(accepted)
    assert {tuple(marks.values()) for marks in layers.individual.values()} == {(60, 60)}
    assert (layers.consensus["wood"], layers.final["roof"]) == (70, 80)
    assert {one.final_at is not None for one in ReviewAssignment.objects.filter(pk__in=[h.pk for h in held])} == {True}


def test_a_review_does_not_end_while_somebody_works_or_the_panel_is_at_odds(bridges, accepted):
    experts = [bridges.expert() for _each in range(2)]
    held = [assigned(bridges, accepted, one) for one in experts]
    bridges.step(accepted, "begin_review")
    for one, percent in zip(held, (30, 80), strict=True):
        with pytest.raises(RefusedError, match="没有定稿"):
            bridges.step(accepted, "conclude_review")
        marks = {"wood": Given(percent), "roof": Given(50)}
        save_marks(assignment_id=one.pk, marks=marks, opinion="", actor=one.reviewer)
        finish_marks(assignment_id=one.pk, actor=one.reviewer)
    with pytest.raises(RefusedError, match="评分不一致"):
        bridges.step(accepted, "conclude_review")


def test_too_few_reviewers_begin_no_review(bridges, accepted):
    assigned(bridges, accepted, bridges.expert())
    with pytest.raises(RefusedError, match="须有 2 名评审人"):
        bridges.step(accepted, "begin_review")
