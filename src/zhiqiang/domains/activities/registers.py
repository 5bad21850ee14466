"""The registers of events, courses and attendances."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from zhiqiang.domains.activities import rules
from zhiqiang.domains.activities.models import Attendance, Course, Event
from zhiqiang.domains.activities.queries import clause_ids
from zhiqiang.domains.activities.workflow import ATTENDANCE, COURSE, EVENT
from zhiqiang.foundation.access.roles import STAFF, WRITERS
from zhiqiang.foundation.evidence.declaration import Column, ColumnType, Dataset
from zhiqiang.foundation.registers.declaration import Field, Register
from zhiqiang.foundation.text import lazy as _
from zhiqiang.kernel.findings import Finding

#: Who opens the pages beside the lists.
READERS = (*STAFF, "auditor", "administrator")
ACCESS = {"view": STAFF, "add": WRITERS, "change": WRITERS, "import": WRITERS, "export": STAFF}


def _broken_event(values: Mapping[str, Any], today: date) -> Iterable[Finding]:
    return rules.broken_event(values, today, clause_ids())


def _broken_course(values: Mapping[str, Any], today: date) -> Iterable[Finding]:
    return rules.broken_course(values, today, clause_ids())


def _find_course(text: str) -> Course | None:
    """A course by its name, or by day and name where a name was used more than once: 2026-05-20 计量业务培训."""
    day, _space, title = text.partition(" ")
    named = Course.objects.filter(title=text)
    found = list(named[:2]) or [one for one in Course.objects.filter(title=title) if str(one.starts_on) == day]
    return found[0] if len(found) == 1 else None


EVENTS = Register(
    slug="activities.events",
    title=_("活动"),
    description=_("质量月、品牌日、展会、宣传与交流：何时何地、谁主办、多少人和企业参加、有什么成果，对应方案哪一条。"),
    model=Event,
    key=("title", "starts_on", "unit"),
    fields=(
        Field("title", column=True, search=True, public=True, headers=("名称", "活动")),
        Field("kind", column=True, filter=True, public=True, headers=("活动类别", "类型"),
              also={"quality_month": ("质量月",), "brand_day": ("品牌日", "中国品牌日"),
                    "exhibition": ("展销会", "博览会"), "publicity": ("宣传", "宣贯"), "exchange": ("交流", "合作"),
                    "mass": ("QC小组", "班组活动")},
              example="质量月活动"),
        Field("starts_on", column=True, filter=True, public=True, headers=("日期", "时间", "活动日期")),
        Field("ends_on", public=True),
        Field("place", column=True, search=True, public=True, headers=("活动地点",)),
        Field("organiser", column=True, search=True, public=True, headers=("主办", "组织单位")),
        Field("unit", column=True, filter=True, public=True, headers=("县区", "所属县区")),
        Field("audience", column=True, public=True, headers=("人数", "受众人数")),
        Field("enterprises", column=True, public=True, headers=("企业数", "参展企业数")),
        Field("enterprise_list", search=True, public=True, headers=("企业名单", "参展企业")),
        Field("outputs", search=True, public=True, headers=("活动成果",)),
        Field("media_links", public=True, headers=("报道链接", "链接")),
        Field("clauses", column=True, search=True, public=True, headers=("条款",)),
    ),
    access=ACCESS,
    workflow=EVENT,
    dataset=Dataset(
        slug="activity_events",
        title=_("活动"),
        date_source="starts_on",
        columns=(
            Column("kind", "kind"),
            Column("audience", "audience", ColumnType.INTEGER),
            Column("enterprises", "enterprises", ColumnType.INTEGER),
            Column("clauses", "clauses"),
        ),
    ),
    check=_broken_event,
    links=(("observances", _("质量纪念日"), READERS),),
    order=("-starts_on", "-pk"),
    public=True,
)  # fmt: skip

COURSES = Register(
    slug="activities.courses",
    title=_("培训"),
    description=_("质量、标准、计量、服务等培训班；参加的单位与人员另登参训台账。"),
    model=Course,
    key=("title", "starts_on", "unit"),
    fields=(
        Field("title", column=True, search=True, public=True, headers=("名称", "培训班名称")),
        Field("kind", column=True, filter=True, public=True, headers=("培训类别", "类型"),
              also={"quality_officer": ("CQO",), "vocational": ("职业培训",), "service": ("家政",)},
              example="质量管理"),
        Field("starts_on", column=True, filter=True, public=True, headers=("日期", "时间", "培训日期")),
        Field("ends_on", public=True),
        Field("place", column=True, search=True, public=True, headers=("培训地点",)),
        Field("organiser", column=True, search=True, public=True, headers=("主办", "组织单位")),
        Field("unit", column=True, filter=True, public=True, headers=("县区", "所属县区")),
        Field("hours", column=True, public=True, headers=("课时",)),
        Field("content", search=True, public=True, headers=("培训内容",)),
        Field("clauses", column=True, search=True, public=True, headers=("条款",)),
    ),
    access=ACCESS,
    workflow=COURSE,
    dataset=Dataset(
        slug="activity_courses",
        title=_("培训"),
        date_source="starts_on",
        columns=(Column("kind", "kind"), Column("hours", "hours", ColumnType.INTEGER), Column("clauses", "clauses")),
    ),
    check=_broken_course,
    order=("-starts_on", "-pk"),
    public=True,
)  # fmt: skip

ATTENDANCES = Register(
    slug="activities.attendances",
    title=_("参训"),
    description=_("谁参加了哪次培训、结果与证书；姓名属个人信息，不进数据集，不公开。"),
    model=Attendance,
    key=("course", "organisation", "person"),
    fields=(
        Field("course", column=True, headers=("培训名称", "培训班"), find=_find_course),
        Field("organisation", column=True, headers=("单位名称", "企业名称")),
        Field("person", column=True, search=True, headers=("参训人",)),
        Field("people", column=True, headers=("参训人数",)),
        Field("unit", column=True, filter=True, headers=("县区", "所属县区")),
        Field("attended_on", column=True, filter=True, headers=("日期",)),
        Field("result", column=True, filter=True, headers=("考核结果",),
              also={"passed": ("合格", "通过"), "failed": ("不合格",)}, example="考核合格"),
        Field("certificate", search=True, headers=("证书号",), read="code"),
        Field("certificate_until", filter=True, headers=("有效期至",)),
        Field("remark"),
    ),
    access={**ACCESS, "view": (*STAFF, "enterprise")},
    organisation_field="organisation",
    workflow=ATTENDANCE,
    dataset=Dataset(
        slug="activity_attendances",
        title=_("参训"),
        date_source="attended_on",
        columns=(
            Column("course", "course", ColumnType.INTEGER),
            Column("kind", "course__kind"),
            Column("organisation", "organisation", ColumnType.INTEGER),
            Column("people", "people", ColumnType.INTEGER),
            Column("result", "result"),
            Column("certificate_until", "certificate_until", ColumnType.DATE),
        ),
    ),
    check=rules.broken_attendance,
    order=("-attended_on", "-pk"),
)  # fmt: skip

REGISTERS = (EVENTS, COURSES, ATTENDANCES)
