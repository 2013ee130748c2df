"""The first sheet of a workbook, and the hidden one that says whose it is."""

from collections.abc import Mapping, Sequence

from pipeline.doors.xlsx import Choice, Draw, Put
from pipeline.model import Filling, Form, Profile
from pipeline.prose import plain
from pipeline.workbook.layout import (
    ASK_SHEET,
    ASKED_ABOUT,
    FOR,
    FORM_SHEET,
    GUIDANCE,
    IDENTITY,
    KIND_LABEL,
    KINDS,
    NOTHING_LABEL,
    NOTHING_MORE,
    NOTHING_NEEDED,
    RETURN_BY,
    RETURN_TO,
    START_SHEET,
    STILL,
    STILL_ON_SHEET,
    TAB,
    SheetPlan,
    locked,
    same,
)

LABELS = {same(label): key for key, label in (
    *IDENTITY, ("kind", KIND_LABEL), ("nothing_held", NOTHING_LABEL),
    ("for", FOR), ("return_by", RETURN_BY), ("return_to", RETURN_TO))}

HOW_TO_FILL_IN, GOOD_TO_KNOW = "How to fill this in", "Good to know"
TIPS = (
    "Type in the boxes with a dark border. A star (*) marks an answer that is needed: its box is "
    "yellow until it is answered.",
    "Boxes grow as you type. Alt and Enter begin a new line. To paste from another document, "
    "double-click in the box first.",
    "A date may be in words: March 2021, c. 2019. In a table, select whole rows to insert, delete "
    "or sort them.",
)
CONTENTS = ("Sheet", "What it holds", STILL)
NOTHING_TO_DO, OPTIONAL = "Nothing to do", "Optional"
ABOUT_COPY = "About this copy"
HOW_TO_RETURN, HOW_TO_KEEP = "How to return it", "What to do with it"
RETURN = ("Save it, attach it to an e-mail and send it to the {role}{by}. It holds personal "
          "details: use secure e-mail.")
KEEP = "Save it in the folder of the case. Its documents are made from what you write here."
KEEP_DESK = ("Save it in the folder of the case. What you write and tick here is carried into the "
             "next copy.")


def start_sheet(form: Form, profile: Profile, filling: Filling, identity: Mapping[str, str],
                plans: Sequence[tuple[SheetPlan, str]],
                asked: str = "") -> tuple[Draw, list[int]]:
    """The first sheet, and for each section the row where its count stands.

    `asked` says how many questions we have about the answers, on a copy that goes back.
    """
    draw = Draw(START_SHEET, (31, 64, 14, 10), print_columns=3, tab=TAB)
    top = _Rows(draw, 4)
    if asked:
        top.row(ASKED_ABOUT, asked, "plain", link=f"'{ASK_SHEET}'!A1")
    for label, value in facts_of(form, profile, filling):
        top.row(label, value, "held")
    if identity["case"] or form.for_each != "case":
        top.identity("case", identity, form)
    by = dict(filling.facts).get(RETURN_BY, "")
    for label, words in to_do(form, profile, by).items():
        top.row(label, words, "held")
    nothing = ""
    if form.for_each == "agency":
        nothing = f"$B${top.at}"
        draw.choices.append(Choice(2, top.at, top.at, ("Yes", "No"), offered=True))
        top.row(NOTHING_LABEL, filling.nothing_held, "short", "_nothing_held")
    if form.for_each == "agency" or filling.kind == "correction":
        draw.choices.append(Choice(2, top.at, top.at, tuple(KINDS.values())))
        top.row(KIND_LABEL, KINDS[filling.kind or "first"], "short", "_kind")
        top.identity("number", identity, form)
    top.guidance(HOW_TO_FILL_IN, form.intro)
    top.guidance(GOOD_TO_KNOW, TIPS)
    first, counted = _contents(draw, form, top, plans, nothing)
    top.guidance(GUIDANCE, form.guidance)
    draw.puts += [Put(1, 1, form.title, "title"), Put(2, 1, profile.name, "about"),
                  Put(3, 1, still(STILL, f"SUM({','.join(counted)})") if counted
                      else NOTHING_NEEDED, "count" if counted else "about", bool(counted))]
    draw.puts += [Put(top.at, 1, ABOUT_COPY, "header"), Put(top.at, 2, "", "header")]
    top.at += 1
    shown = {**identity, "form": form.title, "partnership": profile.name}
    for key, _ in IDENTITY:
        # The case record says its reference among its own questions.
        if key not in top.shown and (key, form.means) != ("case", "case_record"):
            top.identity(key, shown, form)
    draw.hidden_columns = (4,)
    draw.freeze = "A4"
    draw.region = f"A{first - 1}.C{first + len(plans) - 1}"
    return draw, [first + n for n in range(len(plans))]


class _Rows:
    """The rows of the first sheet as they are put under each other: label, value, hidden key."""

    def __init__(self, draw: Draw, at: int) -> None:
        self.draw, self.at = draw, at
        self.shown: set[str] = set()

    def row(self, label: str, value: str, style: str, key: str = "", link: str = "") -> None:
        self.draw.puts += [Put(self.at, 1, label, "label"),
                           Put(self.at, 2, value, style, link=link)]
        if key:
            self.draw.puts.append(Put(self.at, 4, key, "key"))
        self.at += 1

    def identity(self, key: str, identity: Mapping[str, str], form: Form) -> None:
        """What says whose workbook it is, in a box where its sender must or may say it."""
        value = identity.get(key, "") or ("1" if key == "number" else "")
        # Whoever is sent a blank must be able to say whose it is and which case it is about.
        asked = key == "case" or (key == "recipient" and form.for_each != "case")
        if value or asked:
            theirs = (key in ("number", "replaces") and not form.ours) or (asked and not value)
            self.row(dict(IDENTITY)[key], value, "short" if theirs else "held", f"_{key}")
            self.shown.add(key)

    def guidance(self, label: str, lines: Sequence[str]) -> None:
        """Paragraphs under each other; the label stands beside the first."""
        for n, words in enumerate(lines):
            self.draw.puts += [Put(self.at, 1, label if n == 0 else "", "guidance_label"),
                               Put(self.at, 2, plain(words), "guidance")]
            self.at += 1


def _contents(draw: Draw, form: Form, top: _Rows, plans: Sequence[tuple[SheetPlan, str]],
              nothing: str) -> tuple[int, list[str]]:
    """The list of sheets: the row of the first, and the cells that hold a count."""
    draw.puts += [Put(top.at, n, words, "header") for n, words in enumerate(CONTENTS, 1)]
    first = top.at + 1
    for here, (one, count) in enumerate(plans, first):
        name = one.section.sheet
        draw.puts += [Put(here, 1, name, "plain", link=f"'{name}'!A1"),
                      Put(here, 2, one.section.about or one.section.title, "plain")]
        off = f'IF(\'{START_SHEET}\'!{nothing}="Yes",0,{count})' if nothing else count
        draw.puts.append(Put(here, 3, f"={off}", "count", formula=True) if count else Put(
            here, 3, NOTHING_TO_DO if locked(form, one.section) else OPTIONAL, "plain"))
    top.at = first + len(plans)
    return first, [f"C{here}" for here, (_, count) in enumerate(plans, first) if count]


def still(label: str, cell: str) -> str:
    """The formula that says how much is still to answer."""
    return f'=IF({cell}=0,"{label}: {NOTHING_MORE}","{label}: "&{cell})'


def facts_of(form: Form, profile: Profile, filling: Filling) -> list[tuple[str, str]]:
    """The lines at the top: for whom it is, by when, back to whom."""
    facts = list(filling.facts)
    if not form.ours and RETURN_TO not in dict(facts):
        facts.append((RETURN_TO, profile.roles.get(profile.turn_to, profile.name)))
    return facts


def to_do(form: Form, profile: Profile, by: str) -> dict[str, str]:
    """What to do with the workbook when it is filled in, beside its label."""
    if form.ours:
        return {HOW_TO_KEEP: KEEP_DESK if form.desk else KEEP}
    role = profile.roles.get(profile.turn_to, profile.name)
    return {HOW_TO_RETURN: RETURN.format(role=role, by=f" by {by}" if by else "")}


def start_words(form: Form, profile: Profile, identity: Mapping[str, str]) -> list[str]:
    """Our own words on the first sheet that are not the form's."""
    return [profile.name, *TIPS, *CONTENTS, ABOUT_COPY, HOW_TO_FILL_IN, GOOD_TO_KNOW, NOTHING_TO_DO,
            OPTIONAL, *(f"{label}: {NOTHING_MORE}" for label in (STILL, STILL_ON_SHEET)),
            *(words for by in ("", identity.get("return_by", ""))
              for row in to_do(form, profile, by).items() for words in row)]


def hidden_identity(identity: Mapping[str, str], facts: Sequence[tuple[str, str]]) -> Draw:
    """The hidden sheet: what the workbook is, for the reader to confirm what people can see."""
    draw = Draw(FORM_SHEET, (20, 40), hidden=True)
    held = {**identity, **{LABELS.get(same(label), label): value for label, value in facts}}
    for row, (key, value) in enumerate(held.items(), 1):
        draw.puts += [Put(row, 1, key, "key"), Put(row, 2, value, "key")]
    return draw
