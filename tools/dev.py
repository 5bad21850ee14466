"""Set up, try, test and check Zhiqiang; needs nothing but the standard library of Python 3.11 or newer."""

from __future__ import annotations

import argparse
import hashlib
import os
import shutil
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
SCRIPTS = VENV / ("Scripts" if os.name == "nt" else "bin")
REQUIREMENTS = ROOT / "requirements"
LOG = VENV / "setup.log"
OLDEST_PYTHON = (3, 11)
# Level of set-up -> the locks it installs. A standing "dev" serves "runtime" too.
LOCKS = {"runtime": ("build", "runtime"), "dev": ("build", "dev")}
TEST_WORKERS = max(2, min(8, os.cpu_count() or 2))

CHECKS = (
    ("lint", ("ruff", "check", "--quiet")),
    ("format", ("ruff", "format", "--check", "--quiet")),
    ("types", ("mypy", "--no-error-summary")),
    ("contracts", ("lint-imports", "--no-logo")),
    ("docs", ("zhiqiang", "reference", "--check")),
)


def main() -> int:
    """Run the task named on the command line and return its exit code."""
    use_a_new_enough_python()
    tasks = {
        "setup": (setup, "install everything into .venv, nothing else"),
        "demo": (demo, "make the demo city and serve it on this machine"),
        "test": (test, "system packages, all checks, then all tests"),
        "check": (check, "lint, format, types, contracts, reference pages"),
        "bench": (bench, "run the benchmarks"),
        "lock": (lock, "resolve requirements/*.in into hashed locks again"),
        "browsers": (browsers, "fetch Playwright's Chromium where the system has none"),
        "help": (None, "this list"),
    }
    parser = argparse.ArgumentParser(prog="tools/dev.py", description=__doc__)
    parser.add_argument("task", choices=tasks, nargs="?", default="help")
    parser.add_argument("arguments", nargs=argparse.REMAINDER, help="passed on to what the task runs")
    chosen = parser.parse_args()
    run = tasks[chosen.task][0]
    if run is None:
        for name, (_, purpose) in tasks.items():
            say(f"  make {name:<9} {purpose}")
        return 0
    return run([argument for argument in chosen.arguments if argument != "--"])


def use_a_new_enough_python() -> None:
    """Start again under a newer Python when the one called is too old and a newer one is at hand."""
    if sys.version_info >= OLDEST_PYTHON:
        return
    for minor in (13, 12, 11):
        newer = shutil.which(f"python3.{minor}")
        if newer:
            os.execv(newer, [newer, *sys.argv])  # noqa: S606
    sys.exit("Zhiqiang needs Python 3.11 or newer; this is " + sys.version.split()[0])


def setup(_: Sequence[str] = (), level: str = "dev") -> int:
    """Bring .venv to ``level`` ("runtime" or "dev"); a second run finds the stamp and is instant."""
    wanted = stamp(level)
    standing = {path.read_text() for path in VENV.glob("stamp-*")}
    if not standing & {wanted, stamp("dev")}:
        build_environment(level)
        for old in VENV.glob("stamp-*"):
            old.unlink()
        (VENV / f"stamp-{level}").write_text(wanted)
    compile_translations()
    return 0


def stamp(level: str) -> str:
    """Digest of all that decides what .venv holds."""
    digest = hashlib.sha256(f"{level} {sys.version_info[:2]} {ROOT}".encode())
    for path in [ROOT / "pyproject.toml", *(REQUIREMENTS / f"{name}.txt" for name in LOCKS[level])]:
        digest.update(path.read_bytes())
    return digest.hexdigest()


def build_environment(level: str) -> None:
    """Create .venv when it does not stand, then install the locks by hash and Zhiqiang itself as editable."""
    if not answers(python()):
        say("Creating .venv …")
        made = subprocess.run([sys.executable, "-m", "venv", "--clear", str(VENV)], check=False)
        if made.returncode:
            sys.exit("Python could not make a virtual environment; on Debian: apt-get install python3-venv")
    locks = [part for name in LOCKS[level] for part in ("-r", str(REQUIREMENTS / f"{name}.txt"))]
    pip = [python(), "-m", "pip", "install", "--disable-pip-version-check", "--no-input"]
    quietly(f"Installing packages ({level}; the first time takes a minute or two)", [*pip, "--require-hashes", *locks])
    quietly("Installing Zhiqiang", [*pip, "--no-deps", "--no-build-isolation", "-e", str(ROOT)])


def answers(interpreter: str) -> bool:
    """Say whether the interpreter exists, runs and is of the same minor version as this one."""
    if not Path(interpreter).exists():
        return False
    same = f"import pip, sys; sys.exit(sys.version_info[:2] != {sys.version_info[:2]})"
    return subprocess.run([interpreter, "-c", same], check=False, capture_output=True).returncode == 0


def compile_translations() -> None:
    """Compile message catalogues when one is newer than its compiled form."""
    stale = [
        catalogue
        for catalogue in (ROOT / "src").rglob("*.po")
        if not (made := catalogue.with_suffix(".mo")).exists() or made.stat().st_mtime < catalogue.stat().st_mtime
    ]
    if stale:
        quietly("Compiling translations", [python(), str(ROOT / "tools" / "translations.py")])


def demo(arguments: Sequence[str]) -> int:
    """Make the demo city in its own home folder and serve it."""
    setup(level="runtime")
    return call(script("zhiqiang"), "demo", *arguments)


def test(arguments: Sequence[str]) -> int:
    """Check, then test; pytest runs last, so that its summary is the last line."""
    setup()
    system = call("bash", str(ROOT / "tools" / "setup_system.sh"))
    if system:
        return system
    failed = check()
    # In the order of collection, not the fullest file first: the longest single tests begin early.
    spread = ("-n", str(TEST_WORKERS), "--dist", "loadfile", "--no-loadscope-reorder")
    tested = call(python(), "-m", "pytest", "-q", *spread, *arguments)
    return tested or failed


def check(_: Sequence[str] = ()) -> int:
    """Run every check, print what the failing ones said, and return 1 when any failed."""
    setup()
    failed = []
    for name, (program, *arguments) in CHECKS:
        started = time.monotonic()
        run = subprocess.run(
            [script(program), *arguments], cwd=ROOT, check=False, stdout=subprocess.PIPE, stderr=subprocess.STDOUT
        )
        say(f"{'ok' if run.returncode == 0 else 'FAILED':<7}{name:<10}{time.monotonic() - started:5.1f} s")
        if run.returncode:
            failed.append(name)
            say(run.stdout.decode(errors="replace").rstrip())
    if failed:
        say("Checks that failed: " + ", ".join(failed))
    return 1 if failed else 0


def bench(arguments: Sequence[str]) -> int:
    """Run the benchmarks; benchmarks/README.md says what they measure."""
    setup()
    return call(python(), str(ROOT / "benchmarks" / "run.py"), *arguments)


def lock(_: Sequence[str] = ()) -> int:
    """Resolve the requirements into locks that carry hashes and no addresses (docs/decisions/0005-locks.md)."""
    setup()
    options = ["-q", "--generate-hashes", "--universal", "--python-version", "3.11", "--no-header"]
    options += ["--no-emit-index-url", "--no-emit-find-links"]
    for name, constraint in (
        ("dev", ()),
        ("runtime", ("-c", "requirements/dev.txt")),
        ("build", ("-c", "requirements/dev.txt")),
    ):
        source, target = f"requirements/{name}.in", f"requirements/{name}.txt"
        if call(script("uv"), "pip", "compile", *options, *constraint, source, "-o", target):
            return 1
    return 0


def browsers(_: Sequence[str] = ()) -> int:
    """Fetch the Chromium that Playwright names; where the system has one, the tests use that."""
    setup()
    return call(python(), "-m", "playwright", "install", "chromium")


def quietly(what: str, command: Sequence[str]) -> None:
    """Run ``command`` with one line of progress; on failure print the end of its output and stop."""
    say(f"{what} …", end=" ")
    started = time.monotonic()
    with LOG.open("ab") as log:
        run = subprocess.run(command, cwd=ROOT, stdout=log, stderr=log, check=False)
    say(f"{time.monotonic() - started:.0f} s" if run.returncode == 0 else "failed")
    if run.returncode:
        tail = LOG.read_text(encoding="utf-8", errors="replace").splitlines()[-20:]
        sys.exit("\n".join([*tail, f"{what}: failed; the whole output is in {LOG.relative_to(ROOT)}"]))


def call(program: str, *arguments: str) -> int:
    """Run a program in the project folder with this terminal and return its exit code."""
    try:
        return subprocess.run([program, *arguments], cwd=ROOT, check=False).returncode
    except KeyboardInterrupt:
        return 130


def python() -> str:
    """Path of the environment's interpreter."""
    return script("python")


def script(name: str) -> str:
    """Path of a program in the environment."""
    return str(SCRIPTS / name)


def say(text: str, end: str = "\n") -> None:
    """Print at once, so that progress is seen while it happens."""
    sys.stdout.write(text + end)
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
