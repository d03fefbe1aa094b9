"""Production starts with a complete environment or not at all, and says what is missing."""

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
COMPLETE = {
    "FASHIONISTAR_ENV": "production",
    "SECRET_KEY": "s" * 50,
    "TOKEN_SIGNING_KEY": "t" * 50,
    "SESSION_ENCRYPTION_KEY": "ZmFzaGlvbmlzdGFyLXRlc3RzLW9ubHktMzItYnl0ZXM=",
    "DATABASE_URL": "postgresql://shop@db.example/shop",
    "REDIS_URL": "redis://redis.example/0",
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
