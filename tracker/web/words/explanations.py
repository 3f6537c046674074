"""Why the extractor took a stretch, as sentences that a person can read."""

from flask_babel import lazy_gettext as _

#: What each code of a reason says; the codes are those of extraction's ``reasons``.
_SENTENCES = {
    "sure": _("All in all the extractor is %(percent)s %% sure."),
    "cue": _("The cue “%(words)s” was recognised (%(percent)s %%)."),
    "source": _("It was linked to “%(words)s” (%(percent)s %%)."),
    "content": _("These words read like something that is said (%(percent)s %%)."),
    "edges": _("They begin and end where they should (%(percent)s %%)."),
    "statement": _("It is said rather than thought or felt (%(percent)s %%)."),
    "quotation": _("Words stand in quotation marks."),
    "beside": _("A quotation with a verb of saying beside it, found by a rule."),
    "signed": _("A quotation with a name set under or behind it, found by a rule."),
    "mended": _("A rule mended where it begins or ends."),
    "patterns": _(
        "Found by surface patterns only: texts in “%(words)s” are read less well than English ones."
    ),
}


def why(reason: str) -> str:
    """Write one stored reason as a sentence; one in plain words stays as it is."""
    code, mark, rest = reason.partition("|")
    sentence = _SENTENCES.get(code)
    if sentence is None or not mark:
        return reason
    share, _mark, words = rest.partition("|")
    try:
        percent = f"{float(share):.0%}".rstrip("%") if share else ""
    except ValueError:
        return reason
    return str(sentence) % {"words": words, "percent": percent}
