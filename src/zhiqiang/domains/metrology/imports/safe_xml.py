"""XML from strangers: no entities, no DTD, no network, a bounded size and depth."""

from typing import TYPE_CHECKING

from zhiqiang.domains.metrology.rules.dcc import DccError

if TYPE_CHECKING:
    from lxml.etree import _Element

MOST_BYTES = 10 * 2**20
MOST_ELEMENTS = 200_000


def parsed(content: bytes) -> "_Element":
    """The root of an XML document. Raises DccError for what is not well formed, too large, or brings a DTD."""
    from lxml import etree

    if len(content) > MOST_BYTES:
        raise DccError(f"文件超过 {MOST_BYTES // 2**20} MB 的上限。")
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, dtd_validation=False, huge_tree=False, recover=False
    )
    try:
        root = etree.fromstring(content, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise DccError(f"不是完整的 XML 文件（{str(error)[:120]}）。") from error
    if root.getroottree().docinfo.doctype:
        raise DccError("文件带有文档类型声明（DTD），为安全起见不读取。")
    if sum(1 for _element in root.iter()) > MOST_ELEMENTS:
        raise DccError(f"文件超过 {MOST_ELEMENTS} 个元素的上限。")
    return root
