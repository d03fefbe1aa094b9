"""Every variable the program reads, typed. A missing one stops the start and is named."""

from typing import Literal

from pydantic import (
    Field,
    PostgresDsn,
    RedisDsn,
    SecretStr,
    ValidationError,
    ValidationInfo,
    field_validator,
)
from pydantic_settings import SettingsConfigDict

from backend.settings.env_tasks import TaskRedis


class MissingEnvironment(SystemExit):
    """The environment lacks a variable, or holds one that cannot be read."""


def words(text: str) -> list[str]:
    """Split a comma-separated variable."""
    return [word.strip() for word in text.split(",") if word.strip()]


class Env(TaskRedis):
    """The environment of one process. `./fashionistar` sets all of it in development."""

    model_config = SettingsConfigDict(env_file=".env", frozen=True, extra="ignore")

    fashionistar_env: Literal["development", "test", "production"] = "production"
    secret_key: SecretStr = Field(min_length=32)
    token_signing_key: SecretStr = Field(min_length=32)
    session_encryption_key: SecretStr = Field(min_length=32)
    sandbox_secret: SecretStr | None = None
    database_url: PostgresDsn
    database_prepare: bool = True  # false behind a PgBouncer older than 1.21
    database_pool_max: int = Field(default=20, ge=1, le=200)
    requests_in_threads: int = Field(default=12, ge=1, le=200)
    database_wait_seconds: float = Field(default=15, gt=0, le=60)
    public_cache_mb: int = Field(default=32, ge=0, le=4_096)
    reads_database_url: PostgresDsn | None = None
    reads_pool_min: int = Field(default=2, ge=0, le=100)
    reads_pool_max: int = Field(default=12, ge=1, le=200)
    reads_max_waiting: int = Field(default=1_000, ge=1, le=10_000)
    reads_statement_timeout_ms: int = Field(default=5_000, ge=100, le=60_000)
    redis_url: RedisDsn
    site_url: str = Field(pattern=r"^https?://[^/]+$")
    allowed_hosts: str
    email_url: str = Field(pattern=r"^smtps?(\+tls)?://")
    default_from_email: str = "Fashionistar <hello@fashionistar.example>"
    media_root: str = ".fashionistar/media"
    private_media_root: str = ".fashionistar/private"
    payment_gateways: str = ""
    audit_anchor: str = Field(default="", pattern=r"^(storage:\w+(/.*)?|[^:]*)$")
    task_failure_webhook: str = Field(default="", pattern=r"^(https?://\S+)?$")
    asgi_handler: Literal["lean", "stock"] = "lean"
    debug: bool = False
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = "INFO"

    @field_validator("reads_database_url", mode="before")
    @classmethod
    def _empty_is_absent(cls, value: object) -> object:
        return value or None

    @field_validator("payment_gateways")
    @classmethod
    def _real_money_in_production(cls, value: str, info: ValidationInfo) -> str:
        if info.data.get("fashionistar_env") == "production" and "sandbox" in words(value):
            raise ValueError("with the sandbox anyone could buy with play money")
        return value

    def _must_be_named(self) -> bool:
        return self.is_production

    @property
    def is_production(self) -> bool:
        """Whether real customers may be at the other end."""
        return self.fashionistar_env == "production"


def read_env() -> Env:
    """Read the environment once.

    Raises:
        MissingEnvironment: with one sentence that names each variable at fault.
    """
    try:
        return Env()
    except ValidationError as error:
        faults = "; ".join(_fault(one["loc"], one["msg"]) for one in error.errors())
        message = f"The environment is not complete. {faults}. See .env.example."
        raise MissingEnvironment(message) from None


def _fault(place: tuple[int | str, ...], said: str) -> str:
    """One fault, its variable first; what concerns several names them itself."""
    return (
        f"{str(place[0]).upper()}: {said.lower()}" if place else said.removeprefix("Value error, ")
    )


env = read_env()
