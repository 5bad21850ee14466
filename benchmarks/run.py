"""Run every benchmark, or those named: `make bench`, `make bench ARGS="import_preview"`."""

import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent


def main(names: list[str]) -> int:
    """Run the scripts beside this one in order of name; the number that failed."""
    every = [path for path in sorted(HERE.glob("*.py")) if path.name != "run.py"]
    scripts = [path for path in every if not names or path.stem in names]
    failed = 0
    for script in scripts:
        print(f"\n== {script.stem}", flush=True)
        failed += subprocess.run([sys.executable, str(script)], check=False).returncode != 0
    return failed


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
