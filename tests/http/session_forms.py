"""What the form of a session sends, and what it made."""

DAY = "2031-06-09"  # a Monday


def asked(**fields):
    """What a form of one session sends, with these besides."""
    return [(name, value)
            for name, values in {
                "date": DAY, "start": "16:00", "end": "16:50",
                "practitioners": ["maria"], "clients": ["C042"],
                "repeat": "weekly", "count": "", "until": "", "service": "",
                "place": "", "public_note": "", "private_note": "",
                **fields}.items()
            for value in ([values] if isinstance(values, str) else values)]


def session_of(office, answer):
    assert answer.status == 303, answer.words
    assert answer.location.startswith("/sessions/"), answer.location
    return office.got(answer.location)


def schedule_of(office, answer):
    assert answer.status == 303, answer.words
    assert answer.location.startswith("/schedules/"), answer.location
    return office.got(answer.location)
