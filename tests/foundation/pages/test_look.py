"""The pieces of every page: figures, chips, time left, small charts, contrast, error pages."""

import re
from datetime import date, datetime
from decimal import Decimal
from itertools import product
from pathlib import Path

import pytest
from django.template import Context, Template
from django.test import Client, RequestFactory

from zhiqiang.foundation import clock
from zhiqiang.foundation.pages import charts, statuses
from zhiqiang.foundation.pages.context import menu, opens_a_register
from zhiqiang.foundation.pages.due import time_left
from zhiqiang.foundation.pages.numbers import figure_text
from zhiqiang.foundation.pages.templatetags.look import Tile
from zhiqiang.foundation.reference.models import Unit
from zhiqiang.foundation.workflow.models import ClockRun
from zhiqiang.kernel.targets import Status, Verdict
from zhiqiang.kernel.workdays import Calendar, SpecialDay

PAGES = Path(statuses.__file__).parent
STYLE = (PAGES / "static" / "look.css").read_text(encoding="utf-8")
CALENDAR = Calendar({date(2026, 11, 25): SpecialDay(working=False, name="某节")}, 2026, 2026)


def rendered(text, **context):
    return Template(text).render(Context({"request": RequestFactory().get("/r/x/?q=a&page=3"), **context}))


@pytest.mark.parametrize(
    ("value", "unit", "places", "text"),
    [
        (Decimal("98.30"), "%", None, "98.30%"),
        (Decimal("98.349"), "%", 1, "98.3%"),
        (2143, "张", None, "2,143 张"),
        ("0.1", "", None, "0.1"),
        (Decimal("1E+3"), "项", None, "1,000 项"),
        (Decimal("-12345.6"), "", None, "-12,345.6"),
        (None, "%", None, "—"),
        (Decimal("NaN"), "%", None, "—"),
        (0, "批", None, "0 批"),
    ],
)
def test_a_figure_is_written_as_people_read_it(value, unit, places, text):
    assert figure_text(value, unit, places) == text


@pytest.mark.parametrize("value", [0.1, True, "many"])
def test_a_figure_is_never_a_float_nor_a_word(value):
    with pytest.raises(TypeError):
        figure_text(value)


@pytest.mark.parametrize(
    ("due", "colour", "text"),
    [
        ((2026, 11, 22, 23, 59), "bad", "逾期 1 天"),
        ((2026, 11, 23, 8, 0), "bad", "今天 08:00 已逾期"),
        ((2026, 11, 23, 17, 30), "warn", "今天 17:30"),
        ((2026, 11, 24, 23, 59), "warn", "剩 1 个工作日"),
        ((2026, 11, 26, 23, 59), "warn", "剩 2 个工作日"),
        ((2026, 11, 30, 23, 59), "ok", "剩 4 个工作日"),
    ],
)
def test_time_left_is_said_in_working_days(due, colour, text):
    left = time_left(datetime(*due, tzinfo=clock.ZONE), datetime(2026, 11, 23, 9, tzinfo=clock.ZONE), CALENDAR)
    assert (left.colour, left.text) == (colour, text)


@pytest.mark.django_db
def test_a_stopped_clock_says_whether_it_was_in_time():
    moment = datetime(2026, 11, 23, 9, tzinfo=clock.ZONE)
    assert "按期办结" in rendered("{% due run %}", run=ClockRun(due=moment, stopped_at=moment))


def test_every_status_of_a_target_has_a_chip_and_only_judged_ones_have_a_colour():
    for status in Status:
        assert (statuses.TARGETS[status].colour == "none") is (not status.coloured)
    assert set(Verdict) <= set(statuses.TARGETS)


def test_a_status_is_colour_and_word_and_the_style_adds_the_shape():
    assert rendered('{% status "behind" %}') == '<span class="st bad">滞后</span>'
    for colour in statuses.COLOURS:
        assert re.search(rf"\.{colour}::before {{ content: \"[●▲■◆○]\"", STYLE)


def test_a_bullet_marks_value_path_and_goal_and_says_them():
    html = rendered("{% bullet v e g status='behind' unit='项' %}", v=Decimal(5), e=Decimal(8), g=Decimal(10))
    assert 'aria-label="当前 5 项，应达 8 项，目标 10 项"' in html
    assert 'class="fill-bad"' in html
    assert "style=" not in html


def test_a_bullet_of_close_values_is_cut_and_shows_the_cut():
    marks = charts.bullet(Decimal("98.3"), Decimal("98.8"), Decimal(99))
    assert marks.broken
    assert Decimal(marks.goal) - Decimal(marks.value) > 20
    assert not charts.bullet(Decimal(5), None, Decimal(10)).broken


@pytest.mark.parametrize("value", [None, Decimal(0), Decimal(-3), Decimal("1E-9"), Decimal("1E12")])
def test_a_bullet_stays_inside_its_frame_for_any_value(value):
    marks = charts.bullet(value, Decimal(0), Decimal(10))
    assert all(0 <= Decimal(mark) <= charts.WIDTH for mark in (marks.value, marks.expected, marks.goal) if mark)


def test_a_strip_is_as_wide_as_its_counts():
    html = rendered("{% strip counts '48 个目标' %}", counts=[("on_track", 30), ("behind", 10), ("watch", 0)])
    assert 'aria-label="48 个目标：正常 30，滞后 10"' in html
    assert re.findall(r'x="([\d.]+)"', html) == ["0.0", "750.0"]


@pytest.mark.django_db
def test_tiles_stand_in_their_places_with_their_words(city):
    cells = [Tile(unit, "98.3", "behind", f"/u/{unit.code}/") for unit in Unit.objects.exclude(kind="city")]
    html = rendered("{% tiles cells '13 个单位' %}", cells=cells)
    places = re.findall(r'class="t bad (r\d c\d)"', html)
    assert len(places) == len(set(places)) == 13
    assert html.count("滞后") == 13


def test_the_address_changes_only_what_is_asked():
    assert rendered("{% query_with page=4 %}") == "?q=a&amp;page=4"
    assert rendered("{% query_with page='' %}") == "?q=a"


def token(name):
    value = re.search(rf"--{name}: #([0-9a-f]+)", STYLE).group(1)
    return value if len(value) == 6 else "".join(digit * 2 for digit in value)


def luminance(colour):
    channels = [int(colour[start : start + 2], 16) / 255 for start in (0, 2, 4)]
    linear = [one / 12.92 if one <= 0.04045 else ((one + 0.055) / 1.055) ** 2.4 for one in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one, other):
    light, dark = sorted((luminance(token(one)), luminance(token(other))), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize(
    ("text", "ground"),
    [
        *product(("ink", "ink-2", "ink-3", "blue"), ("paper", "ground")),
        *((colour, f"{colour}-bg") for colour in (*statuses.COLOURS, "blue")),
        *product(("bad", "ok"), ("paper",)),
        ("paper", "blue"),
        ("paper", "bad"),
    ],
)
def test_text_stands_out_from_its_ground(text, ground):
    assert contrast(text, ground) >= 4.5


@pytest.mark.parametrize("line", ["line-2", "amber"])
def test_borders_of_inputs_and_bars_stand_out_from_paper(line):
    assert contrast(line, "paper") >= 2.9


def test_no_template_styles_inline_or_runs_inline_script():
    handler = r"\son(?:click|change|input|submit|load|error|key\w+|mouse\w+)="
    forbidden = re.compile(rf"\sstyle=|<style|<script(?![^>]*\ssrc=)|{handler}")
    for template in PAGES.parent.parent.rglob("templates/**/*.html"):
        assert not forbidden.search(template.read_text(encoding="utf-8")), template


@pytest.mark.django_db
def test_the_menu_holds_only_what_the_person_may_see_and_at_most_seven(city, rf):
    request = rf.get("/r/")
    for role, person in city.users.items():
        request.user = person
        titles = [str(entry.title) for entry in menu(request)]
        assert len(titles) <= 7
        assert ("系统" in titles) <= (role in {"administrator", "auditor"})
        assert ("业务" in titles) == opens_a_register(person)
        assert ("业务" in titles) or role in {"administrator", "enterprise", "expert", "finance"}
        assert [str(entry.title) for entry in menu(request) if entry.current] == [
            one for one in titles if one == "业务"
        ]


@pytest.mark.django_db
def test_a_page_that_is_not_there_says_so_plainly_and_leads_back(client):
    answer = client.get("/nowhere/")
    assert (answer.status_code, "没有这个页面" in answer.content.decode()) == (404, True)


@pytest.mark.django_db
def test_a_stale_form_is_answered_in_plain_words():
    answer = Client(enforce_csrf_checks=True).post("/login/", {"username": "a"})
    assert (answer.status_code, "页面已过期" in answer.content.decode()) == (403, True)


def test_the_page_of_a_failure_needs_neither_database_nor_request():
    page = Template((PAGES / "templates" / "500.html").read_text(encoding="utf-8")).render(Context({}))
    assert "没有保存" in page


@pytest.mark.django_db
@pytest.mark.parametrize("demo", [True, False])
def test_made_up_data_are_marked_on_every_page(client, settings, city, demo):
    settings.DEMO = demo
    assert ("演示数据 · 不代表承德市实际情况" in client.get("/login/").content.decode()) is demo
    assert ("演示数据" in client.get("/nowhere/").content.decode()) is demo
