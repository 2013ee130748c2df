"""What a workbook hides: sheets, rows, columns, and rows that a filter leaves out."""

from collections.abc import Iterator

from pipeline.doors.hygiene.package import Package, place_of
from pipeline.model import Fault

ON = ("1", "true")


def audit(package: Package) -> Iterator[Fault]:
    """Everything of a workbook that is not seen when it is opened."""
    for _, tree in package.xml(r"xl/workbook\.xml"):
        if any(one.get("state") in ("hidden", "veryHidden") for one in tree.iter("{*}sheet")):
            yield Fault("trace-hidden-cells", "Workbook", words=(("what", "a sheet"),))
    for name, tree in package.xml(r"xl/worksheets/[^/]+\.xml"):
        where = place_of(name)
        for tag, what in (("row", "rows"), ("col", "columns")):
            if any(one.get("hidden") in ON for one in tree.iter("{*}" + tag)):
                yield Fault("trace-hidden-cells", where, words=(("what", what),))
        if any(True for one in tree.iter("{*}filterColumn")):
            yield Fault("trace-hidden-cells", where, words=(("what", "rows, with a filter"),))
