"""What is wrong with a set of values: the field it shows at, what is wrong, what to do."""

from typing import NamedTuple


class Finding(NamedTuple):
    """A rule that values break; `field` is empty where several fields break it together."""

    field: str
    message: str
    suggestion: str = ""
