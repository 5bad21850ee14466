"""SQLite made trustworthy: the settings that keep an acknowledged write, read back at every connection."""

import sqlite3
from typing import Any

from django.core.exceptions import ImproperlyConfigured
from django.db.backends.base.base import BaseDatabaseWrapper

SYNCHRONOUS_FULL = 2


def wal_is_safe(version: tuple[int, ...]) -> bool:
    """Whether this SQLite has the fix of the WAL-reset bug (3.51.3, back-ported to 3.50.7 and 3.44.6)."""
    if version[:2] == (3, 44):
        return version >= (3, 44, 6)
    if version[:2] == (3, 50):
        return version >= (3, 50, 7)
    return version >= (3, 51, 3) or version < (3, 7, 0)


def journal_mode() -> str:
    """WAL where it is safe, else the rollback journal; both keep an acknowledged write with synchronous=FULL."""
    return "wal" if wal_is_safe(sqlite3.sqlite_version_info) else "delete"


def sqlite_options() -> dict[str, Any]:
    """Django's OPTIONS for SQLite: write lock taken at BEGIN, full synchronisation, foreign keys held."""
    pragmas = (f"journal_mode={journal_mode()}", "synchronous=FULL", "foreign_keys=ON", "temp_store=MEMORY")
    return {
        "timeout": 20,
        "transaction_mode": "IMMEDIATE",
        "init_command": ";".join(f"PRAGMA {pragma}" for pragma in pragmas),
    }


def read_back(sender: type, connection: BaseDatabaseWrapper, **kwargs: object) -> None:  # noqa: ARG001 (signal)
    """Refuse a SQLite connection whose settings did not take (a network disk, an old library, an edited file)."""
    if connection.vendor != "sqlite":
        return
    with connection.cursor() as cursor:
        found = {name: cursor.execute(f"PRAGMA {name}").fetchone()[0] for name in ("synchronous", "foreign_keys")}
        mode = cursor.execute("PRAGMA journal_mode").fetchone()[0]
    wanted = {"synchronous": SYNCHRONOUS_FULL, "foreign_keys": 1}
    if found != wanted or mode not in {journal_mode(), "memory"}:
        raise ImproperlyConfigured(f"SQLite 设置未生效：{found}，日志模式 {mode}，应为 {wanted} 与 {journal_mode()}。")
