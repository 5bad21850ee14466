"""An official list against the register, pure: what a row's status says of the record that bears its number.

Statuses as 认e云 and the certification bodies give them: 有效, 暂停, 撤销, 注销, 过期. A list is never believed
blindly: what contradicts the register's own history is said and left to a person.
"""

from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

VALID, SUSPENDED, REVOKED, CANCELLED, EXPIRED = "valid", "suspended", "revoked", "cancelled", "expired"
#: Status → the words by which lists call it, the usual one first.
WORDS = {
    VALID: ("有效", "有效期内"),
    SUSPENDED: ("暂停", "已暂停"),
    REVOKED: ("撤销", "已撤销"),
    CANCELLED: ("注销", "已注销"),
    EXPIRED: ("过期", "已过期", "过期失效", "失效"),
}
TITLES = {status: words[0] for status, words in WORDS.items()}
ENDED = (REVOKED, CANCELLED)
STATUS, DAY = "status", "on"


class Listed(NamedTuple):
    """The status that one row of a list gives, and since when."""

    status: str
    on: date | None


class Known(NamedTuple):
    """What the register knows of the same certificate.

    `since`: from when it is suspended or withdrawn, where it is; `free_from`: the first day that no earlier suspension
    or withdrawal covers.
    """

    state: str
    valid_from: date
    valid_to: date | None
    since: date | None = None
    free_from: date | None = None


class Change(NamedTuple):
    """A step that the list asks for."""

    step: str
    on: date
    status: str


class Waits(NamedTuple):
    """A change that cannot be made before somebody has done something else."""

    reason: str


class Contradiction(NamedTuple):
    """What does not agree, in the status or in its day, and what to do."""

    column: str
    message: str
    suggestion: str


Verdict = Change | Waits | Contradiction | None


def judge(known: Known, listed: Listed, today: date) -> Verdict:
    """What follows from a row; None where list and register agree."""
    if known.state == "voided":
        return Contradiction(STATUS, "本系统里这条记录已作废。", "请核对编号；作废有误的，另行登记。")
    if known.state == "withdrawn":
        return _of_withdrawn(known, listed)
    has_ended = known.valid_to is not None and known.valid_to < today
    if listed.status == EXPIRED or (listed.status == VALID and has_ended):
        return _of_ended(known, listed, has_ended=has_ended)
    step = _step(known, listed)
    if step is None:
        return _same_day(known, listed)
    if known.state in {"recorded", "returned", "correcting"}:
        return Waits(f"名单为{TITLES[listed.status]}；记录待核实，核实后再次核对即可办理。")
    return _dated(step, known, listed, today)


def judge_new(listed: Listed, valid_to: date | None, today: date) -> Verdict:
    """The same of a certificate that the register does not have yet."""
    if listed.status == VALID and valid_to is not None and valid_to < today:
        return Contradiction(STATUS, f"名单为有效，而有效期止 {valid_to} 已过。", "请核对到期日期。")
    if listed.status == EXPIRED and (valid_to is None or valid_to >= today):
        return Contradiction(STATUS, f"名单为过期，而有效期止 {valid_to or '（空）'} 未到。", "请核对到期日期。")
    if listed.status in {SUSPENDED, *ENDED}:
        return Waits(f"名单为{TITLES[listed.status]}；先登记并核实，再次核对即可办理。")
    return None


def _step(known: Known, listed: Listed) -> str | None:
    if listed.status in ENDED:
        return "withdraw"
    if listed.status == SUSPENDED:
        return None if known.state == "suspended" else "suspend"
    return "resume" if known.state == "suspended" else None


def _dated(step: str, known: Known, listed: Listed, today: date) -> Verdict:
    if listed.on is None:
        message = f"状态变为{TITLES[listed.status]}，没有状态变更日期。"
        return Contradiction(DAY, message, "请在名单里补上日期后重新上传。")
    problem = next(_wrong_days(step, known, listed.on, today), None)
    if problem is None:
        return Change(step, listed.on, listed.status)
    return Contradiction(DAY, f"状态变更日期 {listed.on} {problem[0]}。", problem[1])


def _wrong_days(step: str, known: Known, on: date, today: date) -> Iterator[tuple[str, str]]:
    """Why a step cannot take effect on a day, and what to do."""
    if on > today:
        yield "晚于今天", "请核对日期，到日再核对名单。"
    if on < known.valid_from:
        yield f"早于颁证日期 {known.valid_from}", "请核对两个日期。"
    if known.valid_to is not None and on > known.valid_to:
        yield f"晚于有效期止 {known.valid_to}", "证书那时已过期，请核对。"
    if known.since is not None and on < known.since:
        yield f"早于暂停起日 {known.since}", "请核对历次变更。"
    if step == "suspend" and known.free_from is not None and on < known.free_from:
        yield f"落在以前的一次暂停里（到 {known.free_from} 恢复）", "请核对历次变更。"


def _same_day(known: Known, listed: Listed) -> Verdict:
    """The same status; a day that differs would change past counts, so a person decides."""
    if listed.status == SUSPENDED and listed.on is not None and known.since not in {None, listed.on}:
        message = f"暂停起日不同：本系统为 {known.since}，名单为 {listed.on}。"
        return Contradiction(DAY, message, "请核对；本系统有误的，恢复后按正确日期重新暂停。")
    return None


def _of_withdrawn(known: Known, listed: Listed) -> Verdict:
    if listed.status in {*ENDED, EXPIRED}:
        if listed.status != EXPIRED and listed.on is not None and known.since not in {None, listed.on}:
            message = f"撤销日期不同：本系统为 {known.since}，名单为 {listed.on}。"
            return Contradiction(DAY, message, "请核对；本系统有误的，收回撤销后按正确日期重新办理。")
        return None
    message = f"本系统里已撤销（{known.since}），名单为{TITLES[listed.status]}。"
    return Contradiction(STATUS, message, "请核实；撤销有误的，打开记录办理“收回撤销”。")


def _of_ended(known: Known, listed: Listed, *, has_ended: bool) -> Verdict:
    """Said to be expired, or to be valid although it ended: whether the last day agrees."""
    if listed.status == EXPIRED:
        if has_ended:
            return None
        message = f"名单为过期，而有效期止 {known.valid_to or '（空）'} 未到。"
        return Contradiction(STATUS, message, "请核对到期日期；本系统有误的，打开记录“提出更正”。")
    message = f"名单为有效，而有效期止 {known.valid_to} 已过。"
    return Contradiction(STATUS, message, "请核对是否换证；到期日期变了的，打开记录“提出更正”。")
