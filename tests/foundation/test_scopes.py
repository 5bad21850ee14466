"""Grants: the rule as a query and the rule for one row are the same rule."""

from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from zhiqiang.domains.sampling.models import Sample
from zhiqiang.domains.sampling.registers import SAMPLES
from zhiqiang.foundation.access.grants import Grant, Scope, has_role, may, scope_for
from zhiqiang.foundation.access.models import ApiKey, Membership
from zhiqiang.foundation.reference.models import ProductClass, Unit
from zhiqiang.foundation.registers.write import create_record


@pytest.fixture
def samples(city):
    units = list(Unit.objects.all())
    return [
        create_record(
            register=SAMPLES,
            actor=city.users["city_officer"],
            values={
                "number": f"S{index}",
                "unit": unit,
                "level": "county",
                "design": "representative",
                "product_class": ProductClass.objects.get(code="food-01"),
                "product": "面粉",
                "place": "某店",
                "sampled_on": date(2026, 1, 5),
                "laboratory": city.laboratory,
                "conclusion": "pass",
            },
        )
        for index, unit in enumerate(units)
    ]


PATHS = st.sampled_from(
    ["1308/", "1308/130825/", "1308/130802/", "1308/13082", "1308/%", "1308/_30825/", "1308/yudaokou/", "9999/"]
)
GRANTS = st.builds(
    Grant,
    st.just("reporter"),
    st.just("sampling.samples"),
    st.just("view"),
    st.none() | PATHS,
    st.none() | st.integers(1, 9),
)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(grants=st.lists(GRANTS, max_size=4))
def test_a_row_is_visible_exactly_where_it_is_allowed(samples, grants):
    scope = Scope(tuple(grants), "unit", "laboratory")
    visible = set(scope.restrict(Sample.objects.all()).values_list("pk", flat=True))
    assert visible == {row.pk for row in samples if scope.allows(row)}


def test_a_reporter_sees_its_own_unit_and_the_city_sees_all(city, samples):
    own = scope_for(city.users["reporter"], SAMPLES, "view").restrict(Sample.objects.all())
    assert {row.unit for row in own} == {city.unit}
    everything = scope_for(city.users["city_officer"], SAMPLES, "view").restrict(Sample.objects.all())
    assert everything.count() == len(samples)


def test_a_membership_counts_only_within_its_days(city, as_of):
    person = city.person("reporter", city.unit)
    Membership.objects.filter(user=person).update(valid_to=date(2025, 12, 31))
    as_of(2025, 12, 31)
    assert may(person, SAMPLES, "add")
    as_of(2026, 1, 1)
    assert not may(person, SAMPLES, "add")
    assert not has_role(person, ("reporter",))


def test_a_disabled_person_may_nothing(city):
    person = city.users["city_officer"]
    person.is_active = False
    assert not scope_for(person, SAMPLES, "view")


def test_an_auditor_reads_everything_and_writes_nothing(city):
    auditor = city.users["auditor"]
    assert may(auditor, SAMPLES, "view")
    assert may(auditor, SAMPLES, "export")
    assert not any(may(auditor, SAMPLES, action) for action in ("add", "change", "import", "verify", "void"))


def test_an_organisation_role_without_an_organisation_sees_nothing(city, samples):
    person = city.person("laboratory", city.city)
    assert not scope_for(person, SAMPLES, "view").restrict(Sample.objects.all()).exists()


def test_a_key_opens_only_until_it_expires_or_is_revoked(city, as_of):
    as_of(2026, 11, 1)
    key, secret = ApiKey.issue(
        user=city.users["city_officer"], title="对接", scopes=("figures:read",), expires_on=date(2026, 11, 30)
    )
    assert ApiKey.find(secret) == key
    assert ApiKey.find(secret[:-1] + ("y" if secret.endswith("x") else "x")) is None
    assert key.allows("figures:read")
    assert not key.allows("imports:write")
    as_of(2026, 12, 1)
    assert ApiKey.find(secret) is None
