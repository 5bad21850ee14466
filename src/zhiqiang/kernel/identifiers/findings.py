"""What is wrong with a code, at which position, and what may have been meant (never applied silently)."""

import re
import unicodedata
from dataclasses import dataclass
from typing import NamedTuple

SEPARATORS = re.compile(r"[\s\-\u00ad\u200b-\u200d\u2010-\u2015\u2060\u2212\ufeff]+")


class Finding(NamedTuple):
    """A fault; `position` counts from 1 and is None where the whole code is meant."""

    position: int | None
    message: str


@dataclass(frozen=True)
class Examination:
    """The code as normalised, its faults, and codes that would be valid and are easily mistaken for it."""

    code: str
    findings: tuple[Finding, ...] = ()
    suggestions: tuple[str, ...] = ()

    @property
    def is_valid(self) -> bool:
        """Whether the code has no fault."""
        return not self.findings

    @property
    def message(self) -> str:
        """The faults and suggestions in one Chinese sentence; empty for a valid code."""
        if self.is_valid:
            return ""
        text = ";".join(finding.message for finding in self.findings)
        return f"{text}；是否为 {' 或 '.join(self.suggestions)}？" if self.suggestions else text


def normalise(text: str) -> str:
    """`text` in half-width capitals, without spaces, hyphens and invisible characters."""
    return SEPARATORS.sub("", unicodedata.normalize("NFKC", text)).upper()
