"""The clock: every deadline of a profile with the date it gives for a case, where it gives one."""

from pipeline.deadlines.clashes import (
    PUBLICATION,
    Clash,
    Planned,
    WhatIf,
    clashes,
    planned,
    planned_in,
    what_if,
)
from pipeline.deadlines.clock import clock, warnings, with_returns
from pipeline.deadlines.days import (
    ENGLAND,
    Days,
    Moment,
    add,
    add_working_days,
    days_of,
    is_working_day,
    reach,
)

__all__ = ["ENGLAND", "PUBLICATION", "Clash", "Days", "Moment", "Planned", "WhatIf", "add",
           "add_working_days", "clashes", "clock", "days_of", "is_working_day", "planned",
           "planned_in", "reach", "warnings", "what_if", "with_returns"]
