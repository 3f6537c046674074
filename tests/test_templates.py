"""Templates and style sheets as text: nothing inline or unescaped, every word translatable."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tracker.resources import resource_dir

TEMPLATES = resource_dir("templates")
STATIC = Path(__file__).resolve().parent.parent / "tracker" / "web" / "static"
PAGES = sorted(TEMPLATES.rglob("*.html"))
IDS = [str(page.relative_to(TEMPLATES)) for page in PAGES]
LINES_MAX = 80

#: What a template must not hold, and why.
FORBIDDEN = {
    "a style attribute: the policy refuses it": r"\sstyle\s*=",
    "a style element: the policy refuses it": r"<style\b",
    "a script without a file: the policy refuses it": (
        r"<script(?![^>]*\bsrc=|[^>]*\btype=\"application/ld\+json\")"
    ),
    "an event handler: the policy refuses it": r"<[^>]*\son[a-z]+\s*=",
    "an htmx handler: it needs eval": r"hx-on|hx-vals=['\"]js:",
    "unescaped output": r"\|\s*safe\b|Markup\(|autoescape\s+false",
    "a javascript: address": r"javascript:",
    "an attribute without quotation marks": r"<[a-z][^<>]*\s[a-z-]+=\{\{",
    "a file from elsewhere": r"(?:src|href)=\"(?:https?:)?//",
}
#: Words that are the same in every language.
UNTRANSLATED = {"UTC", "Claim Tracker"}


@pytest.mark.parametrize("page", PAGES, ids=IDS)
def test_a_template_holds_nothing_that_is_forbidden(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    bare = re.sub(r"\{#.*?#\}", "", text, flags=re.DOTALL)
    for reason, pattern in FORBIDDEN.items():
        found = re.search(pattern, bare)
        assert found is None, f"{reason}: {found[0] if found else ''}"


@pytest.mark.parametrize("page", PAGES, ids=IDS)
def test_a_template_fits_on_a_screen_or_two(page: Path) -> None:
    assert len(page.read_text(encoding="utf-8").splitlines()) <= LINES_MAX


@pytest.mark.parametrize("page", PAGES, ids=IDS)
def test_every_word_can_be_translated(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    for pattern, instead in (
        (r"\{% block \w+_class %\}.*?\{% endblock %\}", ""),
        (r"\{#.*?#\}|\{%.*?%\}", ""),
        # A tag may begin with the name of an element that is not known here.
        (r"\{\{.*?\}\}", "x."),
        (r"<(code|kbd)\b.*?</\1>", "\n"),
        (r"<!doctype[^>]*>|</?[a-z][^>]*>", "\n"),
        (r"&[a-z]+;", "\n"),
    ):
        text = re.sub(pattern, instead, text, flags=re.DOTALL)
    for same_everywhere in UNTRANSLATED:
        text = text.replace(same_everywhere, "")
    left = {line.strip(" ,.:;·–—…×←→›“”()/+%#") for line in text.splitlines()} - {""}
    assert {line for line in left if re.search(r"[A-Za-z]{2,}", line)} == set()


@pytest.mark.parametrize("page", PAGES, ids=IDS)
def test_every_label_and_title_can_be_translated(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    for name, value in re.findall(r'\b(aria-label|title|alt|placeholder)="([^"]*)"', text):
        bare = re.sub(r"\{\{.*?\}\}|\{%.*?%\}|https://", "", value)
        assert not re.search(r"[A-Za-z]{2,}", bare), f"{name}: {value}"


@pytest.mark.parametrize("page", PAGES, ids=IDS)
def test_every_form_that_posts_carries_a_token(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    for form in re.findall(r"<form\b.*?</form>", text, flags=re.DOTALL):
        if 'method="post"' in form:
            assert "csrf_token" in form, form[:120]


def blocks() -> Iterator[tuple[str, dict[str, str]]]:
    """Yield the colours of each theme, by selector."""
    text = (STATIC / "css" / "tokens.css").read_text(encoding="utf-8")
    for selector, body in re.findall(r"(:root[^{]*)\{([^}]*)\}", text):
        yield selector.strip(), dict(re.findall(r"(--[\w-]+):\s*([^;]+);", body))


def theme(selector: str) -> dict[str, str]:
    """Return the names and values of the theme with this selector."""
    return dict(blocks())[selector]


def test_dark_by_choice_and_dark_by_the_device_are_the_same() -> None:
    chosen = theme(':root[data-theme="dark"]')
    device = theme(':root:not([data-theme="light"])')
    assert chosen == device
    assert len(chosen) > 20


def test_the_dark_theme_names_every_colour_of_the_light_one() -> None:
    light, dark = theme(":root"), theme(':root[data-theme="dark"]')
    coloured = {name for name, value in light.items() if value.startswith("#")}
    assert coloured == {name for name, value in dark.items() if value.startswith("#")}


PAIRS = [
    ("--ink", "--paper", 7.0),
    ("--ink", "--paper-raised", 7.0),
    ("--ink", "--mark", 7.0),
    ("--ink", "--mark-current", 7.0),
    ("--ink", "--mark-proposed", 7.0),
    *(
        (ink, paper, 4.5)
        for ink in (
            "--ink-soft",
            "--ink-faint",
            "--accent",
            "--accent-strong",
            "--danger",
            "--warn",
        )
        for paper in ("--paper", "--paper-raised", "--paper-sunk")
    ),
    ("--accent-ink", "--accent", 4.5),
    ("--accent-ink", "--accent-strong", 4.5),
    ("--accent-strong", "--accent-tint", 4.5),
    ("--ink", "--accent-tint", 4.5),
    ("--danger", "--danger-tint", 4.5),
    ("--ink", "--danger-tint", 4.5),
    ("--ink", "--warn-tint", 4.5),
    ("--ink", "--good-tint", 4.5),
    ("--ink", "--info-tint", 4.5),
    ("--good", "--paper", 4.5),
    ("--good", "--paper-raised", 4.5),
    *(
        ("--badge-ink", f"--{verdict}", 4.5)
        for verdict in ("true", "mostly-true", "mixed", "mostly-false", "false", "off-scale")
    ),
    ("--line-strong", "--paper", 3.0),
    ("--line-strong", "--paper-raised", 3.0),
    ("--focus", "--paper", 3.0),
    ("--accent", "--mark", 3.0),
]


@pytest.mark.parametrize("selector", [":root", ':root[data-theme="dark"]'])
@pytest.mark.parametrize(("ink", "paper", "least"), PAIRS)
def test_ink_can_be_read_on_its_paper(selector: str, ink: str, paper: str, least: float) -> None:
    colours = theme(selector)
    assert contrast(colours[ink], colours[paper]) >= least


def contrast(one: str, other: str) -> float:
    """Return the contrast of two colours as WCAG 2.2 reckons it, 1 to 21."""
    bright, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (bright + 0.05) / (dark + 0.05)


def luminance(colour: str) -> float:
    """Return the relative luminance of ``#rrggbb``."""
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def test_colours_stand_in_one_place() -> None:
    for sheet in sorted((STATIC / "css").glob("*.css")):
        if sheet.name not in {"tokens.css", "print.css"}:
            found = re.findall(r"#[0-9a-fA-F]{3,8}\b|\b(?:rgb|hsl)a?\(", sheet.read_text())
            assert found in ([], ["rgb("]), sheet.name


def test_style_sheets_use_only_names_that_there_are() -> None:
    known = set(theme(":root"))
    for sheet in sorted((STATIC / "css").glob("*.css")):
        text = sheet.read_text(encoding="utf-8")
        own = set(re.findall(r"(--[\w-]+):", text))
        assert set(re.findall(r"var\((--[\w-]+)", text)) - known - own == set(), sheet.name


def test_scripts_make_no_code_from_text_and_no_markup_from_data() -> None:
    for script in sorted(STATIC.glob("*.js")):
        text = script.read_text(encoding="utf-8")
        assert not re.search(r"\beval\(|new Function|innerHTML|outerHTML|document\.write", text)
