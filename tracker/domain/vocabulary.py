"""Every word the newsroom uses for a state, a kind or a verdict: one list a word, one place.

The values are stored and exported, so they never change; the labels are English and are
translated where they are shown.
"""

from enum import StrEnum
from typing import Self


class Word(StrEnum):
    """A stored value with the label that people read."""

    label: str

    def __new__(cls, value: str, label: str = "") -> Self:
        """Make the member; without a label the value is its own."""
        word = str.__new__(cls, value)
        word._value_ = value
        word.label = label or value.replace("_", " ").capitalize()
        return word


class Stage(Word):
    """Where our work on a claim stands."""

    PROPOSED = "proposed"
    NEW = "new", "Accepted"
    TRIAGED = "triaged"
    IN_PROGRESS = "in_progress"
    IN_REVIEW = "in_review"
    APPROVED = "approved"
    PUBLISHED = "published"
    CORRECTED = "corrected"
    RETRACTED = "retracted"
    DECLINED = "declined"
    ARCHIVED = "archived"


class Checkability(Word):
    """Whether a statement can be checked at all, and if not, why."""

    CHECKABLE = "checkable", "Checkable fact"
    PREDICTION = "prediction", "Prediction or promise"
    OPINION = "opinion", "Opinion or value"
    QUESTION = "question", "Question or command"
    TOO_VAGUE = "too_vague", "Too vague"
    PRIVATE = "private", "Private experience"
    NOT_A_STATEMENT = "not_a_statement", "Not an attributed statement"
    DUPLICATE = "duplicate", "Duplicate"


class AttributionVerdict(Word):
    """Whether this speaker said this, as reported."""

    UNVERIFIED = "unverified", "Not yet verified"
    ACCURATE_QUOTE = "accurate_quote"
    ACCURATE_PARAPHRASE = "accurate_paraphrase"
    ALTERED_WORDING = "altered_wording"
    OUT_OF_CONTEXT = "out_of_context"
    MISATTRIBUTED = "misattributed"
    FABRICATED = "fabricated"
    TRANSLATED = "translated"
    DISPUTED_BY_SPEAKER = "disputed_by_speaker"


class ContentVerdict(Word):
    """Whether it is true: five steps on a scale, and three answers beside it."""

    NOT_RATED = "not_rated", "Not yet rated"
    TRUE = "true"
    MOSTLY_TRUE = "mostly_true"
    MIXED = "mixed"
    MOSTLY_FALSE = "mostly_false"
    FALSE = "false"
    UNPROVEN = "unproven"
    UNVERIFIABLE = "unverifiable"

    @property
    def score(self) -> int | None:
        """Return 5 (true) to 1 (false), or None where the verdict is not on the scale."""
        return SCORES.get(self)


#: Closer to five is more true, as ClaimReview wants it.
SCORES = {
    ContentVerdict.TRUE: 5,
    ContentVerdict.MOSTLY_TRUE: 4,
    ContentVerdict.MIXED: 3,
    ContentVerdict.MOSTLY_FALSE: 2,
    ContentVerdict.FALSE: 1,
}


class ScaleDirection(Word):
    """Which end of a scale is shown first."""

    TRUE_FIRST = "true_first", "From true to false"
    FALSE_FIRST = "false_first", "From false to true"


class Qualifier(Word):
    """What a verdict alone does not say."""

    MISSING_CONTEXT = "missing_context"
    EXAGGERATED = "exaggerated"
    OUTDATED = "outdated"
    CHERRY_PICKED = "cherry_picked"
    SATIRE = "satire"
    DISPUTED_EVIDENCE = "disputed_evidence"


class Certainty(Word):
    """How sure the checkers are of their verdict."""

    LOW = "low"
    MEDIUM = "medium"
    HIGH = "high"


class ClaimKind(Word):
    """How the words of the speaker stand in the article."""

    DIRECT = "direct", "Direct quote"
    MIXED = "mixed", "Mixed"
    INDIRECT = "indirect", "Indirect speech"


class SpeechAct(Word):
    """What the speaker does by saying it."""

    STATES = "states"
    DENIES = "denies"
    CONFIRMS = "confirms"
    ACCUSES = "accuses"
    WARNS = "warns"
    THREATENS = "threatens"
    PROMISES = "promises"
    PREDICTS = "predicts"
    DEMANDS = "demands"
    ASKS = "asks"
    PRAISES = "praises"
    APOLOGISES = "apologises"


class SpeakerKind(Word):
    """Who or what a statement is attributed to."""

    PERSON = "person"
    ORGANISATION = "organisation"
    GROUP = "group"
    DOCUMENT = "document"
    ANONYMOUS = "anonymous", "Anonymous source"
    UNKNOWN = "unknown"


class SpanPart(Word):
    """What a stretch of the article is to a claim."""

    CONTENT = "content", "What is said"
    CUE = "cue", "How it is said"
    SOURCE = "source", "Who says it"


class Priority(Word):
    """How soon a claim should be checked."""

    LOW = "low"
    NORMAL = "normal"
    HIGH = "high"
    URGENT = "urgent"


class Origin(Word):
    """How a claim record came to be."""

    MACHINE = "machine", "Extracted"
    HUMAN = "human", "Added by hand"


class EntryState(Word):
    """What became of an entry of a feed."""

    CAME_IN = "came_in"
    DUPLICATE = "duplicate", "Here already"
    FAILED = "failed"


class Visibility(Word):
    """Who may see the report of a claim."""

    INTERNAL = "internal"
    EMBARGO = "embargo", "Under embargo"
    PUBLIC = "public"


class Queue(Word):
    """Work that waits, as a list of claims that anybody may open."""

    MINE = "mine", "My work"
    REVIEW = "review", "To review"
    UNSURE = "unsure", "Low confidence"
    STALE = "stale"
    OVERDUE = "overdue"
    UNASSIGNED = "unassigned"


class Deed(Word):
    """What is done to many claims at once."""

    ACCEPT = "accept"
    DECLINE = "decline"
    TRIAGE = "triage"
    START = "start", "Start checking"
    RELEASE = "release"
    SUBMIT = "submit", "Submit for review"
    RETURN = "return", "Return with comments"
    APPROVE = "approve"
    TAKE_UP = "take_up", "Take up again"
    ARCHIVE = "archive"
    BRING_BACK = "bring_back"
    ASSIGN = "assign"
    SET_DUE = "set_due", "Set the day it is due"
    SET_PRIORITY = "set_priority"
    UNDO = "undo"


class Outcome(Word):
    """What became of one claim of many."""

    DONE = "done"
    REFUSED = "refused"


class Role(Word):
    """What a member of the newsroom may do."""

    VIEWER = "viewer"
    CONTRIBUTOR = "contributor"
    FACT_CHECKER = "fact_checker", "Fact-checker"
    REVIEWER = "reviewer"
    EDITOR = "editor"
    ADMIN = "admin", "Administrator"
    AUDITOR = "auditor"
