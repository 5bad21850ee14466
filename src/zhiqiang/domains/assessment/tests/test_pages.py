"""Who opens which page and what stands on it; sheets filled, checked and carried as workbooks."""

import io
from decimal import Decimal
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from zhiqiang.domains.assessment.actions.appeals import file_appeal
from zhiqiang.domains.assessment.imports import COLUMNS, lines_of, write_sheet
from zhiqiang.domains.assessment.models import Appeal, DepartmentMark, Result, Run, SelfMark
from zhiqiang.domains.assessment.queries.schemes import sources
from zhiqiang.domains.assessment.tests.office import PERIOD, SCHEME, Office
from zhiqiang.foundation.access.models import Membership, User
from zhiqiang.foundation.testing.browsing import body, open_as, words
from zhiqiang.foundation.testing.city import START, City
from zhiqiang.kernel.assessment import sensitivity


def scores_page(run: Run, layer: str = "self", code: str = "130825") -> str:
    return reverse("assessment-scores", args=[run.pk, layer, code])


def see(person: User, address: str) -> Any:
    return open_as(person).get(address)


def post(person: User, address: str, data: dict[str, Any]) -> Any:
    return open_as(person).post(address, data)


def workbook_with(run: Run, office: Office, cells: dict[str, Any], rename: dict[str, str] | None = None) -> bytes:
    """The exported sheet with scores typed in by third-level title, as an office would."""
    import openpyxl

    book = openpyxl.load_workbook(io.BytesIO(write_sheet(run, office.city.unit)))
    sheet = book.active
    assert sheet is not None
    for row in sheet.iter_rows(min_row=2):
        if (title := row[2].value) in cells:
            row[5].value = cells[str(title)]
        row[2].value = (rename or {}).get(str(title), title)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def take_in(office: Office, run: Run, content: bytes) -> Any:
    file = SimpleUploadedFile("自评表.xlsx", content)
    address = reverse("assessment-import", args=[run.pk, "130825"])
    return post(office.city.users["reporter"], address, {"file": file})


# --- the run and its sheets --------------------------------------------------------------------------------------


def test_the_city_sees_thirteen_units_in_administrative_order_with_grade_stability_and_rank(office: Office) -> None:
    run = office.published()
    page = body(see(office.officer, reverse("assessment-run", args=[run.pk])))
    titles = list(Result.objects.filter(run=run).order_by("unit__position").values_list("unit__short", flat=True))
    table = page[page.index("各单位得分") :]
    places = [table.index(f">{title}<") for title in titles]
    assert len(titles) == 13
    assert places == sorted(places)
    assert "B级" in table
    assert "得分相同" in table  # twelve units with the same facts


def test_before_publication_a_unit_sees_no_score_and_the_city_sees_a_trial(office: Office) -> None:
    run = office.to_department()
    trial = words(see(office.officer, reverse("assessment-run", args=[run.pk])))
    assert "试算，不是结果" in trial
    assert "缺 4 项" in trial
    own = see(office.city.users["reporter"], reverse("assessment-run", args=[run.pk]))
    assert "各单位得分" not in body(own)
    for name in ("assessment-sheet", "assessment-sensitivity"):
        more = ["130825"] if name == "assessment-sheet" else []
        assert see(office.city.users["reporter"], reverse(name, args=[run.pk, *more])).status_code == 404


def test_a_unit_reads_its_own_sheet_and_the_published_table_but_no_other_sheet(office: Office) -> None:
    run, reporter = office.published(), office.city.users["reporter"]
    table = body(see(reporter, reverse("assessment-run", args=[run.pk])))
    assert reverse("assessment-sheet", args=[run.pk, "130825"]) in table
    assert reverse("assessment-sheet", args=[run.pk, "130802"]) not in table
    assert see(reporter, reverse("assessment-sheet", args=[run.pk, "130825"])).status_code == 200
    assert see(reporter, reverse("assessment-sheet", args=[run.pk, "130802"])).status_code == 404
    other = Result.objects.get(run=run, unit=office.city.other_unit)
    assert see(reporter, reverse("assessment-result", args=[other.pk])).status_code == 404


def test_a_sheet_explains_every_item_with_its_formula_and_leads_to_the_rows(office: Office) -> None:
    run = office.published()
    page = body(see(office.officer, reverse("assessment-sheet", args=[run.pk, "130825"])))
    assert "(97.8 − 95) ÷ (98.5 − 95) × 10 = 8" in page
    assert "/goals/evidence/food_pass_rate/?target=G2027.5&amp;unit=130825" in page
    assert "10 − 2（" in page
    assert "部门评分 4；按部门评分 4 计" in page
    for one in run.pinned.scheme.items:  # type: ignore[union-attr]  # published runs are pinned
        assert one.title in page


@pytest.mark.parametrize("role", ["laboratory", "enterprise", "expert", "finance"])
def test_people_without_a_part_in_it_find_no_page(office: Office, role: str) -> None:
    run = office.published()
    addresses = [
        reverse("assessment-run", args=[run.pk]), reverse("assessment-sheet", args=[run.pk, "130825"]),
        reverse("assessment-quality"), reverse("assessment-what-if"),
    ]  # fmt: skip
    assert {see(office.city.users[role], one).status_code for one in addresses} == {404}


def test_sensitivity_shows_every_unit_and_the_weights_that_flip_a_grade(office: Office) -> None:
    office.figures["130825"] = {"food_rate": "96.1", "agri_rate": "97.52", "firm_visits": "2.9"}
    run = office.combined()
    page = body(see(office.officer, reverse("assessment-sensitivity", args=[run.pk])))
    assert page.count("<circle") == 13
    found = office.result(run)
    assert found.stable is (not any(one.flips for one in _variants(found)))


def _variants(found: Result) -> Any:
    return sensitivity(found.scheme, found.scored).variants


# --- sheets ------------------------------------------------------------------------------------------------------


def test_a_unit_fills_its_sheet_and_another_person_checks_it(office: Office) -> None:
    run = office.step(office.run(), "open")
    reporter, verifier = office.city.users["reporter"], office.city.users["verifier"]
    data = {"value-activity": "4.5", "reason-activity": "有方案和名单", "value-practice": "3"}
    assert post(reporter, scores_page(run), data).status_code == 302
    assert post(reporter, scores_page(run), data).status_code == 302  # the same again changes nothing
    assert {one.item: one.value for one in SelfMark.objects.filter(run=run)} == {
        "activity": Decimal("4.5"), "practice": Decimal(3),
    }  # fmt: skip
    check = reverse("assessment-check", args=[run.pk, "self", "130825"])
    assert "审核通过 2 项" in words(see(verifier, scores_page(run)))
    assert post(verifier, check, {}).status_code == 302
    assert set(SelfMark.objects.filter(run=run).values_list("state", flat=True)) == {"verified"}
    refused = post(reporter, scores_page(run), {"value-activity": "5"})
    assert (refused.status_code, "评分已审核" in body(refused)) == (409, True)


@pytest.mark.parametrize(
    ("value", "message"), [("5.5", "不在 0 至 5 之间"), ("多", "不是得分，请填数字"), ("NaN", "不是得分")]
)
def test_a_wrong_score_is_refused_in_words_and_nothing_of_the_sheet_is_kept(
    office: Office, value: str, message: str
) -> None:
    run = office.step(office.run(), "open")
    answer = post(office.city.users["reporter"], scores_page(run), {"value-practice": "3", "value-activity": value})
    assert (answer.status_code, message in words(answer)) == (409, True)
    assert not SelfMark.objects.filter(run=run).exists()


def test_only_the_right_people_reach_a_sheet(office: Office) -> None:
    run = office.to_department()
    reporter, department = office.city.users["reporter"], office.department
    assert see(reporter, scores_page(run, "self", "130802")).status_code == 404
    assert post(reporter, scores_page(run, "department"), {"value-activity": "5"}).status_code == 404
    assert see(department, scores_page(run, "self")).status_code == 404
    assert see(department, reverse("assessment-run", args=[run.pk])).status_code == 200
    given = {"value-activity": "4", "reason-activity": "活动有记录"}
    assert post(department, scores_page(run, "department", "130802"), given).status_code == 302
    assert DepartmentMark.objects.get(run=run, unit=office.city.other_unit).department is not None
    without_reason = post(department, scores_page(run, "department", "130803"), {"value-activity": "4"})
    assert (without_reason.status_code, "须写明理由" in words(without_reason)) == (409, True)


def test_one_person_does_not_score_an_item_in_two_layers(office: Office) -> None:
    run = office.to_department()
    office.mark(run, "department", office.city.unit, office.officer, {"activity": "4"})
    run = office.step(run, "to_field")
    Membership.objects.create(user=office.officer, role="city_verifier", unit=office.city.city, valid_from=START)
    both = User.objects.get(pk=office.officer.pk)
    answer = post(both, scores_page(run, "field"), {"value-activity": "3", "reason-activity": "现场"})
    assert (answer.status_code, "已在另一环节给过这一项的分" in words(answer)) == (409, True)


# --- the workbook ------------------------------------------------------------------------------------------------


def test_the_workbook_has_the_offices_own_columns_and_every_line_of_the_scheme(office: Office) -> None:
    import openpyxl

    run = office.step(office.run(), "open")
    answer = see(office.city.users["reporter"], reverse("assessment-workbook", args=[run.pk, "130825"]))
    sheet = openpyxl.load_workbook(io.BytesIO(answer.content)).active
    assert sheet is not None
    rows = [[cell.value for cell in row] for row in sheet.iter_rows()]
    assert (
        rows[0] == ["一级指标", "二级指标", "三级指标", "考核要点", "评分方法", "自评分", "需提交材料"] == list(COLUMNS)
    )
    assert run.pinned is not None
    assert [tuple(row[:3]) for row in rows[1:]] == [titles for titles, _one in lines_of(run.pinned.scheme)]
    assert rows[1][5] == "系统取数"


def test_a_filled_workbook_comes_in_and_comes_in_again_without_a_change(office: Office) -> None:
    run = office.step(office.run(), "open")
    content = workbook_with(run, office, {"质量活动": 4.5, "典型经验": "3", "部署安排": "5.00"})
    assert take_in(office, run, content).status_code == 302
    before = {(one.item, one.value, one.version) for one in SelfMark.objects.filter(run=run)}
    assert {(item, str(value)) for item, value, _version in before} == {
        ("activity", "4.50"), ("practice", "3.00"), ("arrangement", "5.00"),
    }  # fmt: skip
    assert take_in(office, run, content).status_code == 302
    assert take_in(office, run, write_sheet(run, office.city.unit)).status_code == 302
    assert {(one.item, one.value, one.version) for one in SelfMark.objects.filter(run=run)} == before


def test_an_import_names_row_column_and_rule_of_every_error_and_takes_nothing(office: Office) -> None:
    run = office.step(office.run(), "open")
    cells = {"质量活动": 6, "典型经验": "较好", "部署安排": 5, "食品抽检合格率": 9}
    answer = take_in(office, run, workbook_with(run, office, cells, rename={"工作机制": "机制"}))
    text = words(answer)
    assert answer.status_code == 409
    for expected in (
        "F列 自评分",
        "不在 0 至 5 之间",
        "“较好”不是数字",
        "由系统取数计分",
        "C列 三级指标",
        "/ 机制”这一项",
    ):
        assert expected in text, expected
    assert not SelfMark.objects.filter(run=run).exists()


@pytest.mark.parametrize(
    ("content", "message"), [(b"a,b\n1,2\n", "没有找到自评表的表头"), (b"%PDF-1.7", "这是 PDF 文件"), (b"", "空")]
)
def test_a_file_that_is_no_sheet_is_refused_in_words(office: Office, content: bytes, message: str) -> None:
    run = office.step(office.run(), "open")
    answer = take_in(office, run, content)
    assert (answer.status_code, message in words(answer)) == (409, True)


# --- what-if, quality, appeals, papers ---------------------------------------------------------------------------


def test_a_draft_scheme_shows_which_grades_it_would_change_and_stores_nothing(office: Office) -> None:
    run = office.published()
    before = Result.objects.count()
    text = sources()[f"{SCHEME}.toml"].replace("at_least = 80", "at_least = 84")
    data = {"scheme": SCHEME, "period": PERIOD, "file": SimpleUploadedFile(f"{SCHEME}.toml", text.encode())}
    answer = post(office.officer, reverse("assessment-what-if"), data)
    page = words(answer)
    assert answer.status_code == 200
    assert f"按草案，{PERIOD} 有" in page
    assert "B级 → C级" in page
    assert run.title in page
    assert Result.objects.count() == before


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [("weight = 50", "weight = 60", "请使两者相等"), ("[rounding]", "[rounding", "不是有效的 TOML"),
     ('target = "G2027.4"', 'target = "G2099.4"', "方案里没有目标“G2099.4”")],
)  # fmt: skip
def test_a_draft_with_a_mistake_is_told_with_file_and_place(office: Office, old: str, new: str, message: str) -> None:
    text = sources()[f"{SCHEME}.toml"].replace(old, new)
    data = {"scheme": SCHEME, "period": PERIOD, "file": SimpleUploadedFile(f"{SCHEME}.toml", text.encode())}
    answer = post(office.officer, reverse("assessment-what-if"), data)
    assert (answer.status_code, message in words(answer)) == (409, True)
    assert f"{SCHEME}.toml" in words(answer)


def test_what_if_is_the_officers(office: Office) -> None:
    assert see(office.checker, reverse("assessment-what-if")).status_code == 404
    assert see(office.officer, reverse("assessment-what-if")).status_code == 200


def test_a_unit_appeals_from_its_sheet_and_another_decides_on_the_appeals_page(office: Office) -> None:
    result = office.result(office.published())
    reporter = office.city.users["reporter"]
    assert "对结果有异议" in words(see(reporter, reverse("assessment-result", args=[result.pk])))
    filed = post(
        reporter, reverse("assessment-file-appeal", args=[result.pk]), {"item": "activity", "grounds": "名单已补"}
    )
    appeal = Appeal.objects.get()
    assert filed.url == reverse("assessment-appeal", args=[appeal.pk])
    page = reverse("assessment-appeal", args=[appeal.pk])
    assert 'name="value"' in body(see(office.leader, page))
    assert 'name="value"' not in body(see(reporter, page))
    given = {"version": "1", "value": "5", "reason": "材料属实"}
    assert post(office.leader, reverse("assessment-decide", args=[appeal.pk]), given).status_code == 302
    assert office.result(result.run).number == 2
    assert "历次结果" in words(see(office.officer, reverse("assessment-result", args=[result.pk])))


def test_a_published_result_is_explained_in_an_issued_paper(office: Office) -> None:
    result = office.result(office.published())
    answer = post(office.officer, reverse("assessment-paper", args=[result.pk]), {})
    assert answer.status_code == 302
    page = words(see(office.officer, reverse("assessment-result", args=[result.pk])))
    assert "已印发的说明" in page
    assert ".pdf" in page


def test_the_scorecard_shows_all_units_and_says_that_it_is_no_score(office: Office, city: City) -> None:
    answer = see(city.users["reporter"], reverse("assessment-quality") + "?period=2026Q3")
    page = words(answer)
    assert answer.status_code == 200
    assert "不计入任何考评得分" in page
    assert page.count("隆化县") >= 1
    wrong = see(office.officer, reverse("assessment-quality") + "?period=2026Q9")
    assert (wrong.status_code, "不是考评期" in words(wrong)) == (409, True)


def test_an_appeal_needs_grounds(office: Office) -> None:
    result = office.result(office.published())
    post(office.city.users["reporter"], reverse("assessment-file-appeal", args=[result.pk]), {"item": "activity"})
    assert not Appeal.objects.exists()
    made = file_appeal(result=result, item="activity", grounds="补齐", actor=office.city.users["reporter"])
    assert made.state == "filed"
