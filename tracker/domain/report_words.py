"""Words for what becomes of a report after it is out."""

from tracker.domain.vocabulary import Word


class AmendmentKind(Word):
    """What is proposed for a report that is out."""

    CORRECTION = "correction"
    RETRACTION = "retraction"


class AmendmentState(Word):
    """How far a proposal has come."""

    PROPOSED = "proposed"
    UNDER_WAY = "under_way"
    DECLINED = "declined"
    DONE = "done"


class CorrectionKind(Word):
    """How a new version of a report differs from the one before."""

    CORRECTION = "correction"
    CLARIFICATION = "clarification"
    UPDATE = "update"


class Readers(Word):
    """How many people stand behind a report."""

    TWO_PEOPLE = "two_people"
    SINGLE_READER = "single_reader"
