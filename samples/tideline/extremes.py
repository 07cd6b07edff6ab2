"""How high does the water come, and how often."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import exp, log


@dataclass(frozen=True)
class Gumbel:
    """A Gumbel distribution of annual maxima.

    Attributes:
        location: Mode of the distribution, in metres.
        scale: Spread of the distribution, in metres.
    """

    location: float
    scale: float

    def exceedance(self, level: float) -> float:
        """Give the probability that a year's maximum is higher than a level.

        Args:
            level: Water level in metres.

        Returns:
            A probability between 0 and 1.
        """
        return 1.0 - exp(-exp(-(level - self.location) / self.scale))

    def return_level(self, years: float) -> float:
        if years <= 1:
            raise ValueError("years must be greater than 1")
        return self.location - self.scale * log(-log(1.0 - 1.0 / years))


def fit_gumbel(maxima: Sequence[float]) -> Gumbel:
    """Fit a Gumbel distribution to annual maxima by moments.

    Args:
        maxima: The highest water level of each year, in metres.

    Returns:
        The fitted distribution.

    Raises:
        ValueError: If there are fewer than three years.
    """
    if len(maxima) < 3:
        raise ValueError("at least three years are needed")
    mean = sum(maxima) / len(maxima)
    variance = sum((value - mean) ** 2 for value in maxima) / (len(maxima) - 1)
    scale = (6 * variance) ** 0.5 / 3.141592653589793
    return Gumbel(location=mean - 0.5772156649 * scale, scale=scale)


def storm_surges(
    residuals: Sequence[float], threshold: float, separation: int = 36
) -> Iterator[tuple[int, float]]:
    peak_index, peak = -1, threshold
    for index, value in enumerate(residuals):
        if peak_index >= 0 and index - peak_index > separation:
            yield peak_index, peak
            peak_index, peak = -1, threshold
        if value > peak:
            peak_index, peak = index, value
    if peak_index >= 0:
        yield peak_index, peak


def empirical_return_periods(maxima: Sequence[float]) -> list[tuple[float, float]]:
    ranked = sorted(maxima, reverse=True)
    years = len(ranked) + 1
    return [(years / rank, value) for rank, value in enumerate(ranked, start=1)]
