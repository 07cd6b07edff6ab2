import csv
from datetime import datetime, timedelta
from pathlib import Path


class GaugeRecord:
    def __init__(self, station, times, levels, datum=0.0):
        if len(times) != len(levels):
            raise ValueError("times and levels differ in length")
        self.station = station
        self.times = list(times)
        self.levels = [level - datum for level in levels]

    def __len__(self):
        return len(self.times)

    @property
    def duration(self):
        return self.times[-1] - self.times[0] if self.times else timedelta(0)

    def between(self, first, last):
        chosen = [i for i, time in enumerate(self.times) if first <= time < last]
        return GaugeRecord(
            self.station,
            [self.times[i] for i in chosen],
            [self.levels[i] for i in chosen],
        )

    @classmethod
    def from_csv(cls, path, time_column="time", level_column="level", datum=0.0):
        path = Path(path)
        if not path.exists():
            raise FileNotFoundError(path)
        times, levels = [], []
        with path.open(newline="") as file:
            for row in csv.DictReader(file):
                if row[level_column] == "":
                    continue
                times.append(datetime.fromisoformat(row[time_column]))
                levels.append(float(row[level_column]))
        return cls(path.stem, times, levels, datum)


def merge_records(records, *, tolerance=timedelta(minutes=1)):
    merged = {}
    for record in sorted(records, key=lambda r: len(r), reverse=True):
        for time, level in zip(record.times, record.levels):
            if all(abs(time - known) > tolerance for known in merged):
                merged[time] = level
    times = sorted(merged)
    return GaugeRecord(records[0].station, times, [merged[time] for time in times])


def daily_extremes(record):
    days = {}
    for time, level in zip(record.times, record.levels):
        low, high = days.get(time.date(), (level, level))
        days[time.date()] = (min(low, level), max(high, level))
    return days
