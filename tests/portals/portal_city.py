"""The pieces that portal tests reach for: a filled city and a program with a key."""

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.test import Client

from zhiqiang.domains.sampling.registers import SAMPLES
from zhiqiang.foundation.reference.models import ProductClass, Unit
from zhiqiang.foundation.registers.models import Record
from zhiqiang.foundation.registers.write import create_record, take_step
from zhiqiang.foundation.testing.city import City

TODAY = date(2026, 11, 23)
#: Stands in fields that the public must never see.
CANARY = "91130825MAT0124498"
HIDDEN_PROOF = "内部佐证-金丝雀"
UNVERIFIED = "UNVERIFIED-7"


@dataclass
class Filled:
    """The city with its records: `samples` verified, `waiting` not."""

    city: City
    samples: list[Record] = field(default_factory=list)
    other: list[Record] = field(default_factory=list)
    waiting: list[Record] = field(default_factory=list)

    def sample(self, number: str, day: date, *, unit: Unit, verify: bool = True, **more: Any) -> Record:
        values = {
            "number": number,
            "unit": unit,
            "level": "county",
            "design": "representative",
            "product_class": ProductClass.objects.get(code="food-04"),
            "product": "酱牛肉",
            "producer_uscc": CANARY,
            "place": "某超市",
            "sampled_on": day,
            "laboratory": self.city.laboratory,
            "conclusion": "pass",
        }
        return self.put(SAMPLES, values | more, verify=verify)

    def put(self, register: Any, values: dict[str, Any], *, verify: bool = True) -> Record:
        row = create_record(register=register, actor=self.city.users["city_officer"], values=values)
        if verify:
            take_step(register=register, record_id=row.pk, step="verify", actor=self.city.users["city_verifier"])
        return row


@dataclass
class Caller:
    """A program with a key."""

    secret: str
    client: Client

    def get(self, path: str, **query: Any) -> Any:
        return self.client.get(path, query, headers={"Authorization": f"Bearer {self.secret}"})

    def post(self, path: str, data: dict[str, Any]) -> Any:
        return self.client.post(path, data, headers={"Authorization": f"Bearer {self.secret}"})
