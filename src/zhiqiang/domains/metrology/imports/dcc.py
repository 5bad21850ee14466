"""Digital calibration certificates (DCC, https://ptb.de/dcc), schema 2.4 to 3.2: identity, days, items, results.

Numbers stay the texts they are: nothing is rounded. Values are read from every form of the D-SI scheme (real, list of
reals, hybrid, constant, complex); what a later schema adds is left aside and said.
"""

import hashlib
import re
from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING

from zhiqiang.domains.metrology.imports.safe_xml import parsed
from zhiqiang.domains.metrology.imports.signature import check_signature
from zhiqiang.domains.metrology.rules.dcc import CalibrationCertificate, DccError, Item, Quantity, Result

if TYPE_CHECKING:
    from lxml.etree import _Element

DCC, SI = "{https://ptb.de/dcc}", "{https://ptb.de/si}"
ROOT = f"{DCC}digitalCalibrationCertificate"
OLDEST, NEWEST = (2, 4), (3, 2)
LANGUAGES = ("zh", "en", None)  # of a text said in several languages the first of these, else whatever there is
MOST_QUANTITIES = 2_000
LONGEST = 400


def read_dcc(content: bytes) -> CalibrationCertificate:
    """What a DCC says and what its signature proves. Raises DccError for what is no DCC of these schemas."""
    root = parsed(content)
    if root.tag != ROOT:
        raise DccError("这不是数字校准证书（DCC）：根元素应为 dcc:digitalCalibrationCertificate。")
    schema, notices = _schema(root)
    core = _needed(root, "administrativeData/coreData", "基本信息（coreData）")
    items = tuple(_item(one) for one in _all(root, "administrativeData/items/item"))
    if not items:
        raise DccError("证书里没有校准对象（item）。")
    first = _day(core, "beginPerformanceDate", "校准开始日期")
    return CalibrationCertificate(
        schema=schema,
        identifier=_text(_needed(core, "uniqueIdentifier", "证书编号（uniqueIdentifier）")),
        laboratory=_words(root, "administrativeData/calibrationLaboratory/contact/name"),
        customer=_words(root, "administrativeData/customer/name"),
        performed_from=first,
        performed_to=_day(core, "endPerformanceDate", "校准结束日期") if _has(core, "endPerformanceDate") else first,
        sha256=hashlib.sha256(content).hexdigest(),
        next_due=_next_due(root),
        items=items,
        results=_results(root),
        signature=check_signature(root),
        notices=notices,
    )


def _schema(root: "_Element") -> tuple[str, tuple[str, ...]]:
    text = root.get("schemaVersion", "")
    numbers = re.match(r"(\d{1,3})\.(\d{1,3})", text)
    found = (int(numbers[1]), int(numbers[2])) if numbers else (0, 0)
    if found < OLDEST or found[0] > NEWEST[0]:
        raise DccError(f"不能识别的 DCC 版本“{text[:20]}”，能读 2.4 至 3.2。")
    later = f"DCC 版本 {text[:20]} 比已核对的 3.2 新，新增的内容没有读取，请对照原文件。"
    return text, ((later,) if found > NEWEST else ())


def _next_due(root: "_Element") -> date | None:
    """The day by which the customer wants it calibrated again (refType basic_recalibration), where it is said."""
    for one in _all(root, "administrativeData/statements/statement"):
        if "basic_recalibration" in one.get("refType", "").split() and _has(one, "date"):
            return _day(one, "date", "建议复校日期")
    return None


def _item(item: "_Element") -> Item:
    numbers = tuple(
        (_text(one.find(f"{DCC}issuer")), _words(one, "name"), _text(one.find(f"{DCC}value")))
        for one in _all(item, "identifications/identification")
    )
    return Item(
        title=_words(item, "name"),
        maker=_words(item, "manufacturer/name"),
        model=_text(item.find(f"{DCC}model")),
        number=numbers[0][2] if numbers else "",
        numbers=numbers,
    )


def _results(root: "_Element") -> tuple[Result, ...]:
    found, left = [], MOST_QUANTITIES
    for one in root.iter(f"{DCC}result"):
        data = one.find(f"{DCC}data")
        quantities = [] if data is None else [_quantity(each) for each in _quantities(data, left)]
        left -= len(quantities)
        found.append(Result(_words(one, "name"), tuple(each for each in quantities if each.values)))
    return tuple(found)


def _quantities(data: "_Element", most: int) -> "list[_Element]":
    found = []
    for one in data.iter(f"{DCC}quantity"):
        if len(found) == most:
            break
        found.append(one)
    return found


def _quantity(quantity: "_Element") -> Quantity:
    """A quantity's values wherever the D-SI scheme puts them; of a hybrid (one value in several units) the first."""
    forms = [one for one in quantity if isinstance(one.tag, str) and one.tag.startswith(SI)]
    if not forms:
        return Quantity(_words(quantity, "name"), tuple(filter(None, [_words(quantity, "noQuantity")])))
    form = forms[0]
    if form.tag == f"{SI}hybrid":
        form = next((one for one in form if isinstance(one.tag, str)), form)
    return Quantity(
        title=_words(quantity, "name") or _text(form.find(f"{SI}label")),
        values=_listed(form, ("value", "valueXMLList", "valueReal", "valueRealXMLList", "valueMagnitude")),
        units=_listed(form, ("unit", "unitXMLList", "unitReal")),
        uncertainties=_listed(form, ("uncertainty", "uncertaintyXMLList", "valueExpandedMU", "valueExpandedMUXMLList")),
        coverage_factors=_listed(form, ("coverageFactor", "coverageFactorXMLList")),
    )


def _listed(form: "_Element", names: Iterable[str]) -> tuple[str, ...]:
    """The texts of the first of these elements that is there, wherever in the form; lists are split at spaces."""
    wanted = {f"{SI}{name}" for name in names}
    texts: list[str] = []
    for one in form.iter():
        if one.tag in wanted and (one.text or "").strip():
            texts += (one.text or "").split() if "XMLList" in str(one.tag) else [_text(one)]
    return tuple(texts)


def _words(element: "_Element", path: str) -> str:
    """A text in the language that is read here, of those it is said in."""
    name = element.find("/".join(f"{DCC}{step}" for step in path.split("/")))
    if name is None:
        return ""
    by_language: dict[str | None, str] = {}
    for one in name.iter(f"{DCC}content"):
        by_language.setdefault(one.get("lang"), _text(one))
    return next((by_language[one] for one in LANGUAGES if by_language.get(one)), next(iter(by_language.values()), ""))


def _text(element: "_Element | None") -> str:
    return "" if element is None else " ".join((element.text or "").split())[:LONGEST]


def _all(element: "_Element", path: str) -> "list[_Element]":
    return list(element.findall("/".join(f"{DCC}{step}" for step in path.split("/"))))


def _has(element: "_Element", name: str) -> bool:
    return bool(_text(element.find(f"{DCC}{name}")))


def _needed(element: "_Element", path: str, what: str) -> "_Element":
    found = element.find("/".join(f"{DCC}{step}" for step in path.split("/")))
    if found is None or not (len(found) or _text(found)):
        raise DccError(f"证书里没有{what}。")
    return found


def _day(element: "_Element", name: str, what: str) -> date:
    text = _text(element.find(f"{DCC}{name}"))
    try:
        return date.fromisoformat(text[:10])
    except ValueError as error:
        raise DccError(f"{what}“{text[:20]}”不是日期。") from error
