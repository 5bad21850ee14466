"""What other domains may ask of metrology: ids in, plain values out."""

from datetime import date

from zhiqiang.domains.metrology.models import Instrument, MeasurementStandard
from zhiqiang.domains.metrology.queries import INVALID, chain_spans, due_lines, instruments_in_use
from zhiqiang.foundation.standing.workflow import STANDING_STATES
from zhiqiang.kernel.spans import covers


def facts_of(organisation_id: int, on: date) -> dict[str, object]:
    """What is known of an organisation on a day.

    `measurement_standards`: how many standards it holds whose whole chain is valid; `highest_standards`: of these the
    highest ones; `instruments_in_use`: how many instruments under compulsory verification it uses;
    `instruments_overdue`: of these those without a valid verification.
    """
    held = list(MeasurementStandard.objects.filter(holder=organisation_id, state__in=STANDING_STATES))
    spans = chain_spans(held)
    valid = [one for one in held if covers(spans[one.pk], on)]
    lines = due_lines(list(instruments_in_use(on, Instrument.objects.filter(owner=organisation_id))), on)
    return {
        "measurement_standards": len(valid),
        "highest_standards": sum(one.kind == MeasurementStandard.Kind.HIGHEST for one in valid),
        "instruments_in_use": len(lines),
        "instruments_overdue": sum(one.status in INVALID for one in lines),
    }
