"""The registers of the domain `bulletins`."""

from zhiqiang.foundation.registers.declaration import Register

REGISTERS: tuple[Register, ...] = ()
