"""One table of settings: what is taken, told and written down."""

import re
import subprocess

from daybook import BINARY, ROOT


def told(*words):
    return subprocess.run([BINARY, *words], capture_output=True, text=True,
                          check=True).stdout


def names_of_help():
    settings = told("--help").split("Settings (")[1]
    return re.findall(r"^  (\w+)", settings, re.M)


def test_the_file_of_settings_is_written_from_the_table():
    assert told("settings") == (ROOT / "conf" / "daybook.conf").read_text()


def test_every_setting_stands_once_in_help_file_and_manual():
    names = names_of_help()
    assert len(names) > 40 and len(set(names)) == len(names)
    assert re.findall(r"^#(\w+) =", told("settings"), re.M) == names
    assert re.findall(r"^\.B (\w+)", told("settings", "--man"), re.M) == names


def test_the_file_with_every_default_set_is_taken(tmp_path):
    text = re.sub(r"^#(\w+ =)", r"\1", told("settings"), flags=re.M)
    conf = tmp_path / "daybook.conf"
    conf.write_text(text)
    told("practice", "--config", str(conf), "--data", str(tmp_path / "data"))


def test_no_line_is_longer_than_a_screen():
    assert max(map(len, told("settings").splitlines())) <= 80
