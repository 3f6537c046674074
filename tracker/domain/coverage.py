"""What has become of each sentence of an article: the ledger behind "every attributed statement".

Pure: offsets are Unicode code points, half open.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence

from tracker.domain.commands import Stretch
from tracker.domain.vocabulary import Stage, Word


class Coverage(Word):
    """What has become of a sentence."""

    CLAIM = "claim", "Holds a claim"
    PROPOSED = "proposed", "Proposed, to be looked at"
    DECLINED = "declined"
    UNSEEN = "unseen", "Not yet seen"


class SentenceReason(Word):
    """Why a sentence of an article holds no claim."""

    NOT_ATTRIBUTED = "not_attributed", "Nobody is said to say it"
    AUTHOR = "author", "Opinion of the author"
    BACKGROUND = "background"
    CAPTION = "caption", "Headline, caption or credit"
    THOUGHT = "thought", "A thought or a wish"


#: The word that speaks for a sentence with several claims is the first of these.
_LOUDEST = (Coverage.CLAIM, Coverage.PROPOSED, Coverage.DECLINED, Coverage.UNSEEN)
#: What a person has decided; only these count as done.
DECIDED = frozenset({Coverage.CLAIM, Coverage.DECLINED})
_OTHERS = {
    Stage.PROPOSED: Coverage.PROPOSED,
    Stage.DECLINED: Coverage.DECLINED,
    Stage.ARCHIVED: Coverage.DECLINED,
}


def counts_as(stage: Stage) -> Coverage:
    """Return what a claim at this stage says of the sentences it stands in."""
    return _OTHERS.get(stage, Coverage.CLAIM)


def cover(
    sentences: Sequence[Stretch], places: Iterable[tuple[Coverage, Stretch]]
) -> list[Coverage]:
    """Say for each sentence, given in order, what has become of it.

    ``places`` are the stretches of claims, each with what that claim counts as; a sentence that
    any of them touches is heard, and the loudest word speaks.
    """
    heard: list[set[Coverage]] = [{Coverage.UNSEEN} for _sentence in sentences]
    for word, stretch in places:
        for number in touched(sentences, stretch):
            heard[number].add(word)
    return [min(words, key=_LOUDEST.index) for words in heard]


def touched(sentences: Sequence[Stretch], stretch: Stretch) -> range:
    """Return which of the sentences, given in order, a stretch has a part in."""
    first = bisect_right(sentences, stretch[0], key=lambda sentence: sentence[1])
    return range(first, bisect_left(sentences, stretch[1], key=lambda sentence: sentence[0]))


def share_of(sentence: Stretch, decided: Stretch) -> float:
    """Return how much of a sentence a decided stretch takes, from 0 to 1.

    Sentences are cut anew when the rules improve, so a decision need not fit exactly.
    """
    start, end = sentence
    return max(0, min(end, decided[1]) - max(start, decided[0])) / (end - start)
