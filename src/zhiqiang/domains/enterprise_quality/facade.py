"""What other domains may ask of enterprise quality: facts about an organisation, so that it is not asked again."""

from datetime import date
from typing import Any

from zhiqiang.domains.enterprise_quality.models import AboveScale, Commitment, Diagnosis, QualityOfficer
from zhiqiang.domains.enterprise_quality.registers import ABOVE_SCALE_LIST, COMMITMENTS, QUALITY_OFFICERS
from zhiqiang.domains.enterprise_quality.workflow import SETTLED
from zhiqiang.foundation.registers.declaration import Register
from zhiqiang.foundation.standing.queries import standing_on


def facts_of(organisation_id: int, on: date) -> dict[str, object]:
    """What verified records say of an organisation on a day; every key is always there.

    above_scale (bool), above_scale_since (date | None), industry_division (GB/T 4754 division, "" if unknown);
    quality_officer (bool), quality_officer_since (date | None), quality_officer_trained (bool: any officer in office
    held a training certificate by then); quality_commitment (bool), quality_commitments (kinds, sorted);
    diagnosis_grade ("" without a diagnosis by then), diagnosed_on (date | None), of the newest settled diagnosis.
    """
    listed = _standing(ABOVE_SCALE_LIST, AboveScale, organisation_id, on)
    officers = _standing(QUALITY_OFFICERS, QualityOfficer, organisation_id, on)
    promised = _standing(COMMITMENTS, Commitment, organisation_id, on)
    diagnosis = (
        Diagnosis.objects.filter(organisation=organisation_id, state__in=SETTLED, visited_on__lte=on)
        .order_by("-visited_on", "-pk")
        .first()
    )
    return {
        "above_scale": bool(listed),
        "above_scale_since": listed[0].valid_from if listed else None,
        "industry_division": listed[0].division if listed else "",
        "quality_officer": bool(officers),
        "quality_officer_since": min((one.valid_from for one in officers), default=None),
        "quality_officer_trained": any(one.trained_on is not None and one.trained_on <= on for one in officers),
        "quality_commitment": any(one.kind == Commitment.Kind.QUALITY for one in promised),
        "quality_commitments": tuple(sorted({one.kind for one in promised})),
        "diagnosis_grade": diagnosis.grade if diagnosis else "",
        "diagnosed_on": diagnosis.visited_on if diagnosis else None,
    }


def _standing(register: Register, model: Any, organisation: int, on: date) -> list[Any]:
    rows = model.objects.filter(organisation=organisation)
    return list(standing_on(register, on, rows).order_by("valid_from", "pk"))
