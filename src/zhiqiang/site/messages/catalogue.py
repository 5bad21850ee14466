"""The English catalogue: merged with what the source says, and checked against it."""

import re
from pathlib import Path

import polib

import zhiqiang
from zhiqiang.site.messages.extraction import Found, Key, extract

PACKAGE = Path(zhiqiang.__file__).parent
CATALOGUE = PACKAGE / "locale" / "en" / "LC_MESSAGES" / "django.po"
METADATA = {
    "Project-Id-Version": "zhiqiang",
    "Language": "en",
    "MIME-Version": "1.0",
    "Content-Type": "text/plain; charset=UTF-8",
    "Content-Transfer-Encoding": "8bit",
    "Plural-Forms": "nplurals=2; plural=(n != 1);",
}
PLACEHOLDERS = re.compile(r"%%|%\((\w+)\)[#0 +-]*[\d.]*[a-z]|%[#0 +-]*[\d.]*[sdrf]|\{(\w*)\}")


def merge() -> None:
    """Write the catalogue anew: each message of the source once, translations kept, the missing ones left empty."""
    known = {_key_of(entry): entry for entry in read()} if CATALOGUE.exists() else {}
    made = polib.POFile(wrapwidth=110)
    made.metadata = METADATA
    for key, places in _by_key(extract(PACKAGE)).items():
        entry = known.get(key) or _entry(key)
        entry.occurrences = [(name, "") for name in dict.fromkeys(one.file for one in places)]
        entry.flags = ["python-format"] if "%(" in key.text or "%s" in key.text else []
        entry.obsolete = False
        made.append(entry)
    CATALOGUE.parent.mkdir(parents=True, exist_ok=True)
    made.save(str(CATALOGUE))


def read() -> polib.POFile:
    """The catalogue as it stands."""
    return polib.pofile(str(CATALOGUE), wrapwidth=110)


def problems() -> list[str]:
    """What is wrong with the catalogue, in words: missing, left over, untranslated, doubtful, other placeholders."""
    wanted, entries = _by_key(extract(PACKAGE)), {_key_of(entry): entry for entry in read()}
    found = [
        f"缺少：{key.text}（{places[0].file}:{places[0].line}）" for key, places in wanted.items() if key not in entries
    ]
    found += [f"多余：{key.text}" for key in entries if key not in wanted]
    for key, entry in entries.items():
        if entry.obsolete or entry.fuzzy:
            found.append(f"待定：{key.text}")
        texts = list(entry.msgstr_plural.values()) if key.plural else [entry.msgstr]
        if not all(texts):
            found.append(f"未译：{key.text}")
        elif any(placeholders(text) != placeholders(key.text) for text in texts):
            found.append(f"占位符不同：{key.text} → {texts}")
    return found


def placeholders(text: str) -> list[str]:
    """The placeholders of a text, sorted: those that must be the same in its translation."""
    return sorted(match[0] for match in PLACEHOLDERS.finditer(text))


def _by_key(found: list[Found]) -> dict[Key, list[Found]]:
    places: dict[Key, list[Found]] = {}
    for one in found:
        places.setdefault(one.key, []).append(one)
    return places


def _key_of(entry: polib.POEntry) -> Key:
    return Key(entry.msgid, entry.msgid_plural or "", entry.msgctxt or "")


def _entry(key: Key) -> polib.POEntry:
    plural = {0: "", 1: ""} if key.plural else {}
    return polib.POEntry(msgid=key.text, msgid_plural=key.plural, msgctxt=key.context or None, msgstr_plural=plural)
