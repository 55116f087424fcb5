"""Two people's programs at once in a calendar that they share: python-caldav
is Maria's, whose calendar it is; cadaver and vdirsyncer are Tom's."""

import concurrent.futures
import itertools
import re
from urllib.parse import unquote

import caldav
import pytest
from caldav.lib import error

from daybook import event, xml
from vdir import Pair

PASSWORD = "secret-of-tom"  # ~/.netrc takes no blanks
names = itertools.count()


@pytest.fixture(scope="module")
def tom(server):
    return server.add("tom", "practitioner", "--name", "Tom Other",
                      password=PASSWORD)


@pytest.fixture
def name(maria, tom):
    """Of a calendar that Tom may change; in his home it is maria-NAME."""
    made = f"team{next(names)}"
    path = maria.make_calendar(made)
    assert maria.ask("ACL", path, xml(
        "D:acl", "<D:ace><D:principal><D:href>/dav/principals/tom/</D:href>"
        "</D:principal><D:grant><D:privilege><D:write/></D:privilege>"
        "</D:grant></D:ace>")).status == 200
    return made


@pytest.fixture
def hers(server, name):
    client = caldav.DAVClient(server.url + "/dav/", username="maria",
                              password=server.passwords["maria"])
    client.session.trust_env = False
    return next(c for c in client.principal().calendars()
                if c.url.path.endswith(f"/{name}/"))


@pytest.fixture
def his(tom, name, program, tmp_path):
    """Type lines into cadaver; what it said, none of which is a failure."""
    (tmp_path / ".netrc").write_text(
        f"machine 127.0.0.1 login tom password {PASSWORD}\n")
    (tmp_path / ".netrc").chmod(0o600)

    def run(*lines):
        said = program(
            "cadaver", f"{tom.server.url}{tom.home}maria-{name}/",
            stdin="".join(line + "\n" for line in (*lines, "quit"))).stdout
        assert "failed" not in said and "succeeded" in said, said
        return said
    return run


def summary(event):
    event.load()
    return re.search(r"SUMMARY:(.*?)\r?\n", event.data).group(1)


def test_what_one_has_locked_the_other_changes_afterwards(
        maria, hers, his, tmp_path):
    tea = hers.save_event(event("tea", summary="Tea"))
    file = unquote(tea.url.path).rsplit("/", 1)[1]
    (tmp_path / file).write_text(event("tea", summary="Cake"), newline="")
    his(f"lock {file}")
    tea.data = event("tea", summary="Coffee")
    with pytest.raises(error.PutError, match="423"):
        tea.save()
    with pytest.raises(error.DeleteError, match="423"):
        tea.delete()
    assert summary(tea) == "Tea"
    said = his(f"discover {file}", f"steal {file}", f"put {file}",
               f"unlock {file}")
    assert f"maria-{hers.url.path.split('/')[-2]}/{file}'" in said
    assert len(re.findall("^Lock token <urn:uuid:", said, re.M)) == 1
    assert summary(tea) == "Cake"
    tea.data = event("tea", summary="Coffee")
    tea.save()
    his(f"get {file} back.ics")
    assert "SUMMARY:Coffee" in (tmp_path / "back.ics").read_text()


def test_both_write_at_once_and_nothing_is_lost(
        server, hers, name, program_at, tmp_path, tom):
    pair = Pair(program_at(tmp_path), tmp_path, server, "tom",
                collections=f'["maria-{name}"]', resolve="b wins")
    pair.discover()
    pair.sync()
    for number in range(6):
        pair.write(f"maria-{name}/his{number}.ics", event(f"his{number}@x"))

    def save(number):
        hers.save_event(event(f"hers{number}@x"))
    with concurrent.futures.ThreadPoolExecutor(4) as pool:
        synced = pool.submit(pair.sync)
        list(pool.map(save, range(6)))
        synced.result()
    pair.sync()
    wanted = {f"{who}{number}@x" for who in ("his", "hers")
              for number in range(6)}
    assert {re.search(r"UID:(\S+)", e.data)[1] for e in hers.events()
            } == wanted
    assert {re.search(r"UID:(\S+)", pair.read(f"maria-{name}/{f.name}"))[1]
            for f in (pair.files / f"maria-{name}").iterdir()} == wanted
