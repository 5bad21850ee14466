"""The registers of the domain `delivery`."""

from zhiqiang.foundation.registers.declaration import Register

REGISTERS: tuple[Register, ...] = ()
