"""What a template can do with an answer, and with a name that is not there."""

from collections.abc import Callable, Iterator, Mapping
from difflib import get_close_matches
from typing import Any

from jinja2 import Undefined
from jinja2.utils import missing

from pipeline.prose import Run, blocks

Used = Callable[[Mapping[str, Any], str], None]
"""Told of every answer a document uses, and how: 'printed' or 'consulted'."""

UNANSWERED = "Not answered"
TICKED, NOT_TICKED = "☒", "☐"
ANSWER_NAMES = frozenset(
    ("text", "value", "given", "source", "place", "refs", "words", "plain", "box",
     "missing"))


def is_answer(value: Any) -> bool:
    """Whether a value of the case is an answer and not a part that holds some."""
    return type(value) is dict and "text" in value and "refs" in value


class Words(str):
    """Words of an answer that a template has taken but perhaps not printed yet."""

    __slots__ = ("answer",)
    answer: Mapping[str, Any]


class Printed:
    """An answer in the hands of a template.

    `{{ a }}` prints it. `{% if a %}` asks whether it was given, or ticked. `a == "Yes"` compares
    its words or its value.
    """

    __slots__ = ("answer", "session")

    def __init__(self, answer: Mapping[str, Any], session: "Session") -> None:
        self.answer, self.session = answer, session

    def use(self, how: str) -> None:
        """Tell that this answer was used."""
        self.session.used(self.answer, how)

    @property
    def is_given(self) -> bool:
        """Whether anything was answered; a tick always is, one way or the other."""
        return isinstance(self.answer.get("value"), bool) or bool(self.answer["text"].strip())

    @property
    def shown(self) -> str:
        """What is printed: the answer as typed, a tick in words, or why there is none."""
        value = self.answer.get("value")
        if isinstance(value, bool):
            return f"{TICKED} Yes" if value else f"{NOT_TICKED} No"
        return self.answer["text"] if self.is_given else self.missing

    @property
    def missing(self) -> str:
        """The words for an answer that was not given."""
        return self.answer.get("missing") or UNANSWERED

    @property
    def text(self) -> Words:
        """The words as typed, '' when there are none."""
        return self._words(self.answer["text"])

    @property
    def words(self) -> Words:
        """The words that `{{ a }}` would print."""
        return self._words(self.shown)

    @property
    def plain(self) -> bool:
        """Whether its words fit in a line beside others: one paragraph, no bullet, no emphasis."""
        self.use("consulted")
        found = blocks(self.shown)
        return len(found) < 2 and all(
            one.kind == "paragraph" and one.runs == (Run(one.text),) for one in found)

    @property
    def box(self) -> Words:
        """☒ or ☐, for a template that has the words beside it."""
        return self._words(TICKED if self.answer.get("value") is True else NOT_TICKED)

    @property
    def value(self) -> Any:
        """The answer as the program understands it."""
        self.use("consulted")
        return self.answer.get("value", "")

    @property
    def given(self) -> bool:
        """Whether anything was answered."""
        self.use("consulted")
        return self.is_given

    @property
    def refs(self) -> list[dict[str, str]]:
        """Where it came from: file, part and spot."""
        return list(self.answer["refs"])

    @property
    def source(self) -> str:
        """Where it came from, in words."""
        return self.session.source_of(self.answer["refs"])

    @property
    def place(self) -> str:
        """The same where its sender is named beside it."""
        return self.session.source_of(self.answer["refs"], sender=False)

    def _words(self, text: str) -> Words:
        self.use("consulted")
        words = Words(text)
        words.answer = self.answer
        return words

    def __str__(self) -> str:
        self.use("printed")
        return self.shown

    def __bool__(self) -> bool:
        self.use("consulted")
        value = self.answer.get("value")
        return value if isinstance(value, bool) else self.is_given

    def __eq__(self, other: object) -> bool:
        self.use("consulted")
        if isinstance(other, Printed):
            return bool(self.answer["text"] == other.answer["text"])
        return other in (self.answer["text"], self.answer.get("value", ""))

    def __lt__(self, other: object) -> bool:
        return str(self) < str(other)

    def __hash__(self) -> int:
        return hash(self.answer["text"])


class Session:
    """One rendering: who is told what was used, and every name that was not there."""

    def __init__(self, used: Used, context: Mapping[str, Any],
                 miss: Callable[[str], None]) -> None:
        self.used, self.context, self.miss = used, context, miss
        self._senders: dict[str, tuple[str, str]] | None = None

    def wrapped(self, value: Any) -> Any:
        """The value, where it is an answer (or a list of answers) in the hands of a template."""
        if type(value) is dict:
            return Printed(value, self) if "text" in value and "refs" in value else value
        if type(value) is list and value and is_answer(value[0]):
            return [self.wrapped(one) for one in value]
        return value

    def source_of(self, refs: list[Mapping[str, str]], sender: bool = True) -> str:
        """Places in words: 'Norfolk Police return, Analysis C7, C8', or without the sender."""
        spots: dict[tuple[str, str], list[str]] = {}
        for ref in refs:
            spots.setdefault((ref.get("file", ""), ref.get("part", "")), []).append(
                ref.get("spot", ""))
        return "; ".join(
            ", ".join(filter(None, (self._named(file, sender), " ".join(
                filter(None, (part, ", ".join(filter(None, found))))))))
            for (file, part), found in spots.items())

    def _named(self, file: str, sender: bool) -> str:
        if self._senders is None:
            self._senders = {}
            for source in self.context.get("sources", ()):
                words = self._source_words(source)
                self._senders[source.get("file", "")] = words
                self._senders[source.get("id", "")] = words
        full, short = self._senders.get(file) or (file, "")
        return full if sender else short

    @staticmethod
    def _source_words(source: Mapping[str, Any]) -> tuple[str, str]:
        """Whose return it is, and which one of several; a form of our own goes by its title."""
        recipient = source.get("recipient") or {"code": ""}
        name = recipient.get("name", "")
        words = str(name["text"] if is_answer(name) else name).strip()
        if recipient.get("code") and words:
            number = int(source.get("number") or 1)
            which = f"return {number}" if number > 1 else "return"
            return f"{words} {which}", which.capitalize() if number > 1 else ""
        return str(source.get("form") or source.get("file", "")), ""


class Missing(Undefined):
    """A name that is not there. Every use is noted, and rendering goes on to find the others."""

    __slots__ = ("session",)
    session: Session

    def note(self, *_: Any, **__: Any) -> "Missing":
        """Note that the name is not there."""
        name = self._undefined_name
        if self._undefined_hint:
            what = self._undefined_hint
        elif isinstance(self._undefined_obj, (dict, Printed)) or name is None:
            what = f"there is no “{name}” here"
        elif self._undefined_obj is missing:
            what = f"there is no “{name}”"
        else:
            what = f"“{name}” cannot be taken from what stands before it"
        self.session.miss(what + self._suggestion(str(name)))
        return self

    def _suggestion(self, name: str) -> str:
        known: list[str] = []
        if isinstance(self._undefined_obj, dict):
            known = [str(key) for key in self._undefined_obj]
        elif isinstance(self._undefined_obj, Printed):
            known = list(ANSWER_NAMES)
        elif self._undefined_obj is missing:
            known = list(self.session.context)
        close = get_close_matches(name, sorted(known), 1)
        return f" (is “{close[0]}” meant?)" if close else ""

    def __getattr__(self, name: str) -> Any:
        if name[:2] == "__":
            raise AttributeError(name)
        return self.note()

    def __str__(self) -> str:
        self.note()
        return ""

    def __bool__(self) -> bool:
        self.note()
        return False

    def __len__(self) -> int:
        self.note()
        return 0

    def __iter__(self) -> Iterator[Any]:
        self.note()
        return iter(())

    def __contains__(self, item: object) -> bool:
        self.note()
        return False

    def __eq__(self, other: object) -> bool:
        self.note()
        return False

    def __ne__(self, other: object) -> bool:
        self.note()
        return False

    def __hash__(self) -> int:
        self.note()
        return 0

    __getitem__ = __call__ = __add__ = __radd__ = __sub__ = __rsub__ = note  # type: ignore
    __lt__ = __gt__ = __le__ = __ge__ = note  # type: ignore
