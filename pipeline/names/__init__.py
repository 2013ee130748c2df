"""Names: everybody and everything a case knows, and where a text says it.

`known` lists what the case knows of people and places; a `Scanner` finds it in any text, also
misspelled, turned round, shortened or hidden. What is certain is replaced; what is doubtful a
person decides.
"""

from pipeline.names.kinds import Match, Name, instead_of
from pipeline.names.known import known
from pipeline.names.scanner import Scanner
from pipeline.names.strangers import Familiar, familiar_of

__all__ = ["Familiar", "Match", "Name", "Scanner", "familiar_of", "instead_of", "known"]
