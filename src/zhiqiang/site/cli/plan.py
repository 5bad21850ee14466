"""`zhiqiang plan check [DIR]` and `zhiqiang plan load [DIR]`."""

import argparse
import json
from pathlib import Path
from typing import Any

HELP = "检查或载入方案包"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("act", choices=("check", "load"), help="check 只检查；load 检查后设为现行")
    parser.add_argument("folder", nargs="?", type=Path, help="方案包文件夹；省略为随软件发布的承德方案")


def run(args: argparse.Namespace) -> int:
    from zhiqiang.kernel.plan import PlanErrors
    from zhiqiang.site.cli import open_home

    open_home()
    try:
        plan = _read(args.folder)
    except PlanErrors as errors:
        return _report(args, {"problems": [_problem(one) for one in errors.problems]})
    if args.act == "load":
        from zhiqiang.foundation.plans.active import adopt_plan

        adopt_plan(plan)
    bound = list(plan.bound)
    return _report(
        args,
        {
            "plan": plan.slug,
            "hash": plan.content_hash,
            "clauses": len(plan.clauses),
            "content_items": len(plan.items),
            "indicators": len(plan.indicators),
            "targets": len(plan.targets),
            "bound": bound,
            "outside": list(plan.outside),
            "unbound": [target.id for target in plan.targets if target.id not in bound],
            "problems": [],
        },
    )


def _read(folder: Path | None) -> Any:
    from zhiqiang.foundation.catalogue import measures, registers
    from zhiqiang.foundation.evidence.declaration import Shape
    from zhiqiang.foundation.plans.package import package_folder, read_plan
    from zhiqiang.kernel.plan import Vocabulary

    outside = tuple(code for code, one in measures().items() if one.shape is Shape.SERIES)
    vocabulary = Vocabulary(registers=tuple(registers()), measures=tuple(measures()), outside=outside)
    return read_plan(folder or package_folder(), vocabulary)


def _problem(problem: Any) -> dict[str, str]:
    return {"file": problem.file, "key": problem.key, "message": problem.message}


def _report(args: argparse.Namespace, answer: dict[str, Any]) -> int:
    none: dict[str, Any] = {"bound": [], "outside": [], "unbound": []}
    answer = {"clauses": 0, "content_items": 0, "indicators": 0, "targets": 0, **none, **answer}
    if args.json:
        print(json.dumps(answer, ensure_ascii=False, indent=1))
    elif answer["problems"]:
        print(f"方案包有 {len(answer['problems'])} 处问题，未载入：")
        for problem in answer["problems"]:
            print(f"  {problem['file']} · {problem['key']}：{problem['message']}")
    else:
        counts = (answer["clauses"], answer["content_items"], answer["indicators"], answer["targets"])
        print("{} 条条款，{} 项内容，{} 个指标，{} 个目标；".format(*counts), end="")
        bound, outside, unbound = (len(answer[name]) for name in ("bound", "outside", "unbound"))
        print(f"已接通 {bound} 个（台账记录 {bound - outside} 个，外部统计 {outside} 个），未接通 {unbound} 个。")
    return 1 if answer["problems"] else 0
