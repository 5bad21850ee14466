"""The generic pages of a register, driven as a browser without script drives them."""

import re
from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from zhiqiang.domains.goals.models import OutsideValue
from zhiqiang.domains.sampling.models import Sample
from zhiqiang.domains.sampling.registers import SAMPLES
from zhiqiang.foundation.access.models import Membership
from zhiqiang.foundation.documents.models import Attachment
from zhiqiang.foundation.reference.models import ProductClass
from zhiqiang.foundation.registers.models import SavedFilter
from zhiqiang.foundation.registers.write import change_record, create_record, take_step
from zhiqiang.foundation.workflow.models import ClockRun

SLUG = SAMPLES.slug


@pytest.fixture
def facts(city):
    return {
        "number": "CD-F-2026-0001",
        "unit": city.unit,
        "level": "county",
        "design": "representative",
        "product_class": ProductClass.objects.get(code="food-04"),
        "product": "酱牛肉",
        "place": "隆化县某超市",
        "sampled_on": date(2026, 10, 22),
        "laboratory": city.laboratory,
        "method": "laboratory",
        "conclusion": "pass",
    }


@pytest.fixture
def typed(facts):
    """The same facts as a form sends them."""
    sent = {name: getattr(value, "pk", value) for name, value in facts.items()}
    return {**sent, "sampled_on": "2026-10-22", "request_key": "key-1"}


@pytest.fixture
def sample(city, facts):
    return create_record(register=SAMPLES, values=facts, actor=city.users["reporter"])


@pytest.fixture
def open_as(city):
    """A browser signed in as a person; who must show a second factor has shown it."""

    def opened(person):
        browser = Client()
        browser.force_login(person)
        if person.needs_second_factor:
            device = person.totpdevice_set.create(name="app", confirmed=True)
            session = browser.session
            session["otp_device_id"] = device.persistent_id
            session.save()
        return browser

    return opened


def page(name, *args):
    return reverse(f"register-{name}", args=[SLUG, *args])


def hidden(answer, name):
    return re.search(rf'name="{name}" value="([^"]*)"', answer.content.decode()).group(1)


def words(answer):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.content.decode()))


def test_a_list_says_how_many_and_leads_to_each_record(city, open_as, sample):
    answer = open_as(city.users["reporter"]).get(page("list"))
    assert "抽检批次 1 条" in words(answer)
    assert page("detail", sample.pk) in answer.content.decode()


def test_an_empty_list_offers_the_one_next_action(city, open_as):
    answer = open_as(city.users["reporter"]).get(page("list"))
    assert "还没有记录" in words(answer)
    assert page("new") in answer.content.decode()


def test_a_reader_is_not_offered_what_only_writers_do(city, open_as, sample):
    listed = open_as(city.users["auditor"]).get(page("list")).content.decode()
    detail = open_as(city.users["auditor"]).get(page("detail", sample.pk)).content.decode()
    assert page("new") not in listed
    assert page("edit", sample.pk) not in detail
    assert "/step/" not in detail


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("q=酱牛", 1),
        ("q=没有这个", 0),
        ("state=recorded", 1),
        ("state=verified", 0),
        ("sampled_on_from=2026-10-22&sampled_on_to=2026-10-22", 1),
        ("sampled_on_from=2026-10-23", 0),
        ("level=county&conclusion=pass", 1),
        ("conclusion=fail", 0),
        ("waiting=verify_by", 1),
        ("waiting=resubmit_by", 0),
    ],
)
def test_filters_choose_rows(city, open_as, sample, query, found):
    answer = open_as(city.users["verifier"]).get(f"{page('list')}?{query}")
    assert len(answer.context["lines"]) == found
    if not found:
        assert "没有符合条件的记录" in words(answer)


def test_units_are_offered_where_there_is_a_choice_and_only_those_in_reach(city, open_as, sample):
    everywhere = open_as(city.users["city_officer"]).get(page("list")).context["filters"]["fields"]
    assert len(everywhere["unit"].choices) == 1 + 14
    assert "unit" not in open_as(city.users["reporter"]).get(page("list")).context["filters"]["fields"]


def test_a_filter_is_kept_under_a_name_and_dropped_again(city, open_as, sample):
    browser = open_as(city.users["reporter"])
    browser.post(page("filters"), {"query": "conclusion=pass", "title": "合格的"})
    assert "合格的" in words(browser.get(page("list")))
    browser.post(page("filters"), {"query": "conclusion=pass", "drop": "合格的"})
    assert not SavedFilter.objects.exists()


@pytest.mark.parametrize("name", ["detail", "edit"])
def test_a_hidden_record_looks_exactly_like_an_absent_one(city, open_as, sample, name):
    stranger = open_as(city.person("reporter", city.other_unit))
    hidden_one, absent = stranger.get(page(name, sample.pk)), stranger.get(page(name, sample.pk + 999))
    assert (hidden_one.status_code, absent.status_code) == (404, 404)
    assert neutral(hidden_one) == neutral(absent)


def neutral(answer):
    """The body without what differs at every request: form tokens and the address asked for."""
    body = re.sub(r'name="csrfmiddlewaretoken" value="[^"]*"', "", answer.content.decode())
    return re.sub(r'name="next" value="[^"]*"', "", body)


def test_an_unknown_register_is_not_there(city, open_as):
    browser = open_as(city.users["reporter"])
    assert browser.get("/r/sampling.nothing/").status_code == 404
    assert open_as(city.users["enterprise"]).get(page("list")).status_code == 404


def test_a_stranger_is_led_to_the_login_whatever_the_address(client):
    for address in (page("list"), "/r/no.such/"):
        assert client.get(address).url.startswith("/login/?next=")


def test_a_record_shows_where_it_is_who_has_it_and_how_its_date_was_computed(city, open_as, sample, as_of):
    as_of(2026, 11, 23)
    ClockRun.objects.update(started_at="2026-11-23T09:00+08:00", due="2026-11-30T23:59:59+08:00")
    text = words(open_as(city.users["reporter"]).get(page("detail", sample.pk)))
    assert "待核实" in text
    assert "剩 5 个工作日" in text
    assert "截止日怎么算的" in text
    assert "11-28 星期六" in text
    assert "records.verify" in text
    assert re.search(r"第 [\d,]+ 条留痕", text)


def test_recording_keeps_what_was_typed_and_names_every_mistake(city, open_as, typed):
    wrong = {**typed, "sampled_on": "2099-01-01", "product": "", "place": "某处"}
    answer = open_as(city.users["reporter"]).post(page("new"), wrong)
    assert answer.status_code == 422
    assert set(answer.context["form"].errors) == {"sampled_on", "product"}
    assert 'href="#id_sampled_on"' in answer.content.decode()
    assert 'value="某处"' in answer.content.decode()
    assert not Sample.objects.exists()


def test_a_recorded_batch_waits_for_somebody_else(city, open_as, typed):
    browser = open_as(city.users["reporter"])
    answer = browser.post(page("new"), typed, follow=True)
    assert answer.status_code == 200
    sample = Sample.objects.get()
    assert (sample.state, sample.recorded_by) == ("recorded", city.users["reporter"])
    assert page("step", sample.pk, "verify") not in answer.content.decode()


def test_the_same_form_sent_twice_has_one_effect_and_the_same_answer(city, open_as, typed):
    browser = open_as(city.users["reporter"])
    first, second = browser.post(page("new"), typed), browser.post(page("new"), typed)
    assert first.url == second.url
    assert Sample.objects.count() == 1


def test_the_same_key_with_other_contents_is_refused_and_nothing_typed_is_lost(city, open_as, typed):
    browser = open_as(city.users["reporter"])
    browser.post(page("new"), typed)
    answer = browser.post(page("new"), {**typed, "number": "CD-F-2026-0002"})
    assert answer.status_code == 409
    assert "已经提交过" in words(answer)
    assert 'value="CD-F-2026-0002"' in answer.content.decode()
    assert Sample.objects.count() == 1


def test_a_form_corrected_after_mistakes_is_saved_under_its_first_key(city, open_as, typed):
    browser = open_as(city.users["reporter"])
    assert browser.post(page("new"), {**typed, "product": ""}).status_code == 422
    assert browser.post(page("new"), typed).status_code == 302


def test_nobody_records_for_another_unit_through_the_form(city, open_as, typed):
    answer = open_as(city.users["reporter"]).post(page("new"), {**typed, "unit": city.other_unit.pk})
    assert answer.status_code == 422
    assert "unit" in answer.context["form"].errors


def test_a_change_made_meanwhile_is_shown_and_the_typed_text_kept(city, open_as, sample, typed, facts):
    browser = open_as(city.users["reporter"])
    version = hidden(browser.get(page("edit", sample.pk)), "version")
    colleague = city.person("reporter", city.unit)
    change_record(register=SAMPLES, record_id=sample.pk, version=1, values={"product": "猪肉"}, actor=colleague)
    answer = browser.post(page("edit", sample.pk), {**typed, "product": "羊肉", "version": version})
    assert answer.status_code == 409
    assert "现在是“猪肉”" in words(answer)
    assert 'value="羊肉"' in answer.content.decode()
    again = {**typed, "product": "羊肉", "version": hidden(answer, "version"), "request_key": "key-2"}
    assert browser.post(page("edit", sample.pk), again).status_code == 302
    sample.refresh_from_db()
    assert (sample.product, sample.version) == ("羊肉", 3)


def test_a_verifier_verifies_by_one_press_and_the_clock_stops(city, open_as, sample):
    browser = open_as(city.users["verifier"])
    assert page("step", sample.pk, "verify") in browser.get(page("detail", sample.pk)).content.decode()
    answer = browser.post(page("step", sample.pk, "verify"), {"version": "1", "request_key": "v"}, follow=True)
    assert "已办理" in words(answer)
    sample.refresh_from_db()
    assert sample.state == "verified"
    assert not ClockRun.objects.filter(stopped_at=None).exists()


def test_the_maker_is_not_offered_the_check_is_told_why_and_is_refused(city, open_as, sample):
    reporter = city.users["reporter"]
    Membership.objects.create(user=reporter, role="verifier", unit=city.unit, valid_from=date(2020, 1, 1))
    reporter.__dict__.pop("_memberships", None)
    browser = open_as(reporter)
    shown = browser.get(page("detail", sample.pk))
    assert page("step", sample.pk, "verify") not in shown.content.decode()
    assert "须由另一人办理" in words(shown)
    answer = browser.post(page("step", sample.pk, "verify"), {"version": "1"})
    assert answer.status_code == 409
    sample.refresh_from_db()
    assert sample.state == "recorded"


def test_nobody_verifies_a_version_they_have_not_seen(city, open_as, sample):
    change_record(
        register=SAMPLES, record_id=sample.pk, version=1, values={"product": "猪肉"}, actor=city.users["reporter"]
    )
    answer = open_as(city.users["verifier"]).post(page("step", sample.pk, "verify"), {"version": "1"})
    assert answer.status_code == 409
    assert "打开之后有改动" in words(answer)


def test_sending_back_asks_for_a_reason_and_shows_it(city, open_as, sample):
    browser = open_as(city.users["verifier"])
    assert browser.get(page("step", sample.pk, "send_back")).status_code == 200
    bare = browser.post(page("step", sample.pk, "send_back"), {"version": "1", "reason": " "})
    assert (bare.status_code, "须写明理由" in words(bare)) == (409, True)
    browser.post(page("step", sample.pk, "send_back"), {"version": "1", "reason": "抽样地点不全"})
    assert "抽样地点不全" in words(browser.get(page("detail", sample.pk)))


def test_a_step_of_another_role_is_not_there(city, open_as, sample):
    answer = open_as(city.users["reporter"]).post(page("step", sample.pk, "verify"), {"version": "1"})
    assert answer.status_code == 404


def test_a_correction_stands_beside_the_old_values_until_it_is_accepted(city, open_as, sample, typed):
    take_step(register=SAMPLES, record_id=sample.pk, step="verify", actor=city.users["verifier"])
    maker, checker = open_as(city.users["reporter"]), open_as(city.users["verifier"])
    assert maker.get(page("edit", sample.pk)).url == page("detail", sample.pk)
    form = maker.get(page("step", sample.pk, "propose_correction"))
    assert 'value="酱牛肉"' in form.content.decode()
    changed = {**typed, "product": "驴肉", "version": hidden(form, "version")}
    no_reason = maker.post(page("step", sample.pk, "propose_correction"), changed)
    assert no_reason.status_code == 422
    answer = maker.post(page("step", sample.pk, "propose_correction"), {**changed, "reason": "品名写错"})
    assert answer.status_code == 302
    shown = checker.get(page("detail", sample.pk))
    assert "<del>酱牛肉</del>" in shown.content.decode()
    assert "<ins>驴肉</ins>" in shown.content.decode()
    version = hidden(shown, "version")
    checker.post(page("step", sample.pk, "accept_correction"), {"version": version, "request_key": "a"})
    sample.refresh_from_db()
    assert (sample.product, sample.state) == ("驴肉", "verified")


def test_ticked_rows_are_verified_each_for_itself_and_refusals_say_why(city, open_as, sample, facts):
    other = create_record(register=SAMPLES, values={**facts, "number": "CD-F-2026-0002"}, actor=city.users["reporter"])
    elsewhere = create_record(
        register=SAMPLES,
        values={**facts, "number": "CD-F-2026-0003", "unit": city.other_unit},
        actor=city.users["city_officer"],
    )
    ticked = [f"{sample.pk}:1", f"{other.pk}:9", f"{elsewhere.pk}:1", "nonsense"]
    browser = open_as(city.users["verifier"])
    answer = browser.post(page("batch", "verify"), {"record": ticked, "query": ""}, follow=True)
    text = words(answer)
    assert "已办 1 条" in text
    assert "打开之后有改动" in text
    assert "不在您的管辖范围内" in text
    assert "CD-F-2026-0003" not in text
    assert set(Sample.objects.filter(state="verified")) == {sample}


def test_only_listed_steps_are_taken_in_batches(city, open_as, sample):
    browser = open_as(city.users["reporter"])
    browser.post(page("batch", "void"), {"record": f"{sample.pk}:1"})
    sample.refresh_from_db()
    assert sample.state == "recorded"


def test_the_index_names_each_register_with_what_waits(city, open_as, sample):
    answer = open_as(city.users["verifier"]).get(reverse("register-index"))
    assert "1 条记录等您办理" in words(answer)
    assert page("list") in answer.content.decode()


def a_file(name="抽样单.txt", content=b"CD-F-2026-0001\n"):
    return SimpleUploadedFile(name, content)


def test_a_file_is_attached_by_who_may_change_the_record_and_listed(city, open_as, sample):
    browser = open_as(city.users["reporter"])
    answer = browser.post(page("attach", sample.pk), {"file": a_file(), "title": "原件"}, follow=True)
    assert "抽样单.txt" in words(answer)
    assert "添加附件" in words(answer)
    stranger = open_as(city.person("reporter", city.other_unit))
    assert stranger.post(page("attach", sample.pk), {"file": a_file()}).status_code == 404


def test_a_file_of_a_wrong_kind_is_refused_with_what_would_fit(city, open_as, sample):
    program = a_file("抽样单.pdf", b"MZ\x90\x00" + bytes(64))
    answer = open_as(city.users["reporter"]).post(page("attach", sample.pk), {"file": program}, follow=True)
    assert "可用 PDF" in words(answer)
    assert not Attachment.objects.exists()


def test_a_field_that_holds_a_document_takes_a_file_and_keeps_it_when_none_is_sent(city, open_as):
    browser = open_as(city.users["city_officer"])
    new = reverse("register-new", args=["goals.outside_values"])
    assert 'enctype="multipart/form-data"' in browser.get(new).content.decode()
    sent = {
        "series": OutsideValue._meta.get_field("series").flatchoices[0][0],
        "period_end": "2025-12-31",
        "value": "17.6",
        "vintage": "2026-03-01",
        "publisher": "市统计局",
        "source_title": "统计公报",
        "unit": city.city.pk,
        "request_key": "k",
    }
    assert browser.post(new, {**sent, "source": a_file("公报.txt")}).status_code == 302
    value = OutsideValue.objects.get()
    assert value.source.name == "公报.txt"
    edit = reverse("register-edit", args=["goals.outside_values", value.pk])
    changed = {**sent, "publisher": "统计局", "version": "1", "request_key": "k2"}
    assert browser.post(edit, changed).status_code == 302
    value.refresh_from_db()
    assert (value.publisher, value.source.name) == ("统计局", "公报.txt")
