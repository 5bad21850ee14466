"""A call with five thousand applications on one page: within 300 ms and 25 queries, as few as with fifty."""

from time import thread_time

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from zhiqiang.domains.programmes.models import Application
from zhiqiang.domains.programmes.tests import walking
from zhiqiang.foundation import clock
from zhiqiang.foundation.reference.models import Organisation
from zhiqiang.foundation.testing.browsing import open_as

MOST_QUERIES, MOST_SECONDS = 25, 0.3
STATES = ("submitted", "incomplete", "accepted", "reviewing", "proposed", "recognised", "rejected")


@pytest.fixture
def crowd(walk):
    """`crowd(n)`: a call with n applications in all states."""
    walking.KNOWN["above_scale"] = True
    made = walk("bridges")
    call = made.open(quota=None)
    firms = Organisation.objects.bulk_create(
        Organisation(title=f"企业{number}", unit=made.city.unit) for number in range(200)
    )
    firms = list(Organisation.objects.filter(title__startswith="企业"))

    def fill(number):
        now, start = clock.now(), Application.objects.count()
        Application.objects.bulk_create(
            (
                Application(
                    unit=made.city.unit, state=STATES[place % len(STATES)], recorded_by=made.person("city_officer"),
                    recorded_at=now, changed_at=now, definition=call.definition, programme="bridges", round=call,
                    applicant=firms[place % len(firms)], subject=f"桥{place}", submitted_at=now,
                    submitted_on=now.date(),
                )
                for place in range(start, start + number)
            ),
            batch_size=500,
        )  # fmt: skip
        return made, call

    return fill


def paid_by_tests(applications):
    """A provider for settings.APPLICATION_PAID: every second one is paid."""
    return dict.fromkeys(list(applications)[::2], 100_00)


def asked(browser, address):
    """Queries and seconds of one request: this thread's own time, which no other process on the machine lengthens."""
    browser.get(address)
    with CaptureQueriesContext(connection) as queries:
        began = thread_time()
        answer = browser.get(address)
        seconds = thread_time() - began
    assert answer.status_code == 200
    return len(queries), seconds, answer


def test_a_call_with_five_thousand_applications_is_one_quick_page(crowd, settings):
    settings.APPLICATION_PAID = ("zhiqiang.domains.programmes.tests.test_speed.paid_by_tests",)
    made, call = crowd(70)
    browser, address = open_as(made.person("city_officer")), reverse("round", args=[call.pk])
    few, _seconds, _answer = asked(browser, address)
    crowd(4930)
    many, seconds, answer = asked(browser, address)
    counts = {code: count for code, _title, count in answer.context["groups"]}
    assert (counts["received"], counts["incomplete"]) == (5000, 715)
    assert counts["paid"] == 357
    assert len(answer.context["page"].object_list) == 50
    assert many == few <= MOST_QUERIES
    assert seconds <= MOST_SECONDS


@pytest.mark.parametrize("group", ["review", "decided", "paid"])
def test_each_group_of_a_call_is_as_quick(crowd, settings, group):
    settings.APPLICATION_PAID = ("zhiqiang.domains.programmes.tests.test_speed.paid_by_tests",)
    made, call = crowd(700)
    browser = open_as(made.person("city_officer"))
    queries, _seconds, answer = asked(browser, f"{reverse('round', args=[call.pk])}?group={group}")
    assert queries <= MOST_QUERIES
    assert answer.context["page"].object_list
