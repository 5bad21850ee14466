"""The English catalogue is complete, agrees with the source, and everything shown to people can be translated."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import polib
import pytest
from django.utils import translation

import zhiqiang
from zhiqiang.site.messages import catalogue
from zhiqiang.site.messages.extraction import (
    Key,
    called,
    extract,
    is_translated,
    marks_in,
    python_messages,
    template_messages,
)

PACKAGE = Path(zhiqiang.__file__).parent
CHINESE = re.compile(r"[\u4e00-\u9fff]")
#: A Chinese word that must be typed as it is, quoted or in brackets.
QUOTED = re.compile(r"“[\u4e00-\u9fff]+”|\([\u4e00-\u9fff]+\)")

#: Files with Chinese texts that no marking function wraps, by the reason why.
REASONS = {
    "made-up records of the demonstration city are data": (
        "domains/assessment/demo.py",
        "domains/brands/demo.py",
        "domains/bulletins/demo.py",
        "domains/enterprise_quality/demo.py",
        "domains/activities/demo.py",
        "domains/conformity/demo.py",
        "domains/delivery/demo.py",
        "domains/goals/demo.py",
        "domains/incentives/demo.py",
        "domains/innovation/demo.py",
        "domains/metrology/demo.py",
        "domains/one_stop/demo.py",
        "domains/programmes/demo.py",
        "domains/sampling/demo.py",
        "domains/sampling/demo_workbooks.py",
        "domains/standards/demo.py",
        "domains/steering/demo.py",
        "domains/supervision/demo.py",
    ),
    "rules are pure: they speak as the kernel does, in Chinese": (
        "domains/assessment/rules.py",
        "domains/brands/rules.py",
        "domains/bulletins/registers.py",
        "domains/bulletins/rules.py",
        "domains/enterprise_quality/rules.py",
        "domains/activities/rules.py",
        "domains/conformity/rules/listed.py",
        "domains/conformity/rules/records.py",
        "domains/delivery/rules.py",
        "domains/goals/rules.py",
        "domains/incentives/rules.py",
        "domains/innovation/rules.py",
        "domains/metrology/rules/calibrations.py",
        "domains/metrology/rules/events.py",
        "domains/metrology/rules/instruments.py",
        "domains/metrology/rules/standards.py",
        "domains/one_stop/rules.py",
        "domains/programmes/rules.py",
        "domains/sampling/rules.py",
        "domains/standards/rules.py",
        "domains/steering/rules.py",
        "domains/supervision/rules/papers.py",
        "domains/supervision/rules/records.py",
    ),
    "words by which Chinese workbooks call sheets, columns and choices": (
        "domains/assessment/imports.py",
        "domains/assessment/registers.py",
        "domains/brands/registers.py",
        "domains/enterprise_quality/registers.py",
        "domains/activities/registers.py",
        "domains/conformity/imports.py",
        "domains/conformity/registers.py",
        "domains/delivery/registers.py",
        "domains/goals/registers.py",
        "domains/incentives/registers.py",
        "domains/innovation/registers.py",
        "domains/metrology/registers.py",
        "domains/one_stop/registers.py",
        "domains/programmes/imports.py",
        "domains/programmes/registers.py",
        "domains/sampling/registers.py",
        "domains/standards/registers.py",
        "domains/sampling/imports.py",
        "domains/steering/registers.py",
        "portals/console/system/calendar.py",
        "portals/console/system/calendar_rows.py",
        "foundation/imports/headers.py",
        "foundation/imports/views.py",
        "foundation/imports/workbook.py",
    ),
    "minutes are issued in Chinese, whatever language the page is read in": (
        "domains/steering/presentation/minutes.py",
    ),
    "words of the plan, of notices and of tables that ship": (
        "domains/assessment/presentation/papers.py",
        "foundation/plans/active.py",
        "foundation/reference/announcement.py",
        "foundation/reference/load.py",
    ),
    "read in a child process that knows no Django, or where the kernel's messages are shown": (
        "domains/assessment/queries/facts.py",
        "domains/assessment/queries/schemes.py",
        "domains/metrology/imports/dcc.py",
        "domains/metrology/imports/safe_xml.py",
        "domains/metrology/imports/signature.py",
        "foundation/certificates/queries.py",
        "foundation/imports/reading.py",
        "foundation/imports/workbook_guard.py",
        "foundation/parameters/deadlines.py",
        "foundation/parameters/loader.py",
        "foundation/plans/package.py",
        "foundation/programmes/loader.py",
    ),
    "said on the command line, or to programmers": (
        "domains/programmes/models/definitions.py",
        "foundation/access/marks.py",
        "foundation/backup.py",
        "foundation/certificates/keys.py",
        "foundation/database.py",
        "foundation/evidence/check.py",
        "foundation/plans/models.py",
        "foundation/restore.py",
        "foundation/trail/many.py",
        "foundation/trail/models.py",
        "foundation/trail/record.py",
    ),
    "the API's document is in Chinese; its answers are translated": (
        "portals/api/build.py",
        "portals/api/describe.py",
        "portals/api/figures.py",
        "portals/api/imports.py",
        "portals/api/public.py",
        "portals/api/registers.py",
        "portals/api/rows.py",
    ),
    "a certificate is in Chinese whatever language its issuer works in": ("foundation/certificates/wording.py",),
    "official papers are in Chinese whatever language their author works in": (
        "domains/bulletins/queries/analysis.py",
        "domains/bulletins/queries/papers.py",
        "domains/bulletins/queries/parts.py",
        "domains/bulletins/queries/runs.py",
        "domains/bulletins/queries/situation.py",
        "foundation/papers/fonts.py",
        "foundation/papers/layout.py",
        "foundation/papers/models.py",
        "foundation/papers/series.py",
    ),
    "names of downloaded files and of the parts of a figure, which addresses carry": (
        "domains/goals/views.py",
        "domains/programmes/presentation/lists.py",
        "domains/sampling/measures.py",
    ),
}
NOT_INTERFACE = {name for names in REASONS.values() for name in names}


@pytest.fixture(scope="module")
def entries() -> polib.POFile:
    return catalogue.read()


def test_the_english_catalogue_has_every_message_once_and_translated() -> None:
    assert catalogue.problems() == [], "run `zhiqiang messages`, then translate what it names"


def test_translations_hold_no_chinese(entries: polib.POFile) -> None:
    allowed = {"以顿号分隔"}  # names the Chinese comma itself
    left = [
        entry.msgid
        for entry in entries
        for text in (entry.msgstr, *entry.msgstr_plural.values())
        if CHINESE.search(QUOTED.sub("", text)) and entry.msgid not in allowed
    ]
    assert left == []


def test_the_catalogue_is_one_that_gettext_reads(entries: polib.POFile, tmp_path: Path) -> None:
    entries.save_as_mofile(str(tmp_path / "django.mo"))
    read = {entry.msgid: entry.msgstr for entry in polib.mofile(str(tmp_path / "django.mo")) if not entry.msgid_plural}
    assert read == {entry.msgid: entry.msgstr for entry in entries if not entry.msgid_plural}


@pytest.mark.parametrize(
    ("source", "keys"),
    [
        ("from django.utils.translation import gettext as _\n_('甲')", [Key("甲")]),
        ("from zhiqiang.foundation.text import lazy as _\nx = _('甲' '乙')", [Key("甲乙")]),
        ("from django.utils.translation import ngettext as n\nn('一', '多', 2)", [Key("一", "多")]),
        ("from django.utils.translation import pgettext\npgettext('门', '诉')", [Key("诉", "", "门")]),
        ("from django.utils import translation\ntranslation.gettext('甲')", [Key("甲")]),
        ("def _(x): return x\n_('甲')", []),
    ],
)
def test_messages_are_found_in_python(source: str, keys: list[Key]) -> None:
    assert [one.key for one in python_messages(source, "a.py")] == keys


@pytest.mark.parametrize(
    ("source", "keys"),
    [
        ('{% translate "甲" %}', [Key("甲")]),
        ('<p>{% translate "95% 区间" %}</p>', [Key("95%% 区间")]),
        ("{% blocktranslate trimmed with n=row.n %}\n 共 {{ n }} 条\n{% endblocktranslate %}", [Key("共 %(n)s 条")]),
        (
            "{% blocktranslate count n=n %}一条{% plural %}{{ n }} 条{% endblocktranslate %}",
            [Key("一条", "%(n)s 条")],
        ),
        ('{% translate "诉" context "door" %}{% translate "看" %}', [Key("诉", "", "door"), Key("看")]),
        ('{% if a %}{% translate "（甲）" %}{% endif %} _(乙)', [Key("（甲）")]),
    ],
)
def test_messages_are_found_in_templates(source: str, keys: list[Key]) -> None:
    assert [one.key for one in template_messages(source, "a.html")] == keys


@pytest.mark.parametrize(
    ("text", "found"),
    [("共 %(n)s 条", ["%(n)s"]), ("95%% 的 %s", ["%%", "%s"]), ("{name}", ["{name}"]), ("没有", [])],
)
def test_placeholders_are_read(text: str, found: list[str]) -> None:
    assert catalogue.placeholders(text) == found


def test_every_chinese_text_shown_by_python_can_be_translated() -> None:
    loose = [f"{name}:{line} {text}" for name, line, text in _loose_texts() if name not in NOT_INTERFACE]
    assert loose == []


def test_each_exception_is_still_needed() -> None:
    assert {name for name, _line, _text in _loose_texts() if name in NOT_INTERFACE} == NOT_INTERFACE


def test_templates_hold_no_chinese_outside_translation() -> None:
    loose = []
    for path in sorted(PACKAGE.rglob("*.html")):
        source = path.read_text(encoding="utf-8")
        source = re.sub(r"\{% comment.*?endcomment %\}|\{#.*?#\}", "", source, flags=re.DOTALL)
        source = re.sub(r"\{% blocktrans.*?endblocktrans(late)? %\}", "", source, flags=re.DOTALL)
        plain = re.sub(r"\{%.*?%\}|\{\{.*?\}\}", "", source)
        loose += [f"{path.name}: {line.strip()}" for line in plain.splitlines() if CHINESE.search(line)]
    switch = [line for line in loose if 'value="zh-hans"' in line]
    assert loose == switch, "only the language switch names Chinese in Chinese"


def test_a_page_speaks_english_when_asked(client: object, city: object) -> None:
    entry = next(one for one in catalogue.read() if one.msgid == "填报单位")
    with translation.override("en"):
        spoken = translation.gettext("填报单位")
    assert spoken == entry.msgstr == "Reporting unit"


def _loose_texts() -> Iterator[tuple[str, int, str]]:
    """Chinese literals of foundation, domains and portals that no marking function wraps, docstrings apart."""
    for path in sorted(PACKAGE.rglob("*.py")):
        name = path.relative_to(PACKAGE).as_posix()
        if is_translated(name) and name.startswith(("foundation", "domains", "portals")):
            tree = ast.parse(path.read_text(encoding="utf-8"))
            wrapped = _wrapped(tree)
            for node in ast.walk(tree):
                text = node.value if isinstance(node, ast.Constant) else None
                if isinstance(text, str) and id(node) not in wrapped and CHINESE.search(text):
                    yield name, node.lineno, text


def _wrapped(tree: ast.AST) -> set[int]:
    """The literals inside marking calls, and docstrings."""
    names, found = marks_in(tree), set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and called(node, names):
            found |= {id(one) for one in ast.walk(node)}
        if isinstance(node, ast.Expr):
            found.add(id(node.value))
    return found


def test_the_whole_source_is_read() -> None:
    files = {one.file for one in extract(PACKAGE)}
    assert {
        "foundation/registers/write.py",
        "foundation/pages/templates/base.html",
        "domains/sampling/models.py",
    } <= files
