"""Answers that hold a whole calendar: how soon they begin, how much memory
they take, and how long others wait meanwhile."""

import threading
import time

import workloads
from workloads import CALENDAR, Workload

POLLS = 8  # connections
TIMES = 5
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


def measure(workload, calendar, seconds):
    """One such answer after another over one connection, and polls beside."""
    place = calendar.place
    requests, polls = workload.requests(calendar), workloads.w1_poll(calendar)
    place.stop()
    place.start()
    alone = place.load(polls, POLLS, seconds)
    idle = place.memory()
    with Peak(place) as peak:
        before = place.cpu()
        one = place.load(requests * TIMES, 1, once=True)
        cpu = place.cpu() - before
    program = place.load_begin(requests, 1, seconds)
    beside = place.load(polls, POLLS, seconds)
    place.load_end(program, requests)
    return one | {"server_cpu": cpu, "memory": peak.most - idle,
                  "polls_alone": alone["p99"], "polls_beside": beside["p99"]}


def spell(report):
    return (f"first byte {1e3 * report['first']:.1f} ms, whole "
            f"{1e3 * report['p50']:.0f} ms, private memory "
            f"+{report['memory'] / 2 ** 20:.1f} MiB; p99 of polls "
            f"{1e3 * report['polls_alone']:.1f} ms alone, "
            f"{1e3 * report['polls_beside']:.1f} ms beside")
