"""`python -m bench.mutations`: which layer sees which way to spoil a PDF, as a table for docs."""

from pipeline.gate import accessible
from tests.making import spoiltpdf

LAYERS = {1: "rules of `PDF/UA-1`", 2: "integrity of the tags", 3: "what is read out"}


def main() -> None:
    """Print the table in Markdown, as measured now."""
    print(f"| what was done to a good PDF | {' | '.join(LAYERS.values())} |")
    print("|---|" + "---|" * len(LAYERS))
    for way in (None, *spoiltpdf.WAYS):
        data = spoiltpdf.spoilt(way.spoil) if way else spoiltpdf.good()
        words = (*spoiltpdf.WORDS, *(way.more if way else ()))
        found = accessible.layers(data, "report.pdf", words, spoiltpdf.HEADINGS, spoiltpdf.TABLES)
        name = way.name if way else "nothing"
        print(f"| {name} | {' | '.join('found' if layer else '-' for layer in found)} |")


if __name__ == "__main__":
    main()
