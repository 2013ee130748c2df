"""What a published paper says: its outline, which belongs to the partnership, filled from a case.

Slides and pages of the web are made from the same outlines. docs/templates.md says how to write
one. A paper that leaves the building has no gaps: `Lacking` names every question to answer first.
"""

from pipeline.published.days import kept_until as kept_until
from pipeline.published.days import published_on as published_on
from pipeline.published.outline import Column as Column
from pipeline.published.outline import Outline as Outline
from pipeline.published.outline import Part as Part
from pipeline.published.outline import load_outline as load_outline
from pipeline.published.telling import Lacking as Lacking
from pipeline.published.telling import Table as Table
from pipeline.published.telling import Teller as Teller
from pipeline.published.telling import Told as Told
from pipeline.published.telling import is_draft as is_draft
from pipeline.published.wrong import wrong as wrong
