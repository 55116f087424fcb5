"""vdirsyncer with a folder of files on one side, daybook on the other."""

import re


class Pair:
    """Files on one side (a), daybook on the other (b)."""

    def __init__(self, program, folder, server, login, **options):
        self.program = program
        self.files = folder / "files"
        self.config = folder / "config"
        self.server = server
        self.person = server.person(login)
        self.password = server.passwords.get(login, server.password)
        self.files.mkdir()
        self.configure(**options)

    def configure(self, collections='["from a", "from b"]', resolve=None,
                  read_only=False, pair="", url="/dav/", storage=""):
        if resolve:
            pair += f'conflict_resolution = "{resolve}"\n'
        self.config.write_text(f"""
[general]
status_path = "{self.files.parent}/status/"

[pair both]
a = "files"
b = "daybook"
collections = {collections}
{pair}
[storage files]
type = "filesystem"
path = "{self.files}/"
fileext = ".ics"

[storage daybook]
type = "caldav"
url = "{self.server.url}{url}"
username = "{self.person.login}"
password = "{self.password}"
read_only = {str(read_only).lower()}
{storage}
""")

    def run(self, *words, check=True, stdin=None):
        return self.program("vdirsyncer", "-c", self.config, *words,
                            stdin=stdin, check=check)

    def discover(self):
        return self.run("discover", stdin="y\n" * 50).stdout

    def sync(self, check=True):
        return self.run("sync", check=check)

    def read(self, name):
        return (self.files / name).read_bytes().decode()

    def write(self, name, text):
        (self.files / name).write_text(text, newline="")

    def edit(self, name, old, new):
        text = self.read(name)
        assert old in text
        self.write(name, text.replace(old, new))

    def names(self, folder):
        return {path.name for path in (self.files / folder).glob("*.ics")}


def line(text, name):
    """A property's value in the event or task; None: it has none."""
    text = re.sub(r"\r\n[ \t]", "", text)
    body = re.split("BEGIN:(?:VEVENT|VTODO)", text, maxsplit=1)[1]
    found = re.search(rf"^{name}[;:](.*?)\r?$", body, re.M)
    return found and found.group(1)


class PracticeFiles(Pair):
    """A person's files of one collection of a practice's sessions, edited
    by hand. Where both sides changed, the server's version wins."""

    def __init__(self, program, folder, practice, login,
                 collection="sessions", resolve="b wins"):
        super().__init__(program, folder, practice, login, resolve=resolve,
                         collections=f'["{collection}"]')
        self.collection = collection
        self.discover()

    def path(self, session):
        uid = session if isinstance(session, str) else session["uid"]
        end = "-save.ics" if self.collection == "to-save" else ".ics"
        return f"{self.collection}/{uid}{end}"

    def text(self, session):
        return self.read(self.path(session))

    def has(self, session):
        return (self.files / self.path(session)).exists()

    def held(self, session, name):
        return line(self.text(session), name)

    def there(self, session):
        return self.person.get(self.person.home + self.path(session))

    def alike(self, session):
        """The file is what the server has."""
        return self.text(session) == self.there(session).text

    def set(self, session, **lines):
        """Values of lines of the event; new ones are put before its end;
        None takes one out. Names with _ for -."""
        text = self.text(session)
        head, begin, body = text.partition(
            "BEGIN:VTODO" if "BEGIN:VTODO" in text else "BEGIN:VEVENT")
        for name, value in lines.items():
            name = name.replace("_", "-")
            body = re.sub(rf"\r\n{name}[;:][^\r]*(\r\n [^\r]*)*", "", body)
            if value is not None:
                body = body.replace("\r\nEND:V", f"\r\n{name}{value}\r\n"
                                    "END:V", 1)
        self.write(self.path(session), head + begin + body)

    def retitle(self, session, before="", after=""):
        title = self.held(session, "SUMMARY")
        self.set(session, SUMMARY=f":{before}{title}{after}")

    def drop(self, session):
        (self.files / self.path(session)).unlink()

    def sync_refused(self):
        """Something was, and the program says so."""
        done = self.sync(check=False)
        assert done.returncode != 0 and "403" in done.stdout, done.stdout
        return done.stdout
