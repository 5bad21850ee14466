"""What programmes say of their awards: the one place of this domain that asks `programmes.facade`."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date
from typing import Protocol

from zhiqiang.domains.programmes import facade
from zhiqiang.kernel.programmes import Programme


class Award(Protocol):
    """A recognition that carries money: what of `programmes.facade.Award` money asks for. `number` names it."""

    @property
    def application_id(self) -> int: ...
    @property
    def number(self) -> str: ...
    @property
    def programme(self) -> str: ...
    @property
    def version(self) -> int: ...
    @property
    def title(self) -> str: ...
    @property
    def organisation_id(self) -> int: ...
    @property
    def organisation(self) -> str: ...
    @property
    def subject(self) -> str: ...
    @property
    def facts(self) -> Mapping[str, object]: ...
    @property
    def recognised_on(self) -> date: ...


def award_of(application_id: int) -> Award | None:
    """The award of an application, None where none was recognised."""
    return facade.award(application_id)


def awards_of(programme: str) -> Sequence[Award]:
    """The awards of a programme that carry money, newest first."""
    return facade.awards(programme=programme)


def programme_of(award: Award) -> Programme:
    """The definition that the award was made under."""
    return facade.definition(award.programme, award.version)


def unpayable_of(applications: Collection[int]) -> dict[int, tuple[str, ...]]:
    """Why nothing may be paid for these applications now: an open objection, a recognition that does not stand."""
    return facade.unpayable_of(applications)


def hold(application_id: int) -> None:
    """Let nobody object or withdraw until the transaction ends; after payments, before commitments are locked."""
    facade.hold(application_id)


def withdrawn(application_id: int) -> str:
    """Why a recognition was taken away for good; empty while it was not."""
    return facade.withdrawn(application_id)


def programmes_with_money() -> dict[str, str]:
    """The programmes that pay something: code → title."""
    return {one.code: one.title for one in facade.definitions() if one.incentive is not None}
