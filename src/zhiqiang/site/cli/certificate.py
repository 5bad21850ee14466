"""`zhiqiang certificate verify FILE|CODE` and `zhiqiang certificate key`; with `--key` without Django or database."""

import argparse
import json
import os
import sys
from datetime import date
from pathlib import Path

from zhiqiang.foundation import clock
from zhiqiang.foundation.certificates.keys import public_keys, rotate_key, signing_key
from zhiqiang.kernel.certificates import (
    CertificateError,
    Outcome,
    Verdict,
    public_from_pem,
    public_to_pem,
    verify_file,
)

HELP = "核验证书（PDF、文本或证书码），或打印签发公钥"
LONGEST_NAME = 4096


def add_arguments(parser: argparse.ArgumentParser) -> None:
    acts = parser.add_subparsers(
        dest="act", metavar="verify|key", required=True,
        help="verify FILE|CODE [--key PEM] [--on DATE] 核验证书 PDF、存有证书码的文本文件或证书码本身"
        "（--key 只凭这个公钥文件，不读数据库；--on 问哪一天是否有效，省略为今天）；"
        "key [--rotate] 打印签发公钥（--rotate 换一把新私钥，旧公钥保留）",
    )  # fmt: skip
    verify = acts.add_parser("verify", description="核验证书")
    verify.add_argument("what", metavar="FILE|CODE", help="证书 PDF、存有证书码的文本文件，或证书码本身")
    verify.add_argument("--key", type=Path, metavar="PEM", help="只凭这个公钥文件核验，不读数据库")
    verify.add_argument("--on", type=date.fromisoformat, metavar="DATE", help="问哪一天是否有效；省略为今天")
    key = acts.add_parser("key", description="打印签发公钥（PEM）")
    key.add_argument("--rotate", action="store_true", help="换一把新私钥签发，旧公钥保留")
    for act in (verify, key):  # the options of every command, wherever they are typed
        act.add_argument("--home", type=Path, default=argparse.SUPPRESS, help=argparse.SUPPRESS)
        act.add_argument("--json", action="store_true", default=argparse.SUPPRESS, help=argparse.SUPPRESS)


def run(args: argparse.Namespace) -> int:
    """Exit code 0 when the certificate holds, 1 when not."""
    if args.act == "key":
        return _print_key(args.home, rotate=args.rotate)
    try:
        verdict, checked = _verdict(args)
    except CertificateError as error:
        verdict, checked = Verdict(Outcome.UNREADABLE, str(error)), False
    if args.json:
        print(json.dumps(_as_json(verdict, register_checked=checked), ensure_ascii=False))
    else:
        print("\n".join(_lines(verdict, register_checked=checked)))
    return 0 if verdict.valid else 1


def _verdict(args: argparse.Namespace) -> tuple[Verdict, bool]:
    """The verdict, and whether the register of issued certificates was asked too."""
    on = args.on or clock.today()
    content = _content(args.what)
    if args.key is not None:
        return verify_file(content, public_from_pem(_read(args.key)), on), False
    keys = public_keys(args.home)
    if not keys:
        raise CertificateError(f"{args.home} 还没有签发过证书，没有公钥。请用 --key 给出签发机构的公钥文件。")
    verdict = verify_file(content, keys, on)
    has_database = bool(os.environ.get("ZHIQIANG_DATABASE")) or (args.home / "db.sqlite3").exists()
    return _with_register(verdict, on) if verdict.genuine and has_database else (verdict, False)


def _with_register(verdict: Verdict, on: date) -> tuple[Verdict, bool]:
    from zhiqiang.site.cli import open_home

    open_home()
    from django.db import DatabaseError

    from zhiqiang.foundation.certificates.queries import with_register

    try:
        return with_register(verdict, on), True
    except DatabaseError:  # an older home without this table, or a server that is down
        return verdict, False


def _content(what: str) -> bytes:
    """The bytes of the file of this name, or the code itself (also as the address in a QR code)."""
    if "ZQC1." in what or len(what) > LONGEST_NAME:
        return what.encode("utf-8", "surrogateescape")
    return _read(Path(what))


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise CertificateError(f"读不到文件 {path}（{error.strerror}），请核对路径；证书码以 ZQC1. 开头。") from error


def _print_key(home: Path, *, rotate: bool) -> int:
    if not home.is_dir():
        return _fail(f"数据目录 {home} 不存在，请用 --home 指定。")
    try:
        if rotate:
            rotate_key(home)
        signing_key(home)
        sys.stdout.write(public_to_pem(public_keys(home)).decode("ascii"))
    except (CertificateError, OSError) as error:
        return _fail(str(error))
    return 0


def _as_json(verdict: Verdict, *, register_checked: bool) -> dict[str, object]:
    payload = verdict.payload
    return {
        "valid": verdict.valid,
        "reason": verdict.reason,
        "issued": payload.issued.isoformat() if payload else None,
        "until": payload.until.isoformat() if payload and payload.until else None,
        "outcome": verdict.outcome.value,
        "genuine": verdict.genuine,
        "register_checked": register_checked,
        "certificate": {
            name: getattr(payload, name)
            for name in ("serial", "title", "programme", "holder", "uscc", "subject", "level", "issuer", "key", "demo")
        }
        if payload
        else None,
    }


def _lines(verdict: Verdict, *, register_checked: bool) -> list[str]:
    word = "有效" if verdict.valid else "真证书，但现在无效" if verdict.genuine else "不能认定为真"
    lines = [f"{word}：{verdict.reason}"]
    if payload := verdict.payload:
        until = payload.until or "长期"
        lines += [
            f"编号 {payload.serial}　{payload.title} {payload.level}".rstrip(),
            f"持有者 {payload.holder} {payload.uscc}".rstrip(),
            f"有效期 {payload.issued} 至 {until}　签发机构 {payload.issuer}",
        ]
        lines += ["演示数据，不代表实际情况。"] if payload.demo else []
    if verdict.genuine and not register_checked:
        lines.append("只验了签名和日期，没有查撤销；请向签发机构的网站查询是否已撤销。")
    return lines


def _fail(message: str) -> int:
    print(message, file=sys.stderr)
    return 1
