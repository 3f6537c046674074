"""The proxy that tells statements from thoughts in labelled articles: the words of the cue."""

from __future__ import annotations

import re

_REGULAR = """say tell write add ask note report announce explain argue claim state declare reply
respond answer comment tweet post insist acknowledge admit concede confirm deny allege assert
suggest warn urge call criticize praise accuse charge blast slam mock quip joke recall recount
describe remark observe mention complain caution contend maintain stress emphasize reiterate repeat
predict promise pledge vow testify conclude continue counter retort shout cry yell scream exclaim
whisper mutter boast brag propose recommend cite quote express talk discuss detail disclose reveal
indicate inform notify advise remind assure proclaim pronounce voice demand request beg plead
invite order question inquire refer point issue publish release decline refuse reject dispute
object protest denounce condemn attack defend endorse outline address lament summarize opine chant
text email message thank apologize estimate forecast demonstrate blame compliment compare grill
tout advocate promote echo rule overrule wonder rally signal bemoan reference stream type vouch
plug decry deride hail applaud chide rebuke scold dismiss label dub brand ridicule taunt tease
interview speculate theorize posit highlight underline underscore"""
_OTHER = """said told wrote spoke spoken speak speaks speaking written read reads cried denied
replied applied begged quipped bragged objected forecast shown show shows showed showing found
finds find finding made put puts according per statement statements words comment comments remark
remarks tweet tweets claim claims speech letter interview memo testimony quote quotes spokesman
allegation allegations allegedly reportedly accusation accusations criticism"""
_DENIAL = """not never nothing t neither nor without"""


def _forms(verb: str) -> set[str]:
    doubled = verb + verb[-1]
    forms = {verb, *(verb + end for end in ("s", "es", "ed", "d", "ing"))}
    forms |= {doubled + "ed", doubled + "ing"}
    if verb.endswith("e"):
        forms.add(verb[:-1] + "ing")
    if verb.endswith("y"):
        forms |= {verb[:-1] + "ied", verb[:-1] + "ies"}
    return forms


REPORTING = frozenset(_OTHER.split()).union(*map(_forms, _REGULAR.split()))
NEGATING = frozenset(_DENIAL.split())
_SAYING = frozenset(("said", "say", "saying", "respond", "answer", "comment"))
_WORD = re.compile(r"\w+")


def reporting(text: str, cue: list[list[int]]) -> bool:
    """Say whether the cue is a reporting expression; a bare colon or no cue is one."""
    words = {word for start, end in cue for word in _WORD.findall(text[start:end].lower())}
    if words & NEGATING and words & _SAYING:
        return False
    return not words or bool(words & REPORTING)
