"""Ready-made tests of a register's access: who opens what, and that hidden is the same as absent."""

from typing import Any

import pytest

from zhiqiang.foundation.access.roles import ROLES
from zhiqiang.foundation.testing.browsing import body, open_as, same_page
from zhiqiang.foundation.testing.register_case import RegisterCase

PAGES = {"view": "list", "add": "new", "import": "import", "export": "export"}
NOBODYS = 999_999


class RegisterAccessSpec(RegisterCase):
    """Role by role and page by page, against the declaration."""

    def test_a_stranger_is_led_to_the_login_wherever_the_record_is(self) -> None:
        row = self.made()
        pages = [self.page(name) for name in ("list", "new", "import", "template", "export")]
        pages += [self.page(name, pk) for name in ("detail", "edit") for pk in (row.pk, NOBODYS)]
        for page in pages:
            answer: Any = open_as(None).get(page)
            assert (answer.status_code, answer.url.split("?")[0]) == (302, "/login/"), page

    @pytest.mark.parametrize("role", [role.code for role in ROLES])
    def test_a_role_opens_what_the_register_grants(self, role: str) -> None:
        self.made()
        browser = open_as(self.city.users[role])
        opened = {action: browser.get(self.page(name)).status_code for action, name in PAGES.items()}
        assert opened == {action: 200 if self.granted(role, action) else 404 for action in PAGES}

    @pytest.mark.parametrize("role", [role.code for role in ROLES])
    def test_a_role_opens_the_records_in_its_reach(self, role: str) -> None:
        for row in (self.made(), self.elsewhere()):
            for action, name in (("view", "detail"), ("change", "edit")):
                expected = 200 if self.granted(role, action) and self.reaches(role, row) else 404
                assert self.get(self.city.users[role], name, row.pk).status_code == expected, (name, row.unit)

    def test_a_hidden_record_answers_as_an_absent_one(self, role_of_a_unit: str) -> None:
        browser = open_as(self.city.users[role_of_a_unit])
        hidden, absent = (browser.get(self.page("detail", pk)) for pk in (self.elsewhere().pk, NOBODYS))
        assert hidden.status_code == absent.status_code == 404
        assert same_page(hidden) == same_page(absent)

    def test_a_list_holds_the_own_unit_only(self, role_of_a_unit: str) -> None:
        person = self.city.users[role_of_a_unit]
        own, other = self.made(unit=self.city.unit), self.elsewhere()
        text = body(self.get(person, "list"))
        assert self.page("detail", own.pk) in text
        assert self.page("detail", other.pk) not in text

    def test_nobody_records_for_another_unit(self, unit_writer: str) -> None:
        sent = self.typed(unit=str(self.city.other_unit.pk))
        answer = self.post(self.city.users[unit_writer], "new", data=sent)
        assert (answer.status_code, self.count()) == (422, 0)

    def test_nobody_moves_a_record_to_another_unit(self, unit_writer: str) -> None:
        row = self.made()
        sent = self.typed(unit=str(self.city.other_unit.pk), version="1")
        answer = self.post(self.city.users[unit_writer], "edit", row.pk, data=sent)
        row.refresh_from_db()
        assert (answer.status_code, row.unit) == (422, self.city.unit)
