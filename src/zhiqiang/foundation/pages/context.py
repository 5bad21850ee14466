"""What every page knows: whether the data are made up, who is signed in, what the menu holds."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from zhiqiang.foundation.access.grants import Person, has_role, may
from zhiqiang.foundation.access.models import User
from zhiqiang.foundation.access.roles import CITY, STAFF
from zhiqiang.foundation.catalogue import registers
from zhiqiang.foundation.pages.waiting import COUNT_CAP, waiting_for
from zhiqiang.foundation.reference.models import Unit
from zhiqiang.foundation.text import Text


@dataclass(frozen=True, slots=True)
class Entry:
    """One link of the main menu as a page shows it."""

    title: Text
    url: str
    current: bool
    count: str = ""


def opens_a_register(person: Person) -> bool:
    """Whether there is a register that this person may look into."""
    return any(may(person, one, "view") for one in registers().values())


#: Who has a part in the ledger of duties.
DELIVERS = (*STAFF, "department", "leader", "auditor")
#: Route name, words, who sees it; at most seven for anybody. An entry whose route is not installed is left out.
#: Staff reach the public pages by the brand, money and organisations from the registers.
MENU: tuple[tuple[str, Text, Callable[[Person], bool]], ...] = (
    ("desk", gettext_lazy("今日"), lambda person: isinstance(person, User)),
    ("board", gettext_lazy("目标"), lambda person: has_role(person, (*STAFF, "leader", "auditor", "administrator"))),
    ("ledger", gettext_lazy("台账"), lambda person: has_role(person, DELIVERS)),
    ("steering", gettext_lazy("调度"), lambda person: has_role(person, (*STAFF, "leader"))),
    ("supervision", gettext_lazy("督办"), lambda person: has_role(person, (*CITY, "leader"))),
    ("supervision-mine", gettext_lazy("督办"), lambda person: has_role(person, ("reporter", "verifier", "department"))),
    ("register-index", gettext_lazy("业务"), opens_a_register),
    ("rounds", gettext_lazy("申报"), lambda person: has_role(person, STAFF)),
    ("programmes", gettext_lazy("申报"), lambda person: has_role(person, ("enterprise",))),
    ("reviews", gettext_lazy("评审"), lambda person: has_role(person, ("expert",))),
    ("money", gettext_lazy("资金"), lambda person: has_role(person, ("finance",))),
    ("home", gettext_lazy("公开"), lambda person: not has_role(person, STAFF)),
    ("system", gettext_lazy("系统"), lambda person: has_role(person, ("administrator", "auditor"))),
)


def every_page(request: HttpRequest) -> dict[str, Any]:
    """Context of every template; what costs a query is a function, which only a template that shows it calls."""
    city = _once(_city_title)
    return {
        "is_demo": settings.DEMO,
        "ribbon": lambda: _("演示数据 · 不代表%(city)s实际情况") % {"city": city()},
        "platform": lambda: _("%(city)s质量强市工作平台") % {"city": city()},
        "nav": lambda: menu(request),
        "standing": lambda: standing(request.user) if hasattr(request, "user") else "",
    }


def menu(request: HttpRequest) -> list[Entry]:
    """The main menu for this person; the entry with the longest matching address is the current one."""
    person = getattr(request, "user", None)
    if person is None:
        return []
    routes = [(title, _address(name)) for name, title, sees in MENU if sees(person)]
    found = [(title, url) for title, url in routes if url]
    inside = [url for _title, url in found if request.path == url or (url != "/" and request.path.startswith(url))]
    current = max(inside, key=len, default="")
    desk = _address("desk")
    return [Entry(title, url, url == current, waiting_count(person) if url == desk else "") for title, url in found]


def standing(person: Person) -> str:
    """Who is signed in, as the mast says it: unit · name."""
    if not isinstance(person, User):
        return ""
    memberships = person.memberships_on()
    return f"{memberships[0].unit.short} · {person.name}" if memberships else person.name


def waiting_count(person: Person) -> str:
    """How many records wait for this person, as the menu shows it: "", "6" or "99+"."""
    number = waiting_for(person)[: COUNT_CAP + 1].count()
    if number > COUNT_CAP:
        return f"{COUNT_CAP}+"
    return str(number) if number else ""


def _city_title() -> str:
    city = Unit.objects.filter(kind=Unit.Kind.CITY).values_list("title", flat=True).first()
    return city or ""


def _once(compute: Callable[[], str]) -> Callable[[], str]:
    known: list[str] = []

    def answer() -> str:
        if not known:
            known.append(compute())
        return known[0]

    return answer


def _address(name: str) -> str:
    try:
        return reverse(name)
    except NoReverseMatch:
        return ""
