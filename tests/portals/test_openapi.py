"""The OpenAPI document: 3.1, every operation in Chinese with an example, every register's fields in it."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client

from zhiqiang.foundation import catalogue
from zhiqiang.foundation.access.marks import check_marks, marked_urls

CHINESE = re.compile("[\u4e00-\u9fff]")


@pytest.fixture
def document(db: None) -> dict[str, Any]:
    found: dict[str, Any] = Client().get("/api/openapi.json").json()
    return found


def operations(document: dict[str, Any]) -> Iterator[tuple[str, str, dict[str, Any]]]:
    for path, methods in document["paths"].items():
        for method, operation in methods.items():
            yield path, method, operation


def references(part: Any) -> Iterator[str]:
    if isinstance(part, dict):
        if isinstance(part.get("$ref"), str):
            yield part["$ref"]
        for value in part.values():
            yield from references(value)
    elif isinstance(part, list):
        for value in part:
            yield from references(value)


def test_it_is_openapi_3_1_and_whole(document: dict[str, Any]) -> None:
    assert document["openapi"].startswith("3.1")
    assert document["info"]["title"]
    assert document["info"]["version"]
    schemas = document["components"]["schemas"]
    assert {one.removeprefix("#/components/schemas/") for one in references(document)} <= set(schemas)
    names = [operation["operationId"] for _path, _method, operation in operations(document)]
    assert len(names) == len(set(names))


def test_every_operation_says_in_chinese_what_it_does_and_shows_an_example(document: dict[str, Any]) -> None:
    for path, method, operation in operations(document):
        where = f"{method} {path}"
        assert CHINESE.search(operation["description"]), where
        assert CHINESE.search(operation["summary"]), where
        good = operation["responses"]["200"]
        assert "example" in good["content"]["application/json"], where
        assert "schema" in good["content"]["application/json"], where
        assert "429" in operation["responses"], where
        for parameter in operation["parameters"]:
            assert parameter["in"] == "path" or CHINESE.search(parameter["description"]), (where, parameter["name"])


def test_every_path_names_its_parameters(document: dict[str, Any]) -> None:
    for path, method, operation in operations(document):
        named = {one["name"] for one in operation["parameters"] if one["in"] == "path"}
        assert named == set(re.findall(r"{(\w+)}", path)), f"{method} {path}"


def test_every_register_has_its_own_schema_with_its_fields(document: dict[str, Any]) -> None:
    for slug, register in catalogue.registers().items():
        answer = document["paths"][f"/api/registers/{slug}/{{id}}"]["get"]["responses"]["200"]
        name = answer["content"]["application/json"]["schema"]["$ref"].rpartition("/")[2]
        properties = document["components"]["schemas"][name]["properties"]
        assert properties.keys() == {"id", "state", "version", *(one.name for one in register.fields)}
        asked = {one["name"] for one in document["paths"][f"/api/registers/{slug}"]["get"]["parameters"]}
        assert {"page", "page_size", "state"} <= asked
    conclusion = document["components"]["schemas"]["SamplingSamplesRow"]["properties"]["conclusion"]
    assert conclusion["enum"] == ["pass", "fail"]


def test_all_but_the_public_operations_ask_for_a_key_or_a_session(document: dict[str, Any]) -> None:
    for path, _method, operation in operations(document):
        assert bool(operation.get("security")) is not path.startswith("/api/public/"), path


def test_every_address_of_the_portals_has_an_access_mark() -> None:
    assert check_marks() == []
    marks = dict(marked_urls())
    assert marks["api/board"] == "governed"
    assert marks["api/public/progress"] == "public"
    assert marks["api/keys/"] == "roles:administrator"
