"""An office whose mail goes to a real server, and what arrives there."""

import icalendar

from daybook import wait_for
from mailbox import Mailbox, MailServer, certificate
from notices import Telling

PUBLIC = "https://calendar.example.org"
OPTIONS = ("--set", "notice_delay=0", "--set",
           "smtp_from=practice@example.org", "--set", f"public_url={PUBLIC}")


class Post:
    """An office and the server that takes its mail."""

    def __init__(self, directory, *options, tls=None, login=False, url=None,
                 **about):
        self.mailbox = Mailbox()
        files = certificate(directory) if tls else None
        self.mail = MailServer(self.mailbox, tls, files, login)
        self.mail.start()
        options += OPTIONS + ("--set", f"smtp_url={url or self.mail.url}")
        if tls:
            options += ("--set", f"smtp_ca_file={files[0]}")
        else:
            options += ("--set", "smtp_tls=off")
        self.office = Telling(directory / "data", *options, **about)

    def close(self):
        self.office.close()
        self.mail.stop()

    def arrive(self, count):
        """Wait until that many mails are there, and all is settled."""
        wait_for(lambda: len(self.mailbox.taken) >= count, 20)
        wait_for(lambda: not [one for one in self.office.outbox()
                              if one["state"] in ("queued", "leased")
                              and one["channel"] == "email"], 20)
        return self.mailbox.mails()


def part(mail, type):
    found = [one for one in mail.walk() if one.get_content_type() == type]
    assert len(found) == 1, [one.get_content_type() for one in mail.walk()]
    return found[0]


def event_of(mail):
    calendar = icalendar.Calendar.from_ical(
        part(mail, "text/calendar").get_content())
    event, = calendar.walk("VEVENT")
    return calendar, event
