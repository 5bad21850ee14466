"""What every test stands on: a home of its own, the small city, a clock that can be set."""

import os
import tempfile
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest
from hypothesis import settings

os.environ["ZHIQIANG_HOME"] = tempfile.mkdtemp(prefix="zhiqiang-test-")
os.environ["ZHIQIANG_SECRET_KEY"] = "only-for-tests"
os.environ.pop("ZHIQIANG_DEMO", None)

pytest.register_assert_rewrite("zhiqiang.foundation.testing")
settings.register_profile("zhiqiang", deadline=None, print_blob=True)
settings.load_profile("zhiqiang")


@pytest.fixture(scope="session", autouse=True)
def quick_passwords() -> None:
    """Hash passwords cheaply: the real hasher takes half a second a person by design."""
    from django.conf import settings

    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture(scope="session", autouse=True)
def emptying_the_trail() -> None:
    """A test that empties its SQLite database lifts the trail's guard while it does."""
    from django.db import connection

    if connection.vendor != "sqlite":
        return
    operations = type(connection.ops)
    flush = operations.execute_sql_flush

    def guarded(self: object, statements: list[str]) -> None:
        with self.connection.cursor() as cursor:
            cursor.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
            triggers = cursor.fetchall()
            for name, _sql in triggers:
                cursor.execute(f"DROP TRIGGER {name}")
            flush(self, statements)
            for _name, sql in triggers:
                cursor.execute(sql)

    operations.execute_sql_flush = guarded


@pytest.fixture
def home(tmp_path: Path, settings: object) -> Path:
    """A fresh home for media and evidence."""
    settings.HOME = tmp_path  # type: ignore[attr-defined]
    settings.MEDIA_ROOT = tmp_path / "media"  # type: ignore[attr-defined]
    settings.EVIDENCE_ROOT = tmp_path / "evidence"  # type: ignore[attr-defined]
    return tmp_path


LONG = ("tests/databases/", "tests/journeys/", "tests/access/")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The files that take minutes begin first, so that two workers end together."""
    items.sort(key=lambda item: not item.nodeid.startswith(LONG))


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: object) -> None:
    """The small city stands in the test database from the start; each test's changes are rolled back."""
    from zhiqiang.foundation.testing.city import make_city

    with django_db_blocker.unblock():  # type: ignore[attr-defined]
        make_city()


@pytest.fixture
def city(db: None, home: Path) -> object:
    """The small city of `zhiqiang.foundation.testing.city`; made anew after a test that emptied the database."""
    from zhiqiang.foundation.testing.city import find_city, make_city

    return find_city() or make_city()


@pytest.fixture
def as_of() -> Iterator[object]:
    """`as_of(2026, 11, 23)` sets the clock for the rest of the test."""
    from contextlib import ExitStack

    from zhiqiang.foundation import clock

    with ExitStack() as stack:
        yield lambda *parts: stack.enter_context(clock.as_of(datetime(*parts, 9, 0, tzinfo=clock.ZONE)))
