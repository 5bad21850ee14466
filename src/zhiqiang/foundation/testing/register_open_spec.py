"""Ready-made tests of what leaves a register: the API within its scope, evidence, and the public's columns."""

from typing import Any

from django.urls import reverse

from zhiqiang.foundation.evidence import store
from zhiqiang.foundation.evidence.models import DirtyPartition
from zhiqiang.foundation.evidence.refresh import refresh
from zhiqiang.foundation.registers.shown import shown
from zhiqiang.foundation.testing.browsing import open_as, words
from zhiqiang.foundation.testing.register_case import RegisterCase


class RegisterOpenSpec(RegisterCase):
    """Programs see what people see; evidence is what was verified; the public sees public columns of it."""

    @property
    def api(self) -> str:
        return f"/api/registers/{self.register.slug}"

    def test_the_api_lists_what_the_person_may_see(self) -> None:
        own, other = self.made(), self.elsewhere()
        for role in self.roles_with("view"):
            answer: Any = open_as(self.city.users[role]).get(self.api)
            seen = {row["id"] for row in answer.json()["rows"]}
            assert seen == {row.pk for row in (own, other) if self.reaches(role, row)}, role

    def test_the_api_hides_a_record_as_if_absent(self, role_of_a_unit: str) -> None:
        browser = open_as(self.city.users[role_of_a_unit])
        hidden, absent = (browser.get(f"{self.api}/{pk}") for pk in (self.elsewhere().pk, 999_999))
        assert hidden.status_code == absent.status_code == 404
        assert hidden.json() == absent.json()

    def test_the_api_gives_every_field_of_a_record(self) -> None:
        row = self.made()
        answer: Any = open_as(self.maker).get(f"{self.api}/{row.pk}")
        assert answer.status_code == 200
        assert {one.name for one in self.register.fields} <= answer.json().keys()

    def test_the_api_tells_a_stranger_nothing(self) -> None:
        assert open_as(None).get(self.api).status_code == 401

    def test_a_record_becomes_evidence_when_it_is_verified(self) -> None:
        dataset = self.register.dataset
        assert dataset is not None
        row = self.made()
        refresh()
        assert self._evidence() == []
        self.verified(row)
        assert DirtyPartition.objects.filter(dataset=dataset.slug, month=self.register.month_of(row)).exists()
        refresh()
        assert self._evidence() == [(row.pk, row.unit.code, self.register.month_of(row))]

    def test_the_public_sees_the_public_columns_of_verified_records_only(self) -> None:
        row = self.made()
        address = reverse("open-record", args=[self.register.slug, row.pk])
        assert open_as(None).get(address).status_code == 404
        self.verified(row)
        text = words(open_as(None).get(address))
        row.refresh_from_db()
        public = {one.name for one in self.register.public_fields}
        for one in self.register.fields:
            value = shown(self.register, row, one.name)
            if one.name in public:
                assert value in text, one.name
            else:
                assert self.register.label(one.name) not in text, one.name

    def _evidence(self) -> list[tuple[int, str, str]]:
        from deltalake import DeltaTable  # heavy: only this test reads the table itself

        dataset = self.register.dataset
        assert dataset is not None
        if not store.exists(dataset):
            return []
        rows = DeltaTable(str(store.folder(dataset))).to_pyarrow_table().to_pylist()
        return [(one["record"], one["unit"], one["month"]) for one in rows]
