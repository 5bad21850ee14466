"""Bringing the package's holiday table into a home; years an administrator added are left alone."""

import tomllib
from importlib.resources import files

from django.db import transaction

from zhiqiang.foundation.parameters import package_calendar
from zhiqiang.foundation.reference.models import CalendarYear, Holiday, ProductClass


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
