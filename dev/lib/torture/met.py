"""Counts what happens while many are at work."""

from dataclasses import dataclass, field


@dataclass
class Met:
    pressed: int = 0
    refused: int = 0
    surfaced: list = field(default_factory=list)
    lost: list = field(default_factory=list)
    doubled: list = field(default_factory=list)
