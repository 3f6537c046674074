"""What a report may say: where the newsroom stands behind it, what is claimed, and by whom."""

from tracker.domain.records import ClaimRecord
from tracker.domain.vocabulary import AttributionVerdict, SpeakerKind, Stage
from tracker.domain.wording import claim_itself

#: Where the newsroom stands behind a report that the public can read.
IN_FORCE = (Stage.PUBLISHED, Stage.CORRECTED)
#: The speaker did not say it, so it must not be laid at the speaker's door.
NEVER_SAID = (AttributionVerdict.MISATTRIBUTED, AttributionVerdict.FABRICATED)
#: Kinds of speakers that can be told from others of their kind.
NAMED = (SpeakerKind.PERSON, SpeakerKind.ORGANISATION, SpeakerKind.GROUP)


def names_speaker(record: ClaimRecord) -> bool:
    """Tell whether a report may say who made the claim."""
    return (
        bool(record.speaker)
        and record.speaker_kind in NAMED
        and record.attribution_verdict not in NEVER_SAID
    )


def claim_of(record: ClaimRecord) -> str:
    """Return what is claimed, without who says it, as reports for machines want it."""
    return claim_itself(record.wording, (record.speaker, record.speaker_mention))
