"""A home made from a backup: only into an empty folder, and only when every file has the hash that was taken of it."""

import hashlib
import json
import tarfile
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from zhiqiang.foundation.backup import DUMP, MANIFEST, SQLITE, BackupError, call_postgres


def restore_backup(source: Path, home: Path, database: str = "") -> Mapping[str, Any]:
    """Make `home` from an archive; it must not hold anything yet. The manifest, once every hash has been checked.

    `database`: the PostgreSQL address, for a backup made on PostgreSQL. Raises BackupError, and then changes nothing.
    """
    if home.exists() and (not home.is_dir() or any(home.iterdir())):
        raise BackupError(f"{home} 不是空文件夹。恢复只能进行到空文件夹，请用 --home 指定另一个。")
    home.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=home.parent, prefix=".restoring-") as scratch:
        made = Path(scratch) / "home"
        made.mkdir(mode=0o700)
        manifest = _unpack(source, made)
        _check(made, manifest["files"])
        if manifest["database"] == DUMP:
            _load_dump(made / DUMP, database)
        if home.exists():
            home.rmdir()
        made.rename(home)
    return manifest


def _unpack(source: Path, folder: Path) -> dict[str, Any]:
    try:
        with tarfile.open(source, "r:gz") as archive:
            archive.extractall(folder, filter="data")
        manifest = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
    except FileNotFoundError as error:
        raise BackupError(f"{source} 不存在，或不是质强的备份文件。") from error
    except (tarfile.TarError, OSError, EOFError, ValueError) as error:
        raise BackupError(f"{source} 不完整或不是备份文件（{error}）。请换一份备份。") from error
    if not isinstance(manifest, dict) or manifest.get("database") not in {SQLITE, DUMP}:
        raise BackupError(f"{source} 的清单不能识别。请换一份备份。")
    (folder / MANIFEST).unlink()
    return manifest


def _check(folder: Path, hashes: Mapping[str, str]) -> None:
    found = {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}
    if odd := sorted(found ^ hashes.keys()):
        raise BackupError(f"备份与清单不符：{odd[0]}。请换一份备份。")
    for name, expected in hashes.items():
        with (folder / name).open("rb") as handle:
            if hashlib.file_digest(handle, "sha256").hexdigest() != expected:
                raise BackupError(f"备份中的 {name} 已损坏（哈希不符）。请换一份备份。")


def _load_dump(dump: Path, database: str) -> None:
    if not database:
        raise BackupError("这份备份来自 PostgreSQL，请先把 ZHIQIANG_DATABASE 设为一个空数据库的地址。")
    # One transaction, and no --clean: into a database that holds anything it fails and changes nothing.
    call_postgres(
        "pg_restore", "--no-owner", "--exit-on-error", "--single-transaction", f"--dbname={database}", str(dump)
    )
    dump.unlink()
