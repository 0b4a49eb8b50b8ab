"""The vocabulary of skills: one name for many writings, found in running text."""

import time

import pytest

from portal.core import skills


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("k8s", "Kubernetes"),
        ("reactjs", "React"),
        ("ms excel", "Microsoft Excel"),
        ("Gabelstapler", "Forklift Operation"),
        ("C#", "C#"),
        ("c++", "C++"),
        ("Wound  dressing", "Wound Care"),
        ("Basket  weaving", "Basket weaving"),
    ],
)
def test_a_writing_gets_its_one_name(written: str, name: str) -> None:
    assert skills.canonical(written) == name


def test_same_sees_through_aliases_and_case() -> None:
    assert skills.same("node.js", "NodeJS")
    assert skills.same("Basket Weaving", "basket weaving")
    assert not skills.same("Java", "JavaScript")
    assert not skills.same("C", "C++")


def test_finding_gives_names_and_places() -> None:
    text = "Managed wound care on K8s, ran CI/CD and food hygiene audits in C++."
    assert [(name, text[a:b]) for name, a, b in skills.find_in(text)] == [
        ("Wound Care", "wound care"),
        ("Kubernetes", "K8s"),
        ("CI/CD", "CI/CD"),
        ("Food Safety", "food hygiene"),
        ("C++", "C++"),
    ]


@pytest.mark.parametrize(
    "text", ["Let us go to the project", "R&D budget", "excel at work", "a swift answer, a rust spot"]
)
def test_ordinary_words_are_not_skills(text: str) -> None:
    assert skills.find_in(text) == []


def test_the_vocabulary_covers_the_occupations() -> None:
    families = skills.families()
    assert len(families) >= 10
    assert sum(len(names) for names in families.values()) >= 1500
    assert all(len(names) >= 70 for names in families.values())


def test_no_name_stands_twice_and_no_alias_is_another_name() -> None:
    names = [name.casefold() for group in skills.families().values() for name in group]
    assert len(names) == len(set(names))
    assert all(skills.canonical(name).casefold() == name for name in names)


def test_a_long_text_is_searched_quickly() -> None:
    skills.known("warm")
    text = "Designed REST APIs in Python with Docker and led a team that cut food waste. " * 200
    begin = time.process_time()
    found = skills.find_in(text)
    assert len(found) >= 600
    assert time.process_time() - begin < 0.5
