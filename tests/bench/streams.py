"""Answers that hold a whole calendar: how soon they begin, how much memory
they take, and how long others wait meanwhile."""

import statistics
import threading
import time

import floor
import workloads
from workloads import CALENDAR, Workload

POLLS = 8  # connections
TIMES = 5
ROUNDS = 5  # of polls, in turns
MOST_ASKED = 20_000  # addresses that a multiget may have


def everything(calendar):
    hrefs = "".join(f"<D:href>{calendar.path}{event.name}</D:href>"
                    for event in calendar.events[:MOST_ASKED])
    return [calendar.report(
        "C:calendar-multiget",
        f"<D:prop><D:getetag/><C:calendar-data/></D:prop>{hrefs}",
        count=min(calendar.size, MOST_ASKED), needle=CALENDAR)]


TABLE = (
    Workload("S1", "listing", workloads.w2_listing),
    Workload("S2", "initial sync", workloads.w3_initial_sync),
    Workload("S3", "export", workloads.w13_export),
    Workload("S4", "multiget of everything, 20,000 at most", everything),
)


class Peak:
    """The most of private memory that the server has meanwhile."""

    def __init__(self, place):
        self.place, self.most, self.over = place, place.memory(), False
        self.watch = threading.Thread(target=self._watch)

    def _watch(self):
        while not self.over:
            self.most = max(self.most, self.place.memory())
            time.sleep(0.002)

    def __enter__(self):
        self.watch.start()
        return self

    def __exit__(self, *_):
        self.over = True
        self.watch.join()


def polls_p99(place, requests, polls, seconds):
    """Of polls alone, and beside one such answer after another: medians."""
    alone, beside = [], []
    for _ in range(ROUNDS):
        alone.append(place.load(polls, POLLS, seconds)["p99"])
        program = place.load_begin(requests, 1, seconds)
        beside.append(place.load(polls, POLLS, seconds)["p99"])
        place.load_end(program, requests)
    return statistics.median(alone), statistics.median(beside)


def bare_p99(calendar, requests, polls, seconds):
    """The same of a server that does nothing but send as much: the load
    programs need a core too."""
    _, body = calendar.place.ask(requests[0])
    status = requests[0].status
    bare = floor.start(calendar.place, calendar, "nothing", status, len(body))
    try:
        return polls_p99(bare, floor.of_any_body(requests, status),
                         floor.of_any_body(polls, status),
                         seconds / ROUNDS)
    finally:
        bare.stop()


def measure(workload, calendar, seconds):
    """One such answer after another over one connection, and polls beside."""
    place = calendar.place
    requests, polls = workload.requests(calendar), workloads.w1_poll(calendar)
    place.stop()
    place.start()
    alone, beside = polls_p99(place, requests, polls, seconds / ROUNDS)
    place.stop()
    place.start()
    place.load(polls, POLLS, seconds / 5)
    idle = place.memory()
    with Peak(place) as peak:
        before = place.cpu()
        one = place.load(requests * TIMES, 1, once=True)
        cpu = place.cpu() - before
    bare = bare_p99(calendar, requests, polls, seconds)
    return one | {"server_cpu": cpu, "memory": peak.most - idle,
                  "polls_alone": alone, "polls_beside": beside,
                  "bare_alone": bare[0], "bare_beside": bare[1]}


def spell(report):
    alone, beside, bare_alone, bare_beside = (
        f"{1e3 * report[key]:.2f} ms" for key in (
            "polls_alone", "polls_beside", "bare_alone", "bare_beside"))
    return (f"first byte {1e3 * report['first']:.1f} ms, whole "
            f"{1e3 * report['p50']:.0f} ms, private memory "
            f"+{report['memory'] / 2 ** 20:.1f} MiB; p99 of polls {alone} "
            f"alone, {beside} beside; of a server that only sends "
            f"{bare_alone} and {bare_beside}")
