"""The registers of the domain `assessment`."""

from zhiqiang.foundation.registers.declaration import Register

REGISTERS: tuple[Register, ...] = ()
