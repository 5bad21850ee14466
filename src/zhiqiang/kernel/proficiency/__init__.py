"""Proficiency testing: how far a laboratory's result lies from the assigned value, and what that says of it."""

from zhiqiang.kernel.proficiency.en_number import en_number, judge_en
from zhiqiang.kernel.proficiency.outcome import Outcome
from zhiqiang.kernel.proficiency.z_score import judge_z, z_score

__all__ = ["Outcome", "en_number", "judge_en", "judge_z", "z_score"]
