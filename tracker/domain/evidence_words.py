"""The words for evidence, replies and media; stored and exported, so the values never change."""

from tracker.domain.vocabulary import Word


class EvidenceKind(Word):
    """What a piece of evidence is."""

    DOCUMENT = "document"
    STATISTICS = "statistics"
    STUDY = "study", "Study"
    LAW = "law", "Law or ruling"
    INTERVIEW = "interview"
    EXPERT = "expert", "Expert opinion"
    MEDIA = "media", "News report"
    SOCIAL_POST = "social_post", "Social media post"
    RECORDING = "recording", "Recording"
    OBSERVATION = "observation", "Own observation"


class Stance(Word):
    """What a piece of evidence says about the claim."""

    SUPPORTS = "supports"
    CONTRADICTS = "contradicts"
    CONTEXT = "context", "Gives context"


class SnapshotOrigin(Word):
    """How the bytes of a snapshot came in."""

    FETCHED = "fetched"
    UPLOADED = "uploaded"
    PASTED = "pasted", "Pasted text"


class DriftState(Word):
    """What a source looked like when it was read again."""

    UNCHANGED = "unchanged"
    CHANGED = "changed"
    GONE = "gone"
    UNREACHABLE = "unreachable", "Could not be read"


class ReplyChannel(Word):
    """How somebody was asked for a reply."""

    EMAIL = "email", "E-mail"
    PHONE = "phone", "Telephone"
    FORM = "form", "Web form"
    LETTER = "letter", "Letter"
    SOCIAL = "social", "Social media message"
    IN_PERSON = "in_person", "In person"


class ReplyOutcome(Word):
    """What came of asking."""

    WAITING = "waiting", "Waiting for an answer"
    ANSWERED = "answered"
    NO_ANSWER = "no_answer"
    WAIVED = "waived", "Not asked, for a reason"


class MediaKind(Word):
    """What kind of medium a claim was made in."""

    IMAGE = "image"
    VIDEO = "video"
    AUDIO = "audio"


class Authenticity(Word):
    """What was done to a medium: the words of schema.org's MediaManipulationRatingEnumeration."""

    ORIGINAL = "OriginalMediaContent", "Original"
    DECONTEXTUALIZED = "DecontextualizedContent", "Shown out of context"
    EDITED = "EditedOrCroppedContent", "Edited or cropped"
    STAGED = "StagedContent", "Staged"
    SATIRE = "SatireOrParodyContent", "Satire or parody"
    TRANSFORMED = "TransformedContent", "Transformed"


#: What was altered is no original, whatever else is said of it.
ALTERED = frozenset({Authenticity.EDITED, Authenticity.STAGED, Authenticity.TRANSFORMED})


def contradicts(categories: frozenset[Authenticity]) -> bool:
    """Tell whether the categories call a medium original and altered at once."""
    return Authenticity.ORIGINAL in categories and bool(categories & ALTERED)
