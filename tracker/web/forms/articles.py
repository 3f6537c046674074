"""Forms that bring an article in and correct what is known about it."""

from typing import Any

from flask_babel import lazy_gettext as _
from flask_wtf.file import FileField
from wtforms import DateField, HiddenField, IntegerField, StringField, TextAreaField, URLField
from wtforms import Form as PlainForm
from wtforms.fields import SearchField
from wtforms.validators import (
    DataRequired,
    InputRequired,
    Length,
    NumberRange,
    Optional,
    Regexp,
    ValidationError,
)
from wtforms.widgets import HiddenInput

from tracker.domain.commands import LARGEST_NUMBER, ArticleDraft, ArticleEdit, Original
from tracker.models import Article
from tracker.readers import BadAddress, Document, canonical_url, clean_text
from tracker.web.forms.base import Form, one_line
from tracker.web.words.speech import sentence

LONGEST_TEXT = 1_000_000
_HASH = r"[0-9a-f]{64}"


class SourceForm(Form):
    """Where an article comes from: an address, a file or the clipboard; one of the three."""

    url = URLField(
        _("Address"),
        [Length(max=2000)],
        description=_("The page is fetched once and kept as it came."),
    )
    upload = FileField(
        _("File"),
        description=_("Text, Markdown, web page, Word, PDF or e-mail, up to 20 MB."),
    )
    text = TextAreaField(
        _("Text"),
        [Length(max=LONGEST_TEXT)],
        description=_("Headline on the first line, if you like; then the article."),
    )

    def validate(self, extra_validators: Any = None) -> bool:
        """Ask for exactly one of the three."""
        if not super().validate(extra_validators):
            return False
        given = [field for field in (self.url, self.upload, self.text) if self._is_given(field)]
        if len(given) == 1:
            return True
        if given:
            given[-1].errors = [_("Choose one way: clear the others, or this one.")]
        else:
            self.text.errors = [_("Paste a text, choose a file or give an address.")]
        return False

    def _is_given(self, field: Any) -> bool:
        return bool(field.data.strip() if isinstance(field.data, str) else field.data)


class ArticleListForm(PlainForm):
    """Which articles to list, read from the address; what does not fit is left out."""

    q = SearchField(_("Words in the headline"), [Length(max=200)])
    outlet = IntegerField(_("Outlet"), [Optional(), NumberRange(1, LARGEST_NUMBER)])
    published_from = DateField(_("Published from"), [Optional()], name="from")
    published_to = DateField(_("Published until"), [Optional()], name="to")
    before = IntegerField(validators=[Optional(), NumberRange(1, LARGEST_NUMBER)])

    def wishes(self) -> dict[str, Any]:
        """Return what was asked for, as the query of articles takes it."""
        self.validate()
        asked = {
            "text": (self.q.data or "").strip(),
            "outlet_id": self.outlet.data,
            "published_from": self.published_from.data,
            "published_to": self.published_to.data,
            "before": self.before.data,
        }
        wrong = {"outlet_id" if name == "outlet" else name for name in self.errors}
        return {name: value for name, value in asked.items() if name not in wrong}


class FactsForm(Form):
    """The facts about an article that may be corrected at any time; its text may not."""

    title = StringField(
        _("Headline"),
        [DataRequired(_("Give the article a headline.")), Length(max=500)],
        filters=[one_line],
    )
    outlet = StringField(
        _("Outlet"),
        [Optional(), Length(max=200)],
        description=_("The newspaper, agency or site that published it."),
        filters=[one_line],
        render_kw={"list": "outlets", "autocomplete": "off"},
    )
    byline = StringField(_("Byline"), [Optional(), Length(max=300)], filters=[one_line])
    published_on = DateField(_("Published on"), [Optional()])
    language = StringField(
        _("Language"),
        [InputRequired(), Regexp(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*$", message=_("Like en."))],
        description=_("Its code, such as en, de or pt-BR."),
        default="en",
        render_kw={"size": 8},
    )
    canonical_url = URLField(_("Address of the article"), [Optional(), Length(max=2000)])
    archive_url = URLField(
        _("Archived copy"),
        [Optional(), Length(max=2000)],
        description=_("Its address in a web archive, for when the page changes or is gone."),
    )
    edit_number = IntegerField(widget=HiddenInput(), validators=[Optional()])

    def validate_canonical_url(self, field: URLField) -> None:
        """Refuse what is no address of a public page."""
        try:
            field.data = canonical_url(field.data)
        except BadAddress as error:
            raise ValidationError(sentence(error)) from error

    def validate_archive_url(self, field: URLField) -> None:
        """Refuse what is no address of a public page; the address stays as it was written."""
        try:
            canonical_url(field.data)
        except BadAddress as error:
            raise ValidationError(sentence(error)) from error

    @classmethod
    def for_article(cls, article: Article) -> "FactsForm":
        """Return the form filled from the record, or from what was posted."""
        names = ("title", "byline", "published_on", "language", "canonical_url", "archive_url")
        facts = {name: getattr(article, name) for name in (*names, "edit_number")}
        return cls(data=facts | {"outlet": article.outlet.name if article.outlet else None})

    def to_edit(self) -> ArticleEdit:
        """Return what the person asks for."""
        return ArticleEdit(**self._facts(), edit_number=self.edit_number.data or 0)

    def _facts(self) -> dict[str, Any]:
        return {
            "title": self.title.data,
            "outlet": self.outlet.data or None,
            "byline": self.byline.data or None,
            "published_on": self.published_on.data,
            "language": self.language.data,
            "canonical_url": self.canonical_url.data or None,
            "archive_url": self.archive_url.data or None,
        }


class ArticleForm(FactsForm):
    """An article as it was read, to be corrected before it is saved.

    The bytes it was read from wait in the store of originals under their hash.
    """

    text = TextAreaField(
        _("Text"),
        [InputRequired(), Length(max=LONGEST_TEXT)],
        description=_("This is what claims are found in. It cannot be changed once it is saved."),
    )
    outlet_domain = HiddenField()
    original_sha256 = HiddenField(validators=[Optional(), Regexp(f"{_HASH}$")])
    media_type = HiddenField(default="text/plain")
    filename = HiddenField()
    source_url = HiddenField()

    @classmethod
    def of_document(cls, document: Document, **original: str | None) -> "ArticleForm":
        """Return the form filled with what the document states."""
        names = ("title", "outlet", "outlet_domain", "byline", "published_on", "canonical_url")
        stated = {name: getattr(document, name) for name in names}
        facts = {"text": document.text, "language": document.language or "en"}
        return cls(formdata=None, data=stated | facts | original)

    def to_draft(self, original: bytes | None) -> ArticleDraft:
        """Return the article as the person confirmed it, with the bytes it came in."""
        return ArticleDraft(
            **self._facts(),
            text=clean_text(self.text.data),
            outlet_domain=self.outlet_domain.data or None,
            original=None if original is None else self._original(original),
        )

    def _original(self, content: bytes) -> Original:
        return Original(
            content=content,
            media_type=self.media_type.data or "application/octet-stream",
            filename=self.filename.data or None,
            source_url=self.source_url.data or None,
        )
