"""A practice that tells its clients: sessions to come, and what is queued."""

import itertools
import pathlib

from api import items
from office import Office

NOW = "2026-06-08T14:00:00Z"  # a Monday, 10:00 in Toronto
DAY = "2026-06-10"


class Telling(Office):
    """An office at a clock that stands at NOW when it starts."""

    def __init__(self, data, *options, now=NOW, **about):
        super().__init__(data, **about)
        self.options = options
        self.days = itertools.count(1)
        self.service_id = self.service()
        self.changed("/people/c042", email="Ada@Example.org", notice="email")
        self.changed("/people/c051", email="ben@example.org",
                     phone="(416) 555-0123", notice="both")
        self.changed("/people/c063", notice="email")
        self.at(now)

    def at(self, instant):
        assert self.server.stop() == 0, self.server.log_text()
        clock = ("--set", f"test_clock={instant}") if instant else ()
        self.server.options = (*clock, *self.options)
        self.server.start()

    def free_day(self):
        """A day to come on which nothing is yet."""
        number = next(self.days)
        return f"2026-{7 + number // 28:02}-{1 + number % 28:02}"

    def coming(self, *clients, day=DAY, **fields):
        return self.session(*clients, day=day, service=self.service_id,
                            **fields)

    def preview(self, start, end=None, **fields):
        return self.ask("POST", "/cancellations/preview",
                        {"from": start, "to": end or start, **fields})

    def planned(self, start, end=None, **fields):
        status, plan = self.preview(start, end, **fields)
        assert status == 200, plan
        return plan

    def apply(self, start, end=None, notify=True, cancel=True, hash=None,
              **fields):
        plan = {key: fields[key] for key in ("practitioners",)
                if key in fields}
        hash = hash or self.planned(start, end, **plan)["hash"]
        return self.ask("POST", "/cancellations", {
            "from": start, "to": end or start, "hash": hash,
            "notify": notify, "cancel": cancel, **fields})

    def run(self, *range, **fields):
        status, run = self.apply(*range, **fields)
        assert status == 201, run
        return run

    def outbox(self, query=""):
        return items(self.admin, "/outbox" + query)

    def waiting(self, session, kind=None):
        return [one for one in self.outbox(f"?session={session['id']}")
                if one["state"] == "queued" and kind in (None, one["kind"])]

    def path(self, *parts):
        return pathlib.Path(self.server.data, *parts)


def outcomes(run):
    return {one["id"]: one["outcome"] for one in run["sessions"]}
