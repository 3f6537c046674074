"""What publishers' ratings mean on our scale, as far as their words or figures say.

The words are those that fact-checkers were seen to use; "mostly false" must not be read as
"false", so a label is recognised as a whole, never by a word in it.
"""

from tracker.domain.folding import fold
from tracker.domain.vocabulary import SCORES, ContentVerdict
from tracker.imports.drafts import Rating
from tracker.imports.ratings import is_figure

_SAID = {
    ContentVerdict.TRUE: (
        "true, correct, accurate, confirmed, verified, fact, trustworthy, correct attribution,"
        " geppetto checkmark, vrai, verdadero, cierto, correcto, verdadeiro, richtig, wahr, vero"
    ),
    ContentVerdict.MOSTLY_TRUE: (
        "mostly true, mostly correct, mostly accurate, largely true, one pinocchio,"
        " trustworthy but, plutot vrai, presque vrai, mayormente verdadero, mayormente cierto,"
        " verdadero pero, grosstenteils richtig"
    ),
    ContentVerdict.MIXED: (
        "half true, mixed, mixture, partly true, partially true, partly false, partially false,"
        " half-true, two pinocchios, not quite, c'est plus complique, partiellement vrai,"
        " partiellement faux, imprecis, verdad a medias, medio verdadero, parcialmente falso,"
        " teilweise falsch, misleading, missing context, out of context, trompeur, enganoso,"
        " exaggerated, exagere, exagerado, cherry picks, distorts the facts"
    ),
    ContentVerdict.MOSTLY_FALSE: (
        "mostly false, barely true, largely false, mostly inaccurate, three pinocchios,"
        " plutot faux, mayormente falso, grosstenteils falsch"
    ),
    ContentVerdict.FALSE: (
        "false, incorrect, inaccurate, wrong, untrue, fake, fabricated, pants on fire,"
        " pants on fire!, four pinocchios, bottomless pinocchio, hoax, debunked, not fact,"
        " altered, manipulated, scam, faux, inexact, infox, falso, bulo, incorrecto, errado,"
        " falsch, fake news, misattributed, dementi"
    ),
    ContentVerdict.UNPROVEN: (
        "unproven, unsupported, no evidence, lacks evidence, unsustainable, unfounded,"
        " inconclusive, sin pruebas, non prouve, no probado, unbelegt, undetermined, douteux"
    ),
    ContentVerdict.UNVERIFIABLE: (
        "unverifiable, cannot be verified, inverifiable, no verificable, inverificable, unknown"
    ),
}
_MEANINGS = {fold(label): verdict for verdict, said in _SAID.items() for label in said.split(",")}
_BY_SCORE = {score: verdict for verdict, score in SCORES.items()}


def guess(rating: Rating) -> ContentVerdict:
    """Return what the rating means on our scale, or NOT_RATED where nobody can tell."""
    label = fold(rating.label).strip(" .!-–—:;\"'“”«»")
    if label in _MEANINGS:
        return _MEANINGS[label]
    if rating.label and len(label.split()) > 1 and label.replace("-", " ") in _MEANINGS:
        return _MEANINGS[label.replace("-", " ")]
    if rating.label and not is_figure(rating.label):
        return ContentVerdict.NOT_RATED
    return _by_figure(rating)


def _by_figure(rating: Rating) -> ContentVerdict:
    """Stretch the publisher's scale onto ours; used only where there are no words."""
    if rating.value is None or rating.best is None or rating.worst is None:
        return ContentVerdict.NOT_RATED
    share = (rating.value - rating.worst) / (rating.best - rating.worst)
    return _BY_SCORE[1 + round(share * 4)]
