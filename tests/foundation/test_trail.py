"""The trail: one chain, append-only, and a checker that names the first bad row."""

import pytest
from django.db import DatabaseError, connection, transaction

from zhiqiang.foundation.trail.models import TrailEntry, TrailHead
from zhiqiang.foundation.trail.record import record, verify_trail


@pytest.fixture
def chain(city):
    with transaction.atomic():
        return [record(action=f"a{n}", actor=city.users["auditor"], facts={"n": n}) for n in range(5)]


def unguarded(sql, *values):
    """Change the table as somebody with the database's password would, after dropping its guard."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("DROP TRIGGER trail_entry_no_update")
            cursor.execute("DROP TRIGGER trail_entry_no_delete")
        else:
            cursor.execute("DROP TRIGGER trail_entry_append_only ON trail_trailentry")
        cursor.execute(sql, values)


def test_a_whole_chain_is_accepted(chain):
    count, fault = verify_trail()
    assert fault is None
    assert count == chain[-1].number


@pytest.mark.parametrize(
    ("sql", "offset", "says"),
    [
        ("UPDATE trail_trailentry SET action = 'forged' WHERE number = %s", 2, "改动"),
        ("UPDATE trail_trailentry SET facts = '{\"n\": 99}' WHERE number = %s", 2, "改动"),
        ("UPDATE trail_trailentry SET actor_id = NULL WHERE number = %s", 1, "改动"),
        ("DELETE FROM trail_trailentry WHERE number = %s", 2, "缺第"),
        ("DELETE FROM trail_trailentry WHERE number = %s", 4, "删去"),
    ],
)
def test_the_first_bad_row_is_named(chain, sql, offset, says):
    unguarded(sql, chain[offset].number)
    _count, fault = verify_trail()
    assert fault is not None
    assert fault.number == chain[offset].number
    assert says in fault.reason


def test_a_row_rehashed_after_the_fact_breaks_the_link_to_the_next(chain):
    forged = chain[1]
    forged.action = "forged"
    unguarded(
        "UPDATE trail_trailentry SET action = 'forged', hash = %s WHERE number = %s",
        forged.computed_hash(),
        forged.number,
    )
    _count, fault = verify_trail()
    assert fault is not None
    assert fault.number == forged.number + 1


@pytest.mark.parametrize("sql", ["UPDATE trail_trailentry SET action = 'x'", "DELETE FROM trail_trailentry"])
def test_the_database_refuses_changes(chain, sql):
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql)


def test_an_entry_object_refuses_changes(chain):
    with pytest.raises(TypeError):
        chain[0].save()
    with pytest.raises(TypeError):
        chain[0].delete()


@pytest.mark.django_db(transaction=True)
def test_an_entry_needs_the_transaction_of_its_write(city):
    with pytest.raises(transaction.TransactionManagementError):
        record(action="lonely", actor=None)
    assert not TrailEntry.objects.filter(action="lonely").exists()


def test_an_entry_that_is_rolled_back_leaves_no_gap(chain):
    before = TrailHead.objects.get().number
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        record(action="gone", actor=None)
        raise ZeroDivisionError
    with transaction.atomic():
        assert record(action="next", actor=None).number == before + 1
