"""Where a case stands, in a few words: its stage, what is due next, and who has not replied."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from pipeline.codes import in_turn, is_code
from pipeline.model import Case, Profile

AHEAD = ("Due today", "Open now", "To come", "Planned", "Planned late")
OVERDUE = "Overdue"
STAGES = "stages"
NO_STAGE, OTHER_STAGE, NO_CODE = "No stage yet", "A stage of its own", "an agency without a code"


@dataclass(frozen=True)
class Standing:
    """Where one case stands. `why` is the reason where it could not be read, and '' otherwise.

    `place` is the number of its stage among `places`, 0 where it has none of them. `due` is the day
    of what is next, `due_words` the same with its weekday, `overdue` the ids of deadlines.
    """

    case: str
    partnership: str = ""
    stage: str = ""
    place: int = 0
    places: int = 0
    closed: bool = False
    due: str = ""
    due_words: str = ""
    next: str = ""
    overdue: tuple[str, ...] = ()
    no_reply: tuple[str, ...] = ()
    why: str = ""

    def as_json(self) -> dict[str, Any]:
        """The same for programs."""
        return asdict(self)


def standing(profile: Profile, case: Case, name: str, as_of: date) -> Standing:
    """Where this case stands; `name` is that of its folder."""
    stage, place, places = _stage(profile, case)
    closed = place > 0 and place == places
    own = [row for row in case["deadlines"].values() if row["date"]["text"] and row["anchor"]
           and not row["instead"] and not closed]
    ahead = [row for row in own if row["state"]["text"] in AHEAD
             and row["date"]["value"][:10] >= as_of.isoformat()]
    first = min(ahead, key=lambda row: (row["date"]["value"], bool(row["national"]), row["id"]),
                default=None)
    return Standing(
        name, profile.id, stage, place, places, closed,
        first["date"]["value"] if first else "", first["date"]["text"] if first else "",
        first["what"] if first else "",
        tuple(sorted(row["id"] for row in own if row["state"]["text"] == OVERDUE)),
        () if closed else _silent(case))


def _stage(profile: Profile, case: Case) -> tuple[str, int, int]:
    """The stage in the words of the partnership's list, never in words that somebody typed."""
    record = profile.form_meaning("case_record")
    section = record.meaning("identity") if record else None
    listed = [one if isinstance(one, str) else str(one["label"])
              for one in profile.lists.get(STAGES, ())]
    said: Mapping[str, Any] = case["case"][section.id]["stage"] if section else {"text": ""}
    if not str(said["text"]).strip():
        return NO_STAGE, 0, len(listed)
    for value in (said.get("value"), said["text"].strip()):
        if value in listed:
            return str(value), listed.index(str(value)) + 1, len(listed)
    return OTHER_STAGE, 0, len(listed)


def _silent(case: Case) -> tuple[str, ...]:
    """The codes of the agencies that were asked and have not replied."""
    codes = {row["code"]["text"].strip() for row in case["agencies"]
             if row["asked"] and not row["returned"]}
    known = sorted(filter(is_code, codes), key=in_turn)
    return (*known, *([NO_CODE] if len(known) < len(codes) else []))
