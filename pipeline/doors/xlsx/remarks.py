"""Words outside the cells."""
from collections.abc import Mapping
from dataclasses import dataclass, field

from pipeline.doors.xlsx.book import Remark
from pipeline.doors.xlsx.package import Listed, Listing, Package
from pipeline.doors.xlsx.sheet import Page


@dataclass(frozen=True)
class Words:
    """The words of all cells of a workbook."""

    cells: set[str]


@dataclass
class Whole:
    """What stands beside a workbook's sheets."""

    remarks: list[Remark] = field(default_factory=list)
    properties: Mapping[str, str] = field(default_factory=dict)


def sheet_remarks(package: Package, listed: Listed, page: Page, words: Words) -> list[Remark]:
    """To come."""
    return []


def book_remarks(package: Package, listed: Listing) -> Whole:
    """The custom properties."""
    part = package.find("docProps/custom.xml")
    props = {one.get("name"): one.text for one in package.tree(part).all("property")}
    return Whole([], props)
