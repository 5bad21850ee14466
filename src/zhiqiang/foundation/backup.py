"""One file that holds a home: a snapshot of the database, the evidence, the files, and the hash of each.

Taken while people work. The evidence lock keeps refreshes out, so evidence and figures agree; files in media never
change once written, so those that the snapshot names are all there when they are copied after it.
"""

import hashlib
import io
import json
import os
import shutil
import sqlite3
import subprocess
import tarfile
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Literal

import django
from django.conf import settings
from django.db import connection

import zhiqiang
from zhiqiang.foundation import clock
from zhiqiang.foundation.evidence.lock import evidence_lock

MANIFEST, SQLITE, DUMP = "manifest.json", "db.sqlite3", "database.dump"
LEFT_OUT = (SQLITE, "static", "evidence/.lock")


class BackupError(Exception):
    """The backup cannot be made or restored; the message says why and what to do."""


@dataclass(frozen=True, slots=True)
class Taken:
    """What a backup holds."""

    files: int
    bytes: int
    database: str


class _Hashing:
    """Passes bytes on and remembers their SHA-256: what is archived is what is vouched for."""

    def __init__(self, source: IO[bytes]) -> None:
        self._source, self._hash = source, hashlib.sha256()

    def read(self, size: int = -1) -> bytes:
        block = self._source.read(size)
        self._hash.update(block)
        return block

    def hexdigest(self) -> str:
        return self._hash.hexdigest()


def take_backup(target: Path) -> Taken:
    """Write this home into one archive; the file appears only when it is whole. Raises BackupError."""
    home = Path(settings.HOME)
    partial = target.with_name(target.name + ".part")
    hashes: dict[str, str] = {}
    total = 0
    try:
        with partial.open("wb") as raw, tempfile.TemporaryDirectory(dir=target.parent) as scratch:
            partial.chmod(0o600)  # it holds the key of the home
            with evidence_lock(), tarfile.open(fileobj=raw, mode="w:gz", compresslevel=1) as archive:
                database = _snapshot(Path(scratch))
                total += _add(archive, database, database.name, hashes)
                for path in _files(home):
                    total += _add(archive, path, path.relative_to(home).as_posix(), hashes)
                _add_manifest(archive, database.name, hashes)
            raw.flush()
            os.fsync(raw.fileno())
        partial.replace(target)
    except OSError as error:
        raise BackupError(f"不能写入 {target}：{error.strerror or error}。请检查磁盘空间和权限。") from error
    finally:
        partial.unlink(missing_ok=True)
    return Taken(len(hashes), total, database.name)


def _snapshot(folder: Path) -> Path:
    """A consistent copy of the database as of now, while others write to it."""
    if connection.vendor == "sqlite":
        path = folder / SQLITE
        with closing(sqlite3.connect(connection.settings_dict["NAME"], timeout=60)) as source:
            source.execute("VACUUM INTO ?", (str(path),))
        return path
    path = folder / DUMP
    password = str(connection.settings_dict["PASSWORD"])
    call_postgres("pg_dump", "--format=custom", f"--file={path}", f"--dbname={_postgres_address()}", password=password)
    return path


def _files(home: Path) -> Iterator[Path]:
    for path in sorted(home.rglob("*")):
        name = path.relative_to(home).as_posix()
        if path.is_file() and not any(name == one or name.startswith((f"{one}/", f"{one}-")) for one in LEFT_OUT):
            yield path


def _add(archive: tarfile.TarFile, path: Path, name: str, hashes: dict[str, str]) -> int:
    try:
        handle = path.open("rb")
    except FileNotFoundError:  # a temporary file of somebody who is just storing one
        return 0
    with handle:
        info = archive.gettarinfo(arcname=name, fileobj=handle)
        hashing = _Hashing(handle)
        archive.addfile(info, hashing)
    hashes[name] = hashing.hexdigest()
    return info.size


def _add_manifest(archive: tarfile.TarFile, database: str, hashes: Mapping[str, str]) -> None:
    content = {
        "zhiqiang": zhiqiang.__version__,
        "django": django.get_version(),
        "at": clock.now().isoformat(),
        "database": database,
        "files": hashes,
    }
    text = json.dumps(content, ensure_ascii=False, indent=1).encode()
    info = tarfile.TarInfo(MANIFEST)
    info.size = len(text)
    archive.addfile(info, io.BytesIO(text))


def _postgres_address() -> str:
    chosen = connection.settings_dict
    host = f"host={chosen['HOST']} port={chosen['PORT'] or 5432} " if chosen["HOST"] else ""
    return f"{host}user={chosen['USER']} dbname={chosen['NAME']}"


def call_postgres(program: Literal["pg_dump", "pg_restore"], *arguments: str, password: str = "") -> None:
    """Run one of PostgreSQL's own programs. Raises BackupError where it is missing or fails."""
    newest = sorted(Path("/usr/lib/postgresql").glob(f"*/bin/{program}"), key=lambda path: int(path.parts[-3]))
    found = shutil.which(program) or (str(newest[-1]) if newest else None)
    if found is None:
        raise BackupError(f"找不到 {program}，请安装 PostgreSQL 客户端工具。")
    environment = os.environ | ({"PGPASSWORD": password} if password else {})
    done = subprocess.run([found, *arguments], capture_output=True, text=True, check=False, env=environment)  # noqa: S603
    if done.returncode:
        raise BackupError(f"{program} 未成功：{done.stderr.strip()[:300]}")
