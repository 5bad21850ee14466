"""Bringing the package's reference tables into a home; what an administrator added is left alone."""

import tomllib
from importlib.resources import files

from django.db import transaction

from zhiqiang.foundation.parameters import package_calendar
from zhiqiang.foundation.reference.models import CalendarYear, Holiday, ProductClass, Unit, UnitBoundary


@transaction.atomic
def load_calendar() -> int:
    """Add the announced years that this home lacks; the number of years added."""
    calendar = package_calendar()
    known = set(CalendarYear.objects.values_list("year", flat=True))
    missing = [year for year in range(calendar.first_year, calendar.last_year + 1) if year not in known]
    CalendarYear.objects.bulk_create([CalendarYear(year=year, notice="随软件发布的放假安排表") for year in missing])
    taken = set(Holiday.objects.values_list("day", flat=True))
    Holiday.objects.bulk_create(
        [
            Holiday(day=day, title=special.name, working=special.working)
            for day, special in calendar.exceptions.items()
            if day not in taken and (day.year in missing or not known)
        ]
    )
    return len(missing)


@transaction.atomic
def load_product_classes() -> int:
    """Add the package's product classes that this home lacks; the number added."""
    text = files("zhiqiang").joinpath("data", "reference", "product_classes.toml").read_text(encoding="utf-8")
    known = set(ProductClass.objects.values_list("code", flat=True))
    missing = [ProductClass(**entry) for entry in tomllib.loads(text)["class"] if entry["code"] not in known]
    ProductClass.objects.bulk_create(missing)
    return len(missing)


@transaction.atomic
def load_boundaries() -> int:
    """Add the dated boundaries of the units in this home that it lacks; the number added."""
    units = {unit.code: unit for unit in Unit.objects.all()}
    known = set(UnitBoundary.objects.values_list("unit__code", "valid_from"))
    folder = files("zhiqiang").joinpath("data", "reference", "units")
    tables = [
        tomllib.loads(file.read_text(encoding="utf-8")) for file in folder.iterdir() if file.name.endswith(".toml")
    ]
    missing = [
        UnitBoundary(unit=units[entry["unit"]], valid_from=entry["valid_from"], description=entry["description"])
        for table in tables
        for entry in table["boundary"]
        if entry["unit"] in units and (entry["unit"], entry["valid_from"]) not in known
    ]
    UnitBoundary.objects.bulk_create(missing)
    return len(missing)


def load_reference() -> None:
    """Everything that the package brings beside the plan."""
    load_calendar()
    load_product_classes()
    load_boundaries()
