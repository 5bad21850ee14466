"""A scheme from the text of its file."""

import tomllib
from decimal import Decimal

from zhiqiang.kernel.assessment.model import Scheme
from zhiqiang.kernel.assessment.parse import NO_VOCABULARY, SchemeErrors, Vocabulary, parse_scheme
from zhiqiang.kernel.plan.records import Problem


def read_source(text: str, file: str, vocabulary: Vocabulary = NO_VOCABULARY) -> Scheme:
    """The scheme in a text. Names outside a pinned one are not asked again: they may since be gone.

    Raises SchemeErrors.
    """
    try:
        table = tomllib.loads(text, parse_float=Decimal)
    except (tomllib.TOMLDecodeError, RecursionError, ValueError) as error:
        raise SchemeErrors([Problem(file, "", f"不是有效的 TOML 文件（{error}）；请更正后再上传")]) from error
    return parse_scheme(table, file, vocabulary)
