"""What the tests here share; see tests/daybook.py."""

import pathlib
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1]))

from daybook import *  # noqa: E402,F401,F403
