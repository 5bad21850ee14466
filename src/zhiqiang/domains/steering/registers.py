"""The registers of the domain `steering`."""

from zhiqiang.foundation.registers.declaration import Register

REGISTERS: tuple[Register, ...] = ()
