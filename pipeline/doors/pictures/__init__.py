"""The one door to drawn pictures: a timetable, and bars. The same values give the same bytes."""

from pipeline.doors.pictures.bars import bars
from pipeline.doors.pictures.timeline import Bar, timeline

__all__ = ["Bar", "bars", "timeline"]
