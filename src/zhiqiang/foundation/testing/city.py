"""A small city for tests: units, calendar, product classes, a laboratory, and one person for each role."""

from dataclasses import dataclass, field
from datetime import date

from zhiqiang.foundation.access.models import Membership, User
from zhiqiang.foundation.access.roles import ROLES
from zhiqiang.foundation.plans.active import adopt_plan
from zhiqiang.foundation.plans.package import package_folder, read_plan
from zhiqiang.foundation.reference.load import load_reference
from zhiqiang.foundation.reference.models import Organisation, Unit

PASSWORD = "Test-city-2026"
START = date(2020, 1, 1)
ENTERPRISE_CODE = "91130825MAT0124498"
AT_CITY = frozenset({"auditor", "administrator", "laboratory", "department", "leader"})


@dataclass
class City:
    """The pieces a test reaches for. `users` holds one person a role: city roles for the city, others for 隆化县."""

    city: Unit
    unit: Unit
    other_unit: Unit
    laboratory: Organisation
    enterprise: Organisation
    department: Organisation
    users: dict[str, User] = field(default_factory=dict)

    def person(self, role: str, unit: Unit, name: str = "", organisation: Organisation | None = None) -> User:
        """Another person who holds a role for a unit."""
        username = name or f"{role}-{unit.code}-{User.objects.count()}"
        user = User.objects.create_user(username, PASSWORD, name=username, must_change_password=False)
        Membership.objects.create(user=user, role=role, unit=unit, organisation=organisation, valid_from=START)
        return user


def find_city() -> City | None:
    """The small city where the database already holds it."""
    if not User.objects.filter(username="auditor").exists():
        return None
    made = _pieces(
        Organisation.objects.get(kind=Organisation.Kind.LABORATORY),
        Organisation.objects.get(uscc=ENTERPRISE_CODE),
        Organisation.objects.get(kind=Organisation.Kind.DEPARTMENT),
    )
    made.users = {user.username: user for user in User.objects.filter(username__in=[role.code for role in ROLES])}
    return made


def make_city() -> City:
    """Fill an empty database with the small city."""
    adopt_plan(read_plan(package_folder()))
    load_reference()
    made = _pieces(
        Organisation.objects.create(
            title="承德市食品药品检验中心（演示）",
            kind=Organisation.Kind.LABORATORY,
            unit=Unit.objects.get(code="130800"),
        ),
        Organisation.objects.create(
            title="隆化某食品有限公司（演示）", uscc=ENTERPRISE_CODE, unit=Unit.objects.get(code="130825")
        ),
        Organisation.objects.create(
            title="承德市某局（演示）", kind=Organisation.Kind.DEPARTMENT, unit=Unit.objects.get(code="130800")
        ),
    )
    for role in ROLES:
        at_city = role.code.startswith("city_") or role.code in AT_CITY
        bound = {"laboratory": made.laboratory, "enterprise": made.enterprise, "department": made.department}
        place = bound.get(role.code)
        made.users[role.code] = made.person(role.code, made.city if at_city else made.unit, role.code, place)
    return made


def _pieces(laboratory: Organisation, enterprise: Organisation, department: Organisation) -> City:
    city, unit, other = (Unit.objects.get(code=code) for code in ("130800", "130825", "130802"))
    return City(
        city=city, unit=unit, other_unit=other, laboratory=laboratory, enterprise=enterprise, department=department
    )
