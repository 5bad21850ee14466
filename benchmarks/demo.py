"""From an empty folder to a demo city that is ready to click: the default one, and one record more.

Run: python benchmarks/demo.py [RECORDS]. Ends with 1 if the default city takes over a minute, or with the number of
records given, if anything fails.
"""

import json
import subprocess
import sys
import tempfile
import time

RUN = (sys.executable, "-c", "import sys; from zhiqiang.site.cli import main; sys.exit(main())")
GOAL_SECONDS = 60
DEFAULT = 6_000


def demo(home: str, *arguments: str) -> tuple[float, dict[str, object]]:
    """Seconds on the wall and the command's answer; its progress goes to the terminal."""
    program = [*RUN, "demo", "--no-serve", "--json", "--home", home, *arguments]
    begun = time.perf_counter()
    run = subprocess.run(program, check=True, stdout=subprocess.PIPE, text=True)
    return time.perf_counter() - begun, json.loads(run.stdout)


def main() -> int:
    """Print both times; 0 if the default city was ready in time."""
    records = int(sys.argv[1]) if len(sys.argv) > 1 else DEFAULT
    with tempfile.TemporaryDirectory(prefix="zhiqiang-bench-") as folder:
        home = f"{folder}/home"
        whole, answer = demo(home, "--records", str(records))
        print(f"{answer['records']:,} records: {whole:.1f} s, {whole / records * 1000:.2f} ms a batch")
        more, _ = demo(home, "--more", "1")
        print(f"one more record, command and refresh: {more:.1f} s")
    return int(records == DEFAULT and whole > GOAL_SECONDS)


if __name__ == "__main__":
    sys.exit(main())
