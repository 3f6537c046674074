"""What people ask for, frozen: a form or a command line becomes one of these and vanishes."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from tracker.domain.vocabulary import (
    AttributionVerdict,
    Certainty,
    Checkability,
    ClaimKind,
    ContentVerdict,
    Priority,
    Qualifier,
    SpanPart,
    SpeakerKind,
    SpeechAct,
    Stage,
)

#: The largest number of a record that both databases hold.
LARGEST_NUMBER = 2**31 - 1

#: Half open, in Unicode code points of the article's text: ``text[start:end]`` is the words.
Stretch = tuple[int, int]
Spans = Mapping[SpanPart, tuple[Stretch, ...]]


@dataclass(frozen=True, slots=True)
class Original:
    """The bytes that came in, and where from."""

    content: bytes
    media_type: str
    filename: str | None = None
    source_url: str | None = None


@dataclass(frozen=True, slots=True)
class ArticleDraft:
    """An article as a person confirmed it, before it is stored."""

    text: str
    title: str
    outlet: str | None = None
    outlet_domain: str | None = None
    byline: str | None = None
    published_on: date | None = None
    language: str = "en"
    canonical_url: str | None = None
    original: Original | None = None
    is_demonstration: bool = False
    archive_url: str | None = None


@dataclass(frozen=True, slots=True)
class ArticleEdit:
    """The facts about an article that may be corrected; its text may not."""

    title: str
    outlet: str | None
    byline: str | None
    published_on: date | None
    language: str
    canonical_url: str | None
    edit_number: int
    archive_url: str | None = None


@dataclass(frozen=True, slots=True)
class ClaimEdit:
    """All the fields of a claim that an editor may write, as the form shows them."""

    edit_number: int
    wording: str
    kind: ClaimKind
    speech_act: SpeechAct
    speaker_id: int | None
    role_as_stated: str | None = None
    medium: str | None = None
    said_on: date | None = None
    note: str = ""
    checkability: Checkability | None = None
    attribution_verdict: AttributionVerdict = AttributionVerdict.UNVERIFIED
    content_verdict: ContentVerdict = ContentVerdict.NOT_RATED
    qualifiers: tuple[Qualifier, ...] = ()
    verdict_as_of: date | None = None
    verdict_certainty: Certainty | None = None
    explanation: str = ""
    assignee_id: int | None = None
    due_on: date | None = None
    priority: Priority = Priority.NORMAL
    #: Which of the newsroom's labels is meant, where several stand for one verdict; it decides
    #: the verdict. Without it the first label for the verdict is taken.
    verdict_label_id: int | None = None


@dataclass(frozen=True, slots=True)
class LabelEdit:
    """A label of the newsroom's scale: its name, what it means, its step on the common scale."""

    name: str
    verdict: ContentVerdict
    meaning: str = ""


@dataclass(frozen=True, slots=True)
class ClaimDraft:
    """A claim that a person adds to an article by hand."""

    article_version_id: int
    spans: Spans
    wording: str = ""
    kind: ClaimKind | None = None
    speech_act: SpeechAct = SpeechAct.STATES
    speaker_id: int | None = None
    role_as_stated: str | None = None
    medium: str | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class SpeakerEdit:
    """The fields of a speaker; ``edit_number`` is None for a new one."""

    name: str
    kind: SpeakerKind
    description: str = ""
    same_as: str | None = None
    aliases: tuple[str, ...] = ()
    edit_number: int | None = None


@dataclass(frozen=True, slots=True)
class RoleEdit:
    """An office or job of a speaker, with the days it began and ended where they are known."""

    title: str
    organisation: str | None = None
    starts_on: date | None = None
    ends_on: date | None = None


@dataclass(frozen=True, slots=True)
class Selection:
    """Which claims a list shows or an export holds; an empty one means all."""

    stages: tuple[Stage, ...] = ()
    content_verdicts: tuple[ContentVerdict, ...] = ()
    attribution_verdicts: tuple[AttributionVerdict, ...] = ()
    kinds: tuple[ClaimKind, ...] = ()
    speaker_id: int | None = None
    outlet_id: int | None = None
    article_id: int | None = None
    assignee_id: int | None = None
    said_from: date | None = None
    said_to: date | None = None
    text: str = ""
    claim_ids: tuple[int, ...] = field(default=())
    desk_id: int | None = None
    priorities: tuple[Priority, ...] = ()
    is_unassigned: bool = False
    #: Neither given to this member nor last written to by them.
    not_worker_id: int | None = None
    #: Due before this day.
    due_before: date | None = None
    #: The extractor was less sure than this; from 0 to 1.
    confidence_below: float | None = None
    #: Its report is out, and rests on evidence from before this day or on a source that changed.
    stale_before: date | None = None
    #: Claims whose verdict whoever asks must not know yet: to them these are not rated.
    unread: tuple[int, ...] = ()
    #: Selections that must hold, too.
    within: tuple["Selection", ...] = ()
