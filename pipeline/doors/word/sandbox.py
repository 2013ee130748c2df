"""The one Jinja environment: what a template may say, and how a value comes into a document."""

import copy
from collections.abc import Callable, Iterable, Mapping
from types import CodeType
from typing import Any

from jinja2 import Undefined, nodes
from jinja2.filters import FILTERS
from jinja2.sandbox import ImmutableSandboxedEnvironment, safe_range
from jinja2.tests import TESTS
from jinja2.utils import Namespace, missing, pass_environment

from pipeline.doors.word.answers import ANSWER_NAMES, Missing, Printed, Session, Words, is_answer
from pipeline.doors.word.paragraphs import (
    Frame,
    draw,
    draw_missing,
    in_line,
    in_run,
    missing_in_run,
)
from pipeline.prose import blocks

# Left out: filters that let markup through, that depend on chance or cut words off, and whatever
# would hide that a name is not there.
_FILTERS = ("abs", "batch", "capitalize", "count", "first", "float", "groupby", "int", "join",
            "last", "length", "list", "lower", "map", "max", "min", "reject", "rejectattr",
            "replace", "reverse", "round", "select", "selectattr", "slice", "sort", "string",
            "sum", "title", "trim", "unique", "upper", "wordcount")
_TESTS = tuple(name for name in TESTS if name not in ("defined", "undefined", "filter", "test",
                                                      "escaped"))


class Xml(str):
    """Markup that this package made itself; nothing that comes from a case ever is."""

    __slots__ = ()


class TemplateEnvironment(ImmutableSandboxedEnvironment):
    """Prints text as text. Every value is escaped in one place, `show`, with no way round it."""

    session: Session
    frames: tuple[Frame, ...] = ()
    in_text: Callable[[str], str] = staticmethod(in_run)
    missing_text: Callable[[str], str] = staticmethod(missing_in_run)

    def __init__(self) -> None:
        super().__init__(autoescape=False, keep_trailing_newline=True, optimized=False,
                         finalize=_not_yet)
        self.filters = {name: FILTERS[name] for name in _FILTERS}
        self.filters |= {"blocks": _blocks, "attribute": _attribute, "items": _items}
        self.tests = {name: TESTS[name] for name in _TESTS}
        self.globals = {"range": safe_range, "namespace": Namespace}

    def for_session(self, session: Session, frames: tuple[Frame, ...]) -> "TemplateEnvironment":
        """The same environment for one rendering."""
        ours = copy.copy(self)
        ours.session, ours.frames = session, frames
        ours.finalize = ours.show
        ours.undefined = ours.no_such_name  # type: ignore[assignment]
        return ours

    def in_line(self) -> "TemplateEnvironment":
        """The same environment for where no line break and no style can stand."""
        ours = copy.copy(self)
        ours.in_text = ours.missing_text = in_line
        ours.finalize = ours.show
        return ours

    def code(self, source: str, filename: str) -> CodeType:
        """The source, compiled."""
        return self.compile(source, filename=filename)

    def no_such_name(self, hint: str | None = None, obj: Any = missing, name: str | None = None,
                     exc: type[Exception] = LookupError) -> Undefined:
        """What stands for a name that is not there."""
        absent = Missing(hint=hint, obj=obj, name=name)
        absent.session = self.session
        return absent

    def getattr(self, obj: Any, attribute: str) -> Any:
        """`a.b`: keys of the case first, so that `row.items` is a column and never a method."""
        if type(obj) is dict:
            return self.getitem(obj, attribute)
        if type(obj) is Printed:
            if attribute in ANSWER_NAMES:
                return getattr(obj, attribute)
            if attribute in obj.answer:
                return self.session.wrapped(obj.answer[attribute])
            return self.undefined(obj=obj, name=attribute)
        if isinstance(obj, Missing):
            return obj.note()
        return super().getattr(obj, attribute)

    def getitem(self, obj: Any, argument: Any) -> Any:
        """`a[b]`, and what `map` and `sort` use to take an attribute."""
        if type(obj) is dict:
            if "text" in obj and "refs" in obj:
                return self.getattr(Printed(obj, self.session), argument)
            try:
                return self.session.wrapped(obj[argument])
            except (KeyError, TypeError):
                return self.undefined(obj=obj, name=argument)
        if type(obj) is Printed:
            return self.getattr(obj, argument)
        if isinstance(obj, Missing):
            return obj.note()
        return super().getitem(obj, argument)

    def show(self, value: Any) -> str:
        """Any value as the text of a document."""
        kind = type(value)
        if kind is str:
            return self.in_text(value)
        if kind is Xml:
            return str(value)
        if kind is dict and is_answer(value):
            value, kind = Printed(value, self.session), Printed
        if kind is Printed:
            value.use("printed")
            if value.is_given:
                return self.in_text(value.shown)
            return self.missing_text(value.shown)
        if kind is Words:
            self.session.used(value.answer, "printed")
            return self.in_text(str(value))
        if kind is bool:
            return "Yes" if value else "No"
        if kind in (int, float):
            return str(value)
        if isinstance(value, str):
            return self.in_text(str(value))
        if isinstance(value, Undefined):
            return str(value)
        self.session.miss(_not_a_word(value))
        return ""


def _not_yet(value: Any) -> str:
    """Keeps Jinja from printing constants while it compiles, when nothing is noted yet."""
    raise nodes.Impossible


def _not_a_word(value: Any) -> str:
    if value is None:
        return "nothing stands here (None)"
    if isinstance(value, (list, tuple, Mapping)):
        return "this is not one answer but a group of them; take one of them or write a loop"
    return "this is not something that can be printed"


@pass_environment
def _blocks(environment: TemplateEnvironment, value: Any, number: int) -> Xml:
    """What `{{p x }}` prints: paragraphs and bullets."""
    frame = environment.frames[number]
    if is_answer(value):
        value = Printed(value, environment.session)
    if isinstance(value, Printed):
        value.use("printed")
        if not value.is_given:
            return Xml(draw_missing(value.shown, frame))
        return Xml(draw(blocks(value.shown), frame))
    if isinstance(value, Words):
        environment.session.used(value.answer, "printed")
    if isinstance(value, (str, int, float)):
        return Xml(draw(blocks(value if isinstance(value, str) else environment.show(value)),
                        frame))
    if isinstance(value, (list, tuple)):
        return Xml("".join(_blocks(environment, one, number) for one in value))
    environment.show(value)
    return Xml("")


@pass_environment
def _attribute(environment: TemplateEnvironment, value: Any) -> Xml:
    """What `{{ x }}` prints into an attribute."""
    return Xml(environment.in_line().show(value))


@pass_environment
def _items(environment: TemplateEnvironment,
           value: Mapping[str, Any]) -> Iterable[tuple[str, Any]]:
    """Pairs of a mapping, its answers in the hands of the template."""
    return [(key, environment.session.wrapped(one)) for key, one in value.items()]
