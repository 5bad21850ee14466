"""What every page knows: whether the data are made up, who is signed in, what the menu holds."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest


def every_page(request: HttpRequest) -> dict[str, Any]:  # noqa: ARG001 (a context processor's shape)
    """Context of every template."""
    return {"is_demo": settings.DEMO}
