"""The lives of shares, outline tasks, meetings, agenda points, decisions and good practice."""

from zhiqiang.foundation.access.roles import CITY, VERIFIERS, WRITERS
from zhiqiang.foundation.text import lazy as _
from zhiqiang.foundation.workflow.verification import (
    CLOCKS,
    RECORDED,
    RESUBMIT_BY,
    RETURNED,
    VERIFY_BY,
    VOIDED,
    verification,
)
from zhiqiang.kernel.workflow import RECORDING, Clock, State, Step, Workflow

OFFICER, CHECKER = ("city_officer",), ("city_verifier",)
#: Who signs minutes: the leader in charge, or who verifies at the city.
SIGNERS = ("city_verifier", "leader")

SHARE = verification("share", _("目标分解"), makers=OFFICER, checkers=CHECKER)
COUNTY_SHARE = verification("county_share", _("县级自定目标"), makers=("reporter",), checkers=VERIFIERS)
OUTLINE_TASK = verification("outline_task", _("省纲要任务"), makers=OFFICER, checkers=CHECKER)
ALIGNMENT = verification("alignment", _("纲要对标"), makers=OFFICER, checkers=CHECKER)

HELD, ISSUED, FOLLOWED, CALLED_OFF = "held", "issued", "followed", "called_off"
MEETING_CHOICES = (
    (RECORDED, _("筹备")),
    (HELD, _("已召开")),
    (ISSUED, _("纪要已签发")),
    (FOLLOWED, _("跟踪办结")),
    (CALLED_OFF, _("已取消")),
)
_meeting_words = dict(MEETING_CHOICES)
HOLD, WRITE, SIGN, CLOSE, CALL_OFF = "hold", "write_minutes", "sign", "close", "call_off"
_MINUTES = ("minutes_by",)
MEETING = Workflow(
    code="meeting",
    title=_("现场调度"),
    initial=RECORDED,
    states=(
        State(RECORDED, _meeting_words[RECORDED], colour="warn", no_clock_reason=_("召开日期由市里定，没有办理时限")),
        State(HELD, _meeting_words[HELD], colour="warn"),
        State(ISSUED, _meeting_words[ISSUED], colour="ok", no_clock_reason=_("议定事项各有期限，由任务台账计时")),
        State(FOLLOWED, _meeting_words[FOLLOWED], kind="closed", colour="ok"),
        State(CALLED_OFF, _meeting_words[CALLED_OFF], kind="closed", colour="none"),
    ),
    steps=(
        Step(HOLD, _("登记召开"), (RECORDED,), HELD, OFFICER, starts=_MINUTES),
        Step(WRITE, _("写会议情况"), (HELD,), HELD, OFFICER),
        Step(SIGN, _("签发纪要"), (HELD,), ISSUED, SIGNERS, stops=_MINUTES,
             different_actor_from=(RECORDING, HOLD, WRITE)),
        Step(CLOSE, _("结束跟踪"), (ISSUED,), FOLLOWED, CITY),
        Step(CALL_OFF, _("取消会议"), (RECORDED,), CALLED_OFF, OFFICER, needs_reason=True),
    ),
    clocks=(Clock(*_MINUTES, _("纪要签发时限"), "steering.minutes", on_expiry=_("列入逾期，提醒经办人和签发人")),),
)  # fmt: skip

LISTED, DROPPED = "listed", "dropped"
AGENDA_CHOICES = ((LISTED, _("列入")), (DROPPED, _("不列")))
DROP, RESTORE = "drop", "restore"
AGENDA = Workflow(
    code="agenda_item",
    title=_("调度议程"),
    initial=LISTED,
    states=(
        State(LISTED, dict(AGENDA_CHOICES)[LISTED], kind="closed", colour="ok"),
        State(DROPPED, dict(AGENDA_CHOICES)[DROPPED], kind="closed", colour="none"),
    ),
    steps=(
        Step(DROP, _("不列入"), (LISTED,), DROPPED, OFFICER),
        Step(RESTORE, _("重新列入"), (DROPPED,), LISTED, OFFICER),
    ),
)

OPENED, GIVEN_UP = "opened", "given_up"
DECISION_CHOICES = ((RECORDED, _("拟定")), (OPENED, _("已立任务")), (GIVEN_UP, _("不再办理")))
_decision_words = dict(DECISION_CHOICES)
OPEN_DUTY, GIVE_UP = "open_duty", "give_up"
DECISION = Workflow(
    code="decision",
    title=_("议定事项"),
    initial=RECORDED,
    states=(
        State(
            RECORDED, _decision_words[RECORDED], colour="warn", no_clock_reason=_("随会议纪要签发，由纪要的时限计时")
        ),
        State(OPENED, _decision_words[OPENED], kind="closed", colour="ok"),
        State(GIVEN_UP, _decision_words[GIVEN_UP], kind="closed", colour="none"),
    ),
    steps=(
        Step(OPEN_DUTY, _("立为任务"), (RECORDED,), OPENED, SIGNERS, different_actor_from=(RECORDING,)),
        Step(GIVE_UP, _("不再办理"), (RECORDED,), GIVEN_UP, OFFICER, needs_reason=True),
    ),
)

REVIEWED, PUBLISHED, WITHDRAWN = "reviewed", "published", "withdrawn"
PRACTICE_CHOICES = (
    (RECORDED, _("已征集")),
    (RETURNED, _("已退回")),
    (REVIEWED, _("已审核")),
    (PUBLISHED, _("已发布")),
    (WITHDRAWN, _("已撤下")),
    (VOIDED, _("已作废")),
)
_practice_words = dict(PRACTICE_CHOICES)
#: Not "withdraw": that step means the end of a standing record everywhere.
REVIEW, PUBLISH, TAKE_DOWN = "review", "publish", "take_down"
_PUBLISH = ("publish_by",)
PRACTICE = Workflow(
    code="practice",
    title=_("好的做法"),
    initial=RECORDED,
    starts=VERIFY_BY,
    states=(
        State(RECORDED, _practice_words[RECORDED], colour="warn", public_title=_("审核中")),
        State(RETURNED, _practice_words[RETURNED], colour="late", public_title=_("审核中")),
        State(REVIEWED, _practice_words[REVIEWED], colour="warn", public_title=_("审核中")),
        State(PUBLISHED, _practice_words[PUBLISHED], kind="closed", colour="ok"),
        State(WITHDRAWN, _practice_words[WITHDRAWN], kind="closed", colour="none"),
        State(VOIDED, _practice_words[VOIDED], kind="closed", colour="none"),
    ),
    steps=(
        Step(REVIEW, _("审核"), (RECORDED,), REVIEWED, VERIFIERS, stops=VERIFY_BY, starts=_PUBLISH,
             different_actor_from=(RECORDING,)),
        Step("send_back", _("退回"), (RECORDED, REVIEWED), RETURNED, (*VERIFIERS, *OFFICER),
             stops=(*VERIFY_BY, *_PUBLISH), starts=RESUBMIT_BY, needs_reason=True),
        Step("resubmit", _("重新提交"), (RETURNED,), RECORDED, WRITERS, stops=RESUBMIT_BY, starts=VERIFY_BY),
        Step(PUBLISH, _("发布"), (REVIEWED,), PUBLISHED, CITY, stops=_PUBLISH,
             different_actor_from=(RECORDING, REVIEW)),
        Step(TAKE_DOWN, _("撤下"), (PUBLISHED,), WITHDRAWN, CITY, needs_reason=True),
        Step("void", _("作废"), (RECORDED, RETURNED), VOIDED, WRITERS, needs_reason=True),
    ),
    clocks=(*CLOCKS, Clock(*_PUBLISH, _("发布时限"), "steering.publish", on_expiry=_("列入逾期，提醒市级经办"))),
)  # fmt: skip
