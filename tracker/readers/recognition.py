"""The language of a text, recognised by its letters (py3langid); unsure is None."""

from functools import cache

from py3langid.langid import MODEL_FILE, LanguageIdentifier

# A headline is too short to tell Danish from Norwegian; the first pages tell as much as all.
_SHORTEST, _LONGEST = 60, 20_000
_SURE = 0.9


def recognise_language(text: str) -> str | None:
    """Return the language that the text is surely written in, or None."""
    sample = text[:_LONGEST]
    if sum(character.isalpha() for character in sample) < _SHORTEST:
        return None
    code, confidence = _identifier().classify(sample)
    return str(code) if code and float(confidence) >= _SURE else None


@cache
def _identifier() -> LanguageIdentifier:
    return LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
