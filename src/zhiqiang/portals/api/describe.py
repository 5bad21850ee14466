"""What the OpenAPI document says of each operation: Chinese words, an example, the shape of failures."""

from typing import Any

from ninja import Schema
from pydantic import Field as Described


class Failure(Schema):
    """Every answer that is not a success."""

    message: str = Described(description="发生了什么、怎么办")
    fields: dict[str, str] = Described(description="各字段的问题")


def described(name: str, title: str, text: str, example: Any) -> dict[str, Any]:
    """The words of an operation and an example of its answer."""
    shown = {"responses": {200: {"content": {"application/json": {"example": example}}}}}
    return {
        "operation_id": name,
        "url_name": f"api-{name}",
        "summary": title,
        "description": text,
        "openapi_extra": shown,
    }


def failures(*statuses: int) -> dict[int, type[Schema]]:
    return dict.fromkeys(statuses, Failure)
