"""Every figure of an issued paper computed again from the versions that its reference names, compared as printed."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from django.conf import settings
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _

from zhiqiang.foundation.papers.models import IssuedPaper
from zhiqiang.foundation.papers.queries import paper_numbered
from zhiqiang.kernel.papers import Figure, Outcome, Paper, figures_of, shows

Reproducer = Callable[[str], Outcome]


@dataclass(frozen=True, slots=True)
class Difference:
    """A figure that did not come out as printed. `equal` is None where it could not be computed again at all."""

    text: str
    reference: str
    found: str
    why: str
    equal: bool | None


@dataclass(frozen=True, slots=True)
class Reproduction:
    """How many figures a paper has, how many came out as printed, and the others."""

    figures: int
    equal: int
    differences: tuple[Difference, ...]

    @property
    def holds(self) -> bool:
        return not self.differences


def reproduce(number: str) -> Reproduction:
    """The figures of the paper of this number, computed again. Raises LookupError where there is none."""
    found = paper_numbered(number)
    if found is None:
        raise LookupError(_("没有文号为 %(number)s 的公文，请核对文号。") % {"number": number})
    return reproduce_paper(found.paper)


def reproduce_paper(paper: Paper | IssuedPaper) -> Reproduction:
    """The figures of a paper, issued or not, computed again; the same reference is computed once."""
    content = paper.paper if isinstance(paper, IssuedPaper) else paper
    figures = figures_of(content)
    known: dict[str, Outcome] = {}
    differences = []
    for figure in figures:
        if figure.reference not in known:
            known[figure.reference] = recomputed(figure.reference)
        if (difference := compared(figure, known[figure.reference])) is not None:
            differences.append(difference)
    return Reproduction(len(figures), len(figures) - len(differences), tuple(differences))


def recomputed(reference: str) -> Outcome:
    """What comes out of a reference now, by the method that its scheme names in `settings.REPRODUCERS`."""
    declared: Mapping[str, str] = settings.REPRODUCERS
    method = declared.get(reference.partition("/")[0])
    if method is None:
        return Outcome(None, "", _("系统不认识这种编号，无法重算。"))
    ask: Reproducer = import_string(method)
    return ask(reference)


def compared(figure: Figure, outcome: Outcome) -> Difference | None:
    """What is different between a printed figure and what came out; None where nothing is.

    Not only the counts of the reference are compared: the text itself must be one that they give.
    """
    if outcome.equal and (not outcome.values or any(shows(figure.text, value) for value in outcome.values)):
        return None
    why = outcome.why
    equal = outcome.equal
    if equal:
        why, equal = _("印的数不是编号里的数算得出的。"), False
    return Difference(figure.text, figure.reference, outcome.found, why, equal)
