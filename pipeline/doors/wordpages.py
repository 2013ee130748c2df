"""The pages of a house style: upright and turned, with their headers and footers."""

from lxml import etree


def pages_of(page: etree._Element) -> tuple[tuple[str, str], tuple[str, str]]:
    """Page size and margins, upright and turned, with the references to header and footer."""
    def inner(names: tuple[str, ...]) -> list:
        return [child for child in page if child.tag.split("}")[1] in names]

    references = "".join(etree.tostring(child, encoding="unicode")
                         for child in inner(("headerReference", "footerReference")))
    size, margin = inner(("pgSz",))[0], inner(("pgMar",))[0]
    key = "{" + size.nsmap["w"] + "}"
    wide, high = sorted((int(size.get(key + "w")), int(size.get(key + "h"))))
    margins = etree.tostring(margin, encoding="unicode")
    upright = f'<w:pgSz w:w="{wide}" w:h="{high}"/>{margins}'
    turned = f'<w:pgSz w:w="{high}" w:h="{wide}" w:orient="landscape"/>{margins}'
    return (upright, references), (turned, references)
