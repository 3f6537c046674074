"""Members with browsers and programs with tokens, who write at the same time."""

import json
import time
from dataclasses import dataclass
from typing import Any

import httpx
import lxml.html

from tests.live.ledger import BROUGHT_IN, Ledger, Promises, Reading, spot
from tests.unit.test_imports_claim_review import CHECK
from tests.web.browser import form_fields
from tests.web.conftest import PASSWORD

OK, CREATED, FOUND, SEE_OTHER = 200, 201, 302, 303
CONFLICT, STALE, TOO_MUCH, TOO_OFTEN = 409, 412, 422, 429
#: So often somebody tries again before the test says that they never get through.
PATIENCE = 200


class Client:
    """Somebody who asks the server, and writes down every answer."""

    def __init__(self, name: str, address: str, ledger: Ledger, **headers: str) -> None:
        self.name, self.ledger = name, ledger
        self.http = httpx.Client(base_url=address, headers=headers, timeout=60)

    def ask(self, method: str, path: str, **options: Any) -> httpx.Response:
        """Send a request; where it was one too many in a minute, wait and send it again."""
        while True:
            answer = self.http.request(method, path, **options)
            if answer.status_code != TOO_OFTEN:
                self.ledger.answers[answer.status_code] += 1
                return answer
            time.sleep(float(answer.headers.get("Retry-After", 1)))

    def leave(self) -> None:
        """Close what connects them."""
        self.http.close()

    def saw(self, claim_id: int, version: int, note: str) -> None:
        """Write down what a note held at a version of its claim."""
        reading = Reading(self.name, claim_id, version, tuple(note.split()))
        self.ledger.readings.append(reading)


class Member(Client):
    """A member at the pages."""

    def __init__(self, email: str, address: str, ledger: Ledger) -> None:
        super().__init__(email, address, ledger, **{"Sec-Fetch-Site": "same-origin"})

    def sign_in(self) -> None:
        """Sign in, as everybody does."""
        page = self.ask("GET", "/sign-in")
        fields = form_fields(page, None) | {"email": self.name, "password": PASSWORD}
        assert self.ask("POST", "/sign-in", data=fields).status_code == FOUND

    def token(self, page: str = "/account") -> str:
        """Return the token against forged requests."""
        return str(form_fields(self.ask("GET", page), "/sign-out")["csrf_token"])

    def append(self, claim_id: int, word: str) -> None:
        """Add a word to the note; where somebody was faster, settle it and save again."""
        path = f"/claims/{claim_id}"
        page = self.ask("GET", path)
        assert page.status_code == OK, page.text
        fields = form_fields(page, path)
        note = str(fields["note"])
        for _attempt in range(PATIENCE):
            self.saw(claim_id, int(fields["edit_number"]), note)
            mine = f"{note} {word}".strip()
            self.ledger.notes.tried.add(spot(claim_id, word))
            answer = self.ask("POST", path, data=fields | {"note": mine})
            if answer.status_code == SEE_OTHER:
                self.ledger.notes.saved.add(spot(claim_id, word))
                return
            assert answer.status_code == CONFLICT, answer.text
            self.ledger.conflicts += 1
            fields, note = both_versions(answer, path, mine)
        raise AssertionError(f"{self.name} never got through")

    def comment(self, claim_id: int, words: str) -> None:
        """Begin a thread on the claim."""
        path = f"/claims/{claim_id}/comments/new"
        fields = form_fields(self.ask("GET", path), None) | {"words": words}
        self.ledger.comments.tried.add(spot(claim_id, words))
        answer = self.ask("POST", path, data=fields)
        assert answer.status_code == SEE_OTHER, answer.text
        self.ledger.comments.saved.add(spot(claim_id, words))

    def bring_in_checks(self, addresses: list[str]) -> None:
        """Import a file with a check of another publisher at each address."""
        document = json.dumps([CHECK | {"url": address} for address in addresses])
        fields = {"csrf_token": self.token()}
        upload = {"upload": ("checks.json", document.encode(), "application/json")}
        shown = self.ask("POST", "/imports/preview", data=fields, files=upload)
        assert shown.status_code == OK, shown.text
        self.ledger.checks.tried.update(addresses)
        answer = self.ask("POST", "/imports", data=form_fields(shown, "/imports"))
        assert answer.status_code == SEE_OTHER, answer.text
        self.ledger.checks.saved.update(addresses)

    def ask_for_export(self, name: str) -> str | None:
        """Ask for a file; return the address of the job, or None where too many wait already."""
        fields = {"csrf_token": self.token()}
        answer = self.ask("POST", f"/exports/jobs/{name}", data=fields)
        if answer.status_code == TOO_MUCH:
            return None
        assert answer.status_code == SEE_OTHER, answer.text
        return answer.headers["Location"]


def both_versions(page: httpx.Response, path: str, mine: str) -> tuple[dict[str, Any], str]:
    """Return the form of a page of conflict and their note; mine must stand beside it."""
    fields = form_fields(page, path)
    assert fields["note"] == mine, "the conflict has lost what the second one wrote"
    document = lxml.html.document_fromstring(page.text)
    (theirs,) = document.xpath('//*[@class="conflict-theirs"]')
    return fields | {"keep-note": "mine"}, str(theirs.text_content()).strip()


@dataclass(frozen=True)
class Wish:
    """A request under a key, which a program sends until it is answered."""

    key: str
    path: str
    body: dict[str, Any]
    #: Where it is written down, and under which name.
    promises: Promises
    name: str


class Program(Client):
    """A program with a token."""

    def __init__(self, name: str, address: str, ledger: Ledger, *, token: str) -> None:
        super().__init__(name, address, ledger, Authorization=f"Bearer {token}")

    def append(self, claim_id: int, word: str) -> None:
        """Add a word to the note by If-Match; where somebody was faster, read it again."""
        path = f"/api/v1/claims/{claim_id}"
        for _attempt in range(PATIENCE):
            known = self.ask("GET", path)
            assert known.status_code == OK, known.text
            tag, note = known.headers["ETag"], known.json()["note"] or ""
            self.saw(claim_id, int(tag.strip('"').rpartition("-")[2]), note)
            mine = f"{note} {word}".strip()
            self.ledger.notes.tried.add(spot(claim_id, word))
            answer = self.ask("PATCH", path, json={"note": mine}, headers={"If-Match": tag})
            if answer.status_code == OK:
                self.ledger.notes.saved.add(spot(claim_id, word))
                return
            assert answer.status_code == STALE, answer.text
            self.ledger.conflicts += 1
            told = answer.json()
            assert told["attempted"]["note"] == mine
            assert told["current"]["note"].split()[: len(note.split())] == note.split()
        raise AssertionError(f"{self.name} never got through")

    def comment(self, claim_id: int, words: str) -> Wish:
        """Return the wish to begin a thread on the claim."""
        path, body = f"/claims/{claim_id}/comments", {"words": words}
        return Wish(words, path, body, self.ledger.comments, spot(claim_id, words))

    def bring_in(self, word: str, text: str) -> Wish:
        """Return the wish to bring in an article."""
        title = f"{BROUGHT_IN}{word}"
        return Wish(word, "/articles", {"title": title, "text": text}, self.ledger.articles, title)

    def accept(self, claim_id: int) -> Wish:
        """Return the wish to accept a claim."""
        path, body = f"/claims/{claim_id}/moves", {"to": "new"}
        return Wish(f"accept-{claim_id}", path, body, self.ledger.moves, str(claim_id))

    def send(self, wish: Wish) -> httpx.Response:
        """Send a wish; the caller sends it again where no answer came."""
        wish.promises.tried.add(wish.name)
        headers = {"Idempotency-Key": wish.key, "If-Match": "*"}
        answer = self.ask("POST", f"/api/v1{wish.path}", json=wish.body, headers=headers)
        if answer.status_code in {OK, CREATED}:
            wish.promises.saved.add(wish.name)
        else:
            # The first of two with one key is still at work.
            assert answer.status_code == CONFLICT, answer.text
            assert answer.headers["Retry-After"] == "1", answer.text
        return answer
