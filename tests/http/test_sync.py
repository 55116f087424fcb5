"""sync-collection: nothing lost, nothing twice (rules K27)."""

import concurrent.futures
import re
from xml.etree import ElementTree

import pytest

from conftest import NS, event


def token_of(answer):
    return answer.xml.findtext("D:sync-token", namespaces=NS)


def changes(answer):
    """(changed names, deleted names, truncated)"""
    assert answer.status == 207, answer.text
    changed, deleted, cut = set(), set(), False
    for href, response in answer.responses.items():
        status = response.findtext("D:status", namespaces=NS) or ""
        name = href.rsplit("/", 1)[1]
        if " 507 " in status:
            cut = True
        elif " 404 " in status:
            deleted.add(name)
        else:
            changed.add(name)
    return changed, deleted, cut


def test_a_token_is_a_uri_and_the_property_tells_the_same(maria):
    path = maria.make_calendar("sync-token")
    answer = maria.sync(path)
    assert ":" in token_of(answer)
    shown = maria.propfind(path, "D:sync-token")
    assert shown.prop(path, "D:sync-token").text == token_of(answer)


def test_changes_and_deletions_come_once(maria):
    path = maria.make_calendar("sync-changes")
    for name in "abc":
        maria.put(f"{path}{name}.ics", event(f"{name}@x"))
    first = maria.sync(path)
    assert changes(first) == ({"a.ics", "b.ics", "c.ics"}, set(), False)
    maria.put(path + "b.ics", event("b@x", summary="changed"))
    maria.delete(path + "c.ics")
    maria.put(path + "d.ics", event("d@x"))
    second = maria.sync(path, token_of(first))
    assert changes(second) == ({"b.ics", "d.ics"}, {"c.ics"}, False)
    third = maria.sync(path, token_of(second))
    assert changes(third) == (set(), set(), False)
    assert token_of(third) == token_of(second)


def test_what_came_and_went_is_removed_and_what_came_back_is_there(maria):
    path = maria.make_calendar("sync-back")
    maria.put(path + "a.ics", event("a@x"))
    token = token_of(maria.sync(path))
    maria.put(path + "brief.ics", event("brief@x"))
    maria.delete(path + "brief.ics")
    maria.delete(path + "a.ics")
    maria.put(path + "a.ics", event("a2@x"))
    # RFC 6578 3.5.2: the one who PUT it without a sync would keep it else
    assert changes(maria.sync(path, token)) == ({"a.ics"}, {"brief.ics"},
                                                False)


def test_a_limit_truncates_and_the_token_resumes_exactly(maria):
    path = maria.make_calendar("sync-pages")
    names = {f"{i}.ics" for i in range(23)}
    for name in names:
        maria.put(path + name, event(name + "@x"))
    seen, token, pages = set(), "", 0
    while True:
        answer = maria.sync(path, token, limit=5)
        changed, deleted, cut = changes(answer)
        assert not deleted and not changed & seen
        assert len(changed) <= 5
        seen |= changed
        token = token_of(answer)
        pages += 1
        if not cut:
            break
        if pages == 2:  # a change between pages is neither lost nor wrong
            maria.put(path + "late.ics", event("late@x"))
    assert seen == names | {"late.ics"} and pages >= 5


def test_a_first_sync_tells_of_each_what_one_with_a_limit_does(maria):
    path = maria.make_calendar("sync-first")
    for name in "cab":
        maria.put(f"{path}{name}.ics", event(f"{name}@x"))
    maria.delete(path + "a.ics")

    def told(answer):
        assert changes(answer) == ({"b.ics", "c.ics"}, set(), False)
        texts = {href: re.findall(">([^<>]*)<",
                                  ElementTree.tostring(response, "unicode"))
                 for href, response in answer.responses.items()}
        return token_of(answer), texts

    for props in ("<D:getetag/>",
                  "<D:getetag/><D:getcontenttype/><D:displayname/>",
                  "<D:getcontentlength/><C:calendar-data/>"):
        assert (told(maria.sync(path, props=props)) ==
                told(maria.sync(path, limit=100, props=props)))


def test_foreign_old_and_broken_tokens_are_403_with_their_precondition(maria):
    path = maria.make_calendar("sync-bad")
    other = maria.make_calendar("sync-other")
    stranger = token_of(maria.sync(other))
    good = token_of(maria.sync(path))
    future = re.sub(r"\d+$", "99999999", good)
    for token in ("nonsense", "http://example.org/1", stranger, future,
                  good + "x", good.replace("sync", "snyc")):
        answer = maria.sync(path, token)
        assert answer.status == 403, token
        assert "valid-sync-token" in answer.error
    maria.delete(path)
    maria.make_calendar("sync-bad")
    assert maria.sync(path, good).status == 403


def test_a_missing_sync_level_and_depth_0_mean_one(maria):
    path = maria.make_calendar("sync-level")
    maria.put(path + "a.ics", event("lvl@x"))
    inner = "<D:sync-token/><D:prop><D:getetag/></D:prop>"
    for depth in ("0", "1"):
        answer = maria.report(path, "D:sync-collection", inner, depth)
        assert changes(answer)[0] == {"a.ics"}


def test_the_home_syncs_whole_with_infinite(maria):
    inner = ("<D:sync-token>%s</D:sync-token><D:sync-level>infinite"
             "</D:sync-level><D:prop><D:getetag/></D:prop>")
    path = maria.make_calendar("sync-home")
    maria.put(path + "a.ics", event("home-a@x"))
    first = maria.report(maria.home, "D:sync-collection", inner % "")
    assert path + "a.ics" in first.responses
    maria.put(path + "b.ics", event("home-b@x"))
    second = maria.report(maria.home, "D:sync-collection",
                          inner % token_of(first))
    assert path + "b.ics" in second.responses
    assert path + "a.ics" not in second.responses
    third = maria.report(maria.home, "D:sync-collection",
                         inner % token_of(second))
    assert not third.responses


def test_concurrent_writers_never_hide_a_change_from_a_reader(maria):
    path = maria.make_calendar("sync-race")
    server = maria.server
    seen, token = set(), ""

    def write(i):
        assert server.person("maria").put(
            f"{path}{i}.ics", event(f"race{i}@x")).status == 201

    with concurrent.futures.ThreadPoolExecutor(8) as pool:
        jobs = [pool.submit(write, i) for i in range(120)]
        while True:
            finished = all(job.done() for job in jobs)
            answer = maria.sync(path, token)
            changed, _, _ = changes(answer)
            seen |= changed
            token = token_of(answer)
            if finished:
                break
        for job in jobs:
            job.result()
    assert seen == {f"{i}.ics" for i in range(120)}


def test_ctag_changes_with_every_change_and_only_then(maria):
    path = maria.make_calendar("sync-ctag")

    def ctag():
        return maria.propfind(path, "CS:getctag").prop(
            path, "CS:getctag").text

    before = ctag()
    maria.put(path + "a.ics", event("ctag@x"))
    after = ctag()
    assert before != after
    maria.get(path + "a.ics")
    assert ctag() == after
    maria.delete(path + "a.ics")
    assert ctag() != after


INFINITE = ("<D:sync-token>%s</D:sync-token><D:sync-level>infinite"
            "</D:sync-level>%s<D:prop><D:getetag/></D:prop>")


def home_sync(maria, token="", limit=None, level="infinite"):
    """Hrefs told of, hrefs gone, whether there is more, and the token."""
    inner = INFINITE.replace("infinite", level) % (
        token, f"<D:limit><D:nresults>{limit}</D:nresults></D:limit>"
        if limit else "")
    answer = maria.report(maria.home, "D:sync-collection", inner)
    assert answer.status == 207, answer.text
    told, gone, more = set(), set(), False
    for href, response in answer.responses.items():
        status = response.findtext("D:status", namespaces=NS) or ""
        if href == maria.home:
            more = "507" in status
        elif "404" in status:
            gone.add(href)
        else:
            told.add(href)
    if limit:
        assert len(told) + len(gone) <= limit
    return told, gone, more, token_of(answer)


@pytest.mark.parametrize("level", ["1", "infinite"])
def test_a_calendar_moved_or_deleted_is_a_change_of_the_home(maria, level):
    old = maria.make_calendar(f"old {level}")
    doomed = maria.make_calendar(f"doomed:{level}")
    for path in (old, doomed):
        assert maria.put(path + "a.ics", event("a@x")).status == 201
    token = home_sync(maria, level=level)[3]
    new = maria.home + f"new-{level}/"
    assert maria.ask("MOVE", old, Destination=new).status == 201
    assert maria.delete(doomed).status == 204
    told, gone, more, token = home_sync(maria, token, level=level)
    deep = {new + "a.ics"} if level == "infinite" else set()
    assert told == {new} | deep
    assert gone == {old.replace(" ", "%20"), doomed}
    assert home_sync(maria, token, level=level)[:3] == (set(), set(), False)


def test_an_address_that_is_taken_again_is_not_told_as_gone(maria):
    first = maria.make_calendar("taken-1")
    second = maria.make_calendar("taken-2")
    token = home_sync(maria)[3]
    assert maria.delete(first).status == 204
    assert maria.ask("MOVE", second, Destination=first).status == 201
    told, gone, _, token = home_sync(maria, token)
    assert (told, gone) == ({first}, {second})
    assert maria.delete(first).status == 204
    maria.make_calendar("taken-1")
    assert home_sync(maria, token)[:2] == ({first}, set())


@pytest.mark.parametrize("limit", [1, 2, 3])
def test_the_home_is_told_page_by_page_with_nothing_lost(maria, limit):
    names = [f"page{limit}-{i}" for i in range(3)]
    paths = [maria.make_calendar(name) for name in names]
    start = home_sync(maria)[3]
    assert maria.delete(paths[0]).status == 204
    moved = maria.home + f"page{limit}-moved/"
    for i in range(3):
        assert maria.put(f"{paths[1]}{i}.ics", event(f"{i}@x")).status == 201
    assert maria.ask("MOVE", paths[1], Destination=moved).status == 201
    assert maria.put(paths[2] + "a.ics", event("a@x")).status == 201
    told, gone, pages, token, more = [], [], 0, start, True
    while more:
        some, without, more, token = home_sync(maria, token, limit)
        told += some
        gone += without
        pages += 1
        assert pages < 20
    assert sorted(told) == sorted([moved, moved + "0.ics", moved + "1.ics",
                                   moved + "2.ics", paths[2],
                                   paths[2] + "a.ics"])
    assert sorted(gone) == sorted(paths[:2])
    assert home_sync(maria, token)[:2] == (set(), set())


def test_tokens_of_a_home_and_of_a_calendar_are_not_each_others(maria):
    path = maria.make_calendar("not-each-others")
    home, own = home_sync(maria)[3], token_of(maria.sync(path))
    assert maria.sync(path, home).status == 403
    answer = maria.report(maria.home, "D:sync-collection", INFINITE % (own, ""))
    assert answer.status == 403
    for token in (home + ":", home + ":x", home + ":x:1", home + ":x:1:",
                  home.replace("+", ""), "urn:daybook:sync:homes:x:1"):
        answer = maria.report(maria.home, "D:sync-collection",
                              INFINITE % (token, ""))
        assert answer.status in (403, 207)
