"""What an award is paid: the amount by its rule, and every reason against, with who paid the same thing before."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Q
from django.utils.translation import gettext as _

from zhiqiang.domains.incentives.models import LIVE, Commitment, OutsidePayment
from zhiqiang.domains.incentives.queries import awards
from zhiqiang.domains.incentives.queries.awards import Award
from zhiqiang.domains.incentives.rules import yuan_text
from zhiqiang.foundation.parameters import load_parameters
from zhiqiang.foundation.registers.errors import NotThereError
from zhiqiang.foundation.workflow.verification import EVIDENCE_STATES, VOIDED
from zhiqiang.kernel.programmes import Amount, Programme, Refusal, amount_of
from zhiqiang.kernel.programmes.amount import normal
from zhiqiang.kernel.programmes.model import ALREADY_PAID


@dataclass(frozen=True, slots=True)
class Assessment:
    """The amount of one award and why it is or is not to be had. `thing`: what must not be paid twice, in words."""

    award: Award
    amount: Amount
    rule_version: date | None
    thing: str
    refusals: tuple[Refusal, ...]

    @property
    def amount_fen(self) -> int:
        """What may be committed: nothing where there is any refusal."""
        return 0 if self.refusals else self.amount.amount_fen

    @property
    def reasons(self) -> str:
        """Every refusal in one sentence."""
        return "；".join(one.message for one in self.refusals)


def assess(application_id: int, *, beside: int | None = None) -> Assessment:
    """The assessment of one award, now. `beside`: a commitment that is not counted against it (its own).

    Raises NotThereError where nothing is recognised under this number.
    """
    award = awards.award_of(application_id)
    if award is None:
        raise NotThereError
    return assess_many([award], beside=beside)[0]


def assess_many(found: Sequence[Award], *, beside: int | None = None) -> list[Assessment]:
    """The assessments of many awards, in a constant number of queries."""
    things = {one.application_id: _things(awards.programme_of(one), one) for one in found}
    keys = {normal(text) for named in things.values() for text in named.values()} - {""}
    outside = _outside(keys)
    ours = _ours(keys, [one.number for one in found], beside)
    faults = awards.unpayable_of(list(things))
    return [_assessed(one, things[one.application_id], outside, ours, faults[one.application_id]) for one in found]


def _things(programme: Programme, award: Award) -> dict[str, str]:
    """What the award is for: by the facts that name it, the most exact first, or in the award's own words."""
    names = programme.incentive.same_thing if programme.incentive else ()
    stated = {name: str(award.facts[name]) for name in names if award.facts.get(name)}
    return stated or {(names or ("subject",))[0]: award.subject}


def _outside(keys: Collection[str]) -> dict[str, list[OutsidePayment]]:
    """What others paid by thing; what nobody has verified yet stands in the way too, until it is voided."""
    rows = OutsidePayment.objects.filter(thing_key__in=keys).exclude(state=VOIDED)
    return _grouped(rows.order_by("paid_on", "pk"), "thing_key")


def _ours(keys: Collection[str], references: Collection[str], beside: int | None) -> dict[str, list[Commitment]]:
    """Live commitments by thing, and by award under "award:…"."""
    rows = Commitment.objects.filter(LIVE).filter(Q(thing_key__in=keys) | Q(award__in=references)).exclude(pk=beside)
    found = list(rows.select_related("organisation").order_by("pk"))
    by_award = {f"award:{one.award}": [one] for one in found}
    return {**_grouped((one for one in found if one.thing_key), "thing_key"), **by_award}


def _grouped(rows: Iterable, name: str) -> dict:  # type: ignore[type-arg]  # rows of either model
    found = defaultdict(list)
    for row in rows:
        found[getattr(row, name)].append(row)
    return dict(found)


def _assessed(
    award: Award,
    things: Mapping[str, str],
    outside: Mapping[str, list[OutsidePayment]],
    ours: Mapping[str, list[Commitment]],
    faults: Iterable[str],
) -> Assessment:
    programme, parameters = awards.programme_of(award), load_parameters()
    paid = [_as_fact(name, row) for name, text in things.items() for row in outside.get(normal(text), ())]
    amount = amount_of(programme, {**award.facts, ALREADY_PAID: paid}, award.recognised_on, parameters)
    own = [*(Refusal("unpayable", reason) for reason in faults), *_committed(award, things, ours)]
    version = parameters.get(amount.rule).in_force(amount.valid_on).valid_from if _has_version(amount) else None
    return Assessment(award, amount, version, next(iter(things.values())), (*amount.refusals, *own))


def _has_version(amount: Amount) -> bool:
    return bool(amount.rule) and not any(one.code == "not_in_force" for one in amount.refusals)


def _as_fact(name: str, row: OutsidePayment) -> dict[str, object]:
    """A payment by others as the amount rule reads it: its funder is named with the paper that says so."""
    words = f"{row.get_funder_display()}（{row.funder_name}，{row.document}）"
    if row.state not in EVIDENCE_STATES:
        words += _("（待核实）")
    return {name: row.thing, "funder": words, "amount_fen": row.amount_fen}


def _committed(award: Award, things: Mapping[str, str], ours: Mapping[str, list[Commitment]]) -> Iterable[Refusal]:
    if mine := ours.get(f"award:{award.number}"):
        yield Refusal("committed", _("这项认定已有承诺 %(amount)s。") % {"amount": yuan_text(mine[0].amount_fen)})
        return
    for text in things.values():
        for one in ours.get(normal(text), ()):
            facts = {"thing": text, "who": one.organisation, "amount": yuan_text(one.amount_fen), "award": one.award}
            words = _("%(thing)s已由本系统承诺给%(who)s %(amount)s（%(award)s），同一事项不重复资助。")
            yield Refusal("paid_for_the_same", words % facts)
