"""What the forms of the pages send, as JSON; whatever is longer or of another kind is refused with 400."""

from pydantic import BaseModel, ConfigDict, Field

from pipeline.server.queue import Kind
from pipeline.server.views import LONGEST_NAME

LONGEST_TEXT = 4000
"""Characters of a note."""


class Form(BaseModel):
    """What every ruling brings along: the version of its subject, a note."""

    model_config = ConfigDict(extra="ignore", str_strip_whitespace=True)

    version: str = Field(max_length=64)
    note: str = Field("", max_length=LONGEST_TEXT)


class WordingForm(Form):
    """A wording: `choice` is ``ID/scope``, ``none`` or ``unsure``; `reach` where it holds."""

    item: int
    choice: str = Field(max_length=200)
    reach: str = "everywhere"
    kind: Kind = "wording"
    page: int = 1
    at: int = 0


class ValueForm(Form):
    """A value in doubt: `choice` is ``confirm`` or ``correct``, `value` what it should read."""

    observation: str = Field(max_length=64)
    choice: str = Field(max_length=20)
    value: str = Field("", max_length=200)
    page: int = 1
    at: int = 0


class FindingForm(Form):
    """A finding: `choice` is ``true``, ``not_error`` or ``misread``."""

    finding: str = Field(max_length=64)
    choice: str = Field(max_length=20)


class Name(BaseModel):
    """Who rules."""

    model_config = ConfigDict(str_strip_whitespace=True)

    who: str = Field(min_length=1, max_length=LONGEST_NAME)
