"""Systems of standards: cycles are refused, the page shows the tree, its gaps and what hangs nowhere."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from zhiqiang.domains.standards.models import SystemNode
from zhiqiang.domains.standards.registers import SYSTEM_NODES
from zhiqiang.foundation.registers.errors import RefusedError, WrongValuesError
from zhiqiang.foundation.registers.write import change_record, create_record, take_step

SYSTEM = "食用菌全产业链标准体系"


@pytest.fixture(autouse=True)
def _today(as_of):
    as_of(2026, 11, 23)


@pytest.fixture
def put(city):
    """Makes a node and verifies it."""

    def make(code, parent="", number="", *, verify=True, unit=None, **more):
        values = {
            "system": SYSTEM, "code": code, "title": f"位置{code}", "parent_code": parent, "needed": True,
            "standard_number": number, "unit": unit or city.unit, "listed_on": date(2026, 3, 5), **more,
        }  # fmt: skip
        row = create_record(register=SYSTEM_NODES, values=values, actor=city.users["city_officer"])
        return verified(city, row) if verify else row

    return make


def verified(city, row):
    return take_step(register=SYSTEM_NODES, record_id=row.pk, step="verify", actor=city.users["city_verifier"])


def test_a_cycle_is_refused_where_it_is_typed(city, put):
    top = put("1", verify=False)
    put("1.1", "1", verify=False)
    put("1.1.1", "1.1", verify=False)
    with pytest.raises(WrongValuesError) as refused:
        change_record(
            register=SYSTEM_NODES, record_id=top.pk, version=1, values={"parent_code": "1.1.1"},
            actor=city.users["city_officer"],
        )  # fmt: skip
    (finding,) = refused.value.findings
    assert (finding.field, "1 → 1.1.1 → 1.1 → 1" in finding.message) == ("parent_code", True)


def test_a_correction_into_a_cycle_is_refused_too(city, put):
    top = put("1")
    put("1.1", "1")
    with pytest.raises(WrongValuesError, match="上级成环"):
        take_step(
            register=SYSTEM_NODES, record_id=top.pk, step="propose_correction", actor=city.users["city_officer"],
            reason="改上级", values={"parent_code": "1.1"},
        )  # fmt: skip


def test_a_cycle_that_came_in_a_workbook_is_not_verified(city, put):
    first, second = put("1", verify=False), put("2", "1", verify=False)
    SystemNode.objects.filter(pk=first.pk).update(parent_code="2")
    for row in (first, second):
        with pytest.raises(RefusedError, match="上级成环"):
            verified(city, row)


def test_a_parent_is_recorded_before_its_child_is_verified(city, put):
    child = put("1.1", "1", verify=False)
    with pytest.raises(RefusedError, match="请先登记上级"):
        verified(city, child)
    put("1", verify=False)
    assert verified(city, child).state == "verified"


def test_the_same_code_in_another_system_is_another_node(city, put):
    put("1")
    put("1.1", "1")
    assert put("1", "", system="民宿标准体系").state == "verified"


def test_the_page_shows_the_tree_with_gaps_counts_and_a_table(city, put, client):
    put("1")
    put("1.1", "1", "GB/T 99991-2020")
    put("1.2", "1")
    put("1.3", "1", needed=False)
    put("1.4", "1", "GB/T 99994-2020", verify=False)
    put("8.1", "8", verify=False)
    SystemNode.objects.filter(code="8.1").update(state="verified")
    client.force_login(city.users["city_officer"])
    answer = client.get("/standards/systems/")
    page = answer.content.decode()
    assert answer.context["tree"].coverage == 50
    assert f"{SYSTEM}：1 个缺口" in page
    assert "需要标准的 2 个位置已有 1 项，覆盖 50.0%" in page
    assert "8.1 → 8" in page
    assert "GB/T 99994-2020" not in page, "not verified yet"
    assert [branch.node.code for _depth, branch in answer.context["lines"]] == ["1", "1.1", "1.2", "1.3"]
    assert client.get("/standards/systems/?system=没有").status_code == 404


def test_a_county_sees_its_own_nodes_and_an_enterprise_nothing(city, put, client):
    put("1", unit=city.other_unit)
    client.force_login(city.users["reporter"])
    assert SYSTEM not in client.get("/standards/systems/").content.decode()
    client.force_login(city.users["enterprise"])
    assert client.get("/standards/systems/").status_code == 404


def test_the_page_needs_as_many_queries_for_a_hundred_nodes_as_for_one(city, put, client, django_assert_num_queries):
    put("0")
    client.force_login(city.users["city_officer"])
    client.get("/standards/systems/")  # a first visit writes the session
    with CaptureQueriesContext(connection) as asked:
        client.get("/standards/systems/")
    for number in range(1, 30):
        put(f"{number}", "0")
    with django_assert_num_queries(len(asked)):
        client.get("/standards/systems/")


def test_a_node_leads_to_its_system(city, put, client):
    row = put("1")
    client.force_login(city.users["city_officer"])
    assert "/standards/systems/?system=" in client.get(f"/r/standards.system_nodes/{row.pk}/").content.decode()
