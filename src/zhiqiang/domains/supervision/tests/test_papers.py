"""The papers of supervision: every digit bound, the words of the record, what an unsure rate must say."""

from datetime import date

from zhiqiang.domains.supervision.rules import papers as rules
from zhiqiang.domains.supervision.tests.office import Office
from zhiqiang.foundation.papers.queries import papers, papers_of
from zhiqiang.kernel.papers import Fact, Figure, Paper, plain, runs_of, unbound

FRAME = rules.Frame("某办公室", "隆化县", "record:supervision.orders/1@3")
REFERENCE = "ZQ1/sampling.pass@1/130825/2025-10..2026-09/d7/391-400/0123456789abcdef"
RATE = {
    "value": "97.75%", "reference": REFERENCE, "goal": "98%", "plan": "abc",
    "n": "400", "n_reference": f"{REFERENCE}#denominator",
    "low": "95.8%", "low_reference": f"{REFERENCE}#lower", "high": "98.8%", "high_reference": f"{REFERENCE}#upper",
    "undecided": "1",
}  # fmt: skip


def words_of(paper: Paper) -> str:
    return plain(tuple(runs_of(paper)))


def order_words(**other: object) -> rules.OrderWords:
    values: dict[str, object] = {
        "rung": "蓝色督办单", "title": "整治 12 台电梯", "ground": "逾期 9 个工作日", "demand": "请书面答复",
        "authority": "条例第七条", "due": date(2026, 11, 30),
        "review": (30, "parameter:supervision.review_apply@2021-02-01"),
    }  # fmt: skip
    return rules.OrderWords(**{**values, **other})  # type: ignore[arg-type]  # a test's values


def test_an_order_binds_every_digit_and_tells_the_way_to_a_review() -> None:
    paper = rules.order_paper(FRAME, order_words(former="承质强督〔2026〕1号", major_reason="困人 3 次"))
    assert unbound(paper) == []
    text = words_of(paper)
    assert "2026年11月30日" in text
    assert "自收到之日起 30 日内书面申请复核" in text
    assert "没有参与" in text
    assert Fact("承质强督〔2026〕1号", "paper:承质强督〔2026〕1号") in tuple(runs_of(paper))


def test_an_order_over_a_sampled_rate_prints_n_and_that_the_sample_does_not_decide() -> None:
    paper = rules.order_paper(FRAME, order_words(figures=(("抽检合格率", RATE),)))
    assert unbound(paper) == []
    assert "n=400，95% 区间 95.8% 至 98.8%），目标在区间内，统计上未区分。" in words_of(paper)
    figures = [run for run in runs_of(paper) if isinstance(run, Figure)]
    assert [one.text for one in figures] == ["97.75%", "400", "95.8%", "98.8%"]
    decided = rules.order_paper(FRAME, order_words(figures=(("抽检合格率", RATE | {"undecided": ""}),)))
    assert "未区分" not in words_of(decided)


def test_what_is_issued_says_what_the_record_says(office: Office) -> None:
    office.lapsed()
    row = office.served()
    (paper,) = papers_of("supervision.orders", row.pk)
    text = words_of(paper.paper)
    assert (paper.number, paper.kind) == (row.number, "order")
    assert row.ground.rstrip("。") in text
    assert row.authority in text
    assert f"record:supervision.orders/{row.pk}@{row.version}" in {
        run.source for run in runs_of(paper.paper) if isinstance(run, Fact)
    }


def test_an_interview_leaves_notice_minutes_with_both_names_and_the_close(office: Office) -> None:
    office.take(office.reported(), "pass_recheck", office.other, "2 处现场看过")
    issued = {one.kind: words_of(one.paper) for one in papers() if one.kind != "order"}
    assert set(issued) == {"interview_notice", "interview_minutes", "correction"}
    assert "须本人到场" in issued["interview_notice"]
    assert f"{office.chief.name} 2026年11月23日" in issued["interview_minutes"]
    assert f"{office.leader.name} 2026年11月23日" in issued["interview_minutes"]
    assert "2 处现场看过" in issued["correction"]
