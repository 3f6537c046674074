"""The shapes that several resources share."""

from typing import Annotated, Generic, TypeVar

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from tracker.domain.commands import LARGEST_NUMBER

Number = Annotated[int, Field(ge=1, le=LARGEST_NUMBER)]
#: One line that says something; services tidy the space in it.
Line = Annotated[str, StringConstraints(max_length=300)]
Address = Annotated[str, StringConstraints(max_length=2000)]
Mark = Annotated[str, StringConstraints(min_length=1, max_length=2000)]
#: Where something stands in a text, in code points.
Position = Annotated[int, Field(ge=0, le=2_000_000)]
Words = Annotated[str, StringConstraints(max_length=20_000)]
PageSize = Annotated[int, Field(ge=1, le=100)]

One = TypeVar("One")


class Asked(BaseModel):
    """What a program sends: nothing beside what is described."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Withdrawal(Asked):
    """Why it no longer counts."""

    reason: Annotated[str, StringConstraints(min_length=1, max_length=4000)]


class Told(BaseModel):
    """What a program is told."""

    model_config = ConfigDict(frozen=True, from_attributes=True)


class Listed(Told, Generic[One]):
    """A page of a list; the next one is at ``next``, which stands in the Link header, too."""

    entries: tuple[One, ...]
    next: str | None = Field(description="The cursor of the next page; null on the last")


class PageQuery(Asked):
    """Which page of a list."""

    cursor: Mark | None = Field(None, description="The next of the page before")
    limit: PageSize = 50
