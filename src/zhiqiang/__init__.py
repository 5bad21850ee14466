"""Zhiqiang (质强): runs a Chinese city's quality action plan."""

__version__ = "0.1.0"
