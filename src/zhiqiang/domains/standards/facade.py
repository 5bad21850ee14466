"""What other domains may ask about an organisation's standards: ids in, plain values out."""

from collections import Counter
from datetime import date

from zhiqiang.domains.standards.models import Declaration, StandardRole
from zhiqiang.domains.standards.registers import DECLARATIONS
from zhiqiang.foundation.standing.queries import standing_on
from zhiqiang.foundation.workflow.verification import EVIDENCE_STATES


def facts_of(organisation_id: int, on: date) -> dict[str, object]:
    """What is known of an organisation on a day.

    `standards_led`, `standards_joined`: verified parts in standards published by then; each also by level
    (`standards_led_international`, `…_national`, `…_industry`, `…_province`, `…_city`, `…_group`).
    `led_standard_numbers`: the numbers it led, in order. `declared_enterprise_standards`: its declared enterprise
    standards in force that day; `declared_enterprise_standard_numbers`: their numbers in order.
    """
    verified = StandardRole.objects.filter(state__in=EVIDENCE_STATES, published_on__lte=on)
    parts = list(verified.filter(organisation_id=organisation_id).values_list("role", "level", "number"))
    by_role, by_level = (
        Counter(role for role, *_rest in parts),
        Counter((role, level) for role, level, _number in parts),
    )
    declared = standing_on(DECLARATIONS, on, Declaration.objects.filter(enterprise_id=organisation_id))
    numbers = sorted(one.number for one in declared if isinstance(one, Declaration))
    return {
        **{f"standards_{role}": by_role[role] for role in StandardRole.Role.values},
        **{
            f"standards_{role}_{level}": by_level[role, level]
            for role in StandardRole.Role.values
            for level in StandardRole.Level.values
        },
        "led_standard_numbers": sorted({number for role, _level, number in parts if role == StandardRole.Role.LED}),
        "declared_enterprise_standards": len(numbers),
        "declared_enterprise_standard_numbers": numbers,
    }
