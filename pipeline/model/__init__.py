"""The nouns. Every stage shares these types and nothing else.

Definitions (`definitions`) come from TOML and never change while a command runs. Data (`data`)
comes from workbooks. Papers (`papers`) are what leaves the building.
"""

from pipeline.filling import Filling as Filling
from pipeline.filling import Question as Question
from pipeline.filling import Words as Words
from pipeline.model.data import Answer as Answer
from pipeline.model.data import Case as Case
from pipeline.model.data import Evidence as Evidence
from pipeline.model.data import Fault as Fault
from pipeline.model.data import Problem as Problem
from pipeline.model.data import Submission as Submission
from pipeline.model.data import Where as Where
from pipeline.model.definitions import DocumentKind as DocumentKind
from pipeline.model.definitions import Field as Field
from pipeline.model.definitions import Form as Form
from pipeline.model.definitions import PackKind as PackKind
from pipeline.model.definitions import Profile as Profile
from pipeline.model.definitions import Section as Section
from pipeline.model.definitions import answer_at as answer_at
from pipeline.model.definitions import wanted as wanted
from pipeline.model.papers import Pack as Pack
from pipeline.model.papers import Paper as Paper
from pipeline.model.papers import Recipient as Recipient
