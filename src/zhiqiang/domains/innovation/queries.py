"""What the registers and figures of patents ask: the terms in force, and since when a patent is of high value."""

from datetime import date

from zhiqiang.domains.innovation import rules
from zhiqiang.domains.innovation.models import Patent
from zhiqiang.foundation.parameters import load_parameters

#: Figures begin with the plan; the rule for high value in force then holds for all of this version of the measure.
SINCE = date(2023, 1, 1)


def patent_terms(on: date) -> rules.Terms:
    """How long patents last by the law in force on a day."""
    found = load_parameters()
    term, extension = (found.value(f"innovation.patent.{name}", on) for name in ("term", "extension"))
    return rules.Terms(term=int(term), extension=int(extension))


def high_value_age() -> int:
    """Months since grant after which a patent in force is of high value for its age alone."""
    return int(load_parameters().value("innovation.patent.high_value_age", SINCE))


def valuable_from(patent: Patent) -> date:
    """The first day on which a patent is of high value while in force."""
    return rules.high_value_from(
        patent.valid_from,
        strategic=patent.strategic,
        family_on=patent.family_on,
        pledged_on=patent.pledged_on,
        awarded_on=patent.awarded_on,
        age=high_value_age(),
    )
