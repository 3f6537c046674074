"""Fact checks of other publishers, with every oddity that was seen in the wild."""

import json
from datetime import date

import pytest

from tracker.domain.vocabulary import ContentVerdict
from tracker.imports import (
    Limits,
    Rating,
    Refusal,
    ReviewDraft,
    UnreadableFile,
    guess,
    read,
    recognise,
)

CHECK = {
    "@context": "https://schema.org",
    "@type": "ClaimReview",
    "url": "https://www.checks.example/rents",
    "claimReviewed": "Rents in Norbury fell by 12 percent.",
    "author": {"@type": "Organization", "name": "The Example Checker"},
    "datePublished": "2026-02-01T08:00:00Z",
    "itemReviewed": {
        "@type": "Claim",
        "author": {"@type": "Person", "name": "Ada Okafor"},
        "datePublished": "2026-01-14",
        "appearance": "https://news.example/rents",
    },
    "reviewRating": {
        "@type": "Rating",
        "alternateName": "False",
        "ratingValue": 1,
        "bestRating": 5,
        "worstRating": 1,
    },
}


def checks(*documents: object, name: str = "claimreview") -> list[ReviewDraft]:
    content = json.dumps(documents[0] if len(documents) == 1 else documents).encode()
    return [one for one in read(name, content).drafts if isinstance(one, ReviewDraft)]


def with_rating(**rating: object) -> ReviewDraft:
    return checks(CHECK | {"reviewRating": CHECK["reviewRating"] | rating})[0]


def with_claim(**claim: object) -> ReviewDraft:
    return checks(CHECK | {"itemReviewed": CHECK["itemReviewed"] | claim})[0]


def test_an_ordinary_check_is_read_whole() -> None:
    (check,) = checks(CHECK)
    assert check == ReviewDraft(
        line=1,
        source="checks.example",
        external_id="https://www.checks.example/rents",
        claim_text="Rents in Norbury fell by 12 percent.",
        publisher="The Example Checker",
        rating=Rating("False", 1.0, 5.0, 1.0),
        claimant="Ada Okafor",
        claimed_on=date(2026, 1, 14),
        url="https://www.checks.example/rents",
        reviewed_on=date(2026, 2, 1),
        appearances=("https://news.example/rents",),
    )


@pytest.mark.parametrize(
    "document",
    [
        [CHECK],
        {"@graph": [{"@type": "WebPage"}, CHECK]},
        {"@type": "WebPage", "mainEntity": CHECK},
        [[None, CHECK]],
    ],
    ids=["list", "graph", "page", "nested"],
)
def test_a_check_is_found_wherever_it_stands(document: object) -> None:
    assert len(checks(document)) == 1


def test_checks_are_found_in_the_scripts_of_a_page() -> None:
    page = (
        "<!doctype html><link rel=canonical href=https://checks.example/p>\n"
        "<script type='application/ld+json'>{broken</script>\n"
        f"<script type=application/ld+json>{json.dumps(CHECK)}</script>"
    )
    refused, check = read("claimreview", page.encode()).drafts
    assert isinstance(refused, Refusal)
    assert refused.line == 2
    assert isinstance(check, ReviewDraft)
    assert check.line == 3


def test_a_research_dump_holds_one_check_a_line() -> None:
    dump = "\n".join(json.dumps(CHECK | {"url": f"https://c.example/{n}"}) for n in range(3))
    assert len(read("claimreview", dump.encode()).drafts) == 3


@pytest.mark.parametrize(
    "appearance",
    [
        "https://a.example/",
        {"@type": "CreativeWork", "url": "https://a.example/"},
        [{"url": ["https://a.example/"]}, None],
        ["https://a.example/", "https://a.example/", "not an address"],
    ],
)
@pytest.mark.parametrize("name", ["appearance", "firstAppearance", "url"])
def test_an_appearance_may_be_a_text_an_object_or_a_list(name: str, appearance: object) -> None:
    assert "https://a.example/" in with_claim(**{name: appearance}).appearances


def test_same_as_is_an_appearance_unless_it_identifies() -> None:
    check = with_claim(sameAs=["https://a.example/x", "https://www.wikidata.org/wiki/Q1"])
    assert "https://a.example/x" in check.appearances
    assert not any("wikidata" in address for address in check.appearances)
    assert any("sameAs" in note for note in check.notes)


PAGE = "https://news.example/rents"


@pytest.mark.parametrize(
    ("copy", "page"),
    [
        (f"https://web.archive.org/web/20260101000000/{PAGE}", PAGE),
        (f"https://web.archive.org/web/20260101000000id_/{PAGE}", PAGE),
        ("http://archive.org/web/2026/https:/news.example/rents", PAGE),
        (f"https://archive.ph/2026/{PAGE}", PAGE),
        ("https://archive.ph/aB3dE", None),
        ("https://perma.cc/AB12-CD34", None),
    ],
)
def test_an_archived_copy_says_which_page_it_is_of(copy: str, page: str | None) -> None:
    check = with_claim(appearance=copy)
    assert check.appearances == ((page, copy) if page else (copy,))
    assert any("archived copy" in note for note in check.notes)


def test_a_short_link_is_kept_and_told() -> None:
    check = with_claim(appearance=["https://bit.ly/3xYz", PAGE])
    assert check.appearances == ("https://bit.ly/3xYz", PAGE)
    assert [note for note in check.notes if "short link" in note] == [
        "https://bit.ly/3xYz is a short link: it does not say where the claim appeared"
    ]


def test_microdata_is_unwrapped() -> None:
    check = checks(
        {
            "type": ["http://schema.org/ClaimReview"],
            "properties": {
                "claimReviewed": ["It rained."],
                "url": ["https://c.example/rain"],
                "author": [{"type": ["Organization"], "properties": {"name": ["Rain Desk"]}}],
                "reviewRating": [{"properties": {"alternateName": [{"@value": "Faux"}]}}],
            },
        }
    )[0]
    assert (check.claim_text, check.publisher, check.rating.label) == (
        "It rained.",
        "Rain Desk",
        "Faux",
    )


@pytest.mark.parametrize("label", [{"@value": "False", "@language": "en"}, ["False", "Faux"]])
def test_a_label_may_be_wrapped_or_a_list(label: object) -> None:
    assert with_rating(alternateName=label).rating.label == "False"


def test_a_rating_may_be_bare_words() -> None:
    check = checks(CHECK | {"reviewRating": "Mostly False"})[0]
    assert check.rating == Rating("Mostly False")
    assert "the rating is bare words" in check.notes


def test_figures_may_be_texts() -> None:
    rating = with_rating(ratingValue="2", bestRating="5", worstRating="1,0").rating
    assert (rating.value, rating.best, rating.worst) == (2.0, 5.0, 1.0)


def test_minus_one_everywhere_means_no_scale() -> None:
    rating = with_rating(ratingValue="-1", bestRating="-1", worstRating="-1").rating
    assert rating == Rating("False")


def test_a_rating_outside_its_scale_is_clamped_and_told() -> None:
    check = with_rating(ratingValue=0, bestRating=10, worstRating=1)
    assert check.rating.value == 1
    assert any("outside" in note for note in check.notes)


def test_a_sentence_as_verdict_is_kept_and_told() -> None:
    sentence = "This is not quite right: the figure counts only the homes that were let anew."
    check = with_rating(alternateName=sentence)
    assert check.rating.label == sentence
    assert any("whole sentence" in note for note in check.notes)


def test_two_checks_on_one_page_are_two() -> None:
    found = checks([CHECK, CHECK | {"claimReviewed": "Wages rose."}])
    assert len({one.external_id for one in found}) == 2


@pytest.mark.parametrize("missing", ["claimReviewed", "author"])
def test_what_nobody_could_use_is_refused_with_its_row(missing: str) -> None:
    broken = {k: v for k, v in CHECK.items() if k not in {missing, "url", "itemReviewed"}}
    (refusal,) = read("claimreview", json.dumps([broken]).encode()).drafts
    assert isinstance(refusal, Refusal)
    assert missing in refusal.message


def test_a_feed_may_hold_nothing_nulls_and_tombstones() -> None:
    feed = {
        "dataFeedElement": [
            {"item": None},
            {"item": [None, CHECK]},
            None,
            {"url": "https://www.checks.example/old", "dateDeleted": "2026-02-02", "item": None},
        ]
    }
    assert recognise(json.dumps(feed).encode()) == "datafeed"
    empty, check, null, tombstone = read("datafeed", json.dumps(feed).encode()).drafts
    assert isinstance(empty, Refusal)
    assert isinstance(null, Refusal)
    assert isinstance(check, ReviewDraft)
    assert not check.is_withdrawn
    assert isinstance(tombstone, ReviewDraft)
    assert tombstone.is_withdrawn
    assert tombstone.line == 4


def test_insights_are_read_by_their_dotted_paths() -> None:
    table = (
        "id,claimReviewed,author.name,url,reviewRating.alternateName,reviewRating.ratingValue,"
        "itemReviewed.author.name,itemReviewed.appearance.0.url,itemReviewed.appearance.1.url\r\n"
        "7,It rained.,Rain Desk,https://c.example/1,True,5,Ada,https://a.example/1,https://a.example/2\r\n"
    )
    assert recognise(table.encode()) == "insights"
    (check,) = read("insights", table.encode()).drafts
    assert isinstance(check, ReviewDraft)
    assert (check.line, check.claimant, check.rating.label) == (2, "Ada", "True")
    assert check.appearances == ("https://a.example/1", "https://a.example/2")


@pytest.mark.parametrize(
    ("label", "verdict"),
    [
        ("FALSE", ContentVerdict.FALSE),
        ("Mostly false", ContentVerdict.MOSTLY_FALSE),
        ("Plutôt vrai", ContentVerdict.MOSTLY_TRUE),
        ("Pants on Fire!", ContentVerdict.FALSE),
        ("Four Pinocchios", ContentVerdict.FALSE),
        ("Nobody knows this one", ContentVerdict.NOT_RATED),
        ("This is not true", ContentVerdict.NOT_RATED),
    ],
)
def test_known_labels_have_a_meaning_and_unknown_ones_none(label, verdict) -> None:
    assert guess(Rating(label, 1, 5, 1)) is verdict


def test_without_words_the_figure_counts() -> None:
    assert guess(Rating("", 6, 7, 1)) is ContentVerdict.MOSTLY_TRUE


UGLY = {
    "empty": b"",
    "blank": b"\xef\xbb\xbf \r\n",
    "binary": b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR",
    "truncated": json.dumps([CHECK]).encode()[:-40],
    "deep": b"[" * 100_000 + b"]" * 100_000,
    "deep without end": b'{"a":' * 100_000,
    "nothing in it": b"{}",
}


@pytest.mark.parametrize("content", UGLY.values(), ids=UGLY)
def test_an_ugly_file_is_refused_in_words(content: bytes) -> None:
    with pytest.raises(UnreadableFile):
        read("claimreview", content)


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-8"])
def test_a_file_may_have_any_mark(encoding: str) -> None:
    content = json.dumps(CHECK | {"claimReviewed": "Ça baisse ?"}, ensure_ascii=False)
    (check,) = read("claimreview", content.encode(encoding)).drafts
    assert isinstance(check, ReviewDraft)
    assert check.claim_text == "Ça baisse ?"


def test_not_a_number_is_unknown() -> None:
    content = json.dumps(CHECK).replace('"ratingValue": 1', '"ratingValue": NaN')
    (check,) = read("claimreview", content.encode()).drafts
    assert isinstance(check, ReviewDraft)
    assert check.rating.value is None


def test_more_than_fits_is_refused_by_rows_and_by_bytes() -> None:
    content = json.dumps([CHECK, CHECK]).encode()
    for limits, told in (
        (Limits(most_bytes=9_999, most_rows=1), "more than 1 rows"),
        (Limits(most_bytes=99, most_rows=2), "99 fit"),
    ):
        with pytest.raises(UnreadableFile, match=told):
            read("claimreview", content, limits=limits)
    assert len(read("claimreview", content, limits=Limits(9_999, 2)).drafts) == 2


@pytest.mark.parametrize(
    "written",
    [
        "2025-11-02",
        "2025-11-02T09:30:00+01:00",
        "2025/11/2",
        "20251102",
        "02.11.2025",
        "2 November 2025",
        "Sunday, 2nd November 2025",
        "Nov. 2, 2025",
        "November 2, 2025 at 3 pm",
        "2 de noviembre de 2025",
        "2 novembre 2025",
        "Sun, 02 Nov 2025 10:00:00 GMT",
        "1762041600",
        1762041600000,
        {"@value": "2025-11-02"},
        [["2025-11-02"]],
    ],
    ids=str,
)
def test_a_day_is_read_however_it_is_written(written: object) -> None:
    (check,) = checks(CHECK | {"datePublished": written})
    assert check.reviewed_on == date(2025, 11, 2)
    assert not check.notes


def test_strokes_count_where_only_one_part_can_be_the_month() -> None:
    found = [checks(CHECK | {"datePublished": one})[0] for one in ("13/11/2025", "11/13/2025")]
    assert [one.reviewed_on for one in found] == [date(2025, 11, 13)] * 2


@pytest.mark.parametrize(
    "written", ["02/11/2025", "2025-11", "2025-13-45", "yesterday", "3 ju 2025"]
)
def test_a_day_that_is_not_sure_is_left_out_and_told(written: str) -> None:
    (check,) = checks(CHECK | {"datePublished": written})
    assert check.reviewed_on is None
    assert f"the date {written} cannot be read for sure; write it as 2025-11-02" in check.notes


@pytest.mark.parametrize(
    ("said", "scale"),
    [
        ("3/5", (3, 5, 1)),
        ("3 out of 5 stars", (3, 5, 1)),
        ("0/5", (0, 5, 0)),
        ("2,5 / 5", (2.5, 5, 1)),
        ("60 %", (60, 100, 0)),
    ],
)
def test_a_figure_in_words_brings_its_scale(said: str, scale: tuple[float, ...]) -> None:
    for written in (said, {"ratingValue": said}):
        (check,) = checks(CHECK | {"reviewRating": written})
        rating = check.rating
        assert (rating.value, rating.best, rating.worst) == scale
        assert rating.label == said
        assert guess(rating) is not ContentVerdict.NOT_RATED


def test_a_scale_that_is_named_goes_before_one_in_words() -> None:
    (check,) = checks(CHECK | {"reviewRating": {"ratingValue": "3/5", "worstRating": 0}})
    assert (check.rating.value, check.rating.best, check.rating.worst) == (3, 5, 0)


@pytest.mark.parametrize("said", ["7/5", "1/1", "24/7 watch"])
def test_a_figure_that_fits_no_scale_stays_words(said: str) -> None:
    (check,) = checks(CHECK | {"reviewRating": said})
    assert (check.rating.label, check.rating.value) == (said, None)


def test_lists_in_lists_are_read_as_what_they_hold() -> None:
    wrapped = {name: [[value]] for name, value in CHECK.items() if name != "@type"}
    (check,) = checks(CHECK | wrapped)
    assert check == checks(CHECK)[0]


def test_names_may_stand_under_the_vocabulary() -> None:
    plain = json.dumps(CHECK)
    names = [name for name in CHECK if name[0] != "@"]
    for prefix in ("schema:", "http://schema.org/", "https://schema.org/"):
        text = plain
        for name in names:
            text = text.replace(f'"{name}":', f'"{prefix}{name}":')
        (check,) = read("claimreview", text.encode()).drafts
        assert check == checks(CHECK)[0]


@pytest.mark.parametrize("broken", ["{", "not JSON at all", json.dumps(CHECK)[:-20]])
def test_a_broken_line_takes_no_other_along(broken: str) -> None:
    other = json.dumps(CHECK | {"url": "https://www.checks.example/other"})
    content = "\n".join((json.dumps(CHECK), broken, other)).encode()
    assert recognise(content) == "claimreview"
    first, refusal, last = read("claimreview", content).drafts
    assert isinstance(first, ReviewDraft)
    assert refusal == Refusal(
        2, "this line is no whole JSON; fetch the file anew, or mend the line"
    )
    assert isinstance(last, ReviewDraft)
    assert (first.line, last.line) == (1, 3)


def test_a_list_of_one_object_a_line_that_is_cut_off_keeps_its_whole_lines() -> None:
    line = json.dumps(CHECK)
    other = json.dumps(CHECK | {"url": "https://www.checks.example/other"})
    content = f"[\n{line},\n{other},\n{line[:50]}".encode()
    drafts = read("claimreview", content).drafts
    assert [type(one) for one in drafts] == [ReviewDraft, ReviewDraft, Refusal]


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_utf_16_is_known_without_its_mark(encoding: str) -> None:
    content = json.dumps(CHECK).encode(encoding)
    assert recognise(content) == "claimreview"
    assert read("claimreview", content).drafts == tuple(checks(CHECK))


def test_a_feed_may_nest_its_checks_otherwise() -> None:
    others = [CHECK | {"url": f"https://www.checks.example/{number}"} for number in range(6)]
    feed = {
        "dataFeedElement": [
            {"item": [[others[0]]]},
            {"item": others[1]},
            others[2],
            [{"item": [others[3]]}],
            {"item": {"@graph": [others[4]]}},
        ]
    }
    for told in (feed, [feed, {"dataFeedElement": {"item": [others[5]]}}]):
        content = json.dumps(told).encode()
        assert recognise(content) == "datafeed"
        drafts = read("datafeed", content).drafts
        assert [type(one) for one in drafts] == [ReviewDraft] * len(drafts)
        assert [one.line for one in drafts] == list(range(1, len(drafts) + 1))
