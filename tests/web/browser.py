"""A browser for tests: it sends forms with the page's token, from where they stand."""

from typing import Any

import lxml.html
from flask.testing import FlaskClient
from werkzeug.test import TestResponse


class Browser(FlaskClient):
    """A client that sends forms as a browser does: with the page's token and its origin."""

    def submit(self, address: str, fields: dict[str, Any] | None = None, **options: Any) -> Any:
        """Post the fields with a valid token, as from one of our own pages."""
        return self.post(
            address,
            data={"csrf_token": self.token(), **(fields or {})},
            headers={"Sec-Fetch-Site": "same-origin", **options.pop("headers", {})},
            **options,
        )

    def fill(self, page: TestResponse, address: str, fields: dict[str, Any], **options: Any) -> Any:
        """Post the form of ``page`` that goes to ``address``, as it is filled, with changes."""
        return self.submit(address, {**form_fields(page, address), **fields}, **options)

    def token(self) -> str:
        """Return the token against forged requests, as a page of this browser carries it."""
        return str(
            form_fields(self.get("/sign-in?ask=token", follow_redirects=True), None)["csrf_token"]
        )


def form_fields(page: TestResponse, address: str | None) -> dict[str, Any]:
    """Return the fields of the page's form that goes to ``address``, or of any form, as filled."""
    document = lxml.html.document_fromstring(page.text)
    found = [
        form
        for form in document.forms
        if (form.get("method") or "get").lower() == "post"
        and (address is None or form.get("action") in {None, address})
        # The footer of every page holds the form that chooses the language.
        and (address is not None or "languages" not in form.get("class", ""))
    ]
    assert found, f"the page has no form that goes to {address}"
    form = found[-1]
    fields: dict[str, Any] = {}
    for box in form.findall(".//textarea"):
        # Browsers drop a line end right behind the tag.
        box.text = (box.text or "").removeprefix("\r").removeprefix("\n")
    for name, value in form.form_values():
        fields[name] = (
            [*fields[name], value]
            if isinstance(fields.get(name), list)
            else ([fields[name], value] if name in fields else value)
        )
    return fields
