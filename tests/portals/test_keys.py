"""Issuing keys: by administrators only, shown once, kept as a hash, in the trail."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django_otp import DEVICE_ID_SESSION_KEY
from django_otp.plugins.otp_totp.models import TOTPDevice
from portal_city import Caller

from zhiqiang.foundation.access.models import ApiKey, User
from zhiqiang.foundation.testing.city import City
from zhiqiang.foundation.trail.models import TrailEntry


def signed_in(user: User) -> Client:
    """A client of this person, second factor given where it is asked for."""
    client = Client()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    if user.needs_second_factor:
        device = TOTPDevice.objects.create(user=user, name="test", confirmed=True)
        session = client.session
        session[DEVICE_ID_SESSION_KEY] = device.persistent_id
        session.save()
    return client


@pytest.fixture
def asked(city: City) -> dict[str, Any]:
    return {
        "user": city.users["city_officer"].pk,
        "title": "数据共享平台",
        "scopes": ["figures:read"],
        "expires_on": "2027-06-30",
    }


def test_a_key_is_shown_once_and_kept_as_a_hash_with_its_entry_in_the_trail(city: City, asked: dict[str, Any]) -> None:
    client = signed_in(city.users["administrator"])
    answer = client.post(reverse("api-keys"), asked)
    secret = answer.context["secret"]
    assert secret in answer.content.decode()
    assert "no-store" in answer["Cache-Control"]
    key = ApiKey.objects.get()
    assert secret not in (key.digest, key.prefix)
    assert secret not in client.get(reverse("api-keys")).content.decode()
    entry = TrailEntry.objects.get(action="issue_key")
    assert entry.actor == city.users["administrator"]
    assert secret not in str(entry.facts)
    assert Caller(secret, Client()).get("/api/plan").status_code == 200


def test_a_stopped_key_opens_nothing_and_the_stop_is_in_the_trail(city: City, asked: dict[str, Any]) -> None:
    client = signed_in(city.users["administrator"])
    secret = client.post(reverse("api-keys"), asked).context["secret"]
    address = reverse("api-key-revoke", args=[ApiKey.objects.get().pk])
    assert client.post(address).status_code == 302
    assert client.post(address).status_code == 302
    assert client.post(reverse("api-key-revoke", args=[999])).status_code == 404
    assert Caller(secret, Client()).get("/api/plan").status_code == 401
    assert TrailEntry.objects.filter(action="revoke_key").count() == 1


@pytest.mark.parametrize(
    "change", [{"expires_on": "2026-11-23"}, {"expires_on": "2030-01-01"}, {"scopes": ["all"]}, {"title": ""}]
)
def test_a_key_without_end_scope_or_purpose_is_refused(
    city: City, asked: dict[str, Any], change: dict[str, Any]
) -> None:
    answer = signed_in(city.users["administrator"]).post(reverse("api-keys"), asked | change)
    assert answer.status_code == 422
    assert not ApiKey.objects.exists()


@pytest.mark.parametrize("role", ["city_officer", "auditor", "reporter"])
def test_for_anybody_else_the_page_does_not_exist(
    city: City, asked: dict[str, Any], role: str, as_of: Callable[..., Any]
) -> None:
    client = signed_in(city.users[role])
    assert client.get(reverse("api-keys")).status_code == 404
    assert client.post(reverse("api-keys"), asked).status_code == 404
    assert not ApiKey.objects.exists()
