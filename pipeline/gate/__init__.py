"""The gate: what is in a finished pack, and whether it may leave the building. It fails closed.

Every check looks at the finished files and nothing else but the case record. It has its codes, and
a place for whatever it finds.
"""

from pipeline.gate.certificate import as_word, certificate
from pipeline.gate.look import files_of
from pipeline.gate.passing import gate
from pipeline.gate.verdict import Verdict, Waiver, refusal

__all__ = ["Verdict", "Waiver", "as_word", "certificate", "files_of", "gate", "refusal"]
