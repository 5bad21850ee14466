"""`zhiqiang bulletin draft|issue|list`: drafts of a period's paper, issuing one that was submitted, what was issued.

Issuing acts as a named person (`--as`), with that person's roles and nobody else's; a demo home has its leader do it.
"""

import argparse
import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from zhiqiang.domains.bulletins.models import Bulletin
    from zhiqiang.foundation.access.models import User

HELP = "起草、签发、列出通报"
KINDS = ("bulletin", "analysis", "leader_page")
DEMO_OFFICER, DEMO_LEADER = "officer", "leader"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    acts = parser.add_subparsers(
        dest="act", metavar="draft|issue|list", required=True,
        help="draft --period P --out FILE 按现在的数字拟稿（.docx 或 .pdf，未编号）；"
        "issue ID [--as 用户名] 签发已送审的一件（演示数据省略 --as 时由演示的经办送审、领导签发）；list 列出已签发的",
    )  # fmt: skip
    draft = acts.add_parser("draft", description="按现在的数字拟稿，不编号、不留记录")
    draft.add_argument("--period", required=True, metavar="P", help="2026Q3（季）、2026-09（月）或 2026（年）")
    draft.add_argument("--out", required=True, type=Path, metavar="FILE", help="写到哪个文件，以 .docx 或 .pdf 结尾")
    draft.add_argument("--kind", choices=KINDS, default=KINDS[0], help="文种；省略为通报")
    issue = acts.add_parser("issue", description="签发一件通报")
    issue.add_argument("id", type=int, metavar="ID", help="通报记录的编号（网页地址里的数字）")
    issue.add_argument("--as", dest="person", metavar="用户名", help="以谁的名义签发；演示数据省略时由演示的领导签发")
    listed = acts.add_parser("list", description="列出已签发的")
    for act in (draft, issue, listed):  # the options of every command, wherever they are typed
        act.add_argument("--home", type=Path, default=argparse.SUPPRESS, help=argparse.SUPPRESS)
        act.add_argument("--json", action="store_true", default=argparse.SUPPRESS, help=argparse.SUPPRESS)


def run(args: argparse.Namespace) -> int:
    """Exit code 0 when it was done, 1 when it was refused, 2 for what cannot be asked."""
    from zhiqiang.site.cli import furnish_home

    furnish_home()
    acts = {"draft": _draft, "issue": _issue, "list": _list}
    return acts[args.act](args)


def _draft(args: argparse.Namespace) -> int:
    from zhiqiang.domains.bulletins.queries.papers import build
    from zhiqiang.domains.bulletins.queries.situation import situation
    from zhiqiang.domains.bulletins.rules import period_of
    from zhiqiang.foundation.papers.actions import draft_files
    from zhiqiang.foundation.papers.fonts import NoFontError
    from zhiqiang.foundation.papers.series import SeriesError
    from zhiqiang.foundation.plans.active import NoPlanError
    from zhiqiang.kernel.papers import UnboundDigitError, figures_of

    ending = args.out.suffix.lower().removeprefix(".")
    if ending not in {"docx", "pdf"}:
        return _refused(f"文件名应以 .docx 或 .pdf 结尾，现为“{args.out.name}”", 2)
    try:
        paper = build(args.kind, situation(period_of(args.period)))
        args.out.write_bytes(getattr(draft_files(paper), ending))
    except (ValueError, NoPlanError) as error:
        return _refused(str(error), 1 if isinstance(error, UnboundDigitError | SeriesError) else 2)
    except (NoFontError, OSError) as error:
        return _refused(str(error))
    answer = {"file": str(args.out), "kind": args.kind, "period": args.period, "figures": len(figures_of(paper))}
    print(json.dumps(answer, ensure_ascii=False) if args.json else f"已写 {args.out}（草稿，{answer['figures']} 个数）")
    return 0


def _issue(args: argparse.Namespace) -> int:
    from zhiqiang.domains.bulletins.actions import paper_of
    from zhiqiang.domains.bulletins.models import Bulletin
    from zhiqiang.domains.bulletins.registers import BULLETINS
    from zhiqiang.domains.bulletins.workflow import ISSUE
    from zhiqiang.foundation.papers.fonts import NoFontError
    from zhiqiang.foundation.registers.errors import NotThereError, RefusedError
    from zhiqiang.foundation.registers.write import take_step

    row = Bulletin.objects.filter(pk=args.id).first() if 0 <= args.id < 2**63 else None
    if row is None:
        return _refused(f"没有编号为 {args.id} 的通报", 2)
    try:
        actor = _person(args.person)
        _submit_for_demo(row, args.person)
        take_step(register=BULLETINS, record_id=row.pk, step=ISSUE, actor=actor)
    except LookupError as error:
        return _refused(str(error.args[0]), 2)
    except NotThereError:
        return _refused(f"{args.person or '此人'}不能办理这件通报：签发人应是市级核实或分管领导")
    except (RefusedError, NoFontError) as error:
        return _refused(str(error))
    made = paper_of(row)
    assert made is not None
    answer = {"id": row.pk, "number": made.number, "period": row.period, "issued_on": made.issued_on.isoformat()}
    print(json.dumps(answer, ensure_ascii=False) if args.json else f"已签发 {made.number}《{made.title}》")
    return 0


def _person(username: str | None) -> "User":
    """Who issues. Raises LookupError with what to do."""
    from django.conf import settings

    from zhiqiang.foundation.access.models import User

    if username is None and not settings.DEMO:
        raise LookupError("请用 --as 用户名 写明由谁签发。")
    found = User.objects.filter(username=username or DEMO_LEADER, is_active=True).first()
    if found is None:
        raise LookupError(f"没有用户“{username or DEMO_LEADER}”。")
    return found


def _submit_for_demo(row: "Bulletin", username: str | None) -> None:
    """In a demo home, where nobody was named, the demo's officer first submits what is still a draft."""
    from django.conf import settings

    from zhiqiang.domains.bulletins.registers import BULLETINS
    from zhiqiang.domains.bulletins.workflow import DRAFTED, RETURNED, SUBMIT
    from zhiqiang.foundation.access.models import User
    from zhiqiang.foundation.registers.write import take_step

    officer = User.objects.filter(username=DEMO_OFFICER).first()
    if settings.DEMO and username is None and officer is not None and row.state in {DRAFTED, RETURNED}:
        take_step(register=BULLETINS, record_id=row.pk, step=SUBMIT, actor=officer)


def _list(args: argparse.Namespace) -> int:
    from zhiqiang.domains.bulletins.queries.published import issued

    found = [
        {"id": row.pk, "number": paper.number, "period": row.period, "issued_on": paper.issued_on.isoformat()}
        for row, paper in issued()
    ]
    if args.json:
        print(json.dumps(found, ensure_ascii=False))
    else:
        for one in found:
            print(f"{one['id']:>5} {one['number']} {one['period']} {one['issued_on']}")
    return 0


def _refused(message: str, code: int = 1) -> int:
    print(message, file=sys.stderr)
    return code
