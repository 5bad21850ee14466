"""Pages about running it: commands, settings, addresses, the API."""

import argparse
from importlib import import_module
from typing import Any

from django.test import Client

from zhiqiang.foundation.access.marks import marked_urls
from zhiqiang.site.cli import COMMANDS, MODULES
from zhiqiang.site.reference.tables import table

#: Every environment variable the software reads: what it is for, and what holds without it.
SETTINGS = (
    ("ZHIQIANG_HOME", "folder of database, evidence, attachments and the secret key", "`home` in the present folder"),
    ("ZHIQIANG_DATABASE", "`postgresql://user:password@host:port/name`", "SQLite in the home folder"),
    ("ZHIQIANG_SECRET_KEY", "key that signs sessions", "`secret.key` in the home folder, made once"),
    ("ZHIQIANG_HOSTS", "host names that may be asked for, separated by commas", "`127.0.0.1,localhost`"),
    ("ZHIQIANG_HTTPS", "`1`: cookies for HTTPS only, redirect and HSTS", "off"),
    (
        "ZHIQIANG_ADDRESS",
        "public address of the site, as QR codes on certificates print it",
        "`http(s)://` and the first host name",
    ),
    ("ZHIQIANG_MAIL_HOST", "the mail server by which people hear of notices", "none: notices are on the desk only"),
    ("ZHIQIANG_MAIL_PORT", "its port: 465 for TLS from the start, any other for STARTTLS", "465"),
    ("ZHIQIANG_MAIL_USER", "whom the mail server knows us as", "nobody"),
    ("ZHIQIANG_MAIL_PASSWORD", "and by which password", "none"),
    ("ZHIQIANG_MAIL_FROM", "the sender of mails", "the mail user"),
    ("ZHIQIANG_NOTICE_HOOKS", "further functions that hear of each notice, dotted names with commas", "none"),
    ("ZHIQIANG_ISSUER", "who issues certificates where a programme does not say", "the city's name"),
    ("ZHIQIANG_DEMO", "`1`: every page and file is marked 演示数据", "off, unless the home is a demo home"),
    ("ZHIQIANG_DEBUG", "`1`: Django's debug pages, for development only", "off"),
    ("ZHIQIANG_PASSWORD_PROFILE", "password rules: `mlps3` (等级保护三级) or another profile", "`mlps3`"),
)

MARKS = """`public`: anyone; `signed_in`: any person with a session; `roles`: these roles, for others it is not there;
`governed`: decided inside, by the register's grants or the API's keys.

"""


def commands_page() -> str:
    """The help of every command."""
    parts = [
        "# Commands\n\nEvery command takes `--home DIR` (or `ZHIQIANG_HOME`); those that print data take `--json`.\n"
    ]
    for name in COMMANDS:
        module = import_module(f"zhiqiang.site.cli.{MODULES.get(name, name)}")
        parser = argparse.ArgumentParser(prog=f"zhiqiang {name}", add_help=False)
        module.add_arguments(parser)
        rows = [_argument(action) for action in parser._actions]  # noqa: SLF001 (argparse shows its actions nowhere else)
        told = table(("Argument", "Meaning", "Default"), rows) if rows else "No arguments of its own.\n"
        parts.append(f"\n## `zhiqiang {name}`\n\n{module.HELP}\n\n{told}")
    return "".join(parts)


def _argument(action: argparse.Action) -> tuple[str, str, str]:
    words = ", ".join(action.option_strings) or str(action.metavar or action.dest)
    if action.option_strings and action.nargs != 0:
        words += f" {action.metavar or action.dest.upper()}"
    if action.choices and not action.option_strings:
        words += f" ({'/'.join(map(str, action.choices))})"
    plain = action.default not in (None, False, argparse.SUPPRESS, [], ())
    return f"`{words}`", str(action.help or ""), f"`{action.default}`" if plain else ""


def settings_page() -> str:
    """Every environment variable."""
    rows = [(f"`{name}`", meaning, default) for name, meaning, default in SETTINGS]
    return "# Settings\n\nAll that a deployment may vary comes from these variables.\n\n" + table(
        ("Variable", "Meaning", "Without it"), rows
    )


def urls_page() -> str:
    """Every address with its access mark."""
    rows = [(f"`/{route}`", f"`{mark}`") for route, mark in marked_urls()]
    return "# Addresses\n\n" + MARKS + table(("Address", "Access"), rows)


def api_page() -> str:
    """Every operation of the API, from its own OpenAPI document."""
    document = Client(headers={"host": "localhost"}).get("/api/openapi.json").json()
    rows = [
        _operation(path, method, told)
        for path, methods in document["paths"].items()
        for method, told in methods.items()
    ]
    return (
        f"# API\n\n{document['info']['title']}, OpenAPI {document['openapi']}; the whole document is served at "
        "`/api/openapi.json`. Keys are sent as `Authorization: Bearer …`.\n\n"
        + table(("Operation", "Summary", "Query and path", "Answers"), rows)
    )


def _operation(path: str, method: str, told: dict[str, Any]) -> tuple[str, ...]:
    parameters = ", ".join(f"`{one['name']}`" for one in told.get("parameters", ()))
    return (f"`{method.upper()} {path}`", told.get("summary", ""), parameters, ", ".join(map(str, told["responses"])))
