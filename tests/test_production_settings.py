"""Production starts with a complete environment or not at all, and says what is missing."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest
from leased_tasks.options import problems

ROOT = Path(__file__).parents[1]
COMPLETE = {
    "FASHIONISTAR_ENV": "production",
    "SECRET_KEY": "s" * 50,
    "TOKEN_SIGNING_KEY": "t" * 50,
    "SESSION_ENCRYPTION_KEY": "ZmFzaGlvbmlzdGFyLXRlc3RzLW9ubHktMzItYnl0ZXM=",
    "DATABASE_URL": "postgresql://shop@db.example/shop",
    "REDIS_URL": "redis://redis.example/0",
    "TASKS_REDIS_URL": "redis://tasks.example/0",
    "SITE_URL": "https://shop.example",
    "ALLOWED_HOSTS": "shop.example",
    "EMAIL_URL": "smtp+tls://mail.example:587",
}


def start(
    tmp_path: Path, environment: dict[str, str], said: str = "s.DEBUG, s.SESSION_COOKIE_SECURE"
) -> subprocess.CompletedProcess[str]:
    words = f"import backend.settings.main as s; print({said})"
    return subprocess.run(
        [sys.executable, "-c", words],
        cwd=tmp_path,
        env={"PYTHONPATH": str(ROOT), "PATH": "/usr/bin"} | environment,
        capture_output=True,
        text=True,
        check=False,
    )


def test_a_complete_environment_starts_without_debug_and_with_secure_cookies(tmp_path) -> None:
    started = start(tmp_path, COMPLETE)
    assert started.returncode == 0, started.stderr
    assert started.stdout.strip() == "False True"


@pytest.mark.parametrize("name", [name for name in COMPLETE if name != "FASHIONISTAR_ENV"])
def test_a_missing_variable_is_named(tmp_path, name: str) -> None:
    started = start(tmp_path, {key: value for key, value in COMPLETE.items() if key != name})
    assert started.returncode != 0
    assert name in started.stderr
    assert "Traceback" not in started.stderr


def test_a_key_that_is_too_short_is_refused_without_being_shown(tmp_path) -> None:
    started = start(tmp_path, COMPLETE | {"SECRET_KEY": "hunter2hunter2"})
    assert started.returncode != 0
    assert "SECRET_KEY" in started.stderr
    assert "hunter2" not in started.stderr


def test_a_demand_for_tls_in_the_database_address_reaches_the_driver(tmp_path) -> None:
    address = COMPLETE["DATABASE_URL"] + "?sslmode=verify-full"
    asked = "s.DATABASES['default']['OPTIONS'].get('sslmode')"
    started = start(tmp_path, COMPLETE | {"DATABASE_URL": address}, asked)
    assert started.stdout.strip() == "verify-full", started.stderr


def test_play_money_is_refused(tmp_path) -> None:
    started = start(tmp_path, COMPLETE | {"PAYMENT_GATEWAYS": "sandbox"})
    assert started.returncode != 0
    assert "PAYMENT_GATEWAYS" in started.stderr
    assert "Traceback" not in started.stderr


@pytest.mark.parametrize("place", ["/srv/anchors.jsonl", "storage:vault/anchors"])
def test_the_audit_is_anchored_every_five_minutes_where_a_place_is_named(tmp_path, place) -> None:
    asked = "s.TASKS_SCHEDULE.get('anchor the audit'), s.AUDIT_ANCHOR"
    assert start(tmp_path, COMPLETE, asked).stdout.strip() == "None"
    started = start(tmp_path, COMPLETE | {"AUDIT_ANCHOR": place}, asked)
    planned = {"task": "apps.common.tasks.anchor_audit", "every": 300}
    assert started.stdout.strip() == f"{planned} {place}"


def test_a_place_for_anchors_that_is_none_is_named(tmp_path) -> None:
    started = start(tmp_path, COMPLETE | {"AUDIT_ANCHOR": "https://vault.example/anchors"})
    assert started.returncode != 0
    assert "AUDIT_ANCHOR" in started.stderr
    assert "Traceback" not in started.stderr


SENTINELS = "s1.example:26379,s2.example,s3.example:26380"
OPTIONS = "{alias: each['OPTIONS'] for alias, each in s.TASKS.items()}"


def without_url(**further: str) -> dict[str, str]:
    return {name: value for name, value in COMPLETE.items() if name != "TASKS_REDIS_URL"} | further


def test_sentinels_are_a_matter_of_the_environment(tmp_path) -> None:
    own = "TASKS_REDIS_SERVICE_NAME_EMAILS"
    wishes = {"TASKS_REDIS_MODE": "sentinel", "TASKS_REDIS_SENTINELS": SENTINELS, own: "mails"}
    started = start(tmp_path, without_url(**wishes, TASKS_REDIS_PASSWORD="p"), OPTIONS)
    options = ast.literal_eval(started.stdout)
    names = {alias: each["service_name"] for alias, each in options.items()}
    shared = "fashionistar-tasks"
    assert names == {"default": shared, "emails": "mails", "analytics": shared}
    assert options["default"] == {
        "mode": "sentinel",
        "sentinels": [("s1.example", 26379), ("s2.example", 26379), ("s3.example", 26380)],
        "service_name": shared,
        "prefix": "fashionistar",
        "password": "p",
    }
    assert problems(options["emails"]) == []


def test_a_cluster_is_a_matter_of_the_environment(tmp_path) -> None:
    wishes = {"TASKS_REDIS_MODE": "cluster", "TASKS_REDIS_NODES": "c1.example:7000,c2.example"}
    started = start(tmp_path, without_url(**wishes, TASKS_REDIS_TLS="true"), OPTIONS)
    options = ast.literal_eval(started.stdout)["analytics"]
    assert options["nodes"] == [("c1.example", 7000), ("c2.example", 6379)]
    assert options["tls"] is True
    assert problems(options) == []


@pytest.mark.parametrize(
    ("wishes", "named"),
    [
        ({}, "TASKS_REDIS_URL is missing"),
        ({"TASKS_REDIS_MODE": "sentinel"}, "TASKS_REDIS_SENTINELS is missing"),
        ({"TASKS_REDIS_MODE": "cluster"}, "TASKS_REDIS_NODES is missing"),
        (
            {"TASKS_REDIS_MODE": "cluster", "TASKS_REDIS_NODES": "a", "TASKS_REDIS_SENTINELS": "b"},
            "TASKS_REDIS_SENTINELS cannot go with TASKS_REDIS_MODE=cluster",
        ),
        (
            {"TASKS_REDIS_MODE": "cluster", "TASKS_REDIS_NODES": "a:port"},
            "TASKS_REDIS_NODES must be host:port,host:port",
        ),
        ({"TASKS_REDIS_MODE": "both", "TASKS_REDIS_URL": "redis://a/0"}, "TASKS_REDIS_MODE: "),
        (
            {"TASKS_REDIS_URL": "redis://a/0", "TASKS_REDIS_TLS_CA_FILE": "/no/such.pem"},
            "tls_ca_file",
        ),
    ],
)
def test_contradictions_about_the_tasks_redis_stop_the_start(tmp_path, wishes, named) -> None:
    started = start(tmp_path, without_url(**wishes))
    assert started.returncode != 0
    assert named in started.stderr
    assert "Traceback" not in started.stderr
    assert len(started.stderr.strip().splitlines()) == 1


def test_development_keeps_its_tasks_in_the_one_redis(tmp_path) -> None:
    wishes = {"FASHIONISTAR_ENV": "development"}
    asked = "s.TASKS['default']['OPTIONS']['url'] == s.CACHES['default']['LOCATION']"
    started = start(tmp_path, without_url(**wishes), asked)
    assert started.stdout.strip() == "True", started.stderr
