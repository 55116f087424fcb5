"""Calendars that others share with one, on the page of devices and as JSON:
for programs that cannot answer an invitation themselves."""

import json

from pages import Browser
from sharing import ask, homes, share, users

TOM = "/dav/principals/tom/"


def test_an_invitation_is_accepted_and_given_back_on_a_page(server, maria):
    tom = server.add("tom", "practitioner", "--name", "Tom Other")
    cal = maria.make_calendar("team")
    page = Browser(server, "tom", server.passwords["tom"])
    assert "Shared with you" not in page.get("/devices").words
    share(maria, cal, ask("tom", "read-write",
                          "<CS:summary>Team &lt;b&gt; &amp; I</CS:summary>"))
    before = homes(tom)
    shown = page.get("/devices")
    assert "Team <b> & I" in shown.words and "<b>" not in shown.text
    assert "Maria Santos, to read and change" in shown.words
    number, = shown.tree.xpath("//main//*[@name='accept']/@value")

    other = Browser(server, "maria", server.passwords["maria"])
    assert other.post("/devices", {"accept": number}).status == 404
    assert "Team" not in other.get("/devices").words
    assert homes(tom) == before

    answer = page.post("/devices", {"accept": number})
    assert answer.status == 303
    shown = page.get(answer.location)
    assert "next sync" in shown.flash and "Accepted" in shown.words
    assert len(homes(tom)) == len(before) + 1
    assert users(maria, cal)[TOM] == ("invite-accepted", "read-write")
    assert not shown.tree.xpath("//main//*[@name='accept']")

    assert page.post("/devices", {"decline": number}).status == 303
    assert "Declined" in page.get("/devices").words
    assert homes(tom) == before
    assert users(maria, cal)[TOM][0] == "invite-declined"

    item, = json.loads(page.get("/api/shares").text)["items"]
    assert item == {"id": number, "name": "Team <b> & I", "writes": True,
                    "owner": "Maria Santos", "state": "declined"}
    assert page.post("/devices", {"accept": "999"}).status == 404
    assert page.post("/devices", {"accept": "x"}).status == 404
