"""Reading e-mails: what is new in them, and mails that are broken or made to keep a reader busy."""

import time

import pytest

from portal.conversations.channels.cutting import newest_of
from portal.conversations.channels.letters import read_letter

BOUNCE = b"""Content-Type: multipart/report; report-type=delivery-status; boundary=x

--x
Content-Type: message/delivery-status

Action: failed
Status: 5.1.1

--x
Content-Type: message/rfc822

Message-ID: <%s>

Hello
--x--
"""


def a_mail(body: bytes = b"\r\nHello", **heads: str) -> bytes:
    """A mail as it comes."""
    usual = {"From": "Priya <priya@example.com>", "Subject": "My interview", "Message-ID": "<one@example.com>"}
    return "".join(f"{name}: {value}\r\n" for name, value in (usual | heads).items()).encode() + body


@pytest.mark.parametrize(
    ("html", "words"),
    [
        ("<p>Yes,</p><p>ten is fine.<br>Priya</p>", "Yes,\nten is fine.\nPriya"),
        ("<div>Yes<blockquote><p>Is ten fine?</p></blockquote></div>", "Yes"),
        ("<div>Yes</div><div id=appendonsend></div><hr><div>From: us</div> and the rest", "Yes"),
        ("<blockquote>Only quoted</blockquote>", "Only quoted"),
        ("<style>p{}</style><!--[if mso]>x<![endif]--><![if !mso]>Yes<![endif]><script>if (a<b) c</script>", "Yes"),
        ("<p>Yes<!-- and never", "Yes"),
        ("<p>1 < 2<![odd[ x ]> &amp; fine</p>", "1 < 2 & fine"),
    ],
)
def test_of_html_the_new_words_are_kept(html, words):
    assert newest_of(html, is_html=True) == words


@pytest.mark.parametrize("heads", [{"Message-ID": "<>"}, {"Message-ID": "<a@[>"}, {"Subject": "=?utf-8?q?=zz?="}])
def test_a_mail_with_a_broken_head_is_read(app, heads):
    """Its words are a person's, who hears nothing of what is wrong with their program."""
    letter = read_letter(a_mail(**heads))
    assert (letter.email, letter.text) == ("priya@example.com", "Hello") and letter.message_id


def test_ids_that_are_no_text_are_not_taken(app):
    """They would fail where the message is looked for."""
    assert read_letter(a_mail(BOUNCE % b"caf\xe9@example.com")).bounce is None
    assert read_letter(a_mail(BOUNCE % b"one@example.com")).bounce.message_id == "one@example.com"
    raw = b"References: <caf\xe9@example.com> <two@example.com>\r\n" + a_mail()
    assert all(one.isprintable() for one in read_letter(raw).references)


@pytest.mark.parametrize(
    "mail",
    [
        a_mail(Subject="a " * 500_000),
        a_mail(From="a " * 100_000 + "<priya@example.com>"),
        a_mail(References="<a@example.com> " * 50_000),
        a_mail(**{"Content-Type": "text/plain; " + "a=b; " * 50_000}),
        a_mail(b"\r\n" + b"<table><tr><td>" * 10_000, **{"Content-Type": "text/html"}),
        a_mail(b"\r\n" + b"x<br>" * 40_000, **{"Content-Type": "text/html"}),
        a_mail(b"\r\n" + b"<!--" * 50_000, **{"Content-Type": "text/html"}),
        a_mail(b"\r\n" + b"<a " * 60_000, **{"Content-Type": "text/html"}),
    ],
    ids=["subject", "sender", "references", "type", "depth", "breaks", "comments", "tags"],
)
def test_no_mail_takes_long(app, mail):
    """Anybody may send one, and each of these took between twenty seconds and minutes."""
    began = time.process_time()
    try:
        read_letter(mail)
    except Exception as refusal:
        assert type(refusal).__name__ == "BadInput"
    assert time.process_time() - began < 4
