"""Lists of words as they stand in the code: one string, parted by spaces."""


def word_set(said: str) -> frozenset[str]:
    """The words of a list."""
    return frozenset(said.split())


def in_order(said: str) -> list[str]:
    """The words of a list, in their order."""
    return said.split()
