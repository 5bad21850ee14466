"""`zhiqiang verify`: the trail's chain, every figure from its rows, every stored file by its hash."""

import argparse
import json
from typing import Any

HELP = "核验留痕、数字和文件"
TITLES = {"trail": "留痕", "figures": "数字", "documents": "文件"}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """No arguments of its own."""


def run(args: argparse.Namespace) -> int:
    from zhiqiang.site.cli import open_home

    open_home()
    report = checked()
    if args.json:
        print(json.dumps(report, ensure_ascii=False))
    else:
        for part, title in TITLES.items():
            first = report[part]["first_bad"]
            said = f"第一处不符：{first['what']}，{first['reason']}" if first else "全部相符"
            print(f"{title}：{report[part]['checked']} 项，{said}")
    return 0 if report["ok"] else 1


def checked() -> dict[str, Any]:
    """What holds and the first that does not, of each part."""
    from zhiqiang.foundation.evidence.check import check_documents, check_figures
    from zhiqiang.foundation.trail.record import verify_trail

    entries, fault = verify_trail()
    figures, wrong = check_figures()
    documents, broken = check_documents()
    report: dict[str, Any] = {
        "trail": _part(entries, (f"第 {fault.number} 条", fault.reason) if fault else None),
        "figures": _part(figures, (wrong.what, wrong.reason) if wrong else None),
        "documents": _part(documents, (broken.what, broken.reason) if broken else None),
    }
    if fault:
        report["trail"]["first_bad"]["number"] = fault.number
    report["ok"] = all(part["ok"] for part in report.values())
    return report


def _part(number: int, fault: tuple[str, str] | None) -> dict[str, Any]:
    first = {"what": fault[0], "reason": fault[1]} if fault else None
    return {"ok": fault is None, "checked": number, "first_bad": first}
