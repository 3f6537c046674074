"""Why a stretch was taken: short codes with a number and the words they are about.

A reason is written ``code|share|words``, such as ``cue|0.97|noted``; the share, from 0 to 1, and
the words may be empty. Pages put them into sentences of the reader's language.
"""

from collections.abc import Mapping

from tracker.extraction.candidates import RawAttribution, Speaker

#: What the network measured, by the name of the reason that it becomes.
_MEASURED: Mapping[str, str] = {
    "content": "content",
    "edges": "edges",
    "cue": "cue",
    "source": "source",
    "statement": "statement",
}
#: Reasons that are about words of the article are left out where it has none.
_ABOUT = frozenset({"cue", "source"})


def reason(code: str, share: float | None = None, words: str = "") -> str:
    """Write one reason."""
    return f"{code}|{'' if share is None else f'{share:.2f}'}|{' '.join(words.split())}"


def measured(confidence: float, features: Mapping[str, float]) -> tuple[str, ...]:
    """Return what the network measured as reasons, without their words yet."""
    shares = {code: features[name] for name, code in _MEASURED.items() if name in features}
    return (reason("sure", confidence), *(reason(*one) for one in shares.items()))


def told(
    text: str, raw: RawAttribution, speaker: Speaker | None, *, is_quoted: bool
) -> tuple[str, ...]:
    """Return the reasons of an attribution with the words that they are about."""
    words = {
        "cue": " … ".join(span.cut(text) for span in raw.cue),
        "source": speaker.name if speaker else " … ".join(span.cut(text) for span in raw.source),
    }
    made = []
    for one in raw.reasons:
        code, share, own = (*one.split("|", 2), "", "")[:3]
        about = own or words.get(code, "")
        if about or code not in _ABOUT:
            made.append("|".join((code, share, " ".join(about.split()))))
    if is_quoted:
        made.append(reason("quotation"))
    return tuple(made)
