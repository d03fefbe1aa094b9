""".env.example names every variable that the program reads, and holds no secret."""

import re

from pydantic import SecretStr

from backend.settings.env import Env
from tools.house_lints import ROOT

LINE = re.compile(r"^([A-Z_]+)=(.*)$", re.MULTILINE)
EXAMPLE = dict(LINE.findall((ROOT / ".env.example").read_text()))


def test_it_names_every_variable_and_no_other():
    assert sorted(EXAMPLE) == sorted(name.upper() for name in Env.model_fields)


def test_secrets_have_no_value():
    secret = [name for name, field in Env.model_fields.items() if "Secret" in str(field.annotation)]
    assert {"secret_key", "token_signing_key"} <= set(secret)
    assert [EXAMPLE[name.upper()] for name in secret] == [""] * len(secret)


def test_with_secrets_filled_in_the_program_starts(monkeypatch):
    monkeypatch.delenv("FASHIONISTAR_ENV", raising=False)
    for name, value in EXAMPLE.items():
        is_secret = "Secret" in str(Env.model_fields[name.lower()].annotation)
        monkeypatch.setenv(name, "k" * 48 if is_secret else value)
    env = Env(_env_file=None)
    assert env.is_production
    assert isinstance(env.secret_key, SecretStr)
