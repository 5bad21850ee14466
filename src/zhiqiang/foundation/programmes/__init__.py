"""Programme definitions as files: those of the plan package, a city's own over them. No database, no Django set-up."""

from zhiqiang.foundation.programmes.loader import (
    Definition,
    load_definitions,
    load_programmes,
    programme_files,
    read_definition,
)

__all__ = ["Definition", "load_definitions", "load_programmes", "programme_files", "read_definition"]
