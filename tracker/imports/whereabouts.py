"""Where a claim appeared, told by addresses that lead elsewhere: archived copies and short links.

Nothing is fetched: an archive's address holds that of the page, a short one tells nothing.
"""

import re
from collections.abc import Sequence

from tracker.domain.messages import Message
from tracker.imports.tolerance import host, web_address

_ARCHIVES = re.compile(
    r"(?:web[.])?archive[.](?:org|today|is|ph|md|vn|li|fo)|perma[.]cc|webcitation[.]org"
    r"|ghostarchive[.]org"
)
#: ``https://web.archive.org/web/20260101000000id_/https://news.example/``
_WITHIN = re.compile(r"https?://[^/]+/(?:web/|archive/)?\d{4,14}(?:[a-z]{2}_)?/(https?:/.+)")
_SHORT = re.compile(
    r"bit[.]ly|buff[.]ly|cutt[.]ly|dlvr[.]it|fb[.]me|goo[.]gl|is[.]gd|lnkd[.]in|ow[.]ly|rb[.]gy"
    r"|shorturl[.]at|t[.]co|tinyurl[.]com|trib[.]al"
)


def read(addresses: Sequence[str], notes: list[Message]) -> tuple[str, ...]:
    """Return the addresses, each once, with the page before its archived copy; note what is odd."""
    found: list[str] = []
    for address in addresses:
        site = host(address)
        if _ARCHIVES.fullmatch(site):
            page = _page_within(address)
            found += [page] if page else []
            notes.append(Message("%(address)s is an archived copy", address=address))
        elif _SHORT.fullmatch(site):
            notes.append(
                Message(
                    "%(address)s is a short link: it does not say where the claim appeared",
                    address=address,
                )
            )
        found.append(address)
    return tuple(dict.fromkeys(found))


def _page_within(address: str) -> str | None:
    within = _WITHIN.fullmatch(address)
    # Some write the inner address with one of its slashes lost.
    return web_address(re.sub(r":/+", "://", within[1], count=1)) if within else None
