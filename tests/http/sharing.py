"""How calendars are shared: what owners and those they ask send and read."""

import re

from conftest import NS, xml


def share(person, path, *inner):
    return person.ask("POST", path, xml("CS:share", "".join(inner)),
                      Content_Type="application/xml; charset=utf-8")


def ask(who="tom", access="read", rest=""):
    href = who if ":" in who else f"/dav/principals/{who}/"
    return (f"<CS:set><D:href>{href}</D:href>{rest}<CS:{access}/></CS:set>")


def remove(who="tom"):
    return f"<CS:remove><D:href>/dav/principals/{who}/</D:href></CS:remove>"


def box(person):
    principal = f"/dav/principals/{person.login}/"
    return person.propfind(principal, "CS:notification-URL").prop(
        principal, "CS:notification-URL/D:href").text


def notifications(person):
    """(href, type, xml) of each."""
    where = box(person)
    answer = person.propfind(where, "CS:notificationtype D:getcontenttype",
                             "1")
    found = []
    for href in answer.responses:
        if href == where:
            continue
        kind = answer.prop(href, "CS:notificationtype")[0]
        assert answer.prop(href, "D:getcontenttype").text.startswith(
            "application/xml")
        assert kind.get("shared-type") == "calendar"
        found.append((href, kind.tag.split("}")[1], person.get(href).xml))
    return found


def invitation(person, cal):
    """The newest notification about this calendar."""
    found = [(h, x) for h, kind, x in notifications(person)
             if x.findtext(".//CS:hosturl/D:href", namespaces=NS) == cal]
    assert len(found) == 1, found
    return found[0]


def reply(person, uid, verb="accepted", cal="", rest=""):
    inner = (f"<D:href>/dav/principals/{person.login}/</D:href>"
             f"<CS:invite-{verb}/><CS:hosturl><D:href>{cal}</D:href>"
             f"</CS:hosturl><CS:in-reply-to>{uid}</CS:in-reply-to>{rest}")
    return person.ask("POST", person.home, xml("CS:invite-reply", inner),
                      Content_Type="application/xml")


def accept(owner, person, cal, access="read"):
    """The calendar in the person's home."""
    assert share(owner, cal, ask(person.login, access)).status == 200
    _, told = invitation(person, cal)
    answer = reply(person, told.findtext(".//CS:uid", namespaces=NS), cal=cal)
    assert answer.status == 200
    assert answer.xml.tag == "{http://calendarserver.org/ns/}shared-as"
    return answer.xml.findtext("D:href", namespaces=NS)


def users(person, path):
    """href -> (state, access) of CS:invite."""
    found = person.propfind(path, "CS:invite").prop(path, "CS:invite")
    return {
        u.findtext("D:href", namespaces=NS): (
            u.xpath("*[starts-with(local-name(),'invite-')]")[0].tag
            .split("}")[1],
            u.find("CS:access", NS)[0].tag.split("}")[1])
        for u in found.findall("CS:user", NS)}


def types(person, path):
    found = person.propfind(path, "D:resourcetype").prop(
        path, "D:resourcetype")
    return {e.tag.split("}")[1] for e in found}


def homes(person):
    return set(person.propfind(person.home, "D:resourcetype", "1").responses)
