"""A browser without script for tests: signed in as a person, and readers of what a page says."""

import html
import re
from typing import Any

from django.test import Client

from zhiqiang.foundation.access.models import User


def open_as(person: User | None) -> Client:
    """A browser signed in as a person (who must show a second factor has shown it); None: nobody is signed in."""
    browser = Client()
    if person is None:
        return browser
    browser.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
    if person.needs_second_factor:
        devices = person.totpdevice_set  # type: ignore[attr-defined]  # django-otp's relation
        device = devices.first() or devices.create(name="app", confirmed=True)
        session = browser.session
        session["otp_device_id"] = device.persistent_id
        session.save()
    return browser


def body(answer: Any) -> str:
    """The text of an answer, streamed or not."""
    content = b"".join(answer.streaming_content) if answer.streaming else answer.content
    return str(content.decode("utf-8"))


def words(answer: Any) -> str:
    """What a page says: its text without tags, entities resolved, blanks closed up."""
    return re.sub(r"\s+", " ", html.unescape(re.sub(r"<[^>]+>", " ", body(answer))))


def hidden(answer: Any, name: str) -> str:
    """The value of a hidden input. Raises AssertionError where there is none."""
    found = re.search(rf'name="{name}" value="([^"]*)"', body(answer))
    assert found is not None, f"the page has no hidden input {name}"
    return found.group(1)


def same_page(answer: Any) -> str:
    """A page without what differs between two requests of the same page: tokens, and the address asked for."""
    text = re.sub(r'(csrfmiddlewaretoken" value|name="next" value)="[^"]*"', r"\1", body(answer))
    return text.replace(str(answer.wsgi_request.get_full_path()), "")
