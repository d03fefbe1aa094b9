"""The edges: problems, ids, bodies."""

import json
import re

import pytest

from apps.authentication.tests.factories import UserFactory
from apps.common.errors import DomainError
from apps.common.http.bodies import UnreadableJson, check_json

pytestmark = pytest.mark.django_db


def test_an_unknown_address_is_a_problem_for_programs_and_a_page_for_people(api) -> None:
    answer = api.get("/api/v2/nowhere")
    assert answer.status_code == 404
    assert answer["Content-Type"] == "application/problem+json"
    assert answer.json()["code"] == "not-found"
    page = api.get("/nowhere", headers={"Accept": "text/html"})
    assert page.status_code == 404
    assert page["Content-Type"].startswith("text/html")


def test_every_answer_tells_its_id_and_time(api) -> None:
    answer = api.get("/health", headers={"X-Request-ID": "from-the-caller-1"})
    assert answer.status_code == 200
    assert answer["X-Request-ID"] == "from-the-caller-1"
    assert float(answer["X-Process-Time"]) >= 0
    assert answer["Server-Timing"].startswith("app;dur=")


@pytest.mark.parametrize("offered", ["short", "x" * 65, "new\\nline-here", "<script>alert"])
def test_an_odd_request_id_is_replaced(api, offered: str) -> None:
    assert api.get("/health", headers={"X-Request-ID": offered})["X-Request-ID"] != offered


def test_v2_asks_for_a_token(api) -> None:
    answer = api.get("/api/v2/tasks/01890a5d-ac96-774b-bcce-b302099a8057")
    assert answer.status_code == 401
    assert answer.json()["code"] == "sign-in-required"
    assert answer["WWW-Authenticate"] == "Bearer"


def test_the_documentation_is_served(api) -> None:
    for version in ("v1", "v2"):
        assert api.get(f"/api/{version}/docs").status_code == 200
        assert json.loads(api.get(f"/api/{version}/openapi.json").content)["openapi"]


BAD_BODIES = {
    "duplicate keys": b'{"a": 1, "a": 2}',
    "deep": b"[" * 10_000 + b"]" * 10_000,
    "a little too deep": b"[" * 65 + b"]" * 65,
    "trailing": b"{} {}",
    "bom": b"\xef\xbb\xbf{}",
    "utf-16": '{"a": 1}'.encode("utf-16"),
    "lone surrogate": b'{"a": "\\ud800"}',
    "nul": b'{"a": "\\u0000"}',
    "nul in a key": b'{"\\u0000": 1}',
    "nan": b'{"a": NaN}',
    "infinity": b'{"a": -Infinity}',
    "1e400": b'{"a": 1e400}',
    "10^5000": b'{"a": 1' + b"0" * 5000 + b"}",
    "cut off": b'{"a": ',
    "not json": b"a=1",
}


@pytest.mark.parametrize("body", BAD_BODIES.values(), ids=BAD_BODIES.keys())
def test_json_that_parsers_disagree_about_is_refused(api, body: bytes) -> None:
    with pytest.raises(UnreadableJson):
        check_json(body)
    answer = api.post("/api/v2/anything", raw=body)
    assert (answer.status_code, answer.json()["code"]) == (400, "unreadable-json")


def test_an_upload_above_every_cap_is_refused_before_it_is_read(api) -> None:
    answer = api.put(
        "/api/v1/vendor/profile/logo",
        raw=b"x",
        content_type="multipart/form-data; boundary=x",
        headers={"Content-Length": str(10**10)},
    )
    assert (answer.status_code, answer.json()["code"]) == (413, "too-large")


@pytest.mark.parametrize(
    "content_type",
    ["multipart/form-data; boundary=x", "application/x-www-form-urlencoded", "text/plain"],
)
def test_json_under_another_name_is_refused(api, content_type: str) -> None:
    body = b'{"variant_id": "01890a5d-ac96-774b-bcce-b302099a8057", "quantity": 1, "quantity": 2}'
    answer = api.post("/api/v2/cart/lines", raw=body, content_type=content_type)
    assert (answer.status_code, answer.json()["code"]) == (415, "unsupported-media-type")


def test_ordinary_json_passes() -> None:
    check_json('{"a": [1, 2.5, "gèlè ₦", null, true, {"b": "\\ud83d\\ude00"}]}'.encode())


def test_a_body_over_the_cap_is_refused(api) -> None:
    answer = api.post("/api/v2/anything", raw=b'"' + b"x" * 1_048_576 + b'"')
    assert (answer.status_code, answer.json()["code"]) == (413, "too-large")


def test_another_content_type_is_refused(api) -> None:
    answer = api.post("/api/v2/anything", raw=b"<a/>", content_type="application/xml")
    assert (answer.status_code, answer.json()["code"]) == (415, "unsupported-media-type")


def test_codes_are_stable_words() -> None:
    def below(kind: type[DomainError]) -> list[type[DomainError]]:
        return [kind, *(deeper for sub in kind.__subclasses__() for deeper in below(sub))]

    for kind in below(DomainError):
        assert kind.code == kind.code.lower()
        assert " " not in kind.code
        assert kind.title


@pytest.mark.parametrize("path", ["/api/v1/auth/me/", "/api/v2/cart"])
def test_the_log_line_names_the_user_and_the_action(api, caplog, path: str) -> None:
    user = UserFactory.create()
    caplog.clear()
    assert api.get(path, signed_in=user).status_code == 200
    line = next(record.msg for record in caplog.records if record.msg.get("event") == "request")
    assert line["user_id"] == str(user.pk)
    assert line["path"] == path
    assert line["action"]
    assert line["request_id"]


def test_a_fault_behind_a_secret_link_is_logged_without_it(api, caplog, monkeypatch) -> None:
    def broken(**_: str) -> None:
        raise RuntimeError("broken")

    monkeypatch.setattr("apps.authentication.views.check_confirmation_key", broken)
    answer = api.get("/accounts/confirm-email/the-secret-key/", headers={"Accept": "text/html"})
    assert answer.status_code == 500
    assert "unexpected" in caplog.text
    assert "the-secret-key" not in caplog.text


def test_browsers_find_an_icon_on_every_page(api) -> None:
    assert api.get("/favicon.ico").headers["Location"].endswith(".svg")


@pytest.mark.parametrize("version", ["v1", "v2"])
def test_too_many_parameters_are_the_callers_fault(api, version: str) -> None:
    query = "&".join(f"q={number}" for number in range(3_000))
    answer = api.get(f"/api/{version}/products/?{query}")
    assert (answer.status_code, answer.json()["code"]) == (400, "bad-request")


def test_the_description_of_v2_tells_how_to_sign_in_and_how_to_retry(api) -> None:
    described = json.loads(api.get("/api/v2/openapi.json").content)
    assert described["components"]["securitySchemes"]["Bearer"]["scheme"] == "bearer"
    order = described["paths"]["/api/v2/orders"]["post"]
    assert order["security"] == [{"Bearer": []}]
    assert [head["name"] for head in order["parameters"] if head["required"]] == ["Idempotency-Key"]


@pytest.mark.parametrize("version", ["v1", "v2"])
def test_every_operation_tells_how_it_refuses(api, version: str) -> None:
    described = json.loads(api.get(f"/api/{version}/openapi.json").content)
    known = described["components"]["responses"]
    methods = {"get", "post", "put", "patch", "delete"}
    for path, operations in described["paths"].items():
        for method in methods & set(operations):
            told = operations[method]["responses"]
            names = {
                status: one["$ref"].rpartition("/")[2]
                for status, one in told.items()
                if "$ref" in one
            }
            assert set(names.values()) <= set(known), (method, path)
            assert ("404" in told) == ("{" in path), (method, path)
            assert "default" in told, (method, path)
            is_open = {} in operations[method].get("security", [{}])
            assert ("401" in told) is not is_open, (method, path)
    example = known["InvalidInput"]["content"]["application/problem+json"]["example"]
    refused = api.post("/api/v2/cart/lines", {"variant_id": "x"})
    assert set(refused.json()) == set(example)


def test_v1_writes_times_as_v2_does(api) -> None:
    joined = api.get("/api/v1/auth/me/", signed_in=UserFactory.create()).json()["date_joined"]
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z", joined)


@pytest.mark.parametrize("path", ["/api/v1/auth/me/", "/api/v2/orders"])
def test_a_token_that_does_not_count_has_one_code(api, path: str) -> None:
    answer = api.get(path, headers={"Authorization": "Bearer nonsense"})
    assert (answer.status_code, answer.json()["code"]) == (401, "invalid-token")


def test_a_method_that_an_address_lacks_is_a_problem_too(api) -> None:
    answer = api.delete("/api/v2/orders")
    assert (answer.status_code, answer.json()["code"]) == (405, "method-not-allowed")
    assert answer["Content-Type"] == "application/problem+json"
    assert set(answer["Allow"].split(", ")) == {"GET", "HEAD", "POST"}


@pytest.mark.parametrize("moment", ["0001-01-01", "0001-01-01T00:00:00", "9999-12-31T23:59:59Z"])
@pytest.mark.parametrize("path", ["/api/v1/audit/?since=", "/api/v1/orders/?placed_from="])
def test_a_moment_outside_every_calendar_is_the_callers_fault(api, path: str, moment: str) -> None:
    staff = UserFactory.create(is_staff=True, is_superuser=True)
    answer = api.get(path + moment, signed_in=staff)
    assert (answer.status_code, answer.json()["code"]) == (422, "invalid-input")
