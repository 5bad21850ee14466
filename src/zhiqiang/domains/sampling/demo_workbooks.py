"""Three county workbooks as counties hand them in, made up from a seed: three layouts, habits, a few honest errors.

`write_workbooks(folder)` writes the files that lie in demo/workbooks; every name and number in them is invented.
"""

import random
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

from zhiqiang.kernel.identifiers import uscc

if TYPE_CHECKING:
    from xlsxwriter import Workbook
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

SEED = 20251031
LABORATORY = "承德市食品药品检验中心（演示）"
MARK = "演示数据 · 非真实抽检结果"
FULL_WIDTH = str.maketrans("0123456789-%.", "０１２３４５６７８９－％．")
MADE_ON = datetime(2025, 11, 3)  # noqa: DTZ001 (a property of the file, without a zone)

FOODS = (
    ("肉制品", "酱牛肉"),
    ("糕点", "月饼"),
    ("饮料", "山楂汁"),
    ("调味品", "老陈醋"),
    ("豆制品", "豆腐干"),
    ("薯类和膨化食品", "薯片"),
    ("乳制品", "酸奶"),
    ("酒类", "白酒"),
    ("蜂产品", "蜂蜜"),
    ("炒货食品及坚果制品", "杏仁"),
)
CROPS = (
    ("蔬菜", "黄瓜"),
    ("食用菌", "香菇"),
    ("水果", "苹果"),
    ("土豆", "马铃薯"),
    ("鸡蛋", "鲜鸡蛋"),
    ("蔬菜", "番茄"),
)
DRUGS = (
    ("片剂", "阿莫西林片"),
    ("胶囊", "头孢拉定胶囊"),
    ("颗粒剂", "板蓝根颗粒"),
    ("中药饮片", "黄芩"),
    ("丸剂", "六味地黄丸"),
)
PLACES = ("某超市", "某便民店", "某农贸市场", "某学校食堂", "某粮油店")


@dataclass(frozen=True)
class County:
    """One county's file: its name, the title above its table, how many rows, and how it is written."""

    file: str
    title: str
    rows: int
    write: "Callable[[Workbook, Worksheet, County, random.Random], None]"


def write_workbooks(folder: Path) -> list[Path]:
    """Write the three files; the same bytes every time."""
    import xlsxwriter  # lazy: heavy, and only the demo needs it here

    folder.mkdir(parents=True, exist_ok=True)
    made = []
    for county in COUNTIES:
        path = folder / county.file
        book = xlsxwriter.Workbook(path, {"strings_to_numbers": False, "strings_to_formulas": False})
        book.set_properties({"title": MARK, "comments": MARK, "created": MADE_ON})
        county.write(book, book.add_worksheet("Sheet1"), county, random.Random(f"{SEED}{county.file}"))  # noqa: S311
        book.close()
        made.append(path)
    return made


def _three_rows(book: "Workbook", sheet: "Worksheet", county: County, dice: random.Random) -> None:
    """A monthly report with a header of three rows, ticks for the result, codes and dates in many hands."""
    head = book.add_format({"bold": True, "align": "center", "border": 1})
    sheet.merge_range(0, 0, 0, 12, county.title, head)
    sheet.merge_range(1, 0, 1, 12, f"填报单位：隆化县市场监督管理局　　　{MARK}")
    for first, last, text in ((1, 4, "抽样信息"), (5, 8, "产品信息"), (9, 13, "检验结果")):
        sheet.merge_range(2, first, 2, last, text, head)
    sheet.merge_range(2, 0, 4, 0, "序号", head)
    tall = {
        1: "抽样单编号",
        2: "抽样日期",
        5: "食品大类",
        6: "食品名称",
        11: "项目合格率",
        12: "承检机构",
        13: "不合格项目",
    }
    for column, text in tall.items():
        sheet.merge_range(3, column, 4, column, text, head)
    wide = (
        (3, "被抽样单位", "名称", "所在县区"),
        (7, "标称生产者", "名称", "统一社会信用代码"),
        (9, "判定", "合格", "不合格"),
    )
    for column, text, left, right in wide:
        sheet.merge_range(3, column, 3, column + 1, text, head)
        sheet.write(4, column, left, head)
        sheet.write(4, column + 1, right, head)
    day = book.add_format({"num_format": "yyyy/m/d"})
    for at in range(county.rows):
        _three_row(sheet, at, dice, day)
    last = 5 + county.rows
    sheet.write_row(last, 0, ["合计", f"{county.rows}批次"])
    sheet.write(last + 1, 0, "注：判定栏打“√”；项目合格率为该批次检验项目中合格项目所占比例。")
    sheet.write_row(last + 2, 0, ["填表人：某某", "", "审核人：某某", "", "联系电话：无"])


def _three_row(sheet: "Worksheet", at: int, dice: random.Random, day: "Format") -> None:
    row, (kind, name) = 5 + at, FOODS[at % len(FOODS)]
    number = f"LH-SP-2025-{at + 1:04d}"
    sampled = date(2025, 10, 1) + timedelta(days=dice.randrange(28))
    failed = dice.random() < 0.04
    code = _code(at)
    rate = "96.5%" if failed else "100%"
    if at % 7 == 3:
        number = number.translate(FULL_WIDTH)
    if at % 9 == 4:
        rate = rate.translate(FULL_WIDTH)
    texts: dict[int, Any] = {
        0: at + 1,
        1: number,
        2: _date_text(sampled, at),
        3: f"隆化县{dice.choice(PLACES)}",
        4: "隆化县",
        5: kind,
        6: name,
        7: f"承德某{kind}厂（演示）",
        8: code,
        9: "" if failed else "√",
        10: "√" if failed else "",
        11: rate,
        12: LABORATORY,
        13: "菌落总数" if failed else "/",
    }
    texts |= THREE_ROW_ERRORS.get(at, {})
    if at == 24:
        texts[8] = code[:2] + code[2:].replace("0", "O", 1)
    for column, text in texts.items():
        if isinstance(text, date):
            sheet.write_datetime(row, column, text, day)  # type: ignore[arg-type]  # xlsxwriter takes dates too
        else:
            sheet.write(row, column, text)


THREE_ROW_ERRORS: dict[int, dict[int, Any]] = {
    11: {11: "980%"},
    17: {2: "2025.13.5"},
    38: {1: "LH-SP-2025-0006"},
    51: {9: "√", 10: "√"},
}


def _agriculture(book: "Workbook", sheet: "Worksheet", county: County, dice: random.Random) -> None:
    """A summary of routine monitoring: one header row, true dates beside typed ones, rates as formatted per cent."""
    sheet.write(0, 0, county.title)
    sheet.write(1, 0, MARK)
    headers = (
        "样品编号",
        "农产品种类",
        "品种",
        "基地或市场",
        "生产主体",
        "采样时间",
        "检测机构",
        "项目合格率",
        "检验结果",
        "备注",
    )
    sheet.write_row(2, 0, headers)
    percent = book.add_format({"num_format": "0.00%"})
    day = book.add_format({"num_format": "yyyy-mm-dd"})
    for at in range(county.rows):
        kind, name = CROPS[at % len(CROPS)]
        failed = dice.random() < 0.03
        sampled = date(2025, 9, 1) + timedelta(days=dice.randrange(29))
        row = 3 + at
        texts: list[Any] = [
            f"WC-NCP-{at + 1:03d}",
            kind,
            name,
            f"围场县{dice.choice(('某合作社基地', '某批发市场', '某产地'))}",
            "围场某合作社（演示）",
            "",
            LABORATORY,
            "",
            "不合格" if failed else "合格",
            "",
        ]
        sheet.write_row(row, 0, texts)
        if at % 3:
            sheet.write_string(row, 5, _date_text(sampled, at + 1))
        else:
            sheet.write_datetime(row, 5, sampled, day)  # type: ignore[arg-type]  # xlsxwriter takes dates too
        if at % 2:
            sheet.write_string(row, 7, "95%" if failed else "１００％")
        else:
            sheet.write_number(row, 7, 0.95 if failed else 1.0, percent)
    sheet.write_string(3 + 9, 5, "2025年9月")
    sheet.write_string(3 + 20, 1, "野菜")
    sheet.write(3 + county.rows, 0, "小计")
    sheet.write(3 + county.rows, 1, f"{county.rows}批次")


def _drugs(book: "Workbook", sheet: "Worksheet", county: County, dice: random.Random) -> None:
    """A list of drug samples: two title rows, dates as eight digits, words of its own for the result."""
    bold = book.add_format({"bold": True})
    sheet.merge_range(0, 0, 0, 10, county.title, bold)
    sheet.write_row(1, 0, ["填报单位：双桥区", "", "", "", MARK])
    headers = (
        "序号",
        "抽样编号",
        "检品名称",
        "剂型",
        "批号",
        "生产单位",
        "被抽样单位",
        "抽样日期",
        "检验依据",
        "承检机构",
        "结论",
        "县(市、区)",
    )
    sheet.write_row(2, 0, headers, bold)
    for at in range(county.rows):
        kind, name = DRUGS[at % len(DRUGS)]
        sampled = date(2025, 8, 1) + timedelta(days=dice.randrange(30))
        conclusion = "不符合规定" if dice.random() < 0.03 else "符合规定"
        unit = "双桥区" if at % 2 else "130802"
        texts: list[Any] = [
            at + 1,
            f"SQ-YP-25{at + 1:03d}",
            name,
            kind,
            f"25{dice.randrange(100000, 999999)}",
            f"某药业（演示）{at % 4}厂",
            f"双桥区{dice.choice(('某药房', '某卫生院', '某诊所'))}",
            int(sampled.strftime("%Y%m%d")),
            "中国药典2020年版",
            LABORATORY,
            conclusion,
            unit,
        ]
        if at % 4 == 0:
            texts[7] = _date_text(sampled, at)
        sheet.write_row(3 + at, 0, texts)
    sheet.write_string(3 + 7, 11, "滦平县")
    sheet.write_string(3 + 13, 10, "基本符合")
    sheet.write_string(3 + 22, 7, "2025.8")
    sheet.write(4 + county.rows, 0, "说明：批号按包装所印填写。")


def _date_text(day: date, at: int) -> str:
    styles = (
        f"{day.year}.{day.month}.{day.day}",
        f"{day.year}年{day.month}月{day.day}日",
        day.isoformat(),
        f"{day.year}/{day.month}/{day.day}".translate(FULL_WIDTH),
    )
    return styles[at % len(styles)]


def _code(at: int) -> str:
    """A code with a right check character whose body says TEST."""
    body = f"91130825MATE{at % 9:05d}"
    return body + uscc.check_character(body)


COUNTIES = (
    County("隆化县2025年10月食品抽检月报.xlsx", "隆化县2025年10月食品安全监督抽检情况月报表", 96, _three_rows),
    County(
        "围场县2025年9月农产品例行监测.xlsx",
        "围场满族蒙古族自治县2025年9月农产品质量安全例行监测汇总",
        48,
        _agriculture,
    ),
    County("双桥区2025年8月药品抽检清单.xlsx", "双桥区2025年8月药品监督抽检清单", 40, _drugs),
)
