"""Separate tides from weather in a series of water levels."""

import numpy as np
from scipy.signal import butter, sosfiltfilt

M2_PERIOD_HOURS = 12.4206


def moving_average(levels, width):
    """Average each sample with its neighbours.

    Parameters
    ----------
    levels : array_like
        Water levels in metres.
    width : int
        Number of samples in the window; must be odd.

    Returns
    -------
    numpy.ndarray
        The averaged levels. The ends are averaged over what is there.

    Raises
    ------
    ValueError
        If `width` is even or not positive.
    """
    if width < 1 or width % 2 == 0:
        raise ValueError(f"width must be odd and positive, got {width}")
    levels = np.asarray(levels, dtype=float)
    weights = np.convolve(np.ones_like(levels), np.ones(width), mode="same")
    return np.convolve(levels, np.ones(width), mode="same") / weights


def lowpass(levels, cutoff_hours, samples_per_hour=6.0, order=4):
    """Keep what changes more slowly than the cutoff.

    Parameters
    ----------
    levels : array_like
        Water levels in metres, evenly spaced.
    cutoff : float
        Shortest period that passes, in hours.
    samples_per_hour : float, default=4.0
        Sampling rate.

    Returns
    -------
    numpy.ndarray
        The filtered levels, without a shift in time.
    """
    if cutoff_hours <= 2.0 / samples_per_hour:
        raise ValueError("cutoff_hours is below the Nyquist period")
    sos = butter(order, 1.0 / cutoff_hours, fs=samples_per_hour, output="sos")
    return sosfiltfilt(sos, np.asarray(levels, dtype=float))


def tidal_residual(levels, samples_per_hour=6.0, *, periods=(M2_PERIOD_HOURS, 24.0)):
    levels = np.asarray(levels, dtype=float)
    hours = np.arange(levels.size) / samples_per_hour
    columns = [np.ones_like(hours)]
    for period in periods:
        if period <= 0:
            raise ValueError(f"period must be positive, got {period}")
        phase = 2 * np.pi * hours / period
        columns += [np.cos(phase), np.sin(phase)]
    design = np.column_stack(columns)
    coefficients, *_ = np.linalg.lstsq(design, levels, rcond=None)
    return levels - design @ coefficients


def remove_spikes(levels, threshold=4.0, max_passes=5):
    cleaned = np.array(levels, dtype=float)
    for _ in range(max_passes):
        centre = np.nanmedian(cleaned)
        spread = 1.4826 * np.nanmedian(np.abs(cleaned - centre))
        if spread == 0:
            break
        spikes = np.abs(cleaned - centre) > threshold * spread
        if not spikes.any():
            break
        cleaned[spikes] = np.nan
    return cleaned


def fill_gaps(levels, longest=12):
    filled = np.array(levels, dtype=float)
    missing = np.isnan(filled)
    start = 0
    while start < filled.size:
        if not missing[start]:
            start += 1
            continue
        end = start
        while end < filled.size and missing[end]:
            end += 1
        if 0 < start and end < filled.size and end - start <= longest:
            steps = np.linspace(filled[start - 1], filled[end], end - start + 2)
            filled[start:end] = steps[1:-1]
        start = end
    return filled
