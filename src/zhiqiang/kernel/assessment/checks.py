"""What must hold between the parts of a scheme: points add up, bands leave no gap, each kind has its numbers."""

import re
from collections import Counter
from collections.abc import Collection, Sequence
from decimal import Decimal
from pathlib import PurePosixPath

from zhiqiang.kernel.assessment.model import HUNDRED, ZERO, Item, Scheme
from zhiqiang.kernel.plan.records import Place, Problem, nearest

SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
CODE = re.compile(r"[a-z][a-z0-9_]*")
MOST_DIGITS = 4
#: What each kind of item says beside the common keys; every other of these keys is a slip.
SAYS: dict[str, frozenset[str]] = {
    "target": frozenset({"target", "minimum", "full", "bonus"}),
    "on_time": frozenset({"of", "minimum", "full"}),
    "penalty": frozenset({"deduct"}),
    "marked": frozenset(),
}
OWN_KEYS = ("target", "of", "minimum", "full", "bonus", "deduct")


def check(
    scheme: Scheme,
    file: str,
    targets: Collection[str] | None,
    rungs: Collection[str] | None,
    problems: list[Problem],
) -> None:
    """Append every problem that only shows between the parts."""
    checker = _Checker(scheme, Place(file, ""), problems)
    checker.check_head(PurePosixPath(file).stem)
    checker.check_bands()
    checker.check_sums()
    for item in scheme.items:
        checker.check_item(item, targets, rungs)
    checker.check_vetoes()


class _Checker:
    """One scheme under examination."""

    def __init__(self, scheme: Scheme, place: Place, problems: list[Problem]) -> None:
        self.scheme, self.place, self.problems = scheme, place, problems

    def tell(self, key: str, message: str) -> None:
        self.problems.append(self.place.at(key).problem(message))

    def check_head(self, stem: str) -> None:
        it = self.scheme
        if it.code != stem or not SLUG.fullmatch(it.code):
            self.tell("code", f"“{it.code}”应与文件名“{stem}”相同，且只含小写字母、数字与连字符；请更正")
        if it.version < 1:
            self.tell("version", "版本号应为不小于 1 的整数；请更正")
        if it.valid_to is not None and it.valid_to < it.valid_from:
            self.tell("valid_to", f"失效日 {it.valid_to} 早于生效日 {it.valid_from}；请核对两个日期")
        if it.valid_to is not None and it.known_from > it.valid_to:
            self.tell("known_from", f"公布日 {it.known_from} 晚于失效日 {it.valid_to}；方案应先公布后考评，请核对")
        if not ZERO < it.minimum_coverage <= 1:
            self.tell("minimum_coverage", "最低覆盖应大于 0、不超过 1，例如 0.6；请更正")
        if not 0 <= it.rounding.digits <= MOST_DIGITS:
            self.tell("rounding.digits", f"小数位数应在 0 至 {MOST_DIGITS} 之间；请更正")
        if not ZERO <= it.bonus_cap <= HUNDRED:
            self.tell("bonus_cap", "加分上限应在 0 至 100 之间；请更正")
        self.check_codes("band", [one.code for one in it.bands])
        self.check_codes("area", [one.code for one in it.areas])
        self.check_codes("group", [one.code for one in it.groups])
        self.check_codes("item", [*(one.code for one in it.items), *(one.code for one in it.vetoes)])
        self.once("item", "三级指标", [f"{group}·{title}" for _area, group, title in self._titles()])

    def _titles(self) -> list[tuple[str, str, str]]:
        known = {group.code: group.area for group in self.scheme.groups}
        areas = {area.code for area in self.scheme.areas}
        return [self.scheme.levels(item) for item in self.scheme.items if known.get(item.group) in areas]

    def check_codes(self, key: str, codes: Sequence[str]) -> None:
        if not codes:
            self.tell(key, f"至少要有一个 [[{key}]]；请补上")
        self.once(key, "代码", codes)
        for code in codes:
            if not CODE.fullmatch(code.lower()):
                self.tell(f"{key}[{code}].code", f"“{code}”应以字母开头，只含字母、数字与下划线；请更正")

    def once(self, key: str, what: str, names: Sequence[str]) -> None:
        for name, times in Counter(names).items():
            if times > 1:
                self.tell(f"{key}[{name}]", f"{what}“{name}”出现 {times} 次；请改成不同的")

    def check_bands(self) -> None:
        step = Decimal(1).scaleb(-self.scheme.rounding.digits) if self.scheme.rounding.digits >= 0 else Decimal(1)
        bounds = [band.at_least for band in self.scheme.bands]
        if bounds and min(bounds) != 0:
            self.tell("band", f"最低一档从 {min(bounds)} 分起，其下的得分没有等次；请让最低一档 at_least = 0")
        self.once("band", "分数线", [f"{bound.normalize():f}" for bound in bounds])
        for band in self.scheme.bands:
            if not ZERO <= band.at_least <= HUNDRED:
                self.tell(f"band[{band.code}].at_least", "分数线应在 0 至 100 之间；请更正")
            elif band.at_least % step:
                # 89.5 would fall between "90 or more" and "80 to 89": the bound must be a score that rounding can give.
                self.tell(
                    f"band[{band.code}].at_least",
                    f"分数线 {band.at_least} 比得分的小数位数更细，落不到任何得分上；请按 {step} 的倍数写",
                )

    def check_sums(self) -> None:
        it = self.scheme
        rows = [("area", one.code, one.weight) for one in it.areas] + [
            ("group", one.code, one.weight) for one in it.groups
        ]
        for key, code, weight in [*rows, *(("item", one.code, one.weight) for one in it.items)]:
            if weight <= 0:
                self.tell(f"{key}[{code}].weight", f"分值 {weight} 应大于零；请更正")
        self._parts("area", {"": HUNDRED}, [("", area.weight) for area in it.areas])
        self._parts("group", {a.code: a.weight for a in it.areas}, [(g.area, g.weight) for g in it.groups])
        self._parts("item", {g.code: g.weight for g in it.groups}, [(i.group, i.weight) for i in it.items])

    def _parts(self, key: str, wholes: dict[str, Decimal], parts: Sequence[tuple[str, Decimal]]) -> None:
        above = {"area": "全部一级指标", "group": "一级指标", "item": "二级指标"}[key]
        unknown = {whole for whole, _weight in parts if whole not in wholes}
        for name in sorted(unknown):
            self.tell(key, f"所属的{above}“{name}”不存在{nearest(name, wholes)}；请更正")
        for name, whole in wholes.items():
            found = sum((weight for owner, weight in parts if owner == name), ZERO)
            if found != whole and not unknown:
                where = f"{above}“{name}”" if name else above
                self.tell(key, f"{where}应为 {whole} 分，其下各项合计 {found} 分；请使两者相等")

    def check_item(self, item: Item, targets: Collection[str] | None, rungs: Collection[str] | None) -> None:
        key = f"item[{item.code}]"
        given = {name for name in OWN_KEYS if getattr(item, name) not in (None, "", ZERO, ())}
        for name in sorted(given - SAYS[item.kind]):
            self.tell(f"{key}.{name}", f"{item.kind} 类的指标不写 {name}；请删去，或改 kind")
        if "minimum" in SAYS[item.kind]:
            self.check_line(key, item)
        if item.kind == "target":
            if not item.target:
                self.tell(f"{key}.target", "缺少方案目标的编号；请补上 target")
            elif targets is not None and item.target not in targets:
                self.tell(f"{key}.target", f"方案里没有目标“{item.target}”{nearest(item.target, targets)}；请更正")
        if item.kind == "on_time" and item.of is None:
            self.tell(f"{key}.of", "请写明按什么的按期比例计分：reports 或 duties")
        if item.kind == "penalty":
            self.check_deductions(key, item, rungs)
        if item.bonus < 0:
            self.tell(f"{key}.bonus", "加分不能是负数；请更正")

    def check_line(self, key: str, item: Item) -> None:
        if item.minimum is None or item.full is None:
            self.tell(key, "请同时写明 minimum（得零分的值）和 full（得满分的值）")
        elif item.minimum == item.full:
            self.tell(f"{key}.full", "得满分的值不能等于得零分的值；请更正其一")
        elif item.kind == "on_time" and not ZERO <= item.minimum < item.full <= HUNDRED:
            self.tell(f"{key}.full", "按期比例以百分数计，应 0 ≤ minimum < full ≤ 100；请更正")

    def check_deductions(self, key: str, item: Item, rungs: Collection[str] | None) -> None:
        if not item.deduct:
            self.tell(f"{key}.deduct", "请写明每一等次的督办扣几分：deduct = [ { rung = …, points = … } ]")
        self.once(f"{key}.deduct", "等次", [one.rung for one in item.deduct])
        for one in item.deduct:
            if one.points <= 0:
                self.tell(f"{key}.deduct", f"等次“{one.rung}”的扣分应大于零；请更正")
            if rungs is not None and one.rung not in rungs:
                self.tell(f"{key}.deduct", f"没有督办等次“{one.rung}”{nearest(one.rung, rungs)}；请更正")

    def check_vetoes(self) -> None:
        known = {band.code for band in self.scheme.bands}
        for veto in self.scheme.vetoes:
            if veto.band not in known:
                self.tell(f"veto[{veto.code}].band", f"没有等次“{veto.band}”{nearest(veto.band, known)}；请更正")
