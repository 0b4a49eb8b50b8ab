"""Names and places of files."""

import pytest

from portal.storage.rules import place_of, shown_name


@pytest.mark.parametrize(
    ("given", "shown"),
    [
        ("Priya Raman.pdf", "Priya Raman.pdf"),
        ("C:\\Users\\me\\cv.pdf", "cv.pdf"),
        ("../../etc/passwd", "passwd"),
        ("a\x00b\r\nc.pdf", "ab c.pdf"),
        ("cv\u202efdp.exe", "cvfdp.exe"),
        ("Sun'><img src=x onerror=alert(1)>.pdf", "Sun'><img src=x onerror=alert(1)>.pdf"),
        ("", "file"),
        (None, "file"),
        ("..", "file"),
        ("Łukasz Żółć.docx", "Łukasz Żółć.docx"),
    ],
)
def test_a_name_is_shown_without_its_path_and_without_hidden_signs(given, shown):
    assert shown_name(given) == shown


def test_a_long_name_keeps_its_ending():
    name = shown_name("x" * 400 + ".docx")
    assert len(name) == 255 and name.endswith("x.docx")


@pytest.mark.parametrize("key", ["", "..", "../../etc/passwd", "AB" * 20, "a" * 39, "a" * 41, "a" * 40 + "\n"])
def test_only_a_key_of_ours_has_a_place(key):
    with pytest.raises(ValueError, match="not the key"):
        place_of(key)


def test_a_key_lies_two_folders_deep():
    assert place_of("ab12" + "0" * 36) == "ab/12/ab12" + "0" * 36
