"""The people and organisations of the demo city, all made up, and how they are found again in a home that stands."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from hashlib import sha256

from django.contrib.auth.hashers import make_password
from django.utils.text import slugify
from django_otp.plugins.otp_totp.models import TOTPDevice

from zhiqiang.foundation import clock
from zhiqiang.foundation.access.models import Membership, User
from zhiqiang.foundation.access.roles import BY_CODE
from zhiqiang.foundation.access.second_factor import DEVICE
from zhiqiang.foundation.plans.active import active_plan
from zhiqiang.foundation.reference.models import Organisation, Unit
from zhiqiang.foundation.testing.cast import MARK, Cast
from zhiqiang.kernel.identifiers import organisation_code, uscc

PASSWORD = "Yanshi-2026-mima"  # noqa: S105 (printed at the end of every demo)
NEWCOMER = "newcomer"
REGION = "130899"  # no division has this code, so that no made-up code is anybody's
FIRMS = (
    "食品有限公司", "农业开发有限公司", "新材料有限公司", "机械制造有限公司", "生物科技有限公司", "环保建材有限公司",
    "仪器仪表有限公司", "文旅服务有限公司",
)  # fmt: skip
GOODS = ("山庄", "燕塞", "滦水", "木兰", "云山", "双塔", "金杏", "松源", "热河", "清溪", "白桦", "长城岭", "牧场")
EXPERTS = ("expert-1", "expert-2", "expert-3", "expert-4")
DEPARTMENTS = ("市场监督管理局", "工业和信息化局", "住房和城乡建设局", "农业农村局")
LABORATORIES = ("食品药品检验中心", "农产品质量检测中心", "质检技术服务有限公司")


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody to be made: who, in which role, for which unit or organisation."""

    username: str
    name: str
    role: str
    unit: Unit
    organisation: Organisation | None = None


def make_people(start: date) -> None:
    """Make organisations and people in an empty home."""
    cast_units = _units()
    city = Unit.objects.get(kind=Unit.Kind.CITY)
    laboratories = _make_organisations(city, cast_units)
    firm = Organisation.objects.filter(kind=Organisation.Kind.ENTERPRISE).order_by("pk").first()
    people = [*_city_people(city, laboratories[0], firm), *_unit_people(cast_units)]
    hashed = make_password(PASSWORD)  # once: the hasher is slow by design
    for person in people:
        _make(person, hashed, start)


def find_cast(start: date) -> Cast:
    """The people and organisations of a demo home that stands."""
    units = _units()
    users = {user.username: user for user in User.objects.all()}
    stems = stems_of_units()
    firms = {
        unit.code: tuple(Organisation.objects.filter(unit=unit, kind="enterprise", uscc__isnull=False).order_by("pk"))
        for unit in units
    }
    return Cast(
        city=Unit.objects.get(kind=Unit.Kind.CITY),
        units=units,
        officer=users["officer"],
        city_verifier=users["city-verifier"],
        reporters={unit.code: users[stems[unit.code]] for unit in units},
        verifiers={unit.code: users[f"{stems[unit.code]}-verifier"] for unit in units},
        laboratories=tuple(Organisation.objects.filter(kind=Organisation.Kind.LABORATORY).order_by("pk")),
        institution=Organisation.objects.filter(kind=Organisation.Kind.INSTITUTION).order_by("pk")[0],
        association=Organisation.objects.filter(kind=Organisation.Kind.ASSOCIATION).order_by("pk")[0],
        finance=users["finance"],
        enterprise=users["enterprise"],
        experts=tuple(users[name] for name in EXPERTS),
        leader=users["leader"],
        departments=tuple(users[f"department-{number}"] for number in range(1, len(DEPARTMENTS) + 1)),
        firms=firms,
        start=start,
        now=clock.now(),
    )


def stems_of_units() -> dict[str, str]:
    """The user names of units: the unit's English name in small letters ("longhua")."""
    return {unit.code: slugify(unit.title_en) for unit in active_plan().units}


def user_table() -> list[dict[str, str]]:
    """Who can sign in, as the command prints it; city first, then the units in the plan's order."""
    found = Membership.objects.select_related("user", "unit", "organisation").filter(user__is_active=True)
    return [
        {
            "username": one.user.username,
            "password": PASSWORD,
            "name": one.user.name,
            "role": one.role,
            "role_title": str(BY_CODE[one.role].title),
            "unit": one.unit.title,
            "second_factor": "yes" if BY_CODE[one.role].second_factor else "no",
        }
        for one in found.order_by("pk")
    ]


def _units() -> tuple[Unit, ...]:
    return tuple(Unit.objects.exclude(kind=Unit.Kind.CITY).order_by("position"))


def _make_organisations(city: Unit, units: Iterable[Unit]) -> list[Organisation]:
    number = 0

    def made(title: str, kind: str, unit: Unit) -> Organisation:
        nonlocal number
        number += 1
        return Organisation.objects.create(
            title=f"{title}{MARK}", uscc=made_up_code(number), kind=kind, unit=unit, address=f"{unit.title}{MARK}"
        )

    kinds = Organisation.Kind
    laboratories = [made(f"{city.title}{title}", kinds.LABORATORY, city) for title in LABORATORIES]
    made(f"{city.title}计量标准所", kinds.INSTITUTION, city)
    made(f"{city.title}质量协会", kinds.ASSOCIATION, city)
    for title in DEPARTMENTS:
        made(f"{city.title}{title}", kinds.DEPARTMENT, city)
    for unit, name in zip(units, GOODS * 2, strict=False):
        for trade in FIRMS:
            made(f"{unit.short}{name}{trade}", kinds.ENTERPRISE, unit)
    return laboratories


def made_up_code(number: int) -> str:
    """A 统一社会信用代码 with right check characters that no organisation can have."""
    body = f"MADE{number:04d}"
    code = body + organisation_code.check_character(body)
    return f"91{REGION}{code}" + uscc.check_character(f"91{REGION}{code}")


def _city_people(city: Unit, laboratory: Organisation, firm: Organisation | None) -> list[Person]:
    employed = Organisation.objects.filter(kind__in=("institution", "association", "laboratory")).order_by("kind", "pk")
    employers = list(employed[: len(EXPERTS)])
    departments = Organisation.objects.filter(kind=Organisation.Kind.DEPARTMENT, unit=city).order_by("pk")
    return [
        Person("officer", f"市质强办经办{MARK}", "city_officer", city),
        Person("city-verifier", f"市级核实人{MARK}", "city_verifier", city),
        Person("city-verifier-2", f"市级核实人二{MARK}", "city_verifier", city),
        Person("leader", f"分管领导{MARK}", "leader", city),
        *(
            Person(f"department-{number}", f"{title}经办{MARK}", "department", city, department)
            for number, (title, department) in enumerate(zip(DEPARTMENTS, departments, strict=True), start=1)
        ),
        Person("laboratory", f"检验机构人员{MARK}", "laboratory", city, laboratory),
        Person("enterprise", f"企业经办人{MARK}", "enterprise", firm.unit if firm else city, firm),
        *(
            Person(name, f"评审专家{number}{MARK}", "expert", city, employer)
            for number, (name, employer) in enumerate(zip(EXPERTS, employers, strict=True), start=1)
        ),
        Person("finance", f"财政拨付{MARK}", "finance", city),
        Person("auditor", f"审计人员{MARK}", "auditor", city),
        Person("administrator", f"系统管理员{MARK}", "administrator", city),
    ]


def _unit_people(units: Iterable[Unit]) -> list[Person]:
    stems = stems_of_units()
    people = []
    for unit in units:
        people.append(Person(stems[unit.code], f"{unit.short}填报员{MARK}", "reporter", unit))
        people.append(Person(f"{stems[unit.code]}-verifier", f"{unit.short}核实人{MARK}", "verifier", unit))
    people.append(Person(NEWCOMER, f"新到岗填报员{MARK}", "reporter", people[0].unit))
    return people


def _make(person: Person, hashed: str, start: date) -> None:
    user = User.objects.create(
        username=person.username, name=person.name, password=hashed, must_change_password=person.username == NEWCOMER
    )
    Membership.objects.create(
        user=user, role=person.role, unit=person.unit, organisation=person.organisation, valid_from=start
    )
    if BY_CODE[person.role].second_factor:
        # The same in every demo home, so that a test can compute the code; the pages of a demo home show it.
        key = sha256(f"zhiqiang demo {person.username}".encode()).hexdigest()[:40]
        TOTPDevice.objects.create(user=user, name=DEVICE, confirmed=True, key=key)
