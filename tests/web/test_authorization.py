"""The table of who may call what is the one that the program enforces."""

from pathlib import Path

from flask import Flask

from tracker.web.gates.authorization import document

PAGE = Path(__file__).resolve().parent.parent.parent / "docs" / "authorization.md"


def test_the_table_in_the_documents_is_up_to_date(application: Flask) -> None:
    assert PAGE.read_text(encoding="utf-8") == document(application), (
        "run: tracker audit access > docs/authorization.md"
    )


def test_administrators_and_auditors_stand_beside_the_editors(application: Flask) -> None:
    lines = document(application).splitlines()

    def of(address: str, method: str) -> list[str]:
        (line,) = [one for one in lines if one.startswith(f"| `{address}` | {method} |")]
        return [cell.strip() for cell in line.split("|")[3:-2]]

    everybody_but = ["", *["yes"] * 7]
    assert of("/claims", "GET") == everybody_but
    assert of("/claims/<int:claim_id>/moves", "POST") == ["", "", *["yes"] * 4, "", ""]
    assert of("/members/<int:account_id>/role", "POST") == ["", *[""] * 5, "yes", ""]
    assert of("/history", "GET") == ["", *[""] * 5, "yes", "yes"]
    assert of("/sign-in", "POST") == ["yes"] * 8
