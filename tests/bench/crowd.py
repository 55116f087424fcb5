"""Many programs that are connected all day: each polls its calendar every
minute, and asks for what changed."""

import workloads
from place import Wrong
from streams import Peak

PROGRAMS, PEOPLE, OBJECTS = 2000, 40, 50
EVERY = 60.0  # seconds


def measure(place, quick):
    """Report of one minute, in which every program has its turn."""
    programs, people, every = (20, 2, 0.5) if quick else (
        PROGRAMS, PEOPLE, EVERY)
    records = []
    calendars = []
    for number in range(people):
        place.make_person(f"program-{number}", "practitioner")
        calendar = workloads.Calendar(place, OBJECTS)
        calendars.append((place.login, place.password, calendar))
    place.start()
    idle = place.memory()
    for login, password, calendar in calendars:
        place.login, place.password = login, password
        calendar.seed(8)
        token = calendar.token()
        for request in calendar.changed(2):
            place.ask(request)
        records.append((login, password, [
            workloads.poll(calendar), workloads.sync(calendar, token, 2)]))
    requests = []
    for login, password, two in records:
        for request in two:
            place.login, place.password = login, password
            request.headers = place.signed(request)
            requests.append(request)
    with Peak(place) as peak:
        # Whose turn comes last ends it within the time, too.
        report = place.load(requests, programs, 1.1 * every,
                            more=("-e", str(every), "-g", "2"))
    if report["answers"] < 2 * programs:
        raise Wrong(f"{report['answers']} answers to {programs} programs")
    return report | {"programs": programs, "memory": peak.most - idle}


def spell(report):
    return (f"{report['programs']:,} programs: "
            f"{report['server_cpu'] / report['seconds']:.4f} of a core, "
            f"private memory +{report['memory'] / 2 ** 20:.0f} MiB, p50 "
            f"{1e3 * report['p50']:.1f} ms, p99 {1e3 * report['p99']:.1f} ms,"
            f" {report['reconnects']} reconnects")
