"""Rules of accounts, as plain functions."""

from datetime import timedelta

import pytest

from portal.accounts import rules
from portal.accounts.models import Role
from portal.accounts.passwords import check_password
from portal.core.colours import DARK_GROUND, LIGHT_GROUND, contrast, shades
from portal.core.errors import BadInput, Conflict, RuleBroken


def test_a_wait_grows_with_each_wrong_try_and_never_beyond_a_quarter_of_an_hour():
    waits = [rules.wait_after(wrong) for wrong in range(1, 60)]
    assert waits[:4] == [None] * 4 and waits[4] == timedelta(seconds=15) and waits[5] == timedelta(seconds=30)
    assert max(wait for wait in waits if wait) == timedelta(minutes=15)
    assert waits[4:] == sorted(waits[4:])


@pytest.mark.parametrize(
    ("text", "ranges"),
    [
        ("", []),
        ("09:00-17:00", [["09:00", "17:00"]]),
        ("9:00 – 13:00, 14.00 to 17:30", [["09:00", "13:00"], ["14:00", "17:30"]]),
        ("14:00-18:00; 08:30-12:00", [["08:30", "12:00"], ["14:00", "18:00"]]),
        ("00:00-24:00", [["00:00", "24:00"]]),
    ],
)
def test_hours_are_read_as_people_write_them(text, ranges):
    assert rules.read_hours(text) == ranges
    assert rules.read_hours(rules.hours_text(ranges)) == ranges


@pytest.mark.parametrize(
    "text", ["nine to five", "09:00", "17:00-09:00", "09:00-09:00", "09:02-17:00", "23:00-25:00", "09:60-12:00",
             "09:00-13:00, 12:00-15:00", "-", "09:00-17:00-19:00"],
)  # fmt: skip
def test_hours_that_make_no_sense_are_refused(text):
    with pytest.raises(BadInput) as refusal:
        rules.read_hours(text)
    assert refusal.value.fields["hours"]


@pytest.mark.parametrize("slug", ["acme", "acme-talent-2", "a"])
def test_a_name_in_addresses_is_small_letters_digits_and_hyphens(slug):
    rules.check_slug(slug)


@pytest.mark.parametrize("slug", ["Acme", "-acme", "acme-", "a b", "é", "", "login", "interviews", "x" * 61, "a/b"])
def test_other_names_in_addresses_are_refused(slug):
    with pytest.raises(BadInput):
        rules.check_slug(slug)


@pytest.mark.parametrize("name", ["Acme Talent & Co.", "株式会社", "Login", "  ", "x" * 200])
def test_every_company_name_gives_a_name_in_addresses(name):
    rules.check_slug(rules.slug_of(name))


@pytest.mark.parametrize("role", list(Role))
def test_staff_are_admins_and_recruiters_alone(role):
    if role in (Role.ADMIN, Role.RECRUITER):
        rules.check_staff_role(role)
    else:
        with pytest.raises(BadInput):
            rules.check_staff_role(role)


def test_the_last_admin_stays_and_nobody_closes_their_own_account():
    rules.check_an_admin_stays(2)
    rules.check_not_oneself(1, 2)
    with pytest.raises(RuleBroken):
        rules.check_an_admin_stays(1)
    with pytest.raises(RuleBroken):
        rules.check_not_oneself(1, 1)


def test_a_stale_form_is_refused():
    rules.check_fresh(3, 3)
    with pytest.raises(Conflict):
        rules.check_fresh(3, 2)


@pytest.mark.parametrize("password", ["short", "password123", "aaaaaaaaaaaa", "1234567890", "x" * 201, "priya.raman"])
def test_passwords_that_are_tried_first_are_refused(password):
    with pytest.raises(BadInput):
        check_password(password, about=("Priya.Raman",))
    check_password("correct horse battery")


@pytest.mark.parametrize(
    "colour", ["#2f5bd7", "#ffff00", "#000000", "#ffffff", "#777777", "#e11d48", "#00aa55", "#767676"]
)
def test_every_accent_is_readable_on_every_ground(colour):
    found = shades(colour)
    for scheme, ground in enumerate((LIGHT_GROUND, DARK_GROUND)):
        assert contrast(found["accent-text"][scheme], ground) >= 4.5
        assert contrast(found["accent-text"][scheme], found["accent-soft"][scheme]) >= 4.5
        assert contrast(found["accent-ink"][scheme], found["accent"][scheme]) >= 4.5
        assert contrast(found["accent-ink"][scheme], found["accent-hover"][scheme]) >= 4.5


def test_contrast_is_that_of_the_guidelines():
    assert round(contrast("#000000", "#ffffff"), 2) == 21
    assert round(contrast("#777777", "#ffffff"), 2) == 4.48
