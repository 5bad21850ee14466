"""What other domains may ask of certification and testing: ids in, plain values out."""

from dataclasses import dataclass
from datetime import date

from zhiqiang.domains.conformity.models import Certificate, Laboratory
from zhiqiang.domains.conformity.queries import CERTIFICATES, LABORATORIES, qualifications_of, renewals, valid_of


@dataclass(frozen=True, slots=True)
class RenewalDue:
    """A certificate or qualification of an organisation whose renewal may be applied for from `opens` on."""

    register: str
    record: int
    number: str
    title: str
    opens: date
    valid_to: date


def facts_of(organisation_id: int, on: date) -> dict[str, object]:
    """What is known of an organisation on a day.

    `valid_certificates`: how many certificates, sub-certificates counted with their main one; `certified_<scheme>` for
    each scheme: whether it holds one in force; `cma_valid`: whether it holds a testing qualification in force;
    `cma_areas`: the areas of those, joined by 、.
    """
    valid, qualified = list(valid_of(organisation_id, on)), list(qualifications_of(organisation_id, on))
    held = {one.scheme for one in valid}
    return {
        "valid_certificates": len({one.counted_as for one in valid}),
        **{f"certified_{scheme}": scheme in held for scheme in Certificate.Scheme.values},
        "cma_valid": bool(qualified),
        "cma_areas": "、".join(one.areas for one in qualified),
    }


def renewals_of(organisation_id: int, on: date) -> list[RenewalDue]:
    """What an organisation should renew now, the first to end first."""
    found = [
        *renewals(CERTIFICATES, Certificate.objects.filter(holder=organisation_id), on),
        *renewals(LABORATORIES, Laboratory.objects.filter(organisation=organisation_id), on),
    ]
    found.sort(key=lambda one: (one.valid_to, one.number))
    return [RenewalDue(one.register, one.record, one.number, one.title, one.opens, one.valid_to) for one in found]
