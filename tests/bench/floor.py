"""The least that an answer can cost (floor.c), measured beside what the server
takes for it: the same requests by the same load program, answered with as many
bytes, for which the same rows are read from the same database."""

import copy
import datetime as dt
import os
import statistics
import subprocess

import workloads
from place import PROGRAMS, Request, Wrong, build
from workloads import Workload

PROGRAM = PROGRAMS / "floor"


def instant(day):
    return int(dt.datetime.combine(day, dt.time(), dt.timezone.utc)
               .timestamp())


class Floor(Workload):
    """`kind` says what is read (floor.c); `most` is how many times its floor
    the server's answer may cost."""

    def __init__(self, name, title, requests, kind, most):
        super().__init__(name, title, requests)
        self.kind, self.most = kind, most


TABLE = (
    Floor("F1", "PROPFIND 0", workloads.w1_poll, "nothing", 3),
    Floor("F2", "listing", workloads.w2_listing, "names", 2),
    Floor("F3", "initial sync", workloads.w3_initial_sync, "names", 2),
    Floor("F4", "sync, no change", workloads.w4a_sync_unchanged, "nothing", 3),
    Floor("F5", "a week with data", workloads.w5_week, "week", 2),
    Floor("F8", "multiget of 1,000", workloads.w8_multiget_1000, "thousand",
          2),
    Floor("F13", "export", workloads.w13_export, "all", 2),
)


def start(place, calendar, kind, status, length):
    """A place that is the other's, but that this server answers in it."""
    build("floor", ("floor.c",), ("microhttpd", "sqlite3"))
    words = [str(PROGRAM), os.path.join(place.data, "daybook.db"),
             calendar.path.rstrip("/").rsplit("/", 1)[1], kind,
             str(status), str(length)]
    if kind == "week":
        words += [str(instant(calendar.monday)),
                  str(instant(calendar.monday + dt.timedelta(days=7)))]
    lowest = copy.copy(place)
    lowest.process = subprocess.Popen(words, stdout=subprocess.PIPE,
                                      text=True)
    said = lowest.process.stdout.readline().split()
    if said[:2] != ["listening", "on"]:
        lowest.stop()
        raise Wrong("the floor's server did not start")
    lowest.port = int(said[2])
    return lowest


def of_any_body(requests, status):
    """The same, whatever is in their answers."""
    return [Request(r.method, r.path, r.body, r.headers, status)
            for r in requests]


def measure(workload, calendar, options):
    """Rounds of the server and of the floor in turns."""
    place, requests = calendar.place, workload.requests(calendar)
    _, body = place.ask(requests[0])
    status = requests[0].status
    lowest = start(place, calendar, workload.kind, status, len(body))
    reports, floors = [], []
    try:
        for server, asked, into in (
                (place, requests, reports),
                (lowest, of_any_body(requests, status), floors)) * options.rounds:
            if not options.quick:
                server.load(asked, options.connections, options.seconds / 5)
            into.append(server.load(asked, options.connections,
                                    options.seconds))
    finally:
        lowest.stop()
    return reports, cpu(floors), len(body)


def cpu(reports):
    """Milliseconds a request."""
    return statistics.median(1e3 * report["server_cpu"] / report["answers"]
                             for report in reports)
