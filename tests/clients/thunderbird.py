"""Thunderbird as Debian packages it, without a window: what its dialogs do
is asked of the same parts of it, by the door that its makers test through
(Marionette, https://firefox-source-docs.mozilla.org/testing/marionette/)."""

import base64
import json
import socket
import subprocess
import time

from proxy import free_port

PREFERENCES = {
    "calendar.timezone.local": "America/Toronto",
    # Nothing is asked of anybody but the server.
    "app.update.enabled": False,
    "extensions.update.enabled": False,
    "mail.inappnotifications.enabled": False,
    "mail.provider.suppress_dialog_on_startup": True,
    "mail.spotlight.firstRunDone": True,
    "mailnews.start_page.enabled": False,
    "network.captive-portal-service.enabled": False,
    "network.connectivity-service.enabled": False,
    "remote.prefs.recommended": False,
    "services.settings.server": "http://127.0.0.1:9",
    "signon.rememberSignons": True,
    "toolkit.telemetry.enabled": False,
}

# What the calls below share. A calendar is named as its owner sees it.
PARTS = """
const { cal } = ChromeUtils.importESModule(
  "resource:///modules/calendar/calUtils.sys.mjs");
const { CalEvent } = ChromeUtils.importESModule(
  "resource:///modules/CalEvent.sys.mjs");
const calendarOf = (name) =>
  cal.manager.getCalendars().find((one) => one.name == name);
const itemsOf = (calendar) => calendar.getItemsAsArray(
  Ci.calICalendar.ITEM_FILTER_ALL_ITEMS, 0, null, null);
const itemOf = async (calendar, uid) =>
  (await itemsOf(calendar)).find((one) => one.id == uid);
const told = (item) => ({
  uid: item.id, title: item.title, start: item.startDate.icalString,
  zone: item.startDate.timezone.tzid, status: item.status,
  text: item.getProperty("DESCRIPTION"),
});
"""


class Thunderbird:
    """One that runs with a profile of its own in `folder`."""

    def __init__(self, folder, ca):
        port = free_port()
        settings = {**PREFERENCES, "marionette.port": port}
        (folder / "user.js").write_text("".join(
            f"user_pref({json.dumps(name)}, {json.dumps(value)});\n"
            for name, value in settings.items()))
        self.process = subprocess.Popen(
            ["thunderbird", "--headless", "--marionette",
             "--remote-allow-system-access", "--no-remote", "--profile",
             str(folder)],
            env={"PATH": "/usr/bin:/bin", "HOME": str(folder),
                 "LANG": "C.UTF-8", "NO_PROXY": "*"},
            stdout=subprocess.DEVNULL, stderr=(folder / "log").open("wb"))
        self.calls = 0
        try:
            self.open(port)
            self.ask("WebDriver:NewSession", capabilities={})
            self.ask("Marionette:SetContext", value="chrome")
            self.trust(ca)
        except BaseException:
            self.process.kill()
            raise

    def open(self, port):
        until = time.monotonic() + 60
        while True:
            assert self.process.poll() is None, "Thunderbird ended"
            try:
                self.socket = socket.create_connection(("127.0.0.1", port), 60)
                break
            except ConnectionRefusedError:
                assert time.monotonic() < until, "Thunderbird did not start"
                time.sleep(0.1)
        self.incoming = self.socket.makefile("rb")
        self.read()

    def stop(self):
        self.socket.close()
        self.process.terminate()
        self.process.wait(30)

    # --- Marionette: messages of JSON, each behind its length ---

    def read(self):
        length = b""
        while (byte := self.incoming.read(1)) != b":":
            assert byte, "Thunderbird closed the connection"
            length += byte
        return json.loads(self.incoming.read(int(length)))

    def ask(self, name, **words):
        self.calls += 1
        message = json.dumps([0, self.calls, name, words]).encode()
        self.socket.sendall(b"%d:%s" % (len(message), message))
        _, _, error, answer = self.read()
        assert error is None, error
        return answer

    def run(self, script, *args):
        """What the script returns, as JSON."""
        value = self.ask(
            "WebDriver:ExecuteAsyncScript", args=list(args), script=(
                "const args = [...arguments], done = args.pop();" + PARTS +
                "(async () => {" + script + "})().then("
                "(ok) => done({ ok }), (bad) => done({ bad: `${bad}` }));")
        )["value"]
        assert "bad" not in value, value["bad"]
        return value.get("ok")

    # --- What people do ---

    def trust(self, ca):
        with open(ca, "rb") as file:
            inner = b"".join(line for line in file.read().splitlines()
                             if not line.startswith(b"-----"))
        assert base64.b64decode(inner)
        self.run("""
            Cc["@mozilla.org/security/x509certdb;1"].getService(
              Ci.nsIX509CertDB).addCertFromBase64(args[0], "CT,,");
        """, inner.decode())

    def connect(self, login, password, location):
        """New Calendar > On the Network > Find Calendars > Subscribe to all
        that are found; their names."""
        return self.run("""
            const [login, password, location] = args;
            const found = await cal.provider.detection.detect(
              login, password, location, true, [], {});
            const calendars = [...found.values()].flat();
            for (const one of calendars) {
              one.setProperty("cache.enabled", true);
              cal.manager.registerCalendar(one);
            }
            return calendars.map((one) => one.name);
        """, login, password, location)

    def is_read_only(self, name):
        return self.run("return calendarOf(args[0]).readOnly;", name)

    def items(self, name, enough, seconds=30):
        """uid -> item, after a sync at which `enough` of them is true."""
        until = time.monotonic() + seconds
        while True:
            items = {one["uid"]: one for one in self.run("""
                const calendar = calendarOf(args[0]);
                calendar.refresh();
                return (await itemsOf(calendar)).map(told);
            """, name)}
            if enough(items):
                return items
            assert time.monotonic() < until, items
            time.sleep(0.3)

    def add(self, name, text):
        self.run("await calendarOf(args[0]).addItem(new CalEvent(args[1]));",
                 name, text)

    def change(self, name, uid, title=None, hours=0):
        """Another title, or some hours later."""
        self.run("""
            const [name, uid, title, hours] = args;
            const calendar = calendarOf(name);
            const old = await itemOf(calendar, uid);
            const item = old.clone();
            if (title) item.title = title;
            const later = cal.createDuration();
            later.hours = hours;
            for (const date of ["startDate", "endDate"]) {
              const moved = item[date].clone();
              moved.addDuration(later);
              item[date] = moved;
            }
            await calendar.modifyItem(item, old);
        """, name, uid, title, hours)

    def remove(self, name, uid):
        self.run("""
            const calendar = calendarOf(args[0]);
            await calendar.deleteItem(await itemOf(calendar, args[1]));
        """, name, uid)
