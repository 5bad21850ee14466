"""The ready-made tests of the register of sampled batches."""

from datetime import date

from zhiqiang.domains.sampling.registers import SAMPLES
from zhiqiang.foundation.reference.models import ProductClass
from zhiqiang.foundation.testing.register_spec import RegisterSpec


class TestSamples(RegisterSpec):
    register = SAMPLES
    wrong = {
        "sampled after today": ({"sampled_on": "2099-01-01"}, "晚于今天"),
        "reported before it was sampled": ({"reported_on": "2026-10-01"}, "早于抽样日期"),
        "passed with a failed item": ({"item_pass_rate": "98.5"}, "与结论“合格”不一致"),
        "failed with every item passed": ({"conclusion": "fail", "item_pass_rate": "100"}, "与结论“不合格”不一致"),
        "passed, yet failed items are named": ({"failed_items": "菌落总数"}, "却填了不合格项目"),
        "a rapid test for a national task": ({"method": "rapid", "level": "national"}, "不以快速检测出结论"),
        "a rate above one hundred": ({"item_pass_rate": "101"}, "100"),
    }

    def values(self, city, n):
        return {
            "number": f"CD-F-2026-{n:04d}",
            "unit": city.unit,
            "level": "county",
            "design": "representative",
            "product_class": ProductClass.objects.get(code="food-04"),
            "product": "酱牛肉",
            "producer": "隆化某肉制品厂",
            "producer_uscc": "91130825MAT0124498",
            "place": "隆化县某超市",
            "sampled_on": date(2026, 10, 22),
            "reported_on": date(2026, 10, 30),
            "laboratory": city.laboratory,
            "method": "laboratory",
            "conclusion": "pass",
        }
