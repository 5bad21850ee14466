"""The roles of a city: who people are when they act. What each may do is said by the registers themselves."""

from dataclasses import dataclass

from zhiqiang.foundation.text import Text
from zhiqiang.foundation.text import lazy as _


@dataclass(frozen=True, slots=True)
class Role:
    """One role. `region`: acts for its unit and all below; `organisation`: only for its own organisation."""

    code: str
    title: Text
    region: bool = True
    organisation: bool = False
    second_factor: bool = False
    reads_all: bool = False


CITY_OFFICER = Role("city_officer", _("市质强办经办"))
CITY_VERIFIER = Role("city_verifier", _("市级核实"), second_factor=True)
REPORTER = Role("reporter", _("单位填报"))
VERIFIER = Role("verifier", _("单位核实"), second_factor=True)
LABORATORY = Role("laboratory", _("检验机构"), region=False, organisation=True)
ENTERPRISE = Role("enterprise", _("企业经办"), region=False, organisation=True)
EXPERT = Role("expert", _("评审专家"), region=False, organisation=True)
DEPARTMENT = Role("department", _("部门经办"), region=False, organisation=True)
LEADER = Role("leader", _("分管领导"), second_factor=True)
FINANCE = Role("finance", _("财政拨付"), second_factor=True)
AUDITOR = Role("auditor", _("审计"), reads_all=True)
ADMINISTRATOR = Role("administrator", _("系统管理"), second_factor=True)

ROLES = (
    CITY_OFFICER, CITY_VERIFIER, REPORTER, VERIFIER, LABORATORY, ENTERPRISE, EXPERT, DEPARTMENT, LEADER,
    FINANCE, AUDITOR, ADMINISTRATOR,
)  # fmt: skip
BY_CODE = {role.code: role for role in ROLES}

STAFF = ("city_officer", "city_verifier", "reporter", "verifier")
WRITERS = ("city_officer", "reporter")
VERIFIERS = ("city_verifier", "verifier")
CITY = ("city_officer", "city_verifier")
