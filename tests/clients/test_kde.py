"""KOrganizer and Merkuro, by the requests of KDE's kdav: after a PUT they look
at what was stored by a GET, take its ETag and keep the text that they sent."""

import re

import pytest

from daybook import event
from device import Device, edit, of

GET = {"User_Agent": "KDE DAV groupware client"}


class Kde(Device):
    """What it holds of a calendar: href -> (etag, text)."""

    def __init__(self, person, path, component="VEVENT"):
        super().__init__(person, Content_Type="text/xml")
        self.path, self.component = path, component
        self.held = {}
        self.sync()

    def sync(self):
        """Fetch what has another ETag; the addresses of that."""
        answer = self.xml(
            "REPORT", self.path, "B:calendar-query",
            "<A:prop><A:getetag/><A:resourcetype/></A:prop><B:filter>"
            f'<B:comp-filter name="VCALENDAR"><B:comp-filter '
            f'name="{self.component}"/></B:comp-filter></B:filter>',
            Depth="1", **GET)
        listed = {href: answer.prop(href, "D:getetag").text
                  for href in answer.responses}
        changed = [href for href, etag in listed.items()
                   if self.held.get(href, ("",))[0] != etag]
        self.held = {href: one for href, one in self.held.items()
                     if href in listed}
        if changed:
            self.held.update(self.multiget(self.path, changed, **GET))
        return changed

    def save(self, href, text):
        etag = self.held.get(href, ("",))[0]
        named = {"If_Match": etag} if etag else {"If_None_Match": "*"}
        put = self.ask("PUT", href, text, **{
            **named, "Content_Type": "text/calendar"})
        if put.status in (201, 204):
            look = self.ask("GET", href, **GET)
            self.held[href] = look.headers["ETag"], text
        return put.status

    def put(self, uid, summary, start="20260609T140000Z",
            end="20260609T150000Z"):
        href = f"{self.path}{uid}.ics"
        assert self.save(href, event(uid, start, end,
                                     summary=summary)) == 201
        return href

    def title(self, href):
        return of(self.held[href][1], "SUMMARY")

    def retitle(self, href, title):
        return self.save(href, edit(self.held[href][1], SUMMARY=title))


@pytest.fixture(scope="module", autouse=True)
def service(server):
    admin = server.person("admin")
    made = admin.ask("POST", "/api/services", (
        '{"name": "Speech", "kind": "fixed", "cost": "42.50",'
        ' "wage": "30.00", "wage_basis": "session", "tax_bp": 0}'),
        Content_Type="application/json").raw.json()
    admin.ask("PATCH", "/api/practice",
              f'{{"default_service": "{made["id"]}"}}',
              Content_Type="application/json")


@pytest.fixture
def kde(maria):
    return Kde(maria, maria.home + "sessions/")


def test_a_title_that_was_put_back_is_served_at_the_next_sync(kde, maria):
    href = kde.put("kde-1", "c042 Speech")
    assert kde.sync() == [href]
    assert kde.title(href).startswith("C042")
    served = kde.title(href)
    assert kde.retitle(href, "ns " + served) == 204
    assert kde.title(href) == "ns " + served
    assert kde.sync() == [href]
    assert kde.held[href][1] == maria.get(href).text
    assert not kde.title(href).startswith("ns ")
    assert of(kde.held[href][1], "X-PRACTICE-STATUS") == "missed"
    assert kde.sync() == []


def test_two_changes_before_the_next_sync_are_no_conflict(kde):
    href = kde.put("kde-2", "C042 Speech", "20260609T160000Z",
                   "20260609T170000Z")
    assert kde.retitle(href, "ns C042 Speech") == 204
    text = kde.held[href][1].replace("END:VEVENT",
                                     "COLOR:red\r\nEND:VEVENT")
    assert kde.save(href, text) == 204
    assert kde.sync() == [href]
    assert of(kde.held[href][1], "COLOR") == "red"


def test_what_somebody_else_changed_is_still_a_conflict(kde, maria):
    href = kde.put("kde-3", "C042 Speech", "20260615T140000Z",
                   "20260615T150000Z")
    there = maria.get(href)
    assert maria.put(href, there.text.replace(
        "END:VEVENT", "LOCATION:Room 2\r\nEND:VEVENT")).status == 204
    assert kde.retitle(href, "C042 Speech!") == 412


def test_a_tick_is_served_at_the_next_sync(kde, maria):
    kde.put("kde-4", "C042 Speech", "20260609T180000Z", "20260609T190000Z")
    tasks = Kde(maria, maria.home + "to-save/", "VTODO")
    href, = [href for href in tasks.held if "kde-4" in href]
    title = tasks.title(href)
    text = re.sub("\nSTATUS:.*\r", "\nSTATUS:CANCELLED\r",
                  tasks.held[href][1])
    assert tasks.save(href, text) == 204
    assert href in tasks.sync()
    assert of(tasks.held[href][1], "STATUS") == "COMPLETED"
    assert tasks.title(href) != title


def test_ones_own_events_are_fetched_once(maria):
    calendar = Kde(maria, maria.make_calendar("kde"))
    href = calendar.put("kde-5", "Tea")
    assert calendar.sync() == []
    assert calendar.retitle(href, "Coffee") == 204
    assert calendar.sync() == []


@pytest.mark.parametrize("agent", [
    "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Thunderbird/140.0",
    "vdirsyncer/0.19.1", "Evolution/3.46.4", "khal", None])
def test_other_programs_read_the_tag_that_is_listed(kde, maria, agent):
    href = kde.put(f"kde-6-{str(agent)[:5]}", "C042 Speech",
                   "20260616T140000Z", "20260616T150000Z")
    headers = {"User_Agent": agent} if agent else {}
    listed = maria.propfind(href, "D:getetag").prop(href, "D:getetag").text
    assert maria.get(href, **headers).headers["ETag"] == listed
