"""A web page as a tree of elements, as a browser would see it, without a library."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser

VOID = frozenset(("area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta",
                  "source", "track", "wbr"))
UNREAD = frozenset(("script", "style", "title", "head", "template", "noscript"))


@dataclass(eq=False)
class Node:
    """An element: its tag, attributes and children, and the words directly in it."""

    tag: str
    attributes: dict[str, str] = field(default_factory=dict)
    above: "Node | None" = None
    children: list["Node | str"] = field(default_factory=list)
    line: int = 0

    @property
    def classes(self) -> frozenset[str]:
        """The classes of the element."""
        return frozenset(self.attributes.get("class", "").split())

    def all(self, *tags: str) -> Iterator["Node"]:
        """The elements below this one, in order; those with one of these tags where any is said."""
        for child in self.children:
            if isinstance(child, Node):
                if not tags or child.tag in tags:
                    yield child
                yield from child.all(*tags)

    def up(self) -> Iterator["Node"]:
        """This element and those around it, from the inside."""
        one: Node | None = self
        while one is not None:
            yield one
            one = one.above

    def words(self) -> str:
        """All its words."""
        said = "".join(child if isinstance(child, str) else f" {child.words()} "
                       for child in self.children)
        return " ".join(said.split())

    @property
    def hidden(self) -> bool:
        """Whether neither the eye nor a screen reader meets it."""
        return any("hidden" in one.attributes or one.attributes.get("aria-hidden") == "true"
                   for one in self.up())


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.root = self.at = Node("")

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        one = Node(tag, {name: value or "" for name, value in attrs}, self.at,
                   line=self.getpos()[0])
        self.at.children.append(one)
        if tag not in VOID:
            self.at = one

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in VOID:
            self.handle_endtag(tag)

    def handle_endtag(self, tag: str) -> None:
        match = next((one for one in self.at.up() if one.tag == tag), None)
        if match is not None and match.above is not None:
            self.at = match.above

    def handle_data(self, data: str) -> None:
        self.at.children.append(data)


def tree(html: bytes) -> Node:
    """The whole page under one node without a tag."""
    reader = _Reader()
    reader.feed(html.decode("utf-8", "replace"))
    reader.close()
    return reader.root
