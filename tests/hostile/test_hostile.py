"""Everything that was seen to hurt the server, at once, for a short time:
nothing is asserted tightly of time, since the machine may have other work."""

from load import MIB, run


def test_under_attack_honest_people_are_answered_in_bounded_memory(tmp_path):
    found = run(tmp_path / "data", 15, connections=68, idle=500)
    assert found["alive"] and found["stopped"] == 0
    assert found["unanswered"] == 0 and found["polls"] > 5
    assert found["slowest"] < 30
    assert found["private"] < 512 * MIB
    for kind in ("bomb", "matches", "expand", "guess", "frame", "unread"):
        assert found["did"][kind], kind
    # What is wrong in form never gets through.
    assert set(found["did"]["frame"]) <= {"400", "431", "cut"}
    assert "200" not in found["did"]["form"]
