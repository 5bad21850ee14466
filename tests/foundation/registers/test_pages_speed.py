"""The number of queries of a page does not grow with the records behind it."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from zhiqiang.domains.sampling.models import Sample
from zhiqiang.domains.sampling.registers import SAMPLES
from zhiqiang.foundation import clock
from zhiqiang.foundation.reference.models import ProductClass
from zhiqiang.foundation.registers.paging import COUNT_CAP, PAGE_ROWS, page_of, total_words
from zhiqiang.foundation.workflow.models import ClockRun

MOST = 13
LIST = reverse("register-list", args=[SAMPLES.slug])


@pytest.fixture
def fill(city):
    """Add so many batches, each with a clock that waits for the unit's verifier."""

    def filled(number):
        start, moment, classes = Sample.objects.count(), clock.now(), list(ProductClass.objects.all()[:7])
        rows = [
            Sample(
                number=f"X-{index:06d}",
                unit=city.unit,
                level="county",
                design="representative",
                product_class=classes[index % len(classes)],
                product="酱牛肉",
                place="某超市",
                sampled_on=date(2026, 1, 1) + timedelta(days=index % 300),
                laboratory=city.laboratory,
                conclusion="pass",
                recorded_by=city.users["reporter"],
                recorded_at=moment,
                changed_at=moment,
            )
            for index in range(start, start + number)
        ]
        runs = [
            ClockRun(
                register=SAMPLES.slug,
                record=row.pk,
                clock="verify_by",
                rule="records.verify",
                rule_version="2023-01-01",
                unit_path=city.unit.path,
                roles="city_verifier verifier",
                started_at=moment,
                due=moment + timedelta(days=3),
            )
            for row in Sample.objects.bulk_create(rows)
        ]
        ClockRun.objects.bulk_create(runs)

    return filled


@pytest.fixture
def verifier(city):
    person, browser = city.users["verifier"], Client()
    device = person.totpdevice_set.create(name="app", confirmed=True)
    browser.force_login(person)
    session = browser.session
    session["otp_device_id"] = device.persistent_id
    session.save()
    return browser


def queries(browser, address):
    browser.get(address)
    with CaptureQueriesContext(
        connection,
    ) as caught:
        assert browser.get(address).status_code == 200
    return len(caught)


@pytest.mark.parametrize(
    "address", [LIST, f"{LIST}?conclusion=pass", f"{LIST}?waiting=verify_by", "/desk/", reverse("register-index")]
)
def test_a_page_asks_as_little_at_a_thousand_records_as_at_ten(verifier, fill, address):
    fill(10)
    few = queries(verifier, address)
    fill(990)
    assert queries(verifier, address) == few
    # One more asks for the second factor's device; on the desk one for what ends soon, one for notices.
    assert few <= MOST + 3


def test_a_record_asks_as_little_among_a_thousand_as_among_ten(verifier, fill):
    fill(10)
    address = reverse("register-detail", args=[SAMPLES.slug, Sample.objects.first().pk])
    few = queries(verifier, address)
    fill(990)
    assert queries(verifier, address) == few


def test_pages_are_turned_up_to_the_cap_and_the_count_says_where_it_stopped(fill, monkeypatch):
    monkeypatch.setattr("zhiqiang.foundation.registers.paging.COUNT_CAP", 120)
    fill(130)
    rows = Sample.objects.order_by("pk")
    last = page_of(rows, 99)
    assert (last.number, len(last.object_list)) == (3, 20)
    assert last.paginator.total_text == "120+"
    assert "请用筛选缩小范围" in total_words(last)


def test_under_the_cap_the_count_is_exact(fill):
    fill(PAGE_ROWS + 1)
    page = page_of(Sample.objects.order_by("pk"), "no number")
    assert (page.number, page.paginator.num_pages, page.paginator.count) == (1, 2, PAGE_ROWS + 1)
    assert COUNT_CAP > PAGE_ROWS
    assert total_words(page) == f"共 {PAGE_ROWS + 1} 条"
