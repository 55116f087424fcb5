"""RFC 4918's locks and its If header."""

from ground import DEAD, must
from daybook import NS, event

RFC = "4918"


@must(RFC, "6.1", "An exclusive lock is alone; shared ones stand together.")
def scopes_conflict(ground):
    path = ground.file()
    ground.token(path, "shared")
    ground.token(path, "shared")
    answer = ground.lock(path, "exclusive")
    assert answer.status == 423 and "no-conflicting-lock" in answer.error
    other = ground.file("b")
    ground.token(other, "exclusive")
    assert ground.lock(other, "shared").status == 423


@must(RFC, "6.1", "A lock whose root is no more is gone with it.")
def locks_end_with_their_root(ground):
    for method in ("DELETE", "MOVE"):
        path = ground.file(method)
        token = ground.token(path)
        assert ground.status(method, path, If=f"({token})",
                             Destination=path + "2") in (201, 204)
        assert ground.status("PUT", path, "new") == 201
        assert ground.locks(path) == []


@must(RFC, "6.2", "Each of several shared locks lets its holder write.")
def one_of_shared_is_enough(ground):
    path = ground.file()
    for token in (ground.token(path, "shared"), ground.token(path, "shared")):
        assert ground.status("PUT", path, "x", If=f"({token})") == 204


@must(RFC, "6.5", "Tokens are URIs, and no two are the same.")
def tokens_are_unique(ground):
    path = ground.file()
    tokens = {ground.token(path, "shared") for _ in range(5)}
    assert len(tokens) == 5
    assert all(t.startswith("<urn:uuid:") for t in tokens)


@must(RFC, "6.6", "A lock has a time-out, told in lockdiscovery.")
def locks_have_a_time(ground):
    path = ground.file()
    ground.token(path)
    told = ground.prop(path, "D:lockdiscovery").findtext(".//D:timeout",
                                                         namespaces=NS)
    assert 0 < int(told.removeprefix("Second-")) <= 600


@must(RFC, "6.8", "lockdiscovery tells who has locked: owner, scope, type, "
      "depth, token and root.")
def locks_are_discovered(ground):
    path = ground.file()
    token = ground.token(path, "shared")
    lock = ground.prop(path, "D:lockdiscovery").find("D:activelock", NS)
    assert lock.find("D:locktype/D:write", NS) is not None
    assert lock.find("D:lockscope/D:shared", NS) is not None
    for name, value in (("depth", "0"), ("owner", "Maria"),
                        ("locktoken/D:href", token.strip("<>")),
                        ("lockroot/D:href", path)):
        assert lock.findtext("D:" + name, namespaces=NS) == value, name


@must(RFC, "6.7", "supportedlock tells what can be had.")
def locks_are_offered(ground):
    entries = ground.prop(ground.file(), "D:supportedlock")
    assert [e.find("D:lockscope", NS)[0].tag for e in entries] == [
        "{DAV:}exclusive", "{DAV:}shared"]


@must(RFC, "7", "PUT, PROPPATCH, DELETE, MOVE and a LOCK that conflicts are "
      "423 without the token, and change nothing.")
def locked_is_locked(ground):
    path = ground.file()
    token = ground.token(path)
    assert ground.set(path, DEAD.format(1)).status == 423
    assert ground.copy("MOVE", path, ground.folder + "b").status == 423
    assert ground.lock(path).status == 423
    for method, body in (("PUT", "x"), ("DELETE", None)):
        answer = ground.ask(method, path, body)
        assert answer.status == 423
        assert "lock-token-submitted" in answer.error
        assert path in answer.text
    assert ground.ask("GET", path).text == "text"
    assert ground.status("PUT", path, "x", If=f"({token})") == 204


@must(RFC, "7", "A lock holds nobody from reading.")
def locks_let_read(ground):
    path = ground.file()
    ground.token(path)
    assert ground.ask("GET", path).status == 200
    assert ground.maria.propfind(path).status == 207
    assert ground.copy("COPY", path, ground.folder + "b").status == 201


@must(RFC, "7.1", "A write lock holds the dead properties, too.")
def locks_hold_properties(ground):
    path = ground.file()
    token = ground.token(path)
    assert ground.set(path, DEAD.format(1)).status == 423
    assert ground.set(path, DEAD.format(1), If=f"({token})").status == 207


@must(RFC, "7.3", "A lock where nothing is makes an empty resource: it is read, "
      "listed and locked.")
def unmapped_urls_are_made(ground):
    path = ground.folder + "new"
    answer = ground.lock(path)
    assert answer.status == 201
    got = ground.ask("GET", path)
    assert got.status == 200 and got.bytes == b""
    assert path in ground.maria.propfind(ground.folder, depth="1").responses
    assert ground.locks(path) == [answer.headers["Lock-Token"].strip("<>")]
    assert ground.prop(path, "D:supportedlock") is not None


@must(RFC, "7.3", "The empty resource takes content by PUT and is made no "
      "collection.")
def empty_ones_are_files(ground):
    path = ground.folder + "new"
    token = ground.token(path)
    assert ground.status("MKCOL", path, If=f"({token})") == 405
    assert ground.status("PUT", path, "x") == 423
    assert ground.status("PUT", path, "x", If=f"({token})") == 204


@must(RFC, "7.3", "The empty resource does not go with its lock.")
def empty_ones_stay(ground):
    path = ground.folder + "new"
    assert ground.unlock(path, ground.token(path)) == 204
    assert ground.status("GET", path) == 200


@must(RFC, "7.3", "In a calendar, too; PUT makes an event of it.")
def empty_ones_in_calendars(ground):
    path = ground.calendar + "locked.ics"
    token = ground.token(path)
    assert ground.maria.put(path, event("locked"), If=f"({token})").status == 204
    assert ground.unlock(path, token) == 204


@must(RFC, "7.4", "A lock on a collection, of either depth, holds who adds to "
      "it and takes from it.")
def collections_hold_members(ground):
    for depth in ("0", "infinity"):
        sub = ground.sub(depth + "/")
        ground.file(depth + "/a")
        token = ground.token(sub, depth=depth)
        for method, name in (("PUT", "b"), ("MKCOL", "c/"), ("DELETE", "a"),
                             ("LOCK", "d")):
            if method == "LOCK":
                assert ground.lock(sub + name).status == 423
            else:
                assert ground.status(method, sub + name) == 423, method
        assert ground.copy("MOVE", sub + "a", ground.folder + "x").status == 423
        outside = ground.file("out-" + depth)
        assert ground.copy("COPY", outside, sub + "b").status == 423
        assert ground.status("PUT", sub + "b", "x",
                             If=f"<{sub}> ({token})") == 201


@must(RFC, "7.4", "A lock of depth 0 leaves the content of members free.")
def depth_0_is_the_collection(ground):
    path = ground.file()
    ground.token(ground.folder)
    assert ground.status("PUT", path, "x") == 204
    assert ground.set(path, DEAD.format(1)).status == 207


@must(RFC, "7.4", "A lock of depth infinity holds all below, also what comes "
      "later, and is told there.")
def deep_locks_hold_all(ground):
    sub = ground.sub()
    token = ground.token(ground.folder, depth="infinity")
    uri = token.strip("<>")
    path = sub + "late"
    assert ground.status("PUT", path, "x", If=f"<{sub}> ({token})") == 201
    assert ground.locks(path) == [uri]
    assert ground.status("PUT", path, "y") == 423
    assert ground.status("PUT", path, "y", If=f"({token})") == 204


@must(RFC, "7.4", "A deep lock and a lock below it conflict in either order.")
def deep_locks_conflict(ground):
    path = ground.file()
    token = ground.token(path)
    assert ground.lock(ground.folder, depth="infinity").status == 207
    assert ground.unlock(path, token) == 204
    ground.token(ground.folder, depth="infinity")
    assert ground.lock(path).status == 423


@must(RFC, "7.5", "A token that is not of the lock is not enough.")
def tokens_are_checked(ground):
    path, other = ground.file(), ground.file("b")
    ground.token(path)
    wrong = ground.token(other)
    assert ground.status("PUT", path, "x",
                         If=f"({wrong}) (Not <DAV:no-lock>)") == 423


@must(RFC, "7.6", "COPY copies no lock.")
def copies_are_free(ground):
    path, to = ground.file(), ground.folder + "b"
    ground.token(path)
    assert ground.copy("COPY", path, to).status == 201
    assert ground.locks(to) == []


@must(RFC, "7.6", "MOVE moves no lock.")
def moves_are_free(ground):
    path, to = ground.file(), ground.folder + "b"
    token = ground.token(path)
    assert ground.copy("MOVE", path, to, If=f"({token})").status == 201
    assert ground.locks(to) == []
    sub = ground.sub()
    token = ground.token(sub, depth="infinity")
    to = ground.folder + "moved/"
    assert ground.copy("MOVE", sub, to, If=f"({token})").status == 201
    assert ground.locks(to) == []


@must(RFC, "7.6", "What is moved to where a lock is comes under it; both "
      "tokens are needed.")
def moves_come_under_locks(ground):
    path, sub = ground.file(), ground.sub()
    own = ground.token(path)
    deep = ground.token(sub, depth="infinity")
    to = sub + "b"
    assert ground.copy("MOVE", path, to, If=f"({own})").status == 423
    both = f"<{path}> ({own}) <{sub}> ({deep})"
    assert ground.copy("MOVE", path, to, If=both).status == 201
    assert ground.locks(to) == [deep.strip("<>")]


@must(RFC, "9.6.1", "A collection with something locked in it is not deleted, "
      "and nothing of it is.")
def locked_members_stay(ground):
    sub = ground.sub()
    path = ground.file("sub/b")
    ground.file("sub/c")
    ground.token(path)
    answer = ground.ask("DELETE", ground.folder)
    assert answer.status == 423 and path in answer.text
    assert ground.status("GET", sub + "c") == 200


@must(RFC, "9.10.1", "LOCK answers with its token in a Lock-Token header and "
      "with lockdiscovery in the body.")
def locks_are_told(ground):
    answer = ground.lock(ground.file())
    assert answer.status == 200
    assert answer.xml.tag == "{DAV:}prop"
    token = answer.xml.findtext(".//D:locktoken/D:href", namespaces=NS)
    assert answer.headers["Lock-Token"] == f"<{token}>"


@must(RFC, "9.10.2", "A LOCK without a body refreshes the lock that the If "
      "header names; no new token is told.")
def locks_are_refreshed(ground):
    path = ground.file()
    token = ground.token(path)
    answer = ground.ask("LOCK", path, If=f"({token})", Timeout="Second-900")
    assert answer.status == 200 and "Lock-Token" not in answer.headers
    assert "Second-900" in answer.text
    assert ground.locks(path) == [token.strip("<>")]


@must(RFC, "9.10.2", "A deep lock is refreshed at any address in it; Depth is "
      "passed over.")
def locks_are_refreshed_below(ground):
    path = ground.file()
    token = ground.token(ground.folder, depth="infinity")
    answer = ground.ask("LOCK", path, If=f"({token})", Depth="0")
    assert answer.status == 200
    assert answer.xml.findtext(".//D:depth", namespaces=NS) == "infinity"


@must(RFC, "9.10.3", "Depth is 0 or infinity; without it, infinity.")
def lock_depths(ground):
    assert ground.lock(ground.folder, depth="1").status == 400
    answer = ground.ask("LOCK", ground.folder,
                        '<D:lockinfo xmlns:D="DAV:"><D:lockscope><D:shared/>'
                        "</D:lockscope><D:locktype><D:write/></D:locktype>"
                        "</D:lockinfo>")
    assert answer.xml.findtext(".//D:depth", namespaces=NS) == "infinity"


@must(RFC, "9.10.3", "A deep lock is had whole or not at all: what is in its "
      "way is told in a 207, with 424 for the address asked.")
def deep_locks_are_whole(ground):
    path = ground.file()
    ground.token(path)
    answer = ground.lock(ground.folder, depth="infinity")
    told = {href: r.findtext("D:status", namespaces=NS).split()[1]
            for href, r in answer.responses.items()}
    assert answer.status == 207
    assert told == {path: "423", ground.folder: "424"}
    assert ground.locks(ground.folder) == []


@must(RFC, "9.10.6", "A lock whose parent is not there is 409.")
def locks_need_a_parent(ground):
    assert ground.lock(ground.folder + "none/a").status == 409


@must(RFC, "9.10.6", "A refresh of a lock that is not there is 412.")
def refreshed_locks_are_there(ground):
    path, other = ground.file(), ground.file("b")
    token = ground.token(other)
    answer = ground.ask("LOCK", path, If=f"({token}) (Not <DAV:no-lock>)")
    assert answer.status == 412
    assert "lock-token-matches-request-uri" in answer.error


@must(RFC, "9.11", "UNLOCK takes the lock from all that it is on.")
def unlock_frees_all(ground):
    path = ground.file()
    token = ground.token(ground.folder, depth="infinity")
    assert ground.unlock(path, token) == 204
    assert ground.locks(ground.folder) == []
    assert ground.status("PUT", path, "x") == 204


@must(RFC, "9.11.1", "UNLOCK without a token is 400; with one that is not of "
      "the resource 409.")
def unlock_is_checked(ground):
    path, other = ground.file(), ground.file("b")
    token = ground.token(other)
    assert ground.status("UNLOCK", path) == 400
    answer = ground.ask("UNLOCK", path, Lock_Token=token)
    assert answer.status == 409
    assert "lock-token-matches-request-uri" in answer.error


@must(RFC, "10.4.1", "A request whose If header does not hold is 412.")
def if_must_hold(ground):
    path = ground.file()
    for method in ("PUT", "DELETE", "GET", "PROPPATCH", "COPY", "MOVE",
                   "LOCK", "UNLOCK"):
        body = None
        if method == "PROPPATCH":
            body = ('<D:propertyupdate xmlns:D="DAV:"><D:set><D:prop>'
                    '<p xmlns="urn:x"/></D:prop></D:set></D:propertyupdate>')
        if method == "LOCK":
            body = ('<D:lockinfo xmlns:D="DAV:"><D:lockscope><D:shared/>'
                    "</D:lockscope><D:locktype><D:write/></D:locktype>"
                    "</D:lockinfo>")
        assert ground.status(method, path, body, If="(<urn:none>)",
                             Lock_Token="<urn:none>",
                             Destination=path + "2") == 412, method
    assert ground.ask("GET", path).text == "text"


@must(RFC, "10.4.3", "A list holds when all in it do, the header when one of "
      "its lists does.")
def lists_are_evaluated(ground):
    path = ground.file()
    etag = ground.ask("GET", path).headers["ETag"]
    for value, status in ((f"([{etag}])", 200), ('(["x"])', 412),
                          (f'([{etag}] ["x"])', 412),
                          (f'(["x"]) ([{etag}])', 200)):
        assert ground.status("GET", path, If=value) == status, value


@must(RFC, "10.4.4", "An address where nothing is has no state.")
def nothing_has_no_state(ground):
    path = ground.folder + "none"
    token = ground.token(ground.folder, depth="infinity")
    assert ground.status("PUT", path, "x", If=f"({token})") == 412
    assert ground.status("PUT", path, "x", If=f"(Not {token})") == 201


@must(RFC, "10.4.7", "Not turns the result of its condition.")
def not_turns(ground):
    path = ground.file()
    token = ground.token(path)
    assert ground.status("GET", path, If=f"(Not {token})") == 412
    assert ground.status("GET", path, If="(Not <urn:none>)") == 200


@must(RFC, "10.4.8", "DAV:no-lock is never the token of a lock.")
def no_lock_is_none(ground):
    path = ground.file()
    assert ground.status("GET", path, If="(<DAV:no-lock>)") == 412
    token = ground.token(path)
    assert ground.status("PUT", path, "x",
                         If=f"(<urn:none> {token}) (Not <DAV:no-lock>)") == 204


@must(RFC, "10.4.9", "A tagged list is about the resource of its tag.")
def tags_name_resources(ground):
    path, other = ground.file(), ground.file("b")
    token = ground.token(other)
    for value, status in ((f"<{other}> ({token})", 200),
                          (f"<{ground.server.url}{other}> ({token})", 200),
                          (f"<{path}> ({token})", 412)):
        assert ground.status("GET", path, If=value) == status, value


@must(RFC, "10.5", "Tokens stand in angle brackets in Lock-Token.")
def lock_token_is_coded(ground):
    path = ground.file()
    token = ground.token(path)
    assert ground.status("UNLOCK", path, Lock_Token=token.strip("<>")) == 400
    assert ground.unlock(path, token) == 204


@must(RFC, "10.7", "Timeout's wishes are bounded, and the first that is "
      "understood holds.")
def timeouts_are_bounded(ground):
    path = ground.file()
    for wish, seconds in (("Infinite", 86400), ("Second-4100000000", 86400),
                          ("Extend, Second-7", 7)):
        answer = ground.lock(path, "shared", Timeout=wish)
        assert answer.xml.findtext(
            ".//D:timeout", namespaces=NS) == f"Second-{seconds}"


@must(RFC, "18.2", "Class 2 is said where locks are taken, and only there.")
def class_2_is_true(ground):
    for path, locks in ((ground.folder, True), (ground.calendar, True),
                        (ground.home + "sessions/", False)):
        answer = ground.ask("OPTIONS", path)
        assert ("2" in answer.headers["DAV"].split(", ")) == locks
        assert ("LOCK" in answer.headers["Allow"].split(", ")) == locks
        assert len(ground.prop(path, "D:supportedlock")) == (2 if locks else 0)
        answer = ground.lock(path)
        assert answer.status == (200 if locks else 403)
        if locks:
            assert ground.unlock(path, answer.headers["Lock-Token"]) == 204
