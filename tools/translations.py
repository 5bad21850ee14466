"""Compile the message catalogues under src/ (.po to .mo) without system tools."""

from pathlib import Path

import polib

SOURCE = Path(__file__).resolve().parent.parent / "src"


def main() -> None:
    """Write beside every .po file the .mo file that Django reads."""
    for catalogue in sorted(SOURCE.rglob("*.po")):
        polib.pofile(str(catalogue)).save_as_mofile(str(catalogue.with_suffix(".mo")))


if __name__ == "__main__":
    main()
