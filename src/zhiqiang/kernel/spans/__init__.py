"""Spans of days over which something is so: closed intervals, joined, met and taken out of each other."""

from zhiqiang.kernel.spans.span import Span, covers, intersect, merge, subtract

__all__ = ["Span", "covers", "intersect", "merge", "subtract"]
