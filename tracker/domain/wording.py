"""A claim as one sentence that stands alone, and the claim itself without who says it.

The rule: a wording names the speaker first, since "she is charmed" means nothing without who
says it of whom.

- Direct words follow a colon in quotation marks: ``Ana Silva: “We will go.”``
- A clause follows its verb of saying: ``Ana Silva (mayor) noted that the port is closed.``
- An infinitive follows a verb that takes one: ``Ana Silva threatened to close the port.``
- A deed follows whom it is laid upon: ``Ana Silva accused the festival of selling too much.``
- Anything else follows a colon as it stands, which no grammar can spoil.

``claim_itself`` goes the other way. Reports for machines carry the speaker in a field of their
own, and their verdict is about the claim, not about whether it was said.
"""

import re
from collections.abc import Sequence

from tracker.domain.vocabulary import ClaimKind, SpeechAct

#: Verbs of saying that a clause with "that" may follow, in the past.
_THAT_VERBS = frozenset(
    re.findall(
        r"\w+",
        "acknowledged added admitted alleged announced argued asserted claimed concluded confirmed"
        " contended declared denied emphasised emphasized estimated explained insisted maintained"
        " noted predicted promised recalled reiterated remarked repeated replied reported revealed"
        " said stated stressed suggested testified underlined vowed warned wrote",
    )
)
_TO_VERBS = frozenset(
    ("agreed", "asked", "demanded", "offered", "pledged", "promised", "refused", "threatened")
)
_IRREGULAR = {
    "denies": "denied",
    "denying": "denied",
    "deny": "denied",
    "say": "said",
    "saying": "said",
    "says": "said",
    "write": "wrote",
    "writes": "wrote",
    "writing": "wrote",
    "vow": "vowed",
    "admitting": "admitted",
}
_BY_ACT = {
    SpeechAct.STATES: "said",
    SpeechAct.DENIES: "denied",
    SpeechAct.CONFIRMS: "confirmed",
    SpeechAct.ACCUSES: "alleged",
    SpeechAct.WARNS: "warned",
    SpeechAct.THREATENS: "threatened",
    SpeechAct.PROMISES: "promised",
    SpeechAct.PREDICTS: "predicted",
    SpeechAct.DEMANDS: "demanded",
    SpeechAct.ASKS: "asked",
    SpeechAct.PRAISES: "said",
    SpeechAct.APOLOGISES: "said",
}
#: After these the clause is what the speaker holds to be so.
_ASSERTING = _THAT_VERBS - {"denied", "promised", "vowed", "suggested"}

#: What follows a speaker's name in a wording: a role, then the words or what was said.
_ATTRIBUTED = re.compile(
    r"(?: \([^()]*\))?(?:: “(?P<quoted>.+)”| (?P<verb>\w+) that (?P<reported>.+))",
    re.IGNORECASE | re.DOTALL,
)

_MARKS = "\"“”„‟«»‘’'"
#: A guess at a finite verb; after an article, a word in -ed is an adjective.
_FINITE = re.compile(
    r"\b(is|are|was|were|am|has|have|had|will|would|can|could|may|might|must|shall|should"
    r"|does|do|did|isn't|aren't|won't|(?<!\ba )(?<!\ban )(?<!\bthe )\w{2,}ed|\w+[’']s|\w+n[’']t)\b",
    re.IGNORECASE,
)
_ACCUSED = re.compile(r"\baccus(?:e|es|ed|ing)\b", re.IGNORECASE)
_OF_DOING = re.compile(rf"[^.?!]{{2,120}}?\sof\s(?:not\s)?(?:\w+ing\b|[{re.escape(_MARKS)}])")
_QUESTION_WORD = re.compile(r"(whether|if|how|why|what|when|where|who|which)\b", re.IGNORECASE)
_LOWERED = re.compile(
    r"(The|A|An|This|That|These|Those|It|He|She|They|We|There|Its|Their|His|Her|Our|All|No|Some"
    r"|More|Most|Many|Few|Both|Each|Every|In|On|At|For|From|With|Under|After|Before|Since|As"
    r"|One|Two|Three|Only|Not|Nothing|Nobody|Everything|If|When|While|To)\b"
)
#: A capital begins a sentence, except in "I".
_SENTENCE_START = re.compile(r"(?!I\b)[A-Z]")
_LOOSE_END = re.compile(r"[\s,;:–—-]+$")
_FULL_END = re.compile(r"[.!?…][”’»\"')\]]*$")


def stand_alone(
    pieces: Sequence[str],
    *,
    kind: ClaimKind,
    speech_act: SpeechAct = SpeechAct.STATES,
    speaker: str | None = None,
    role: str | None = None,
    cue: str = "",
) -> str:
    """Return one sentence that says who says what, from the article's own words.

    ``pieces`` are the content in reading order, ``cue`` the words that report the saying.
    """
    said = " ".join(" ".join(piece.split()) for piece in pieces).strip()
    who = _capital(f"{speaker} ({role})" if speaker and role else speaker or "")
    if kind is ClaimKind.DIRECT:
        words = _ended(_unmarked(pieces))
        return f"{who}: “{words}”" if who else f"“{words}”"
    if who and _ACCUSED.search(cue) and _names_deed(said):
        return _ended(f"{who} accused {said}")
    return _ended(_reported(who, said, _verb(cue, speech_act))) or said or "…"


def claim_itself(wording: str, speakers: Sequence[str | None]) -> str:
    """Return the wording without its attribution to one of ``speakers``, if it has one.

    A wording that an editor shaped in another way, or whose verb does not assert (denied,
    promised, asked), comes back whole.
    """
    for speaker in sorted(filter(None, speakers), key=len, reverse=True):
        start, rest = wording[: len(speaker)], wording[len(speaker) :]
        found = _ATTRIBUTED.fullmatch(rest) if start.casefold() == speaker.casefold() else None
        if found and found["quoted"]:
            return found["quoted"]
        if found and found["verb"] in _ASSERTING:
            return _capital(found["reported"])
    return wording


def _names_deed(said: str) -> bool:
    """Tell whether it says whom and of what, as "the board of fraud" does, in no clause."""
    is_clause = bool(_FINITE.search(said)) or said.startswith("that ")
    return bool(_OF_DOING.match(said)) or (" of " in said and not is_clause)


def _reported(who: str, said: str, verb: str) -> str:
    if not who:
        return _capital(said.removeprefix("that "))
    if said.startswith("that "):
        return f"{who} {verb if verb in _THAT_VERBS else 'said'} {said}"
    if said.startswith("to "):
        return f"{who} {verb} {said}" if verb in _TO_VERBS else f"{who}: {_capital(said)}"
    if _QUESTION_WORD.match(said):
        return f"{who} {verb if verb == 'asked' else 'said'} {_lowered(said)}"
    if said[:1] not in _MARKS and _FINITE.search(said):
        return f"{who} {verb if verb in _THAT_VERBS else 'said'} that {_lowered(said)}"
    return f"{who}: {_capital(said)}"


def _verb(cue: str, speech_act: SpeechAct) -> str:
    """Find the article's own verb of saying in the cue, in the past, else the act's verb."""
    for word in re.findall(r"[a-z]+", cue.lower()):
        stem = word.removesuffix("ing").removesuffix("s")
        for past in (word, _IRREGULAR.get(word, ""), f"{stem}ed", f"{stem}d"):
            if past in _THAT_VERBS | _TO_VERBS:
                return past
    return _BY_ACT[speech_act]


def _unmarked(pieces: Sequence[str]) -> str:
    bare = [" ".join(piece.split()).strip(_MARKS + " ") for piece in pieces]
    words = [piece for piece in bare if piece]
    # "…, he said. "Today …": the comma stands for the article's sentence, not for the speaker's.
    begun = [bool(_SENTENCE_START.match(piece)) for piece in words[1:]]
    ended = [_ended(piece) if new else piece for piece, new in zip(words, begun, strict=False)]
    return " ".join([*ended, *words[-1:]])


def _ended(sentence: str) -> str:
    bare = _LOOSE_END.sub("", sentence)
    return bare if not bare or _FULL_END.search(bare) else f"{bare}."


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]


def _lowered(words: str) -> str:
    return words[:1].lower() + words[1:] if _LOWERED.match(words) else words
