"""Which applications are frozen by an open objection."""

from collections.abc import Collection

from zhiqiang.domains.programmes.models import Objection
from zhiqiang.domains.programmes.workflow import OPEN


def frozen_applications(applications: Collection[int]) -> set[int]:
    """Those of these applications against which an objection is open."""
    held = Objection.objects.filter(application__in=applications, state=OPEN)
    return set(held.values_list("application", flat=True))
