"""Where marks stand in a text, and how sure a reading is: no app."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.candidates import rules_marks as marks

TEXT = "Priya Raman\npriya@example.com\nEngineer at Zoho\nEngineer at Tally"


def reading(text=TEXT, **places):
    evidence = {path: {"confidence": sure, "start": a, "end": b} for path, (a, b, sure) in places.items()}
    return {"text": text, "evidence": evidence}


def place(words, sure=0.9, text=TEXT):
    return text.index(words), text.index(words) + len(words), sure


def test_what_was_read_is_marked_and_the_rest_is_not():
    pieces = marks.pieces_of(reading(email=place("priya@example.com"), full_name=place("Priya Raman")))
    assert [(p.text, p.label, p.anchors) for p in pieces if p.text.strip()] == [
        ("Priya Raman", "name", ["evidence-full_name"]),
        ("priya@example.com", "e-mail address", ["evidence-email"]),
        ("\nEngineer at Zoho\nEngineer at Tally", None, []),
    ]


def test_two_fields_read_in_one_place_share_the_mark():
    found = {"work_experience.0.title": place("Engineer"), "current_role": place("Engineer")}
    (marked,) = [p for p in marks.pieces_of({"text": TEXT, **reading(**found)}) if p.label]
    assert set(marked.anchors) == {"evidence-work_experience-0-title", "evidence-current_role"}


def test_of_two_that_overlap_the_shorter_is_marked_and_the_longer_begins_with_an_anchor():
    pieces = marks.pieces_of(reading(summary=place(TEXT[12:]), email=place("priya@example.com")))
    assert [p.text for p in pieces if p.label] == ["priya@example.com"]
    assert "evidence-summary" in [name for p in pieces for name in p.anchors]


def test_the_one_that_is_asked_for_always_stands():
    pieces = marks.pieces_of(reading(summary=place(TEXT[12:]), email=place("priya@example.com")), lit="summary")
    assert [(p.text, p.lit) for p in pieces if p.label] == [(TEXT[12:], True)]


places = st.dictionaries(
    st.sampled_from(["email", "phone", "summary", "skills.0", "skills.1", "location", "full_name"]),
    st.tuples(st.integers(-3, 40), st.integers(-3, 40), st.floats(0, 1)),
)


@given(st.text(max_size=30), places, st.sampled_from([None, "email", "summary"]))
def test_the_pieces_are_the_text_and_every_usable_mark_has_one_anchor(text, found, lit):
    pieces = marks.pieces_of(reading(text, **found), lit)
    assert "".join(p.text for p in pieces) == text
    usable = [marks.anchor_of(path) for path, (a, b, _) in found.items() if 0 <= a < b <= len(text)]
    assert sorted(name for p in pieces for name in p.anchors) == sorted(usable)


def test_a_text_that_comes_twice_is_sought_where_it_was_read():
    second = TEXT.rindex("Engineer")
    found = reading(
        **{"work_experience.0.title": place("Engineer"), "work_experience.1.title": (second, second + 8, 1.0)}
    )
    assert marks.sought_of(found) == {
        "work_experience.0.title": ("Engineer", 0),
        "work_experience.1.title": ("Engineer", 1),
    }


@pytest.mark.parametrize(("sure", "word"), [(0.95, "Sure"), (0.8, "Sure"), (0.6, "Likely"), (0.3, "Please check")])
def test_how_sure_it_is_is_a_word(sure, word):
    known = marks.sure_of(reading(email=place("priya@example.com", sure)), "email")
    assert known is not None and (known.word, known.anchor) == (word, "evidence-email")


def test_a_list_is_as_sure_as_its_words_together():
    known = marks.sure_of(reading(**{"skills.0": place("Zoho", 1.0), "skills.1": place("Tally", 0.5)}), "skills")
    assert known is not None and known.confidence == 0.75


def test_what_was_not_read_has_no_confidence():
    assert marks.sure_of(reading(), "email") is None and marks.sure_of(None, "skills") is None


def test_a_post_is_found_again_by_its_title_wherever_it_stands_now():
    read = reading(**{"work_experience.1.title": place("Engineer", 0.9)})
    read["work_experience"] = [{"title": "Intern"}, {"title": "Engineer", "company": "Zoho"}]
    known = marks.sure_of_row(read, "work_experience", {"title": "Engineer", "company": "Zoho Corp"})
    assert known is not None and known.anchor == "evidence-work_experience-1-title"
    assert marks.sure_of_row(read, "work_experience", {"title": "Baker"}) is None


def test_a_label_names_the_field_in_words():
    assert marks.label_of("work_experience.0.title") == "work experience 1: title"
    assert marks.label_of("skills.2") == "skills 3" and marks.label_of("full_name") == "name"
