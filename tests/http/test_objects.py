"""Members of personal calendars: bytes kept, preconditions told (rules K22,
K28, K29, K34, K35)."""

import pytest

from conftest import event


@pytest.fixture(scope="module")
def work(maria):
    return maria.make_calendar("objects")


def test_bytes_come_back_exactly_as_sent(maria, work):
    odd = event("odd@x", "20260612T140000Z", "20260612T150000Z",
                "CATEGORIES:a,b\\,c,d", "X-EMPTY:", "x-lower;P=1:y",
                "DESCRIPTION:folded he", " re", "\tand there",
                summary="Tea ☕")
    answer = maria.put(work + "odd.ics", odd)
    assert answer.status == 201 and answer.headers["ETag"].startswith('"')
    got = maria.get(work + "odd.ics")
    assert got.bytes == odd.encode()
    assert got.headers["ETag"] == answer.headers["ETag"]
    assert got.headers["Content-Type"].startswith("text/calendar")


def test_lf_line_ends_are_kept_too(maria, work):
    body = event("lf@x").replace("\r\n", "\n")
    assert maria.put(work + "lf.ics", body).status == 201
    assert maria.get(work + "lf.ics").text == body


def test_over_is_204_and_a_new_etag(maria, work):
    first = maria.put(work + "over.ics", event("over@x"))
    second = maria.put(work + "over.ics", event("over@x", summary="Later"))
    assert (first.status, second.status) == (201, 204)
    assert first.headers["ETag"] != second.headers["ETag"]


def test_if_match_and_if_none_match_hold(maria, work):
    path = work + "if.ics"
    etag = maria.put(path, event("if@x"), If_None_Match="*").headers["ETag"]
    assert maria.put(path, event("if@x"), If_None_Match="*").status == 412
    assert maria.put(path, event("if@x", summary="b"),
                     If_Match='"stale"').status == 412
    assert maria.get(path).text == event("if@x")
    gzipped = etag[:-1] + '-gzip"'
    changed = maria.put(path, event("if@x", summary="b"), If_Match=gzipped)
    assert changed.status == 204
    assert maria.delete(path, If_Match=etag).status == 412
    assert maria.delete(path,
                        If_Match=changed.headers["ETag"]).status == 204
    assert maria.put(path, event("if@x"), If_Match="*").status == 412


def test_get_is_304_when_nothing_changed(maria, work):
    path = work + "cached.ics"
    etag = maria.put(path, event("cached@x")).headers["ETag"]
    answer = maria.get(path, If_None_Match=etag)
    assert answer.status == 304 and answer.bytes == b""
    head = maria.ask("HEAD", path)
    assert head.status == 200 and head.bytes == b""
    assert head.headers["ETag"] == etag


@pytest.mark.parametrize("why,body,element", [
    ("not iCalendar", "BEGIN:VCARD\r\nEND:VCARD\r\n", "valid-calendar-data"),
    ("no text", "hello", "valid-calendar-data"),
    ("bad UTF-8", event("u@x").encode().replace(b"Tea", b"T\xff"),
     "valid-calendar-data"),
    ("unbalanced", event("u@x").replace("END:VEVENT\r\n", ""),
     "valid-calendar-data"),
    ("no such day", event("u@x", "20260231T100000Z", "20260231T110000Z"),
     "valid-calendar-data"),
    ("end before start", event("u@x", "20260612T140000Z",
                               "20260612T130000Z"), "valid-calendar-data"),
    ("wrong rule", event("u@x", "20260612T140000Z", "20260612T150000Z",
                         "RRULE:FREQ=OFTEN"), "valid-calendar-data"),
    ("two UIDs", event("a@x").replace("END:VCALENDAR\r\n", "") +
     event("b@x").split("PRODID:-//tests//EN\r\n")[1],
     "valid-calendar-object-resource"),
    ("a METHOD", event("m@x").replace("VERSION:2.0",
                                      "VERSION:2.0\r\nMETHOD:PUBLISH"),
     "valid-calendar-object-resource"),
    ("no UID", event("n@x").replace("UID:n@x\r\n", ""),
     "valid-calendar-object-resource"),
    ("no component", "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:x\r\n"
     "END:VCALENDAR\r\n", None),
])
def test_bad_objects_get_their_element_and_change_nothing(maria, work, why,
                                                          body, element):
    before = maria.propfind(work, "CS:getctag").prop(work, "CS:getctag").text
    answer = maria.put(work + "bad.ics", body)
    assert answer.status in (403, 409), why
    if element:
        assert element in answer.error, (why, answer.text)
    assert len(answer.text) > 80, "a sentence says what is wrong"
    assert maria.get(work + "bad.ics").status == 404
    after = maria.propfind(work, "CS:getctag").prop(work, "CS:getctag").text
    assert before == after


def test_the_same_uid_twice_is_refused_with_the_href_of_the_first(maria, work):
    maria.put(work + "first.ics", event("twice@x"))
    answer = maria.put(work + "second.ics", event("twice@x"))
    assert answer.status in (403, 409) and "no-uid-conflict" in answer.error
    assert work + "first.ics" in answer.text


def test_another_media_type_is_refused(maria, work):
    answer = maria.put(work + "t.ics", event("t@x"),
                       Content_Type="text/plain")
    assert answer.status in (403, 415)
    assert "supported-calendar-data" in answer.error


def test_a_component_that_the_calendar_does_not_take_is_refused(maria):
    path = maria.make_calendar("todos", (
        "<C:supported-calendar-component-set><C:comp name=\"VTODO\"/>"
        "</C:supported-calendar-component-set>"))
    answer = maria.put(path + "e.ics", event("e@x"))
    assert answer.status == 403
    assert "supported-calendar-component" in answer.error
    todo = event("t@x").replace("VEVENT", "VTODO").replace("DTEND", "DUE")
    assert maria.put(path + "t.ics", todo).status == 201


def test_a_missing_calendar_is_409(maria):
    assert maria.put(maria.home + "nowhere/a.ics",
                     event("a@x")).status == 409


def test_put_on_a_collection_is_refused(maria, work):
    assert maria.put(work, event("a@x")).status in (403, 405)


@pytest.mark.parametrize("name", ["a@b.ics", "a&b.ics", "a+b.ics", "a,b.ics",
                                  "with%20blank.ics", "ü.ics"])
def test_names_with_odd_characters_work(maria, work, name):
    uid = f"uid-{name}"
    assert maria.put(work + name, event(uid)).status == 201
    assert maria.get(work + name).text == event(uid)
    listed = maria.propfind(work, "D:getetag", "1").responses
    href = [h for h in listed
            if maria.get(h).text == event(uid)]
    assert len(href) == 1
    assert maria.get(work + name.replace("@", "%40")).status == 200
    assert maria.delete(work + name).status == 204


def test_todos_and_journals_are_kept_as_well(maria, work):
    for kind in ("VTODO", "VJOURNAL"):
        body = event(f"{kind}@x").replace("VEVENT", kind)
        body = body.replace("DTEND:20260612T150000Z\r\n", "")
        assert maria.put(f"{work}{kind}.ics", body).status == 201
        listed = maria.propfind(work + f"{kind}.ics", "D:getcontenttype")
        text = listed.prop(work + f"{kind}.ics", "D:getcontenttype").text
        assert f"component={kind.lower()}" in text


def test_deleting_a_calendar_takes_its_members(maria):
    path = maria.make_calendar("short-lived")
    maria.put(path + "a.ics", event("gone@x"))
    assert maria.delete(path).status == 204
    assert maria.propfind(path).status == 404
    assert maria.get(path + "a.ics").status == 404
    # made anew it is another collection: old tokens do not fit
    assert maria.make_calendar("short-lived") == path


def test_a_calendar_comes_whole_by_get(maria):
    path = maria.make_calendar("whole")
    for i in range(3):
        maria.put(f"{path}{i}.ics", event(f"whole{i}@x"))
    answer = maria.get(path)
    assert answer.status == 200
    assert answer.headers["Content-Type"].startswith("text/calendar")
    assert answer.text.count("BEGIN:VEVENT") == 3
    assert answer.text.count("BEGIN:VCALENDAR") == 1


def test_copy_and_move_keep_the_destinations_name(maria, work):
    other = maria.make_calendar("other")
    maria.put(work + "from.ics", event("from@x"))
    url = maria.server.url
    answer = maria.ask("COPY", work + "from.ics",
                       Destination=url + other + "copy.ics")
    assert answer.status == 201
    assert maria.get(other + "copy.ics").text == event("from@x")
    answer = maria.ask("COPY", work + "from.ics", Overwrite="F",
                       Destination=url + other + "copy.ics")
    assert answer.status == 412
    answer = maria.ask("MOVE", work + "from.ics",
                       Destination=url + other + "copy.ics")
    assert answer.status == 204
    assert maria.get(work + "from.ics").status == 404


@pytest.mark.parametrize("method", ["COPY", "MOVE"])
def test_no_object_becomes_another_by_copy_or_move(maria, method):
    here = maria.make_calendar(method.lower() + "-here")
    there = maria.make_calendar(method.lower() + "-there")
    sent = {here + "a.ics": event("a@x"), here + "b.ics": event("b@x"),
            there + "c.ics": event("c@x")}
    for path, body in sent.items():
        assert maria.put(path, body).status == 201
    for over in (here + "b.ics", there + "c.ics"):
        answer = maria.ask(method, here + "a.ics", Destination=over)
        assert answer.status == 403, answer.text
        assert answer.error[0] == "no-uid-conflict"
        assert over in answer.text
    for path, body in sent.items():
        assert maria.get(path).text == body


def test_a_weak_tag_is_no_match_for_a_change(maria, work):
    path = work + "weak.ics"
    etag = maria.put(path, event("weak@x")).headers["ETag"]
    assert maria.put(path, event("weak@x", summary="b"),
                     If_Match="W/" + etag).status == 412
    assert maria.delete(path, If_Match="W/" + etag).status == 412
    assert maria.get(path, If_None_Match="W/" + etag).status == 304
    assert maria.delete(path, If_Match=etag).status == 204


@pytest.mark.parametrize("coding", ["gzip", "br", "x-unknown"])
def test_a_body_in_a_coding_is_not_taken_for_what_it_is_not(maria, work,
                                                            coding):
    path = f"{work}coded-{coding}.ics"
    body = event(f"coded-{coding}@x")
    answer = maria.put(path, body, Content_Encoding=coding)
    assert answer.status == 415
    assert answer.headers["Accept-Encoding"] == "identity"
    assert maria.get(path).status == 404
    assert maria.put(path, body, Content_Encoding="identity").status == 201


def sync_token(maria, path):
    answer = maria.propfind(path, "D:sync-token")
    return answer.prop(path, "D:sync-token").text


def test_a_sync_token_is_a_state_token_of_its_collection(maria):
    cal = maria.make_calendar("state-tokens")
    other = maria.make_calendar("other-tokens")
    token, foreign = sync_token(maria, cal), sync_token(maria, other)

    def put(condition):
        return maria.put(cal + "a.ics", event("a@x"), If=condition).status

    assert put(f"<{cal}> (<{foreign}>)") == 412
    assert put(f"<{cal}> (Not <{token}>)") == 412
    assert put(f"(<{token}>)") == 412  # of the member, which has none
    assert put(f"<{maria.server.url}{cal}> (<{token}>)") == 201
    assert put(f"<{cal}> (<{token}>)") == 412  # it has changed since
    assert put(f"<{cal}> (<{token}>) (<{sync_token(maria, cal)}>)") == 204
    etag = maria.get(cal + "a.ics").headers["ETag"]
    assert maria.put(cal + "b.ics", event("b@x"),
                     If=f"<{cal}a.ics> ([{etag}])").status == 201
    assert maria.put(cal + "c.ics", event("c@x"),
                     If=f'<{cal}a.ics> (["stale"])').status == 412
    token = sync_token(maria, cal)
    assert maria.delete(cal, If=f"(<{foreign}>)").status == 412
    assert maria.delete(cal, If=f"(<{token}>)").status == 204
