"""Where a value is drawn on a chart."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Scale:
    """`Scale(2000, 2020, 110, 1082)(2010)` is 596.0: halfway between the two ends."""

    first: int
    last: int
    start: int
    end: int

    def __call__(self, value: float) -> float:
        step = (self.end - self.start) / ((self.last - self.first) or 1)
        return round(self.start + (value - self.first) * step, 1)
