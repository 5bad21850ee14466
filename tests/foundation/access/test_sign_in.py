"""Signing in: what each failure says, what must come first, where one may be sent, what the trail keeps."""

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django_otp.oath import TOTP

from zhiqiang.foundation import clock
from zhiqiang.foundation.testing.city import PASSWORD
from zhiqiang.foundation.trail.models import TrailEntry

NEW_PASSWORD = "Quite-another-2027"


@pytest.fixture
def reporter(city):
    return city.users["reporter"]


def words(answer):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.content.decode()))


def sign_in(browser, username, password=PASSWORD, **more):
    return browser.post(reverse("login"), {"username": username, "password": password, **more})


def actions():
    return list(TrailEntry.objects.filter(register="access").order_by("number").values_list("action", flat=True))


def code_of(device):
    return f"{TOTP(device.bin_key, device.step, device.t0, device.digits, device.drift).token():06d}"


def test_the_right_password_leads_to_the_desk_and_leaves_a_trail(client, reporter):
    assert sign_in(client, "reporter").url == reverse("desk")
    assert actions() == ["sign_in"]


def test_a_wrong_password_and_an_unknown_name_have_the_same_answer(client, reporter):
    wrong, unknown = sign_in(client, "reporter", "no"), sign_in(client, "nobody-here", "no")
    assert wrong.status_code == unknown.status_code == 200
    strip = r'value="(reporter|nobody-here)"|csrfmiddlewaretoken" value="\w+"'
    assert re.sub(strip, "", wrong.content.decode()) == re.sub(strip, "", unknown.content.decode())
    assert "用户名或密码不对" in words(wrong)
    assert actions() == ["sign_in_failed", "sign_in_failed"]


def test_an_unknown_name_is_not_kept_in_the_trail(client, reporter):
    sign_in(client, "my-secret-typed-in-the-wrong-box", "no")
    entry = TrailEntry.objects.get(action="sign_in_failed")
    assert (entry.record, entry.facts) == ("", {})


@pytest.mark.parametrize("name", ["reporter", "nobody-here"])
def test_five_failures_lock_the_sign_in_and_say_for_how_long(client, reporter, name):
    answers = [sign_in(client, name, "no") for _number in range(5)]
    assert answers[-1].status_code == 429
    assert "1 分钟后才能再试" in words(answers[-1])
    assert answers[-1]["Retry-After"] == "60"
    assert sign_in(client, name).status_code == 429


@pytest.mark.parametrize("target", ["https://evil.example/", "//evil.example/", "javascript:alert(1)"])
def test_nobody_is_sent_to_another_site(client, reporter, target):
    assert sign_in(client, "reporter", next=target).url == reverse("desk")


def test_one_goes_on_to_where_one_was_going(client, reporter):
    assert sign_in(client, "reporter", next="/r/").url == "/r/"


def test_the_first_sign_in_leads_to_a_new_password_and_says_the_policy_first(client, reporter):
    reporter.must_change_password = True
    reporter.save()
    sign_in(client, "reporter")
    led = client.get(reverse("register-index"))
    assert led.url == f"{reverse('password')}?next=%2Fr%2F"
    asked = client.get(led.url)
    assert "首次登录" in words(asked)
    assert "至少" in words(asked)


def test_a_new_password_is_stamped_trailed_and_keeps_the_session(client, reporter):
    client.force_login(reporter)
    sent = {"old_password": PASSWORD, "new_password1": NEW_PASSWORD, "new_password2": NEW_PASSWORD, "next": "/r/"}
    assert client.post(reverse("password"), sent).url == "/r/"
    reporter.refresh_from_db()
    assert reporter.check_password(NEW_PASSWORD)
    assert not reporter.must_change_password
    assert clock.now() - reporter.password_changed_at < timedelta(minutes=1)
    assert actions() == ["change_password"]
    assert client.get("/r/").status_code == 200


@pytest.mark.parametrize(
    ("typed", "message"),
    [
        (("wrong", NEW_PASSWORD, NEW_PASSWORD), "原密码不对"),
        ((PASSWORD, NEW_PASSWORD, "other"), "不一样"),
        ((PASSWORD, PASSWORD, PASSWORD), "不能与原密码相同"),
        ((PASSWORD, "alllowercase", "alllowercase"), "至少三种"),
        ((PASSWORD, "Ab-3", "Ab-3"), "10"),
    ],
)
def test_an_unfit_password_is_refused_with_its_reason(client, reporter, typed, message):
    client.force_login(reporter)
    sent = dict(zip(("old_password", "new_password1", "new_password2"), typed, strict=True))
    answer = client.post(reverse("password"), sent)
    assert answer.status_code == 422
    assert message in words(answer)
    reporter.refresh_from_db()
    assert reporter.check_password(PASSWORD)


def test_a_verifier_enrols_sees_the_recovery_codes_once_and_goes_on(client, city):
    verifier = city.users["verifier"]
    client.force_login(verifier)
    led = client.get("/r/")
    assert led.url.startswith(reverse("second-factor"))
    page = client.get(led.url)
    assert "<svg" in page.content.decode()
    assert "演示" not in words(page)
    device = verifier.totpdevice_set.get()
    assert client.post(reverse("second-factor"), {"code": "000000"}).status_code == 422
    device.refresh_from_db()
    device.throttle_reset()
    shown = client.post(reverse("second-factor"), {"code": code_of(device), "next": "/r/"})
    codes = re.findall(r"<li>(\w+)</li>", shown.content.decode())
    assert len(codes) == 10
    assert client.get("/r/").status_code == 200
    assert codes[0] not in words(client.get(reverse("second-factor")))
    assert actions() == ["second_factor_failed", "second_factor_enrolled", "recovery_codes_made"]


def test_a_recovery_code_opens_once(client, city):
    verifier = city.users["verifier"]
    verifier.totpdevice_set.create(name="app", confirmed=True)
    device = verifier.staticdevice_set.create(name="recovery")
    device.token_set.create(token="abcd2345")
    client.force_login(verifier)
    assert client.post(reverse("second-factor"), {"code": "ABCD 2345", "next": "/r/"}).url == "/r/"
    assert actions() == ["step_up"]
    other = Client()
    other.force_login(verifier)
    assert other.post(reverse("second-factor"), {"code": "abcd2345"}).status_code == 422


def test_only_a_demo_home_shows_the_code_and_shows_one_that_works(client, city, settings):
    verifier = city.users["verifier"]
    device = verifier.totpdevice_set.create(name="app", confirmed=True)
    client.force_login(verifier)
    assert 'class="secret"' not in client.get(reverse("second-factor")).content.decode()
    settings.DEMO = True
    for _visit in range(2):  # the second falls in the time step whose code is spent
        visitor = Client()
        visitor.force_login(verifier)
        code = re.search(r'class="secret">(\d{6})<', visitor.get(reverse("second-factor")).content.decode()).group(1)
        assert visitor.post(reverse("second-factor"), {"code": code}).url == reverse("desk")
    assert device.user == verifier


def test_signing_out_takes_a_post(client, reporter):
    client.force_login(reporter)
    assert client.get(reverse("logout")).status_code == 405
    assert client.post(reverse("logout")).status_code == 302
    assert client.get("/r/").url.startswith("/login/")
    assert actions() == ["sign_out"]


def test_an_idle_session_ends_and_says_that_nothing_was_saved(client, reporter, settings):
    client.force_login(reporter)
    client.get("/r/")
    session = client.session
    session["seen_at"] = (clock.now() - timedelta(seconds=settings.SESSION_IDLE_SECONDS + 1)).isoformat()
    session.save()
    led = client.get("/r/?q=1")
    assert led.url == "/login/?next=%2Fr%2F%3Fq%3D1&expired=1"
    assert "没有保存" in words(client.get(led.url))


def test_the_language_is_switched_by_a_form(client, reporter):
    page = client.get(reverse("login"))
    assert 'lang="zh-CN"' in page.content.decode()
    client.post(reverse("set-language"), {"language": "en", "next": reverse("login")})
    assert '<html lang="en">' in client.get(reverse("login")).content.decode()
