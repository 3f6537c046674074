"""Finds what gettext's own extractors miss: words that reach the page through a variable.

Used by ``make messages`` only. It reads the syntax trees of modules and yields the labels of
vocabularies, the labels and descriptions of formats, what the buttons of moves say, what commands
of a table are called on the page, and the messages with which services refuse.
"""

import ast
from collections.abc import Collection, Iterator, Mapping
from typing import Any, BinaryIO

from babel.messages.extract import extract_python

Message = tuple[Any, ...]
#: Calls whose texts are shown as they are, translated on the way to the page.
_SHOWN = frozenset({"label", "description", "message", "title", "lead"})
#: Calls whose last text, or last two for one and several, is a sentence: refusals and messages.
SAYING = frozenset(
    {
        "BadAddress",
        "DuplicateArticle",
        "FetchFailed",
        "FetchRefused",
        "InvalidEdit",
        "KeyInUse",
        "KeyMisused",
        "MergeRefused",
        "Message",
        "NotFound",
        "Orphan",
        "OutOfStep",
        "PermissionRefused",
        "Refusal",
        "SignInRefused",
        "SignInThrottled",
        "StaleEdit",
        "Term",
        "TooMuch",
        "TooOften",
        "TrackerError",
        "TransitionRefused",
        "UnknownFolder",
        "UnreadableDocument",
        "UnreadableFeed",
        "UnreadableFile",
        "WrongCell",
        "__init__",
    }
)
_NAMES = frozenset({"Message", "Term"})
#: Rules of reports: their name, the field that it is about, and what to mend.
_RULES = frozenset({"error", "warning"})
#: Rows of the moves: their one text is what the button says.
_BUTTONS = frozenset({"Step"})
_RULE = ("name", "field", "message")
#: A table of texts is one by its name.
_TABLES = frozenset({"DEEDS", "FIELD_NAMES", "WORDS", "MESSAGES", "REASONS", "WHY", "ADVICE"})


def extract(
    fileobj: BinaryIO,
    keywords: Mapping[str, Any],
    comment_tags: Collection[str],
    options: Any,
) -> Iterator[Message]:
    """Yield the messages of one Python module: those that gettext marks, and the others."""
    yield from extract_python(fileobj, keywords, comment_tags, options)
    fileobj.seek(0)
    for node in ast.walk(ast.parse(fileobj.read())):
        if isinstance(node, ast.ClassDef):
            yield from _words(node)
        elif isinstance(node, ast.Call):
            yield from _shown(node)
            yield from _refusal(node)
            yield from _button(node)
            yield from _rule(node)
        elif isinstance(node, ast.Assign | ast.AnnAssign):
            yield from _table(node)


def _words(node: ast.ClassDef) -> Iterator[Message]:
    """Yield the label of each word: the second text of its pair, or its value in words."""
    if not any(isinstance(base, ast.Name) and base.id == "Word" for base in node.bases):
        return
    for statement in node.body:
        if not isinstance(statement, ast.Assign):
            continue
        value, member = statement.value, statement.targets[0]
        if isinstance(value, ast.Tuple) and len(value.elts) > 1 and (text := _text(value.elts[1])):
            yield _message(statement, text)
        elif (text := _text(value)) and not _is_private(member):
            yield _message(statement, text.replace("_", " ").capitalize())


def _shown(node: ast.Call) -> Iterator[Message]:
    for keyword in node.keywords:
        if keyword.arg in _SHOWN and (text := _text(keyword.value)):
            yield _message(keyword.value, text)


def _refusal(node: ast.Call) -> Iterator[Message]:
    """Yield what an error or a message says; its first text may name a field, and it has no space.

    Of two sentences the first is for one, the other for several.
    """
    name = getattr(node.func, "id", getattr(node.func, "attr", ""))
    texts = [text for argument in node.args if (text := _text(argument))]
    said = texts if name in _NAMES else [text for text in texts if " " in text]
    if name in SAYING and said:
        one, *more = said[-2:]
        yield (node.lineno, "ngettext", (one, *more), []) if more else _message(node, one)


def _button(node: ast.Call) -> Iterator[Message]:
    if getattr(node.func, "id", "") in _BUTTONS:
        yield from (_message(node, text) for argument in node.args if (text := _text(argument)))


def _rule(node: ast.Call) -> Iterator[Message]:
    texts = [_text(argument) for argument in node.args]
    if getattr(node.func, "id", "") in _RULES and all(texts) and len(texts) == len(_RULE):
        yield from (_message(node, text) for text in (texts[0], texts[-1]))


def _table(node: ast.Assign | ast.AnnAssign) -> Iterator[Message]:
    target = node.targets[0] if isinstance(node, ast.Assign) else node.target
    is_table = isinstance(target, ast.Name) and target.id.strip("_") in _TABLES
    if is_table and isinstance(node.value, ast.Dict):
        for value in node.value.values:
            if text := _text(value):
                yield _message(value, text)


def _is_private(target: ast.expr) -> bool:
    return isinstance(target, ast.Name) and target.id.startswith("_")


def _text(node: ast.AST) -> str:
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return node.value
    return ""


def _message(node: Any, text: str) -> Message:
    return node.lineno, "gettext", text, []
