"""Evolution's library, as its reader of mail uses it.

A program of its own, since the library asks a session bus for its calendars:
`dbus-run-session -- python3 evolution.py < MESSAGES`. It takes iCalendar
messages (a JSON list of texts) into the local calendar one after another, and
prints what that holds after each, as a JSON list of lists of texts.
"""

import json
import sys

import gi

gi.require_version("ECal", "2.0")
gi.require_version("EDataServer", "1.2")
gi.require_version("ICalGLib", "3.0")
from gi.repository import ECal, EDataServer, ICalGLib  # noqa: E402

ALL = "#t"
PATIENCE = 30  # seconds, until the calendar is open


def main():
    registry = EDataServer.SourceRegistry.new_sync(None)
    calendar = ECal.Client.connect_sync(
        registry.ref_builtin_calendar(), ECal.ClientSourceType.EVENTS,
        PATIENCE, None)
    held = []
    for message in json.load(sys.stdin):
        calendar.receive_objects_sync(
            ICalGLib.Component.new_from_string(message),
            ECal.OperationFlags.NONE, None)
        _, objects = calendar.get_object_list_sync(ALL, None)
        held.append([one.as_ical_string() for one in objects])
    json.dump(held, sys.stdout)


if __name__ == "__main__":
    main()
