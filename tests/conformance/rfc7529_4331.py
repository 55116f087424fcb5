"""RFC 7529 (rules that are not Gregorian) and RFC 4331 (quota)."""

from ground import must
from daybook import event
from calendar_ground import filled, refused


def monthly(skip):
    return event("a@x", "20260131T140000Z", "20260131T150000Z",
                 f"RRULE:RSCALE=GREGORIAN;FREQ=MONTHLY;SKIP={skip};COUNT=3")


def starts(ground, body):
    calendar = filled(ground, body)
    span = 'start="20260101T000000Z" end="20270101T000000Z"'
    answer = ground.maria.report(
        calendar, "C:calendar-query", "<D:prop><C:calendar-data><C:expand "
        f"{span}/></C:calendar-data></D:prop><C:filter><C:comp-filter "
        'name="VCALENDAR"><C:comp-filter name="VEVENT"><C:time-range '
        f'{span}/></C:comp-filter></C:comp-filter></C:filter>')
    data = answer.prop(calendar + "a.ics", "C:calendar-data").text
    return [line[8:16] for line in data.split() if line.startswith("DTSTART:")]


@must("7529", "4.1", "What a month does not have is left out, moves to its last "
      "day or to the day behind it, as SKIP says.")
def skipped(ground):
    assert starts(ground, monthly("OMIT")) == [
        "20260131", "20260331", "20260531"]
    assert starts(ground, monthly("BACKWARD")) == [
        "20260131", "20260228", "20260331"]
    assert starts(ground, monthly("FORWARD")) == [
        "20260131", "20260301", "20260331"]


@must("7529", "4.1", "SKIP stands only beside RSCALE.")
def skip_alone(ground):
    calendar = filled(ground, event("a@x"))
    body = monthly("FORWARD").replace("RSCALE=GREGORIAN;", "")
    refused(ground.maria.put(calendar + "b.ics", body), "valid-calendar-data")


@must("7529", "7", "supported-rscale-set tells the calendars that rules may be "
      "counted in; others are refused with supported-rscale.")
def scales(ground):
    calendar = filled(ground, event("a@x"))
    told = ground.prop(calendar, "C:supported-rscale-set")
    assert [scale.text for scale in told] == ["GREGORIAN"]
    body = monthly("OMIT").replace("GREGORIAN", "CHINESE").replace("a@x", "b")
    refused(ground.maria.put(calendar + "b.ics", body), "supported-rscale")


@must("4331", "3", "quota-available-bytes says what one may still keep.")
def available(ground):
    before = int(ground.prop(ground.folder, "D:quota-available-bytes").text)
    ground.file(text="x" * 4000)
    after = int(ground.prop(ground.folder, "D:quota-available-bytes").text)
    assert before - after >= 4000


@must("4331", "4", "quota-used-bytes says what is kept.")
def used(ground):
    before = int(ground.prop(ground.folder, "D:quota-used-bytes").text)
    ground.file(text="x" * 4000)
    after = int(ground.prop(ground.folder, "D:quota-used-bytes").text)
    assert after - before >= 4000


@must("4331", "5", "Both are protected, and no part of allprop.")
def protected(ground):
    names = ("quota-available-bytes", "quota-used-bytes")
    every = ground.ask("PROPFIND", ground.folder, Depth="0").text
    for name in names:
        assert name not in every
        answer = ground.set(ground.folder, f"<D:{name}>1</D:{name}>")
        assert " 403 " in answer.text
        assert "cannot-modify-protected-property" in answer.text
