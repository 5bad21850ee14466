"""RegisterSpec: a new register gets its tests from one short class.

class TestSamples(RegisterSpec):
    register = SAMPLES
    wrong = {"sampled after today": ({"sampled_on": "2099-01-01"}, "晚于今天")}

    def values(self, city, n): ...
"""

from typing import Any

from zhiqiang.foundation.testing.register_access_spec import RegisterAccessSpec
from zhiqiang.foundation.testing.register_files_spec import RegisterFilesSpec
from zhiqiang.foundation.testing.register_form_spec import RegisterFormSpec
from zhiqiang.foundation.testing.register_list_spec import RegisterListSpec
from zhiqiang.foundation.testing.register_open_spec import RegisterOpenSpec


class RegisterSpec(RegisterAccessSpec, RegisterFormSpec, RegisterListSpec, RegisterFilesSpec, RegisterOpenSpec):
    """All ready-made tests of a register; what each needs is taken from the declaration."""

    def pytest_generate_tests(self, metafunc: Any) -> None:
        """Give a test one case for each role, field, filter or rule that it names in its arguments."""
        fields = self.register.fields
        cases = {
            "role_of_a_unit": self.unit_roles_with("view"),
            "unit_writer": self.unit_roles_with("add"),
            "exporter_of_a_unit": self.unit_roles_with("export"),
            "required": self.required(),
            "rule": list(self.wrong),
            "searched": [one.name for one in fields if one.search],
            "filtered": [one.name for one in fields if one.filter],
        }
        for name, values in cases.items():
            if name in metafunc.fixturenames:
                metafunc.parametrize(name, values)
