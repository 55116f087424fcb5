"""The JSON endpoint as a function."""

import json as codec


def api(person, method, path, json=None, **headers):
    """(status, the answer's JSON, text or None) of a request below /api/.

    json may also be bytes, which are sent as they are. Names of headers are
    written with _ for -.
    """
    body = json
    if json is not None and not isinstance(json, bytes):
        body = codec.dumps(json)
    if body is not None:
        headers.setdefault("Content_Type", "application/json")
    answer = person.ask(method, "/api" + path, body, **headers)
    if "json" in answer.headers.get("Content-Type", ""):
        return answer.status, codec.loads(answer.text)
    return answer.status, answer.text or None


def wrong_fields(answer):
    """Field -> code of an error that names fields."""
    return {one["field"]: one["code"] for one in answer["error"]["fields"]}


def items(person, path):
    """All items of a list, page by page."""
    found, mark = [], "&" if "?" in path else "?"
    cursor = None
    while True:
        at = path if cursor is None else f"{path}{mark}cursor={cursor}"
        status, answer = api(person, "GET", at)
        assert status == 200, answer
        found += answer["items"]
        cursor = answer["next"]
        if cursor is None:
            return found
