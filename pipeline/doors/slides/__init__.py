"""The door to PowerPoint (python-pptx): decks in somebody's template, read back, and a first one.

The stages say which layout a slide has and which words stand in which placeholder; only this room
knows how PowerPoint writes it down. Looks belong to the template, never to a slide.
"""

from pipeline.doors.slides.faults import faults as faults
from pipeline.doors.slides.model import Slide as Slide
from pipeline.doors.slides.model import SlideTable as SlideTable
from pipeline.doors.slides.reading import SlideText as SlideText
from pipeline.doors.slides.reading import slides_of as slides_of
from pipeline.doors.slides.starter import starter as starter
from pipeline.doors.slides.writing import write as write
