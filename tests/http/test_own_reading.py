"""What a program reads of its own PUT (rules K12): KOrganizer takes the ETag of
that and keeps the text that it sent, until the next sync shows another ETag."""

from daybook import but_sequence
from wishing import (  # noqa: F401
    admin, calendar, channel, edit, make, now, office, own, practice,
    with_lines)

TITLE = r"(?<=^SUMMARY:)(.*?)(?=\r?$)"


def saved_by_a_word(admin, channel):
    """A session that is put with `ns` before its title, and read once."""
    made = make(admin, "C042")
    body = edit(channel.get(made).text, TITLE, r"ns \1")
    put = channel.put(made, body)
    assert put.status == 204 and "ETag" not in put.headers
    assert now(admin, made)["type"] == "missed"
    return made, body


def changed_since(channel, token):
    return channel.person.sync(channel.calendar, token).responses


def test_a_program_that_keeps_its_own_text_is_served_anew(admin, channel):
    made, _ = saved_by_a_word(admin, channel)
    token = channel.token()
    first = channel.get(made)
    assert channel.href(made) in changed_since(channel, token)
    token = channel.token()
    second = channel.get(made)
    assert second.headers["ETag"] != first.headers["ETag"]
    assert but_sequence(second.text) == but_sequence(first.text)
    # Once is enough.
    third = channel.get(made)
    assert third.headers["ETag"] == second.headers["ETag"]
    assert channel.href(made) not in changed_since(channel, token)


def test_the_etag_of_that_reading_still_holds_in_if_match(admin, own):
    made, _ = saved_by_a_word(admin, own)
    read = own.get(made)
    body = edit(read.text, TITLE, r"ok \1")
    assert own.put(made, body, If_Match='"other"').status == 412
    assert own.put(made, body,
                   If_Match=read.headers["ETag"]).status == 204
    assert now(admin, made)["type"] == "completed"
    # It named that version and no later one.
    assert own.put(made, body, If_Match=read.headers["ETag"]).status == 412


def test_the_etag_of_that_reading_is_no_fresh_copy(admin, own):
    made, _ = saved_by_a_word(admin, own)
    read = own.get(made)
    assert own.person.get(own.href(made),
                          If_None_Match=read.headers["ETag"]).status == 200


def test_what_was_stored_as_it_was_sent_keeps_its_etag(admin, calendar):
    made = make(admin, "C042", month=7)
    body = with_lines(calendar.get(made).text, "LOCATION:Attic")
    assert calendar.put(made, body).status == 204
    read = calendar.get(made)
    assert "LOCATION:Attic" in read.text
    assert calendar.get(made).headers["ETag"] == read.headers["ETag"]


def test_a_look_by_head_is_no_reading(admin, own):
    made, _ = saved_by_a_word(admin, own)
    head = own.person.ask("HEAD", own.href(made))
    read = own.get(made)
    assert read.headers["ETag"] == head.headers["ETag"]
    assert own.get(made).headers["ETag"] != read.headers["ETag"]
