"""Parameters and the working calendar, read from the package and from a city's own files."""

from zhiqiang.foundation.parameters.loader import load_parameters, package_calendar

__all__ = ["load_parameters", "package_calendar"]
