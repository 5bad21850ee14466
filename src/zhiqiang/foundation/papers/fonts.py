"""The type faces of official papers, each as families in order of preference: offices' first, free ones last.

GB/T 9704-2012 names 仿宋, 楷体, 黑体 and 小标宋. Debian has no free 仿宋 or 小标宋 of simplified signs: Noto Serif CJK
SC stands in for both (bold for titles). `tools/setup_system.sh` installs the free ones.
"""

from collections.abc import Iterable

from django.utils.translation import gettext as _

BODY, KAI, HEI, TITLE = "body", "kai", "hei", "title"
_SONG = ("Noto Serif CJK SC", "Source Han Serif SC", "Noto Serif SC", "SimSun", "STSong", "Songti SC")
_SANS = ("Noto Sans CJK SC", "Source Han Sans SC", "Noto Sans SC", "Microsoft YaHei", "PingFang SC")
FAMILIES = {
    BODY: ("FangSong", "仿宋", "FangSong_GB2312", "仿宋_GB2312", "STFangsong", "Zhuque Fangsong (technical preview)",
           *_SONG, *_SANS),
    KAI: ("KaiTi", "楷体", "KaiTi_GB2312", "楷体_GB2312", "STKaiti", "Kaiti SC", "AR PL UKai CN", "AR PL UKai",
          "LXGW WenKai", *_SONG, *_SANS),
    HEI: ("SimHei", "黑体", "STHeiti", "Heiti SC", *_SANS, "WenQuanYi Zen Hei", *_SONG),
    TITLE: ("FZXiaoBiaoSong-B05S", "方正小标宋简体", "STZhongsong", *_SONG, *_SANS),
}  # fmt: skip
#: Faces of one weight that are already as heavy as 小标宋 and 黑体 should be: all others are set bold in their place.
HEAVY = frozenset({"FZXiaoBiaoSong-B05S", "方正小标宋简体", "STZhongsong", "SimHei", "黑体", "STHeiti", "Heiti SC"})


class NoFontError(Exception):
    """A computer without any Chinese font: a paper would be printed as boxes, so none is made."""

    def __init__(self) -> None:
        super().__init__(_("这台电脑没有中文字体，公文印出来会是方框，因此没有生成。请安装 fonts-noto-cjk 后重试。"))


def chosen(there: Iterable[str]) -> dict[str, str]:
    """For each face the first of its families that this computer has. Raises NoFontError where it has none."""
    known = set(there)
    found = {face: next((one for one in names if one in known), "") for face, names in FAMILIES.items()}
    if not all(found.values()):
        raise NoFontError
    return found
