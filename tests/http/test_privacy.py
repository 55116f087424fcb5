"""Nobody is answered what is not theirs (rules S4, K31, R14): a walk through
every method, report and route as everyone, with each byte of each answer
searched."""

import json
import random
import re

import pytest

from api import api
from conftest import Person, Server
from privacy import CLIENTS, PRACTITIONERS, SEED, Practice, Walk, as_seen

ROUNDS = 12
VIEWERS = ("c1", "c2", "maria", "tom", "lena", "stan", "nobody")
LINES = """SUMMARY DESCRIPTION LOCATION CATEGORIES STATUS COMMENT ATTENDEE
    ORGANIZER CONTACT UID URL COLOR X-MINE SEQUENCE LAST-MODIFIED
    X-PRACTICE-STATUS X-PRACTICE-STATUS-LABEL X-PRACTICE-STATUS-MAP
    X-PRACTICE-CLIENTS X-PRACTICE-SERVICE X-PRACTICE-CONFLICT
    X-PRACTICE-CHARGE X-PRACTICE-WAGE X-PRACTICE-REASON X-PRACTICE-SCHEDULE
    X-PRACTICE-REVISION X-PRACTICE-SAVED-AT X-PRACTICE-PRIVATE-NOTE""".split()
OFFICE_ONLY = {"X-PRACTICE-CHARGE", "X-PRACTICE-WAGE", "X-PRACTICE-REASON"}
TEAM_ONLY = OFFICE_ONLY | {
    "X-PRACTICE-CLIENTS", "X-PRACTICE-SERVICE", "X-PRACTICE-CONFLICT",
    "X-PRACTICE-SCHEDULE", "X-PRACTICE-REVISION", "X-PRACTICE-SAVED-AT",
    "X-PRACTICE-PRIVATE-NOTE"}


@pytest.fixture(scope="module")
def practice(tmp_path_factory):
    print(f"DAYBOOK_SEED={SEED}")
    made = Server(tmp_path_factory.mktemp("privacy") / "data")
    yield Practice(made, random.Random(SEED))
    assert made.stop() == 0, made.log_text()


# WebDAV


def propfind(walk):
    kind = walk.rng.choice(["<D:allprop/>", "<D:propname/>",
                            f"<D:prop>{walk.props()}</D:prop>",
                            f"<D:allprop/><D:include>{walk.props()}"
                            "</D:include>"])
    walk.xml("PROPFIND", walk.place(), "D:propfind", kind,
             walk.rng.choice("001"))


def propfind_of_others(walk):
    kind = walk.rng.choice(["/dav/principals/{}/", "/dav/calendars/{}/",
                            "/dav/calendars/{}/sessions/",
                            "/dav/calendars/{}/calendar/"])
    who = [w for w in CLIENTS if w != walk.viewer]
    if "principals" not in kind or walk.viewer in CLIENTS:
        who += [w for w in PRACTITIONERS if w != walk.viewer]
    if walk.viewer == "stan" and "principals" in kind:
        return
    inner = f"<D:prop>{walk.props()}</D:prop>"
    walk.same(lambda word: walk.xml("PROPFIND", kind.format(word),
                                    "D:propfind", inner, "1"),
              walk.practice.logins[walk.rng.choice(who)],
              walk.markers.decoy().lower())


def text_match(walk, word):
    negate = walk.rng.choice(["", ' negate-condition="yes"'])
    collation = walk.rng.choice(
        ["", ' collation="i;octet"', ' collation="i;ascii-casemap"',
         ' collation="i;unicode-casemap"'])
    return f"<C:text-match{collation}{negate}>{word}</C:text-match>"


def query(walk, test, data="<D:getetag/><C:calendar-data/>"):
    component = walk.rng.choice(["VEVENT", "VEVENT", "VTODO"])
    return lambda word: walk.xml(
        "REPORT", walk.cal, "C:calendar-query",
        f"<D:prop>{data}</D:prop><C:filter>"
        f'<C:comp-filter name="VCALENDAR"><C:comp-filter name="{component}">'
        f"{test(word)}</C:comp-filter></C:comp-filter></C:filter>", "1")


def query_of_text(walk):
    """A word that is not theirs to know matches as one that is nobody's."""
    walk.cal = walk.calendar()
    secret = walk.rng.choice(sorted(
        key for key, seers in walk.markers.seers.items()
        if walk.viewer not in seers))
    name = walk.rng.choice(LINES)
    state = walk.rng.getstate()

    def test(word):
        walk.rng.setstate(state)
        return (f'<C:prop-filter name="{name}">{text_match(walk, word)}'
                "</C:prop-filter>")
    walk.same(query(walk, test), secret.decode(), walk.markers.decoy())


def query_of_hidden_line(walk):
    """A property that is not served filters as one that is not there."""
    hidden = TEAM_ONLY if walk.viewer in CLIENTS else OFFICE_ONLY
    walk.cal = walk.calendar()
    word = walk.rng.choice(list(walk.practice.codes.values()))
    inner = walk.rng.choice(["<C:is-not-defined/>", "",
                             f"<C:text-match>{word}</C:text-match>",
                             '<C:text-match negate-condition="yes">0'
                             "</C:text-match>",
                             '<C:param-filter name="X"/>'])
    walk.same(query(walk, lambda name: f'<C:prop-filter name="{name}">{inner}'
                                       "</C:prop-filter>"),
              walk.rng.choice(sorted(hidden)), "X-PRACTICE-NOTHING")


def query_of_alarms_and_times(walk):
    walk.cal = walk.calendar()
    inner = walk.rng.choice([
        '<C:comp-filter name="VALARM"/>',
        '<C:comp-filter name="VALARM"><C:is-not-defined/></C:comp-filter>',
        '<C:time-range start="20260601T000000Z"/>',
        '<C:time-range start="20260602T000000Z" end="20260603T000000Z"/>'])
    data = walk.rng.choice([
        "<C:calendar-data/>", walk.props(),
        '<C:calendar-data content-type="application/calendar+json"/>',
        '<C:calendar-data><C:expand start="20260601T000000Z" '
        'end="20260701T000000Z"/></C:calendar-data>'])
    query(walk, lambda _: inner, data)("")


def multiget_of_others(walk):
    """The same name in one's own calendars, and others' addresses."""
    key = walk.rng.choice(walk.foreign)
    uid = walk.practice.sessions[key]["uid"]
    cal = walk.calendar()
    owner = walk.practice.logins[walk.rng.choice(CLIENTS + ["tom", "maria"])]
    if owner == walk.person.login or walk.viewer == "stan":
        owner = "nobody-at-all"
    paths = [cal, f"/dav/calendars/{owner}/sessions/",
             f"{walk.person.home}sessions/", f"{walk.person.home}to-save/"]
    if walk.viewer == "stan":
        return
    walk.same(lambda word: walk.xml(
        "REPORT", cal, "C:calendar-multiget",
        f"<D:prop>{'<C:calendar-data/><D:getetag/>'}<B:clients/></D:prop>" +
        "".join(f"<D:href>{path}{word}{end}.ics</D:href>"
                for path in paths for end in ("", "-save")), "1"),
        uid, "0123456789abcdef")


def synchronise(walk):
    cal = walk.rng.choice([walk.calendar(), walk.place()])
    token = walk.rng.choice(["", *walk.tokens.get(cal, [])])
    limit = walk.rng.choice(["", "<D:limit><D:nresults>3</D:nresults>"
                                 "</D:limit>"])
    level = walk.rng.choice(["1", "1", "infinite"])
    answer = walk.xml(
        "REPORT", cal, "D:sync-collection",
        f"<D:sync-token>{token}</D:sync-token><D:sync-level>{level}"
        f"</D:sync-level>{limit}<D:prop>{walk.props()}</D:prop>")
    found = re.search(r"sync-token>([^<]+)</", answer.text)
    if answer.status == 207 and found:
        walk.tokens.setdefault(cal, []).append(found[1])
        for other in walk.homes():  # one of another collection is refused
            if other != cal and walk.rng.random() < 0.1:
                walk.tokens.setdefault(other, []).append(found[1])


def free_busy(walk):
    walk.xml("REPORT", walk.calendar(), "C:free-busy-query",
             '<C:time-range start="20260601T000000Z" '
             'end="20260701T000000Z"/>', "1")


def expand_property(walk):
    names = walk.rng.sample(
        ["principal-collection-set", "owner", "current-user-principal",
         "calendar-home-set", "acl", "group-member-set", "principal-URL",
         "alternate-URI-set"], 3)
    inner = "".join(f'<D:property name="{n}"/>' for n in (
        "displayname", "email-address-set", "calendar-user-address-set"))
    walk.xml("REPORT", walk.place(), "D:expand-property", "".join(
        f'<D:property name="{name}"'
        f'{" namespace=%s" % CALDAV if name == "calendar-home-set" else ""}'
        f">{inner}</D:property>" for name in names))


CALDAV = '"urn:ietf:params:xml:ns:caldav"'


def principal_search(walk):
    """Names that are not theirs to know find nobody."""
    secret = walk.rng.choice(sorted(
        key for key, seers in walk.markers.seers.items()
        if walk.viewer not in seers)).decode()
    field = walk.rng.choice(["D:displayname", "CS:email-address-set",
                             "C:calendar-user-address-set"])
    kind = walk.rng.choice(["contains", "equals", "starts-with"])
    test = walk.rng.choice(["", ' test="anyof"'])
    place = walk.place()
    search = lambda word: walk.xml(  # noqa: E731
        "REPORT", place, f"D:principal-property-search{test}",
        f"<D:property-search><D:prop><{field}/></D:prop>"
        f'<D:match match-type="{kind}">{word}</D:match></D:property-search>'
        "<D:prop><D:displayname/><CS:email-address-set/></D:prop>", "0")
    walk.same(search, secret, walk.markers.decoy())
    search(walk.rng.choice("aeioumz@."))


def principal_reports(walk):
    name, inner = walk.rng.choice([
        ("principal-match", "<D:self/>"),
        ("principal-match", "<D:principal-property><D:owner/>"
                            "</D:principal-property>"),
        ("acl-principal-prop-set", ""),
        ("principal-search-property-set", "")])
    if name != "principal-search-property-set":
        inner += "<D:prop><D:displayname/><CS:email-address-set/></D:prop>"
    walk.xml("REPORT", walk.place(), "D:" + name, inner, "0")


def read_others(walk):
    """By GET and HEAD: what is there is as what is not."""
    if walk.viewer == "stan":
        return
    key = walk.rng.choice(walk.foreign)
    calendar = walk.rng.choice(["sessions", "to-save", "closures"])
    owner = walk.rng.choice([w for w in CLIENTS + list(PRACTITIONERS)
                             if w != walk.viewer] + ["own"])
    home = walk.person.home if owner == "own" else \
        f"/dav/calendars/{walk.practice.logins[owner]}/"
    method = walk.rng.choice(["GET", "HEAD", "PROPFIND"])
    walk.same(lambda word: walk.ask(method, f"{home}{calendar}/{word}.ics",
                                    Accept=walk.rng.choice(
                                        ["*/*", "application/calendar+json"])),
              walk.practice.sessions[key]["uid"], "0123456789abcdef")


def read_own(walk):
    calendar = walk.calendar()
    answer = walk.ask(walk.rng.choice(["GET", "HEAD"]), calendar,
                      Accept=walk.rng.choice(
                          ["*/*", "application/calendar+json"]))
    for uid in re.findall(r"\nUID:(\S+)", answer.text)[:3]:
        walk.ask("GET", f"{calendar}{uid}.ics")


def write_others(walk):
    """Refused alike whether it is there or not."""
    uid = walk.practice.sessions[walk.rng.choice(walk.foreign)]["uid"]
    owner = walk.practice.logins[walk.rng.choice(
        [w for w in CLIENTS + list(PRACTITIONERS) if w != walk.viewer])]
    home = walk.rng.choice([walk.person.home,
                            f"/dav/calendars/{owner}/"])
    target = home + "sessions/{}.ics"
    text = ("BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:x\r\nBEGIN:VEVENT\r\n"
            "UID:{}\r\nDTSTAMP:20260601T000000Z\r\nDTSTART:20260725T140000Z"
            "\r\nDTEND:20260725T150000Z\r\nSUMMARY:x\r\nEND:VEVENT\r\n"
            "END:VCALENDAR\r\n")
    method, body, headers = walk.rng.choice([
        ("PUT", text, {"Content_Type": "text/calendar"}),
        ("PUT", text, {"Content_Type": "text/calendar", "If_Match": "*"}),
        ("DELETE", None, {}), ("DELETE", None, {"If_Match": '"x"'}),
        ("MOVE", None, {"Destination": walk.person.home + "calendar/m.ics"}),
        ("COPY", None, {"Destination": walk.person.home + "calendar/c.ics"}),
        ("PROPPATCH", '<propertyupdate xmlns="DAV:"><set><prop><status '
         'xmlns="urn:daybook">missed</status></prop></set></propertyupdate>',
         {}),
        ("LOCK", '<lockinfo xmlns="DAV:"><lockscope><exclusive/></lockscope>'
         "<locktype><write/></locktype></lockinfo>", {}),
        ("ACL", '<acl xmlns="DAV:"/>', {})])
    if method == "PUT" and walk.viewer in PRACTITIONERS and \
            home == walk.person.home and "If_Match" not in headers:
        return  # would make a session
    if walk.viewer == "stan":
        return
    walk.same(lambda word: walk.ask(
        method, target.format(word),
        body.replace("{}", word) if method == "PUT" else body, **headers),
        uid, "0123456789abcdef0123456789abcdef")


def make_calendars(walk):
    who = walk.rng.choice([w for w in CLIENTS if w != walk.viewer])
    walk.same(lambda word: walk.ask("MKCALENDAR",
                                    f"/dav/calendars/{word}/new/"),
              walk.practice.logins[who], walk.markers.decoy().lower())


def options(walk):
    walk.ask("OPTIONS", walk.rng.choice(
        ["/", "/dav/", f"/dav/calendars/{walk.practice.logins['c5']}/"]))
    walk.ask("GET", "/.well-known/caldav")
    walk.ask("POST", walk.place(), "x")


DAV = (propfind, propfind, propfind_of_others, query_of_text, query_of_text,
       query_of_hidden_line, query_of_alarms_and_times, multiget_of_others,
       synchronise, synchronise, free_busy, expand_property,
       principal_search, principal_reports, read_others, read_own,
       write_others, make_calendars, options)


@pytest.mark.parametrize("viewer", VIEWERS)
def test_calendars_answer_nobody_what_is_not_theirs(practice, viewer):
    walk = Walk(practice, viewer)
    for gesture in DAV * ROUNDS:
        gesture(walk)
    for place in walk.homes():
        walk.ask("GET", place)
        walk.ask("PROPFIND", place, Depth="1")
    walk.finish()


# JSON


@pytest.fixture(scope="module")
def routes(practice):
    """(method, path below /api) of the whole description."""
    _, told = api(practice.admin, "GET", "/openapi.json")
    return [(method.upper(), path[len("/api"):])
            for path, methods in told["paths"].items() for method in methods]


def things(walk):
    """word in a path -> (others', nobody's)."""
    practice, viewer = walk.practice, walk.viewer
    session = practice.sessions[walk.rng.choice(walk.foreign)]["id"]
    others = [who for who in ("c1", "c2", "c3") if who != viewer]
    who = walk.rng.choice([w for w in practice.ids if w != viewer])
    return {
        "/sessions/": (session, "9999"),
        "/people/": walk.rng.choice([
            (practice.ids[who], "9999"),
            (practice.logins[who], walk.markers.decoy().lower())]),
        "/invoices/": (practice.invoices[walk.rng.choice(others)], "9999"),
        "/payments/": (practice.payments[walk.rng.choice(others)], "9999"),
        "/payroll/": (practice.payroll, "9999"),
        "/schedules/": (practice.schedule, "9999"),
        "/review/": ("1", "9999"),
        "/closures/": ("9998", "9999"),
        "/completion-types/": ("9998", "9999"),
        "/services/": ("9998", "9999"),
    }


def fill(path, word):
    head, brace, rest = path.partition("{")
    if not brace:
        return path
    return head + word + re.sub(r"{\w+}", "1", rest.partition("}")[2])


BODIES = {
    "completion": {"type": "missed"}, "password": {"password": "x" * 9},
    "feeds": {}, "tokens": {"label": "x"}, "": {}}


def ask_route(walk, method, path):
    body = None
    if method not in ("GET", "DELETE"):
        body = json.dumps(BODIES.get(path.rsplit("/", 1)[1], {}))
    return walk.ask(method, "/api" + path, body,
                    **({"Content_Type": "application/json"} if body else {}))


def every_route_for_others(walk, routes):
    """An id of another's is answered as one that nobody has."""
    for method, path in routes:
        if path.startswith("/schedules") and walk.viewer == "tom":
            continue  # it is his
        found = [pair for begin, pair in things(walk).items()
                 if path.startswith(begin + "{")]
        if found and known(walk, path, found[0][0]):
            walk.same(lambda word, m=method, p=path: ask_route(
                walk, m, fill(p, word)), *found[0])
        elif method == "GET":
            ask_route(walk, method, path)


def known(walk, path, word):
    """Somebody's thing that this viewer does not know of?"""
    practice = walk.practice
    if not path.startswith("/people/{"):
        return True
    return word not in {name[who] for who in walk.practice.met(walk.viewer)
                        for name in (practice.logins, practice.ids)
                        if who in name}


def lists_by_others(walk):
    """A filter by somebody unknown finds what one by nobody finds."""
    practice = walk.practice
    who = walk.rng.choice([w for w in practice.ids if w != walk.viewer])
    if who in practice.met(walk.viewer):
        return
    real, decoy = walk.rng.choice([
        (practice.logins[who], walk.markers.decoy().lower()),
        (practice.ids[who], "9999")])
    path = walk.rng.choice([
        "/sessions?client={}", "/sessions?practitioner={}",
        "/sessions?practitioner={}&status=saved", "/invoices?client={}",
        "/sessions?to_save=1&client={}"])
    walk.same(lambda word: walk.ask("GET", "/api" + path.format(word)),
              real, decoy)


def lists_by_text(walk):
    """A search for what is not shown finds nothing."""
    secret = walk.rng.choice(sorted(
        key for key, seers in walk.markers.seers.items()
        if walk.viewer not in seers)).decode()
    path = walk.rng.choice(["/sessions?q={}", "/people?q={}",
                            "/sessions?type={}", "/services?q={}"])
    walk.same(lambda word: walk.ask("GET", "/api" + path.format(word)),
              secret, walk.markers.decoy().lower())


def lists(walk):
    path = walk.rng.choice([
        "/people", "/people?role=client", "/people?role=practitioner",
        "/people?limit=2", "/sessions", "/sessions?limit=3&cursor=2",
        "/sessions?from=2026-06-01&to=2026-06-30", "/sessions?status=saved",
        "/sessions?to_save=1", "/practice", "/services", "/closures",
        "/completion-types", "/invoices", "/audit", "/review", "/ledger",
        "/reports/unsaved", "/reports/aged", "/payroll", "/payments"])
    walk.ask("GET", "/api" + path)


def own_paths(walk):
    practice, viewer = walk.practice, walk.viewer
    if viewer == "nobody":
        return []
    me = practice.logins[viewer]
    own = [made["id"] for made in practice.sessions.values()
           if viewer in made["who"]]
    paths = [f"/people/{me}", f"/people/{me}/tokens", f"/people/{me}/feeds",
             f"/people/{me}/balance", f"/people/{me}/statement",
             f"/people/{me}/wages", "/completion-types", "/services"]
    paths += [f"/sessions/{one}{at}" for one in own
              for at in ("", "?at=2036-01-01T00:00:00Z")]
    if viewer in practice.invoices:
        paths += [f"/invoices/{practice.invoices[viewer]}{end}"
                  for end in ("", ".html", ".pdf")]
    return paths


def names_of_others(walk):
    """What a body names is not told to be there."""
    if walk.viewer not in CLIENTS:
        return
    who = walk.rng.choice([w for w in walk.practice.ids if w != walk.viewer])
    walk.same(lambda word: walk.ask(
        "POST", "/api/sessions", json.dumps({
            "start": "2026-07-01T10:00", "end": "2026-07-01T11:00",
            "clients": [word]}), Content_Type="application/json"),
        walk.practice.logins[who], walk.markers.decoy().lower())


JSON = (lists_by_others, lists_by_text, lists, names_of_others)


@pytest.mark.parametrize("viewer", VIEWERS)
def test_the_json_answers_nobody_what_is_not_theirs(practice, routes, viewer):
    walk = Walk(practice, viewer)
    if viewer == "stan":
        for _ in range(30):
            lists(walk)
    else:
        every_route_for_others(walk, routes)
        for gesture in JSON * 2 * ROUNDS:
            gesture(walk)
    for path in own_paths(walk):
        walk.ask("GET", "/api" + path)
    walk.finish()


@pytest.mark.parametrize("level", ["busy", "initials", "full"])
@pytest.mark.parametrize("who", ["c1", "maria", "tom"])
def test_feeds_tell_what_their_level_does(practice, who, level):
    viewer = f"feed:{who}:{level}"
    walk = Walk(practice, viewer)
    for encoding in ("identity", "gzip"):
        answer = walk.ask("GET", practice.feeds[viewer],
                          Accept_Encoding=encoding)
        assert answer.status == 200
        walk.ask("HEAD", practice.feeds[viewer])
        walk.ask("PUT", practice.feeds[viewer], "x")
    walk.finish()


def test_a_login_that_is_there_fails_as_one_that_is_not(practice):
    shown = set()
    for login in (practice.logins["c3"], "nobody-at-all"):
        for path in ("/dav/", "/api/people"):
            answer = Person(practice.server, login, "wrong").ask("GET", path)
            shown.add((path, *map(str, as_seen(answer, login))))
    assert len(shown) == 2


def test_the_walk_was_long_and_met_every_secret(practice):
    """Each marker was answered to somebody who may know it."""
    walk = Walk(practice, "admin")
    walk.ask("GET", f"/api/sessions/{practice.sessions['removed']['id']}")
    print("answers:", Walk.count)
    assert Walk.count > 3000
    unseen = {what for key, what in walk.markers.what.items()
              if key not in walk.markers.seen}
    assert not sorted(unseen)
