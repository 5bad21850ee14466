"""The registers of the domain `supervision`."""

from zhiqiang.foundation.registers.declaration import Register

REGISTERS: tuple[Register, ...] = ()
