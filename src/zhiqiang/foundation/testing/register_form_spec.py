"""Ready-made tests of recording, changing and checking through the pages."""

from typing import Any

from zhiqiang.foundation.access.models import Membership
from zhiqiang.foundation.registers.write import change_record
from zhiqiang.foundation.testing.browsing import body, words
from zhiqiang.foundation.testing.city import START
from zhiqiang.foundation.testing.register_case import RegisterCase
from zhiqiang.foundation.trail.models import TrailEntry


class RegisterFormSpec(RegisterCase):
    """What is right is saved; what is wrong is said where it is wrong, and nothing typed is lost."""

    def test_a_new_record_is_saved_as_typed(self) -> None:
        answer = self.post(self.maker, "new", data=self.typed())
        row = self.records.get()
        assert (answer.status_code, answer["Location"]) == (302, self.page("detail", row.pk))
        kept = {name: getattr(row, name) for name in self.typed() if name != "request_key"}
        assert kept == {name: self.values(self.city, 1)[name] for name in kept}
        assert (row.state, row.recorded_by) == (self.register.workflow.initial, self.maker)

    def test_a_required_field_left_empty_is_asked_for(self, required: str) -> None:
        sent = self.typed()
        answer = self.post(self.maker, "new", data={**sent, required: ""})
        assert (answer.status_code, self.count()) == (422, 0)
        assert self.register.label(required) in answer.context["form"].errors[required][0]

    def test_a_broken_rule_is_said_and_what_was_typed_stays(self, rule: str) -> None:
        changes, message = self.wrong[rule]
        answer = self.post(self.maker, "new", data={**self.typed(), **changes})
        assert (answer.status_code, self.count()) == (422, 0)
        assert message in words(answer)
        form = answer.context["form"]
        assert {name: str(form[name].value()) for name in changes} == dict(changes)

    def test_the_same_form_sent_twice_makes_one_record(self) -> None:
        first, again = (self.post(self.maker, "new", data=self.typed()) for _time in range(2))
        assert (first.status_code, again.status_code, self.count()) == (302, 302, 1)
        assert first["Location"] == again["Location"]

    def test_the_same_record_typed_anew_is_refused(self) -> None:
        self.made()
        answer = self.post(self.maker, "new", data=self.typed(request_key="another"))
        assert (answer.status_code, self.count()) == (422, 1)

    def test_a_record_is_changed_before_it_is_verified(self) -> None:
        row, text = self.made(), self._a_text()
        answer = self.post(self.maker, "edit", row.pk, data=self.typed(**{"version": "1", text: "改后的文字"}))
        row.refresh_from_db()
        assert (answer.status_code, getattr(row, text), row.version) == (302, "改后的文字", 2)

    def test_a_change_on_an_older_version_is_refused_and_stays_in_the_form(self) -> None:
        row, text = self.made(), self._a_text()
        change_record(register=self.register, record_id=row.pk, version=1, values={text: "别人改的"}, actor=self.maker)
        answer = self.post(self.maker, "edit", row.pk, data=self.typed(**{"version": "1", text: "自己改的"}))
        row.refresh_from_db()
        assert (answer.status_code, getattr(row, text)) == (409, "别人改的")
        assert "自己改的" in body(answer)
        assert "别人改的" in words(answer)

    def test_a_verified_record_is_not_edited(self) -> None:
        row, text = self.made(), self._a_text()
        self.verified(row)
        before = getattr(row, text)
        answer = self.post(
            self.maker, "edit", row.pk, data=self.typed(version="2", **{text: "改后的文字"}), follow=True
        )
        row.refresh_from_db()
        assert getattr(row, text) == before
        assert "提出更正" in words(answer)

    def test_the_checker_verifies_by_the_page(self) -> None:
        row = self.made()
        answer = self.post(self.checker, "step", row.pk, self.check_step, data={"version": "1", "request_key": "v"})
        row.refresh_from_db()
        assert (answer.status_code, row.state) == (302, self.register.workflow.step(self.check_step).target)

    def test_the_maker_does_not_verify_even_with_the_role(self) -> None:
        row, maker = self.made(), self.maker
        role = self.register.workflow.step(self.check_step).roles[-1]
        Membership.objects.create(user=maker, role=role, unit=row.unit, valid_from=START)
        maker.__dict__.pop("_memberships", None)
        answer = self.post(maker, "step", row.pk, self.check_step, data={"version": "1", "request_key": "v"})
        row.refresh_from_db()
        assert (answer.status_code, row.state) == (409, self.register.workflow.initial)
        assert "另一人" in words(answer)

    def test_the_page_of_a_record_tells_its_history(self) -> None:
        row, text = self.made(), self._a_text()
        change_record(
            register=self.register, record_id=row.pk, version=1, values={text: "改后的文字"}, actor=self.maker
        )
        self.verified(row)
        shown: Any = self.get(self.checker, "detail", row.pk)
        entries = TrailEntry.objects.filter(register=self.register.slug, record=str(row.pk))
        assert [one.action for one in entries.order_by("number")] == ["record", "change", self.check_step]
        assert [str(one.who) for one in shown.context["events"]] == [str(self.checker), *[str(self.maker)] * 2]
        assert "改后的文字" in words(shown)

    def _a_text(self) -> str:
        """A free text of the register that is no part of its key: changing it breaks no rule."""
        free = (one.name for one in self.form_fields() if one.name not in self.register.key and not one.read)
        return next(name for name in free if self.register.model_field(name).get_internal_type() == "CharField"
                    and not self.register.model_field(name).choices)  # fmt: skip
