"""What is printed on a certificate: in Chinese whatever language its issuer works in."""

from datetime import date

from zhiqiang.kernel.certificates import Payload

ATTACHED_AS = "证书"
WORDS = {
    "serial": "证书编号",
    "uscc": "统一社会信用代码",
    "demo": "演示数据",
    "check": "扫码或登录签发网站核验真伪；也可凭下列证书码和公钥离线核验。改动一字即失效。",
}


def in_chinese(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"


def facts_of(payload: Payload) -> list[tuple[str, str]]:
    """The lines under the sentence: (label, words), those without words left out."""
    until = in_chinese(payload.until) if payload.until else "长期"
    facts = [
        ("对象", payload.subject),
        ("等级", payload.level),
        ("有效期", f"{in_chinese(payload.issued)} — {until}"),
    ]
    return [(label, words) for label, words in facts if words]


def usual_wording(payload: Payload) -> str:
    """The sentence on a certificate's face where the programme brings none of its own."""
    title = f"{payload.title}（{payload.level}）" if payload.level else payload.title
    return f"经审核并公示，现认定{payload.holder}为“{title}”，特发此证。"


def replaced_by(serial: str) -> str:
    return f"已换发新证书 {serial}"
