"""What other domains ask before they pay: whether a recognition stands, for one application and for many."""

from datetime import date

from zhiqiang.domains.programmes import facade
from zhiqiang.domains.programmes.actions.recognitions import withdraw_recognition


def test_what_stands_may_be_paid_and_what_was_withdrawn_says_why(walk, django_assert_num_queries):
    made = walk("wells")
    stands, fallen = made.to("recognised", tail="一"), made.to("recognised", tail="二")
    withdraw_recognition(
        recognition_id=made.recognition(fallen).pk, ground="other", on=date(2026, 9, 1), reason="名不副实",
        actor=made.city.users["city_verifier"],
    )  # fmt: skip
    with django_assert_num_queries(3):
        found = facade.unpayable_of([stands.pk, fallen.pk, 999_999])
    assert found[stands.pk] == facade.unpayable(stands.pk) == ()
    assert "已撤销" in found[fallen.pk][0]
    assert found[999_999] == ("这件申报没有认定，不能支付。",)
    assert (facade.withdrawn(stands.pk), facade.withdrawn(999_999)) == ("", "")
    assert "名不副实" in facade.withdrawn(fallen.pk)
