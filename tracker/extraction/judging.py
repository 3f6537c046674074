"""Which findings of the tagger are statements, which are not, and which are guesses."""

import re
from typing import Final

from tracker.extraction import tagger
from tracker.extraction.cues import act_of, acts, thinking
from tracker.extraction.lexicon import terms
from tracker.extraction.phrases import is_document

#: From this probability on, something was said or written rather than thought.
STATED: Final = 0.4

#: From this confidence on, a noun phrase counts as said all the same.
CERTAIN: Final = 0.75

#: A cue that names a subject and not what was said of it, as in "discussed the budget".
_TOPIC: Final = re.compile(
    r"(?:\w+\s+)?(?:(?:discuss|address)(?:es|ed|ing)?|(?:talk|speak|spoke)(?:s|ed|ing)?\s+about)",
    re.IGNORECASE,
)
#: "talked with her minister" or "spoke" before "about the budget".
_TALK: Final = re.compile(
    r"\b(?:talk|speak|spoke|chatt?|confer)(?:s|en|ed|red|ing)?\b", re.IGNORECASE
)
_ABOUT: Final = re.compile(r"(?:about|over|on)\b", re.IGNORECASE)
_CLAUSE: Final = re.compile(
    r"[\"“”«„‘']|(?:that|whether|how|why|what|who|when|where|if)\b", re.IGNORECASE
)
_INFINITIVE: Final = re.compile(r"(?:not\s+)?to\s+\w", re.IGNORECASE)
#: A guess at a verb that makes a sentence; others in the present tense are not seen.
_FINITE: Final = re.compile(
    r"\b(?:is|are|was|were|am|has|have|had|will|would|can|could|may|might|must|should|does|do|did"
    r"|\w{2,}ed|\w+n[’']t|(?:he|she|it|they|we|you|I)[’'](?:s|re|ve|d|ll|m))\b",
    re.IGNORECASE,
)
#: "according to": whatever follows is told, verb or none.
_TOLD: Final = re.compile(r"according to", re.IGNORECASE)
#: "refused to": what follows may be a deed, which says nothing.
_REFUSAL: Final = re.compile(r"\brefus(?:e|es|ed|ing)\b", re.IGNORECASE)
_DEED: Final = re.compile(r"to\s+(?P<verb>\w+)", re.IGNORECASE)
#: "has not said", "declined to comment", "did not respond to", "stopped short of calling".
_UNSAID: Final = re.compile(
    r"(?:\bnot|\bnever|n[’']t)\s(?:\w+\s){0,2}?"
    r"(?:sa(?:y|id|ying)|comment|respon[ds]|answer|repl[yi]|address|elaborat|specif)\w*"
    r"|\b(?:declin|refus)\w*\sto\s(?:say|comment|answer|respond|elaborate|specify|speak)\b"
    r"|\bstopp(?:ed|ing)\sshort\sof\b",
    re.IGNORECASE,
)
#: "asked about her": the words stand for what was said, and say nothing themselves.
_STAND_INS: Final = terms("stand-ins")
#: "declined" may be all of a cue, and "to comment" what is said.
_BEHIND: Final = 14
_SHOWING: Final = terms("showing")
_FILMS: Final = terms("films")
_WORD: Final = re.compile(r"\w+")
#: "called it “a tax on thirst”": the words of somebody, verb or none.
_QUOTE_ENDS: Final = ('"', "”", "“", "''")
_QUOTED: Final = re.compile(r"[\"“”«„]")


def is_guess(text: str, one: tagger.RawAttribution) -> bool:
    """Say whether nothing but a feeling speaks for it: no cue, no clause, no quotation."""
    return not one.cue and not _CLAUSE.match(text, *one.content[0])


def _is_deed(text: str, one: tagger.RawAttribution) -> bool:
    """Say whether somebody "refused to leave", which is done and not said."""
    if not any(_REFUSAL.search(text, *span) for span in one.cue):
        return False
    deed = _DEED.match(text, one.content[0][0])
    return deed is not None and deed["verb"].lower() not in acts()


def is_stated(text: str, one: tagger.RawAttribution) -> bool:
    """Say whether it was said: not with a verb of thought alone, nor where nothing was said."""
    words = {word for start, end in one.cue for word in _WORD.findall(text[start:end].lower())}
    if words & thinking() and not words & acts().keys() and not _is_shown(text, one, words):
        return False
    if any(_is_unsaid(text, start, end) for start, end in one.cue):
        return False
    if _is_stand_in(text, one) or _is_topic(text, one) or _is_deed(text, one):
        return False
    quoted = any(_QUOTED.search(text, *span) for span in one.content)
    return quoted or one.statement >= STATED


def _is_shown(text: str, one: tagger.RawAttribution, words: set[str]) -> bool:
    """Say whether figures or papers tell it, which is said, where a film would only show it."""
    source = " ".join(text[start:end] for start, end in one.source).lower()
    named = _WORD.findall(source)
    return bool(words & _SHOWING) and any(map(is_document, named)) and _FILMS.isdisjoint(named)


def _is_unsaid(text: str, start: int, end: int) -> bool:
    """Say whether a cue, with what follows it, tells that nothing was said."""
    found = _UNSAID.search(text, start, end + _BEHIND)
    return found is not None and found.start() < end


def _is_stand_in(text: str, one: tagger.RawAttribution) -> bool:
    """Say whether all that is marked as said is a pronoun."""
    content = " ".join(text[start:end] for start, end in one.content)
    words = _WORD.findall(content.lower())
    return not _QUOTED.search(content) and _STAND_INS.issuperset(words)


def _is_topic(text: str, one: tagger.RawAttribution) -> bool:
    """Say whether it names what was spoken about, as in "discussed the budget"."""
    start, end = one.content[0]
    clause = bool(_CLAUSE.match(text, start, end))
    if not clause and any(_TOPIC.fullmatch(text, *span) for span in one.cue):
        return True
    if _ABOUT.match(text, start, end) and any(_TALK.search(text, *span) for span in one.cue):
        return True
    if any(_TOLD.match(text, *cue) for cue in one.cue):
        return False
    if any(act_of(text[slice(*cue)], "") == "denies" for cue in one.cue):
        return False
    named = text[slice(*one.content[-1])].endswith(_QUOTE_ENDS)
    return one.confidence < CERTAIN and not clause and not named and _has_no_verb(text, one)


def _has_no_verb(text: str, one: tagger.RawAttribution) -> bool:
    if _INFINITIVE.match(text, one.content[0][0]):
        return False
    return not any(_FINITE.search(text, *span) for span in one.content)
