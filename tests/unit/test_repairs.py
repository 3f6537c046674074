"""What the tagger gets wrong and its surroundings put right."""

from tracker.extraction.candidates import RawAttribution, Span
from tracker.extraction.repairs import repaired


def raw(text: str, *content: str, cue: str = "", source: str = "") -> RawAttribution:
    def spans(*words: str) -> tuple[Span, ...]:
        return tuple(Span(text.index(word), text.index(word) + len(word)) for word in words if word)

    return RawAttribution(
        content=spans(*content),
        cue=spans(cue),
        source=spans(source),
        confidence=0.9,
        statement=True,
        reasons=(),
    )


def shown(text: str, found: list[RawAttribution]) -> list[tuple[list[str], list[str], list[str]]]:
    return [
        tuple([span.cut(text) for span in part] for part in (one.content, one.cue, one.source))
        for one in found
    ]


def test_the_verb_that_leads_to_a_participle_belongs_to_the_cue():
    text = "The mayor responded by threatening to close the port."
    found = raw(text, "to close the port", cue="threatening", source="The mayor")
    assert shown(text, repaired(text, [found])) == [
        (["to close the port"], ["responded by threatening"], ["The mayor"])
    ]


def test_the_subject_of_was_quoted_as_saying_is_the_source():
    text = "Governor Reed was quoted as saying that the dam would hold."
    found = raw(text, "Governor Reed", "that the dam would hold", cue="was quoted as saying")
    assert shown(text, repaired(text, [found])) == [
        (["that the dam would hold"], ["was quoted as saying"], ["Governor Reed"])
    ]


def test_what_is_added_is_a_statement_of_its_own():
    text = "Khan said it was late, adding that nobody had called."
    found = raw(text, "it was late", "that nobody had called", cue="said", source="Khan")
    assert shown(text, repaired(text, [found])) == [
        (["it was late"], ["said"], ["Khan"]),
        (["that nobody had called"], ["adding"], ["Khan"]),
    ]


def test_the_apposition_before_a_name_is_not_said():
    text = "The union will strike on Monday, its president Marta Lund confirmed."
    said = "The union will strike on Monday, its president"
    found = raw(text, said, cue="confirmed", source="Marta Lund")
    assert shown(text, repaired(text, [found]))[0][0] == ["The union will strike on Monday"]


def test_not_to_be_named_is_nothing_that_anybody_says():
    text = "An official, who asked not to be named, shrugged."
    found = raw(text, "not to be named", cue="asked", source="who")
    assert repaired(text, [found]) == []


def test_the_apostrophe_is_no_part_of_a_name():
    text = "The court's finding that it was late is known."
    found = raw(text, "that it was late", cue="finding", source="The court'")
    assert shown(text, repaired(text, [found]))[0][2] == ["The court"]


def test_what_is_right_is_left_alone():
    text = "Ana said that the port grew."
    found = raw(text, "that the port grew", cue="said", source="Ana")
    assert repaired(text, [found]) == [found]


def test_the_name_between_a_quotation_and_said_is_the_source():
    text = '"It is money well spent," Ada Moss, the mayor, said.'
    found = raw(text, '"It is money well spent," Ada Moss, the mayor,', cue="said")
    assert shown(text, repaired(text, [found])) == [
        (['"It is money well spent,"'], ["said"], ["Ada Moss, the mayor"])
    ]


def test_a_source_of_which_only_the_article_was_taken_goes_on_to_its_head():
    text = "The Colombian head of state left, claiming that the planes were late."
    found = raw(text, "that the planes were late", cue="claiming", source="The")
    assert shown(text, repaired(text, [found])) == [
        (["that the planes were late"], ["claiming"], ["The Colombian head of state"])
    ]


def test_what_a_headline_says_stands_in_the_headline():
    text = "Rents to fall, minister promises\n\nThe ferry has not sailed since May."
    below = "The ferry has not sailed since May"
    found = raw(text, below, cue="promises", source="minister")
    assert shown(text, repaired(text, [found])) == [(["Rents to fall"], ["promises"], ["minister"])]


def test_an_account_right_behind_the_verb_is_the_source():
    text = "Mr. Santos disagreed. “They knew,” tweeted @riverwatch."
    found = raw(text, "“They knew,”", cue="tweeted", source="Mr. Santos")
    assert shown(text, repaired(text, [found])) == [
        (["“They knew,”"], ["tweeted"], ["@riverwatch"])
    ]


def test_the_credit_of_a_picture_is_no_part_of_a_name():
    text = "“It roared,” says fisherman Pedro Alves. (Maria Reis/Northwire)"
    found = raw(
        text, "“It roared,”", cue="says", source="fisherman Pedro Alves. (Maria Reis/Northwire"
    )
    assert shown(text, repaired(text, [found])) == [
        (["“It roared,”"], ["says"], ["fisherman Pedro Alves"])
    ]


def test_a_report_by_a_body_is_named_with_the_body():
    text = "According to a report by the national audit office, a third of all pipes leak."
    found = raw(text, "a third of all pipes leak", cue="According to", source="a report by")
    assert shown(text, repaired(text, [found])) == [
        (
            ["a third of all pipes leak"],
            ["According to"],
            ["a report by the national audit office"],
        )
    ]


def test_the_terms_of_a_threat_belong_to_it():
    text = "Ana threatened to close the port, with fees doubling if nobody paid. It stayed open."
    found = raw(text, "to close the port", cue="threatened", source="Ana")
    assert shown(text, repaired(text, [found])) == [
        (["to close the port, with fees doubling if nobody paid"], ["threatened"], ["Ana"])
    ]


def test_what_somebody_only_said_ends_before_its_circumstances():
    text = "Ana said the port would close, with a map in her hand."
    found = raw(text, "the port would close", cue="said", source="Ana")
    assert shown(text, repaired(text, [found])) == [(["the port would close"], ["said"], ["Ana"])]


def test_who_is_named_before_said_is_who_said_it():
    text = "“The road was closed, Holm said.\n\n“Nobody told us,” said Omar Diaz."
    found = raw(text, "“The road was closed, Holm", cue="said", source="Omar Diaz")
    assert shown(text, repaired(text, [found])) == [(["“The road was closed,"], ["said"], ["Holm"])]


def test_a_source_ends_with_its_word():
    text = "The Colombians left, claiming that the planes were late."
    found = raw(text, "that the planes were late", cue="claiming", source="The Colomb")
    assert shown(text, repaired(text, [found])) == [
        (["that the planes were late"], ["claiming"], ["The Colombians"])
    ]


def test_a_body_behind_by_is_not_looked_for_in_what_is_said():
    text = "According to a report by 2030 a third of all pipes, old and new, will leak."
    said = "by 2030 a third of all pipes, old and new, will leak"
    found = raw(text, said, cue="According to", source="a report")
    assert shown(text, repaired(text, [found])) == [([said], ["According to"], ["a report"])]
