"""The rules of a claim report; ``preflight`` applies them.

What keeps a report in stands in ``obstacles``, what only advises in ``advice``, what a rule is in
``findings``, and what a report may say at all in ``reported``.
"""

from tracker.exports.checks.advice import ADVICE
from tracker.exports.checks.findings import Finding, Rule, Severity
from tracker.exports.checks.obstacles import OBSTACLES
from tracker.exports.reported import IN_FORCE, NAMED, NEVER_SAID, claim_of, names_speaker

__all__ = [
    "IN_FORCE",
    "NAMED",
    "NEVER_SAID",
    "RULES",
    "Finding",
    "Rule",
    "Severity",
    "claim_of",
    "names_speaker",
]

#: Errors come first, the gravest at the head.
RULES: tuple[Rule, ...] = (*OBSTACLES, *ADVICE)
