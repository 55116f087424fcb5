"""RFC 4918: whom and what a lock holds."""

from ground import must
from daybook import NS, event, xml

RFC = "4918"
PERSON = "/dav/principals/groups/admin/"


@must(RFC, "6.1", "What leaves a collection with a deep lock is locked no more.")
def locks_stay_behind(ground):
    path, other = ground.file("a"), ground.sub("other/")
    sub = ground.sub()
    inner = ground.file("sub/b")
    token = ground.token(sub, depth="infinity")
    assert ground.copy("MOVE", inner, other + "b",
                       If=f"<{sub}> ({token})").status == 201
    assert ground.locks(other + "b") == []
    assert ground.status("PUT", other + "b", "x") == 204
    assert ground.copy("MOVE", path, sub + "a",
                       If=f"<{sub}> ({token})").status == 201
    assert ground.locks(sub + "a") == [token.strip("<>")]


@must(RFC, "6.4", "A token does for who took the lock, and for nobody else.")
def tokens_are_their_takers(ground):
    calendar = ground.maria.make_calendar(f"taken-{next(ground.counter)}")
    assert ground.maria.put(calendar + "a.ics", event("a@x")).status == 201
    assert ground.ask("ACL", calendar, xml(
        "D:acl", f"<D:ace><D:principal><D:href>{PERSON}</D:href></D:principal>"
        "<D:grant><D:privilege><D:read/></D:privilege><D:privilege><D:write/>"
        "</D:privilege></D:grant></D:ace>")).status == 200
    admin = ground.server.person("admin")
    token = ground.token(calendar + "a.ics")
    body = event("a@x", summary="Other")
    assert admin.put(calendar + "a.ics", body,
                     If=f"({token})").status == 423
    assert ground.maria.put(calendar + "a.ics", body,
                            If=f"({token})").status == 204


@must(RFC, "6.6", "A refresh starts the time of a lock anew.")
def refresh_starts_anew(ground):
    path = ground.file()
    token = ground.lock(path, Timeout="Second-100").headers["Lock-Token"]
    answer = ground.ask("LOCK", path, If=f"({token})", Timeout="Second-500")
    assert answer.status == 200
    told = ground.prop(path, "D:lockdiscovery").findtext(".//D:timeout",
                                                         namespaces=NS)
    assert 400 < int(told.removeprefix("Second-")) <= 500


@must(RFC, "7.7", "A LOCK without a body takes no lock.")
def no_body_takes_none(ground):
    path = ground.file()
    for headers in ({}, {"If": "(<urn:uuid:none>)"}):
        assert ground.status("LOCK", path, **headers) in (400, 412)
    assert ground.locks(path) == []
    assert ground.status("LOCK", ground.folder + "none") == 400
    assert ground.status("GET", ground.folder + "none") == 404


@must(RFC, "9.6", "Locks of what is deleted end with it.")
def deleted_locks_end(ground):
    sub = ground.sub()
    token = ground.token(sub, depth="infinity")
    assert ground.status("DELETE", sub, If=f"({token})") == 204
    assert ground.status("MKCOL", sub) == 201
    assert ground.locks(sub) == [] and ground.status("PUT", sub + "a", "x"
                                                     ) == 201


@must(RFC, "9.10.1", "What is said about a lock's owner is kept as it is.")
def owners_are_kept(ground):
    path = ground.file()
    owner = ('<D:owner><x:who xmlns:x="urn:x" id="7">Mar<b xmlns="urn:y"/>ia'
             "</x:who></D:owner>")
    answer = ground.ask("LOCK", path, xml(
        "D:lockinfo", "<D:lockscope><D:exclusive/></D:lockscope><D:locktype>"
        "<D:write/></D:locktype>" + owner), Depth="0")
    assert answer.status == 200
    told = ground.prop(path, "D:lockdiscovery").find(".//D:owner/{urn:x}who",
                                                     NS)
    assert told.get("id") == "7" and told.text == "Mar"
    assert told.find("{urn:y}b").tail == "ia"


@must(RFC, "9.10.4", "An empty resource that a lock made is no collection, and "
      "is listed.")
def empty_resources(ground):
    path = ground.folder + "empty"
    assert ground.lock(path).status == 201
    assert len(ground.prop(path, "D:resourcetype")) == 0
    answer = ground.ask("GET", path)
    assert answer.status in (200, 204)
    assert answer.headers.get("Content-Length", "0") == "0"
    assert path in ground.maria.propfind(ground.folder, "", "1").responses


@must(RFC, "9.10.5", "Whoever holds an exclusive lock takes no other there.")
def no_second_lock(ground):
    path = ground.file()
    token = ground.token(path)
    for scope in ("exclusive", "shared"):
        answer = ground.lock(path, scope, If=f"({token})")
        assert answer.status == 423 and "no-conflicting-lock" in answer.error


@must(RFC, "15.8", "lockdiscovery and supportedlock are on all that is locked or "
      "can be, and empty where nothing is.")
def lock_properties_are_there(ground):
    for path in (ground.home + "sessions/", ground.calendar, ground.folder, ground.file()):
        assert len(ground.prop(path, "D:lockdiscovery")) == 0
        assert ground.prop(path, "D:supportedlock") is not None
