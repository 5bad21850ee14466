"""Every programme that ships: from draft to recognition, and each stage × step × role as its definition says."""

import pytest
from django.db import transaction

from zhiqiang.domains.programmes.models import Recognition
from zhiqiang.domains.programmes.models.catalogue import catalogue
from zhiqiang.domains.programmes.queries.programmes import application_workflow
from zhiqiang.domains.programmes.registers import APPLICATIONS, RECOGNITIONS
from zhiqiang.domains.programmes.tests import walking
from zhiqiang.domains.programmes.tests.walking import Walk, known_facts_for
from zhiqiang.foundation.access.roles import BY_CODE, ROLES
from zhiqiang.foundation.certificates.queries import certificates_of
from zhiqiang.foundation.programmes import load_programmes
from zhiqiang.foundation.reference.models import Organisation
from zhiqiang.foundation.registers.errors import NotThereError, RefusedError, WrongValuesError
from zhiqiang.foundation.registers.write import take_step

SHIPPED = [one for one in load_programmes().values() if one.applies_in != "register_only"]
CODES = [one.code for one in SHIPPED]
#: One programme for each different way of stages and roles.
OF_EACH_SHAPE = list(
    {
        (tuple((stage.code, stage.roles) for stage in one.stages), one.notice and one.notice.heard_by): one.code
        for one in SHIPPED
    }.values()
)


@pytest.fixture
def shipped(city, settings, as_of):
    """`shipped(code)`: a walk of a programme that ships, by an organisation that it is for."""
    as_of(2026, 9, 1)
    settings.ORGANISATION_FACTS = ("zhiqiang.domains.programmes.tests.walking.facts_of_tests",)
    walking.KNOWN.clear()

    def make(code: str) -> Walk:
        programme = catalogue().find(code)
        kind = programme.applicant.kinds[0]
        applicant = city.enterprise
        if kind != "enterprise":
            applicant = Organisation.objects.create(title="承德某协会（演示）", kind=kind, unit=city.unit)
        walking.KNOWN.update(known_facts_for(programme))
        return Walk(city, code, applicant)

    yield make
    walking.KNOWN.clear()


@pytest.mark.parametrize("code", CODES)
def test_a_shipped_programme_runs_from_draft_to_recognition(shipped, code):
    walk = shipped(code)
    row = walk.to("recognised")
    programme = walk.definition()
    if programme.recognition is None:
        assert not Recognition.objects.exists()
        return
    found = walk.recognition(row)
    if programme.notice is None:  # decided by an officer: a verifier has still to look at the record
        assert found.state == "recorded"
        take_step(register=RECOGNITIONS, record_id=found.pk, step="verify", actor=walk.person("city_verifier"))
        found.refresh_from_db()
    assert (found.programme, found.organisation, found.state) == (code, walk.applicant, "verified")
    assert len(certificates_of(RECOGNITIONS.slug, [found.pk])) == programme.recognition.certificate


@pytest.mark.parametrize("code", OF_EACH_SHAPE)
def test_each_step_is_taken_by_its_roles_in_its_states_and_by_nobody_else(shipped, code):
    """Every state × step × role: a step of the wrong role is absent, in the wrong state refused."""
    walk = shipped(code)
    row = walk.draft()
    workflow = application_workflow(row)
    people = {role.code: walk.person(role.code, "-each") for role in ROLES if not BY_CODE[role.code].organisation}
    people["enterprise"] = walk.person("enterprise")
    for state in workflow.states:
        type(row).objects.filter(pk=row.pk).update(state=state.code)
        for step in workflow.steps:
            for role, person in people.items():
                answer = tried(row, step.code, person)
                governed = role in APPLICATIONS.access[step.code]
                if not governed:
                    assert answer == "absent", (state.code, step.code, role)
                elif role not in step.roles or state.code not in step.source:
                    assert answer == "refused", (state.code, step.code, role)
                else:
                    assert answer in (step.target, "lacking", "refused"), (state.code, step.code, role)


def tried(row, step, person):
    point = transaction.savepoint()
    try:
        return take_step(register=APPLICATIONS, record_id=row.pk, step=step, actor=person, reason="因核对需要").state
    except NotThereError:
        return "absent"
    except WrongValuesError:
        return "lacking"
    except RefusedError as error:
        return "refused" if str(error) else "refused without a word"
    finally:
        transaction.savepoint_rollback(point)
