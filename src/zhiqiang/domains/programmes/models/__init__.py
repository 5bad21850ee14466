"""Tables of the programme engine."""

from zhiqiang.domains.programmes.models.applications import Application, Paper
from zhiqiang.domains.programmes.models.definitions import Definition, LateEntry, Round
from zhiqiang.domains.programmes.models.objections import Objection
from zhiqiang.domains.programmes.models.recognitions import Recognition, YearlyReport
from zhiqiang.domains.programmes.models.reviews import Consensus, DeclaredTie, Mark, ReviewAssignment, SiteVisit

__all__ = [
    "Application",
    "Consensus",
    "DeclaredTie",
    "Definition",
    "LateEntry",
    "Mark",
    "Objection",
    "Paper",
    "Recognition",
    "ReviewAssignment",
    "Round",
    "SiteVisit",
    "YearlyReport",
]
