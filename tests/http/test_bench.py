"""The benchmark works and finds every answer right. No time is judged."""

import json
import os
import subprocess

from conftest import BINARY, ROOT


def test_every_workload_of_the_benchmark_is_answered_right(tmp_path):
    figures = tmp_path / "figures.json"
    done = subprocess.run(
        [ROOT / "tests" / "bench" / "run", "--quick", "--events", "50",
         "--folder", tmp_path, "--json", figures],
        env=os.environ | {"DAYBOOK": BINARY}, capture_output=True, text=True,
        timeout=600)
    assert done.returncode == 0, done.stderr
    rows = json.loads(figures.read_text())
    assert {row["workload"] for row in rows} == {
        "W1", "W2", "W3", "W4a", "W4b", *(f"W{i}" for i in range(5, 22)),
        *(f"F{i}" for i in (1, 2, 3, 4, 5, 8, 13)),
        *(f"S{i}" for i in range(1, 5)), "C1",
        *(f"D{i}" for i in range(1, 13)),
        "P1", "P2", "P3", "P4", *(f"U{i}" for i in range(1, 19)),
        *(f"B{i}" for i in range(1, 11))}
    for row in rows:
        for report in row["reports"]:
            assert report["answers"] > 0
            assert report.get("wrong", 0) == 0
    assert "| W9 | PUT new |" in done.stdout


def test_the_benchmark_stops_at_a_wrong_answer(tmp_path):
    done = subprocess.run(
        [ROOT / "tests" / "bench" / "run", "--quick", "--events", "50",
         "--folder", tmp_path, "--only", "W1"],
        env=os.environ | {"DAYBOOK": "/bin/false"}, capture_output=True,
        text=True, timeout=600)
    assert done.returncode != 0
