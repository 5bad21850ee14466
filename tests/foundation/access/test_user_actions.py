"""Users and memberships: every rule of separation of duty, what the trail keeps, what is never rewritten."""

from datetime import date

import pytest
from django.contrib.auth.password_validation import validate_password
from django.urls import reverse

from zhiqiang.foundation.access import actions
from zhiqiang.foundation.access.models import Membership, User
from zhiqiang.foundation.registers.errors import NotThereError, RefusedError, WrongValuesError
from zhiqiang.foundation.testing.browsing import open_as
from zhiqiang.foundation.trail.models import TrailEntry

TODAY = date(2026, 11, 23)


@pytest.fixture(autouse=True)
def today(as_of):
    as_of(2026, 11, 23)


@pytest.fixture
def admin(city):
    return city.users["administrator"]


@pytest.fixture
def newcomer(admin):
    return actions.create_user(username="li.hua", name="李华", actor=admin)[0]


def last():
    return TrailEntry.objects.order_by("-number").first()


def give(user, role, unit, admin, **more):
    given = {"organisation": None, "valid_from": TODAY, "valid_to": None} | more
    return actions.give_membership(user_id=user.pk, role=role, unit=unit, actor=admin, **given)


def fields(error):
    return [one.field for one in error.value.findings]


def test_a_new_user_has_a_first_password_that_the_policy_accepts_and_the_trail_does_not_hold(admin):
    user, password = actions.create_user(username=" Li.Hua ", name="李华", actor=admin)
    assert (user.username, user.must_change_password, user.roles) == ("li.hua", True, ())
    assert user.check_password(password)
    validate_password(password, user)
    assert (last().action, last().actor, last().record) == ("create_user", admin, str(user.pk))
    assert password not in str(last().facts)


@pytest.mark.parametrize("username", ["", "李华", "a b", "x", "-li", "reporter", "REPORTER"])
def test_a_bad_or_taken_username_is_refused_at_its_field(admin, username):
    with pytest.raises(WrongValuesError) as error:
        actions.create_user(username=username, name="李华", actor=admin)
    assert fields(error) == ["username"]


def test_every_fault_of_a_new_user_is_said_at_once(admin):
    with pytest.raises(WrongValuesError) as error:
        actions.create_user(username="?", name=" ", actor=admin)
    assert sorted(fields(error)) == ["name", "username"]
    assert not User.objects.filter(username="?").exists()


@pytest.mark.parametrize("role", ["city_officer", "auditor", "reporter", "city_verifier"])
def test_nobody_but_an_administrator_writes_users(city, newcomer, role):
    person = city.users[role]
    for attempt in (
        lambda: actions.create_user(username="x.y", name="某", actor=person),
        lambda: actions.change_user(user_id=newcomer.pk, name="某", email="", is_active=False, actor=person),
        lambda: actions.reset_password(user_id=newcomer.pk, actor=person),
        lambda: actions.reset_second_factor(user_id=newcomer.pk, actor=person),
        lambda: give(newcomer, "reporter", city.unit, person),
        lambda: actions.end_membership(membership_id=Membership.objects.first().pk, last_day=None, actor=person),
    ):
        before = TrailEntry.objects.count()
        with pytest.raises(RefusedError):
            attempt()
        assert TrailEntry.objects.count() == before


def test_a_change_keeps_before_and_after_but_not_the_address(admin, newcomer):
    actions.change_user(user_id=newcomer.pk, name="李桦", email="li@example.cn", is_active=True, actor=admin)
    assert last().facts == {"name": ["李华", "李桦"], "fields": ["email", "name"]}
    number = last().number
    actions.change_user(user_id=newcomer.pk, name="李桦", email="li@example.cn", is_active=True, actor=admin)
    assert last().number == number


def test_switching_off_ends_the_session_at_once_and_nobody_switches_off_themself(city, admin):
    browser = open_as(city.users["reporter"])
    assert browser.get(reverse("desk")).status_code == 200
    actions.change_user(user_id=city.users["reporter"].pk, name="某", email="", is_active=False, actor=admin)
    assert browser.get(reverse("desk")).url.startswith(reverse("login"))
    with pytest.raises(RefusedError, match="不能停用自己"):
        actions.change_user(user_id=admin.pk, name="某", email="", is_active=False, actor=admin)


def test_a_reset_password_ends_every_session_and_must_be_changed(city, admin):
    reporter = city.users["reporter"]
    browser = open_as(reporter)
    assert browser.get(reverse("desk")).status_code == 200
    user, password = actions.reset_password(user_id=reporter.pk, actor=admin)
    assert browser.get(reverse("desk")).url.startswith(reverse("login"))
    assert user.check_password(password)
    assert User.objects.get(pk=reporter.pk).must_change_password
    assert (last().action, last().facts) == ("reset_password", {})


def test_a_reset_second_factor_forgets_devices_and_recovery_codes(city, admin):
    verifier = city.users["verifier"]
    browser = open_as(verifier)
    verifier.staticdevice_set.create(name="recovery").token_set.create(token="abcdefgh")
    assert browser.get(reverse("desk")).status_code == 200
    assert actions.reset_second_factor(user_id=verifier.pk, actor=admin) == 2
    assert browser.get(reverse("desk")).url.startswith(reverse("second-factor"))
    assert last().facts == {"devices": 2}


def test_an_administrator_touches_nothing_of_their_own(city, admin):
    own = admin.memberships.get()
    for attempt in (
        lambda: give(admin, "city_officer", city.city, admin),
        lambda: give(admin, "administrator", city.city, admin),
        lambda: actions.end_membership(membership_id=own.pk, last_day=None, actor=admin),
        lambda: actions.reset_password(user_id=admin.pk, actor=admin),
        lambda: actions.reset_second_factor(user_id=admin.pk, actor=admin),
    ):
        with pytest.raises(RefusedError, match="自己的"):
            attempt()
    assert admin.memberships.count() == 1


@pytest.mark.parametrize(("held", "asked"), [("reporter", "administrator"), ("administrator", "auditor")])
def test_administration_goes_with_no_other_role_at_the_same_time(city, admin, newcomer, held, asked):
    give(newcomer, held, city.city, admin, valid_to=date(2026, 12, 31))
    with pytest.raises(WrongValuesError) as error:
        give(newcomer, asked, city.city, admin, valid_from=date(2026, 12, 31))
    assert fields(error) == ["role"]
    assert "同一人" in str(error.value)
    assert give(newcomer, asked, city.city, admin, valid_from=date(2027, 1, 1)).pk


@pytest.mark.parametrize("role", ["laboratory", "enterprise"])
def test_a_role_of_an_organisation_needs_one_and_stands_in_its_unit(city, admin, newcomer, role):
    with pytest.raises(WrongValuesError) as error:
        give(newcomer, role, None, admin)
    assert fields(error) == ["organisation"]
    made = give(newcomer, role, None, admin, organisation=city.enterprise)
    assert made.unit == city.unit


def test_a_role_of_a_unit_takes_a_unit_and_no_organisation(city, admin, newcomer):
    with pytest.raises(WrongValuesError) as error:
        give(newcomer, "reporter", None, admin, organisation=city.enterprise)
    assert sorted(fields(error)) == ["organisation", "unit"]
    with pytest.raises(WrongValuesError) as error:
        give(newcomer, "city_verifier", city.unit, admin)
    assert fields(error) == ["unit"]
    with pytest.raises(WrongValuesError):
        give(newcomer, "emperor", city.unit, admin)


def test_a_membership_is_not_dated_back_reversed_or_doubled(city, admin, newcomer):
    with pytest.raises(WrongValuesError) as error:
        give(newcomer, "reporter", city.unit, admin, valid_from=date(2026, 11, 22))
    assert fields(error) == ["valid_from"]
    with pytest.raises(WrongValuesError) as error:
        give(newcomer, "reporter", city.unit, admin, valid_to=date(2026, 11, 1))
    assert fields(error) == ["valid_to"]
    give(newcomer, "reporter", city.unit, admin)
    with pytest.raises(WrongValuesError, match="同样的任职"):
        give(newcomer, "reporter", city.unit, admin, valid_from=date(2027, 1, 1))
    assert give(newcomer, "reporter", city.other_unit, admin).pk


def test_giving_and_ending_leave_the_row_and_both_dates_in_the_trail(city, admin, newcomer):
    made = give(newcomer, "reporter", city.unit, admin)
    assert last().facts == {
        "user": newcomer.pk, "role": "reporter", "unit": "130825", "organisation": None, "from": "2026-11-23",
        "until": None,
    }  # fmt: skip
    actions.end_membership(membership_id=made.pk, last_day=date(2026, 12, 31), actor=admin)
    facts = last().facts
    assert (last().action, facts["until_before"], facts["until"]) == ("end_membership", None, "2026-12-31")
    assert Membership.objects.get(pk=made.pk).valid_from == TODAY
    with pytest.raises(WrongValuesError, match="只能提前"):
        actions.end_membership(membership_id=made.pk, last_day=date(2027, 12, 31), actor=admin)


def test_ending_now_takes_the_role_away_today_and_for_good(city, admin):
    reporter = city.users["reporter"]
    held = reporter.memberships.get()
    actions.end_membership(membership_id=held.pk, last_day=None, actor=admin)
    assert User.objects.get(pk=reporter.pk).roles == ()
    with pytest.raises(RefusedError, match="历史不再改动"):
        actions.end_membership(membership_id=held.pk, last_day=None, actor=admin)
    held.refresh_from_db()
    assert held.valid_to == date(2026, 11, 22)


def test_an_end_in_the_past_is_refused_and_a_second_start_on_one_day_says_what_to_do(city, admin, newcomer):
    made = give(newcomer, "reporter", city.unit, admin)
    with pytest.raises(WrongValuesError) as error:
        actions.end_membership(membership_id=made.pk, last_day=date(2026, 11, 1), actor=admin)
    assert fields(error) == ["last_day"]
    actions.end_membership(membership_id=made.pk, last_day=None, actor=admin)
    with pytest.raises(WrongValuesError, match="改从另一天起"):
        give(newcomer, "reporter", city.unit, admin)


def test_who_is_not_there_is_not_there(admin):
    with pytest.raises(NotThereError):
        actions.reset_password(user_id=999_999, actor=admin)
    with pytest.raises(NotThereError):
        actions.end_membership(membership_id=999_999, last_day=None, actor=admin)
