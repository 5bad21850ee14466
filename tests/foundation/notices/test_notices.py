"""People are told once, at a decent hour; hooks hear of each notice once, and of a failure again."""

from datetime import date, datetime, timedelta

import pytest
from django.core import mail
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from zhiqiang.foundation import clock
from zhiqiang.foundation.notices import quiet
from zhiqiang.foundation.notices.actions import mark_read, notify, send_due
from zhiqiang.foundation.notices.models import Notice
from zhiqiang.foundation.notices.queries import notices_of, unread
from zhiqiang.foundation.notices.quiet import next_decent_moment
from zhiqiang.foundation.reference.calendar import working_calendar
from zhiqiang.foundation.testing.browsing import open_as, words

pytestmark = pytest.mark.django_db
KEY = "delivery.remind/2026Q3/130825"
heard: list[str] = []


@pytest.fixture(autouse=True)
def quiet_house(settings):
    settings.NOTICE_HOOKS = ()
    heard.clear()


def at(month: int, day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2026, month, day, hour, minute, tzinfo=clock.ZONE)


@pytest.mark.parametrize(
    ("moment", "told"),
    [
        (at(10, 15, 9), at(10, 15, 9)),
        (at(10, 15, 7, 59), at(10, 15, 8)),
        (at(10, 15, 18), at(10, 16, 8)),
        (at(10, 16, 20), at(10, 19, 8)),  # a Friday evening
        (at(10, 3, 12), at(10, 8, 8)),  # the National Day holiday
        (at(9, 20, 12), at(9, 20, 12)),  # a Sunday that is worked
    ],
)
def test_told_at_a_decent_hour(city, moment, told):
    assert next_decent_moment(moment) == told


@given(st.integers(0, 363 * 24 * 60 - 1))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
def test_never_before_and_never_in_quiet_hours(city, minute):
    moment = at(1, 1, 0) + timedelta(minutes=minute)
    told = next_decent_moment(moment)
    assert told >= moment
    assert 8 <= told.hour < 18
    assert not working_calendar().rest_reason(told.date())
    assert next_decent_moment(told) == told


def test_the_same_occasion_tells_a_person_once(city):
    first, second = city.users["reporter"], city.users["verifier"]
    with clock.as_of(at(10, 15, 9)):
        assert notify(to=[first, first], key=KEY, title="三季度进展还没报") == 1
        assert notify(to=[first, second], key=KEY, title="三季度进展还没报") == 1
        assert notify(to=[first], key=KEY + "/2", title="三季度进展还没报") == 1
    assert [Notice.objects.filter(person=one).count() for one in (first, second)] == [2, 1]


def test_nobody_who_has_left_is_told(city):
    person = city.users["reporter"]
    person.is_active = False
    person.save()
    assert notify(to=[person], key=KEY, title="x") == 0


def test_what_is_told_at_night_is_seen_in_the_morning(city):
    person = city.users["reporter"]
    with clock.as_of(at(10, 15, 22)):
        notify(to=[person], key=KEY, title="夜里")
        assert not notices_of(person).exists()
    with clock.as_of(at(10, 16, 8)):
        assert unread(person).count() == 1
        assert mark_read(person=person) == 1
        assert not unread(person).exists()
        assert notices_of(person).get().read_at == clock.now()


def hear(notice: Notice) -> None:
    heard.append(notice.title)


def fail(notice: Notice) -> None:
    raise OSError("the mail server is away")


def test_each_hook_hears_of_a_notice_once_and_after_a_failure_again(city, settings, caplog):
    person = city.users["reporter"]
    with clock.as_of(at(10, 15, 9)):
        notify(to=[person], key=KEY, title="报数")
        settings.NOTICE_HOOKS = (f"{__name__}.fail",)
        assert send_due() == 0
        assert "the mail server is away" in caplog.text
        settings.NOTICE_HOOKS = (f"{__name__}.hear",)
        assert [send_due(), send_due()] == [1, 0]
    assert heard == ["报数"]


def test_a_notice_that_nobody_took_for_days_is_not_sent_any_more(city, settings):
    with clock.as_of(at(10, 15, 9)):
        notify(to=[city.users["reporter"]], key=KEY, title="报数")
    settings.NOTICE_HOOKS = (f"{__name__}.hear",)
    with clock.as_of(at(10, 15, 9) + timedelta(days=4)):
        assert send_due() == 0


def test_the_mail_hook_writes_to_those_with_an_address(city, settings):
    settings.NOTICE_HOOKS = ("zhiqiang.foundation.notices.mail.send_notice",)
    settings.DEFAULT_FROM_EMAIL, settings.PUBLIC_ADDRESS = "zhiqiang@example.org", "https://zhiliang.example.org"
    writer = city.users["reporter"]
    writer.email = "reporter@example.org"
    writer.save()
    with clock.as_of(at(10, 15, 9)):
        notify(to=[writer, city.users["verifier"]], key=KEY, title="三季度进展还没报", body="3 项", link="/ledger/")
        assert send_due() == 2
    (sent,) = mail.outbox
    assert (sent.to, sent.subject) == (["reporter@example.org"], "三季度进展还没报")
    assert sent.body == "3 项\n\nhttps://zhiliang.example.org/ledger/"


def test_a_person_reads_their_notices_on_the_desk_and_nobody_else_does(city):
    person = city.users["reporter"]
    with clock.as_of(at(10, 15, 9)):
        notify(to=[person], key=KEY, title="三季度进展还没报", link="/desk/")
        number = Notice.objects.get().pk
        browser = open_as(person)
        assert "三季度进展还没报" in words(browser.get("/desk/"))
        assert open_as(city.users["verifier"]).post("/notices/read/", {"number": number}).status_code == 404
        assert browser.post("/notices/read/", {"number": number}).url == "/desk/"
        assert "没有未读的通知" in words(browser.get("/notices/"))
        assert browser.post("/notices/read/", {"number": "9" * 30}).status_code == 404
        assert "三季度进展还没报" not in words(browser.get("/desk/"))


def test_days_of_rest_can_be_switched_on(city, monkeypatch):
    class Same:
        def value(self, code: str, day: date) -> int:
            return {"notices.opens": 0, "notices.closes": 24, "notices.rest_on_holidays": 0}[code]

    monkeypatch.setattr(quiet, "load_parameters", Same)
    assert next_decent_moment(at(10, 3, 23, 30)) == at(10, 3, 23, 30)
