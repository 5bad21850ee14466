"""The house rules that a machine can read: sizes, names, imports, clock, addresses, documents."""

import ast
import re
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from functools import cache
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]

LINES_OF_A_FILE = 400
LINES_OF_A_FUNCTION = 60
LINES_OF_A_TEMPLATE = 150

# Imported inside functions, so that a command which needs none of them starts in under half a second.
HEAVY = frozenset(
    {"ibis", "duckdb", "deltalake", "pyarrow", "pyspark", "scipy", "ninja", "granian", "segno", "psycopg"}
    | {"xlsxwriter", "python_calamine", "openpyxl", "typst", "cryptography", "lxml", "docx"}
)
EMPTY_NAMES = frozenset({"utils", "util", "helpers", "helper", "common", "manager", "managers", "misc", "shared"})
CLOCK_CALLS = frozenset(
    {"date.today", "datetime.now", "datetime.today", "datetime.utcnow", "timezone.now", "time.time"}
)
CLOCKS = frozenset({"src/zhiqiang/foundation/clock.py"})
# Written in pieces, so that this file passes its own rule.
ADDRESSES = re.compile(
    "|".join(
        [
            "py" + r"pi\.org",
            "python" + "hosted",
            r"npm" + r"js\.(org|com)",
            r"deb" + r"ian\.org/deb",
            "mirrors?" + r"\.[a-z]",
        ]
    )
)
MACHINE_PATHS = re.compile("|".join(["/wo" + "rk/", "/ro" + "ot/", r"/ho" + r"me/[a-z]+/", "sha" + "red/"]))
# What may stand in a domain's folder; the Python files are the rooms of .importlinter.
ROOMS = frozenset(
    {"urls", "demo", "views", "facade", "registers", "measures", "imports", "actions", "queries", "models"}
    | {"workflow", "rules", "apps", "__init__", "migrations", "tests", "templates", "templatetags", "README"}
    | {"presentation", "demo_workbooks", "static"}
)
# Relations between two domains, as "domain.Model", each with its reason here; foundation.reference needs none.
RELATIONS_BETWEEN_DOMAINS: frozenset[str] = frozenset()
ALGORITHM_SECTIONS = ("In plain words", "Mathematics", "Source", "Worked example")


@cache
def project_files() -> tuple[str, ...]:
    """Every file that is tracked, or new and not ignored, as a path from the project folder."""
    listing = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    return tuple(sorted({name for name in listing.stdout.split("\0") if name and (ROOT / name).is_file()}))


def files(*endings: str, under: str = "") -> list[str]:
    return [name for name in project_files() if name.endswith(endings) and name.startswith(under)]


def text(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


def line_count(name: str) -> int:
    return len(text(name).splitlines())


@cache
def tree(name: str) -> ast.Module:
    return ast.parse(text(name), name)


def hand_written() -> list[str]:
    return [name for name in files(".py") if "/migrations/" not in name]


def product() -> list[str]:
    """Python of the package itself, without its tests."""
    return [name for name in hand_written() if name.startswith("src/") and "/tests/" not in name]


def functions(module: ast.Module) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    return (node for node in ast.walk(module) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef))


def length(function: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    return (function.end_lineno or function.lineno) - function.lineno + 1


def imported_modules(node: ast.AST) -> list[str]:
    if isinstance(node, ast.Import):
        return [alias.name for alias in node.names]
    return [node.module or ""] if isinstance(node, ast.ImportFrom) else []


def inner_imports(module: ast.Module) -> Iterator[tuple[int, str]]:
    """Imports inside functions and classes: (line, imported module)."""
    for scope in ast.walk(module):
        if isinstance(scope, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            for node in ast.walk(scope):
                yield from ((node.lineno, name) for name in imported_modules(node) if isinstance(node, ast.stmt))


def top(module: str) -> str:
    return module.partition(".")[0]


def may_import_late(name: str, imported: str) -> bool:
    """Heavy libraries everywhere; commands and app configurations load Django's models late by their nature."""
    if top(imported) in HEAVY:
        return True
    if name.startswith("src/zhiqiang/site/cli/") or name.endswith("/apps.py"):
        return True
    return imported.startswith("zhiqiang.") and reaches_heavy(imported)


@cache
def reaches_heavy(module: str) -> bool:
    """Say whether a module of ours imports a heavy library at its top, so that importing it late is the same thing."""
    path = f"src/{module.replace('.', '/')}"
    name = next((found for found in (f"{path}.py", f"{path}/__init__.py") if (ROOT / found).is_file()), None)
    if name is None:
        return False
    above = [imported for node in tree(name).body for imported in imported_modules(node)]
    return any(top(imported) in HEAVY for imported in above)


def dotted(call: ast.Call) -> str:
    """The last two words of what is called, as in ``date.today``."""
    target = call.func
    if isinstance(target, ast.Attribute) and isinstance(target.value, ast.Name | ast.Attribute):
        owner = target.value.id if isinstance(target.value, ast.Name) else target.value.attr
        return f"{owner}.{target.attr}"
    return ""


def found(pattern: re.Pattern[str]) -> list[str]:
    """Places in text files of the project that a pattern matches, as ``file:line: match``."""
    places = []
    for name in project_files():
        try:
            lines = text(name).splitlines()
        except UnicodeDecodeError:
            continue
        for number, line in enumerate(lines, 1):
            places += [f"{name}:{number}: {hit.group()}" for hit in pattern.finditer(line)]
    return places


def star_imports(module: ast.Module) -> list[int]:
    return [
        node.lineno
        for node in ast.walk(module)
        if isinstance(node, ast.ImportFrom) and any(alias.name == "*" for alias in node.names)
    ]


def clock_calls(module: ast.Module) -> list[tuple[int, str]]:
    calls = [node for node in ast.walk(module) if isinstance(node, ast.Call)]
    return [(call.lineno, dotted(call)) for call in calls if dotted(call) in CLOCK_CALLS]


def relations(module: ast.Module) -> set[str]:
    """Targets of model relations that are named as "app.Model"."""
    calls = [node for node in ast.walk(module) if isinstance(node, ast.Call)]
    fields = [call for call in calls if dotted(call).endswith(("ForeignKey", "OneToOneField", "ManyToManyField"))]
    values = [value for call in fields for value in [*call.args[:1], *(keyword.value for keyword in call.keywords)]]
    named = {value.value for value in values if isinstance(value, ast.Constant) and isinstance(value.value, str)}
    return {name for name in named if re.fullmatch(r"\w+\.\w+", name)}


def requirement_names(name: str) -> set[str]:
    lines = [line.split("#")[0].strip() for line in text(name).splitlines()]
    return {re.split(r"[\[<>=~! ]", line)[0].lower() for line in lines if line and not line.startswith("-")}


def test_the_rules_see_the_project() -> None:
    assert "src/zhiqiang/__init__.py" in project_files()
    assert len(product()) > 20


def test_the_rules_see_what_they_forbid() -> None:
    module = ast.parse(
        "from os import *\n"
        "class A:\n"
        "    owner = models.ForeignKey('brands.Brand', on_delete=models.PROTECT)\n"
        "    def now(self):\n"
        "        import json\n"
        "        return timezone.now(), datetime.date.today()\n"
    )
    assert star_imports(module) == [1]
    assert set(inner_imports(module)) == {(5, "json")}
    assert clock_calls(module) == [(6, "timezone.now"), (6, "date.today")]
    assert relations(module) == {"brands.Brand"}
    assert [length(function) for function in functions(module)] == [3]
    assert not may_import_late("src/zhiqiang/foundation/trail/chain.py", "json")
    assert may_import_late("src/zhiqiang/foundation/evidence/tables.py", "deltalake.writer")
    assert ADDRESSES.search("https://files.python" + "hosted.org/x")
    assert MACHINE_PATHS.search("see /wo" + "rk/x")


def test_no_file_is_longer_than_four_hundred_lines() -> None:
    long = {name: line_count(name) for name in [*hand_written(), *files(".css", ".js")]}
    assert {name: lines for name, lines in long.items() if lines > LINES_OF_A_FILE} == {}


def test_no_function_is_longer_than_sixty_lines() -> None:
    long = [
        f"{name}:{function.lineno} {function.name}: {length(function)}"
        for name in hand_written()
        for function in functions(tree(name))
        if length(function) > LINES_OF_A_FUNCTION
    ]
    assert long == []


def test_no_template_is_longer_than_one_hundred_and_fifty_lines() -> None:
    assert [name for name in files(".html") if line_count(name) > LINES_OF_A_TEMPLATE] == []


def test_nothing_is_imported_with_a_star() -> None:
    assert [(name, line) for name in hand_written() for line in star_imports(tree(name))] == []


def test_only_heavy_libraries_are_imported_inside_functions() -> None:
    late = [
        f"{name}:{line}: {imported}"
        for name in product()
        for line, imported in inner_imports(tree(name))
        if not may_import_late(name, imported)
    ]
    assert sorted(set(late)) == []


def test_heavy_libraries_are_never_imported_at_the_top_of_a_module_that_every_command_loads() -> None:
    loaded_by_all = [
        name
        for name in product()
        if Path(name).name in {"__init__.py", "apps.py", "models.py", "settings.py", "urls.py"}
    ]
    assert loaded_by_all
    early = [
        f"{name}: {imported}"
        for name in loaded_by_all
        for node in tree(name).body
        for imported in imported_modules(node)
        if top(imported) in HEAVY
    ]
    assert early == []


def test_only_the_clock_reads_the_time() -> None:
    reads = [(name, *call) for name in product() if name not in CLOCKS for call in clock_calls(tree(name))]
    assert reads == []


def test_a_domain_holds_only_rooms_whose_names_are_known() -> None:
    domains = [Path(name).parts[3:] for name in files("", under="src/zhiqiang/domains/")]
    unknown = {"/".join(parts[:2]) for parts in domains if len(parts) > 1 and Path(parts[1]).stem not in ROOMS}
    assert unknown == set()


def test_relations_between_domains_are_on_the_list() -> None:
    domains = {Path(name).parts[3] for name in files("models.py", under="src/zhiqiang/domains/")}
    across = {
        relation
        for name in files("models.py", under="src/zhiqiang/domains/")
        for relation in relations(tree(name))
        if relation.partition(".")[0] in domains - {Path(name).parts[3]}
    }
    assert across == RELATIONS_BETWEEN_DOMAINS


def test_no_file_names_a_registry() -> None:
    assert found(ADDRESSES) == []


def test_no_file_names_a_path_of_one_machine() -> None:
    assert found(MACHINE_PATHS) == []


def test_module_names_say_what_is_inside() -> None:
    assert [name for name in hand_written() if EMPTY_NAMES & set(Path(name).with_suffix("").parts)] == []


def test_every_module_says_in_its_docstring_what_it_is() -> None:
    silent = [
        name for name in product() if text(name).strip() and not ast.get_docstring(tree(name)) and "/cli/" not in name
    ]
    assert silent == []


@pytest.mark.parametrize("page", [name for name in files(".md", under="docs/algorithms/") if "README" not in name])
def test_a_page_on_an_algorithm_has_all_its_sections(page: str) -> None:
    headings = re.findall(r"^##+ +(.+?) *$", text(page), re.MULTILINE)
    missing = [
        section for section in ALGORITHM_SECTIONS if not any(h.lower().startswith(section.lower()) for h in headings)
    ]
    assert missing == []


@pytest.mark.parametrize("requirements", ["runtime", "dev", "build"])
def test_every_dependency_has_its_reason(requirements: str) -> None:
    reasons = set(re.findall(r"`([a-z0-9-]+)`", text("docs/decisions/0002-dependencies.md").lower()))
    assert requirement_names(f"requirements/{requirements}.in") - reasons == set()


def test_locks_carry_hashes_and_every_named_dependency() -> None:
    for requirements in ("runtime", "dev", "build"):
        locked = text(f"requirements/{requirements}.txt")
        pinned = set(re.findall(r"^([a-z0-9-]+)(?:\[[a-z,]+\])?==", locked, re.MULTILINE))
        assert requirement_names(f"requirements/{requirements}.in") <= pinned
        assert locked.count("==") <= locked.count("--hash=sha256:")


def test_the_product_imports_only_what_the_runtime_lock_installs() -> None:
    locked = set(re.findall(r"^([a-z0-9-]+)(?:\[[a-z,]+\])?==", text("requirements/runtime.txt"), re.MULTILINE))
    makers = packages_distributions()
    foreign = {
        f"{name}: {imported}"
        for name in product()
        if not name.startswith(("src/zhiqiang/foundation/testing/", "src/zhiqiang/site/messages/"))  # tools of ours
        for node in ast.walk(tree(name))
        for imported in imported_modules(node)
        if top(imported) not in {"zhiqiang", *sys.stdlib_module_names}
        and not {re.sub(r"[-_.]+", "-", maker.lower()) for maker in makers.get(top(imported), [])} & locked
    }
    assert foreign == set()


def test_decisions_are_numbered_without_gaps() -> None:
    numbers = [int(Path(name).name[:4]) for name in files(".md", under="docs/decisions/") if "README" not in name]
    assert numbers == list(range(1, len(numbers) + 1))


def test_each_test_file_outside_a_package_has_a_name_of_its_own() -> None:
    """Two of one name cannot be collected by one process, as the run on PostgreSQL is."""
    names = Counter(path.name for path in (ROOT / "tests").rglob("test_*.py"))
    assert [name for name, number in names.items() if number > 1] == []
