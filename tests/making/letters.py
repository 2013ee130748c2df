"""A partnership with letters of its own, made up for tests: Norfolk's forms under another name."""

import shutil
from pathlib import Path

from pipeline.model import Profile
from pipeline.profiles import load_profile
from pipeline.scaffold import scaffold_all

ROOT = Path(__file__).resolve().parent.parent.parent
NAME = "madeup"

DOCUMENTS = """
[[documents]]
id = "ask_agencies"
title = "Request for information"
template = "ask_agencies.docx"
for_each = "agency"

[documents.letter]
to = "agency"
purpose = "We are gathering what each agency knows, so that the review can begin."
asks = "complete the attached form"
due = "deadlines.agency_return"
returns = "Save the form and send it back by secure e-mail."
role = "business_manager"
form = "rapid_review"
secure_records = true
nil_return = true

[[documents]]
id = "write_family"
title = "How you can take part in the review"
template = "write_family.docx"
for_each = "family"
folder = "restricted"

[documents.letter]
to = "family"
purpose = "We are writing because a review is beginning, and your view matters to it."
asks = "tell us how you would like to take part"
due = "case.review.period_to"
returns = "Ring us, write to us, or ask somebody you trust to do it for you."
role = "business_manager"

[[documents]]
id = "tell_referrer"
title = "Outcome of your referral"
template = "tell_referrer.docx"

[documents.letter]
to = "one"
addressee = "The person who made the referral"
purpose = "We are writing to tell you what was decided about your referral."
asks = "keep this letter with your records"
returns = "You do not need to reply."
role = "review_group_chair"
"""

SKETCHES = {
    "ask_agencies": """pages: letter

Please {{ letter.asks }} by **{{ letter.due }}**.

{{ letter.purpose }}
""",
    "write_family": """pages: letter

Dear {{ letter.to }}

We are sorry. {{ letter.purpose }}

Please {{ letter.asks }} by {{ letter.due }}.
""",
    "tell_referrer": """pages: letter

{{ letter.purpose }} Please {{ letter.asks }}.

The reasons: {{ forms.decision_record.merged.sections.decision.reasons }}
""",
}


def partnership(folder: Path, documents: str = DOCUMENTS, **sketches: str) -> Profile:
    """The made-up partnership under `folder`/templates, its Word templates made."""
    templates = folder / "templates"
    own = templates / "profiles" / NAME
    if not own.is_dir():
        shutil.copytree(ROOT / "templates" / "profiles" / "_shared",
                        templates / "profiles" / "_shared")
        shutil.copytree(ROOT / "templates" / "profiles" / "norfolk", own)
        shutil.copytree(ROOT / "templates" / "docx" / "norfolk", templates / "docx" / NAME)
        main = own / "profile.toml"
        words = main.read_text(encoding="utf-8").replace('id = "norfolk"', f'id = "{NAME}"')
        main.write_text(words, encoding="utf-8")
        (own / "letters.toml").unlink(missing_ok=True)
        (own / "packs.toml").unlink(missing_ok=True)  # its packs hold the letters that are gone
    (own / "zz_letters.toml").write_text(documents, encoding="utf-8")
    for name, words in {**SKETCHES, **sketches}.items():
        (own / "sketches" / f"{name}.md").write_text(words, encoding="utf-8")
    profile = load_profile(templates, NAME)
    scaffold_all(profile, force=True, only=[
        kind.id for kind in profile.documents if kind.id in SKETCHES])
    return profile
