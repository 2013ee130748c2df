"""Anonymise: what leaves the building without the names that must not leave it.

Our own documents are made again from a context without names (`context`); an Office file that
somebody else wrote is rewritten where the names stand (`rewrite`). Nothing doubtful is replaced in
silence: it goes onto a sheet (`sheet`), where a person decides, and is read back (`decided`). What
could say who somebody is without any name is listed page by page (`could_identify`).
"""

from pipeline.anonymise.codekey import key
from pipeline.anonymise.identifying import could_identify
from pipeline.anonymise.incontext import context
from pipeline.anonymise.infile import Rewritten, rewrite
from pipeline.anonymise.readback import decided
from pipeline.anonymise.sheet import sheet
from pipeline.anonymise.unasked import unasked
from pipeline.model.decisions import Decided, Decision, Doubt, Tick, Ticked

__all__ = ["Decided", "Decision", "Doubt", "Rewritten", "Tick", "Ticked", "context",
           "could_identify", "decided", "key", "rewrite", "sheet", "unasked"]
