"""Every setting, read once from the environment and `.env`; a wrong one is named in one sentence."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import timedelta
from decimal import Decimal, InvalidOperation
from functools import cache
from pathlib import Path

from environs import Env, EnvError, validate
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError

from bot.clock import Clock, ShiftedClock, system_clock

ROOT = Path(__file__).resolve().parent.parent
SHORTEST_KEY = 32  # bytes; PyJWT warns below that for HS256


class SettingsError(Exception):
    """A setting is missing or wrong; the text names it and says what it may be."""


@dataclass(frozen=True)
class Settings:
    """All settings of the product; `.env.example` lists them with their meaning."""

    demo: bool
    var_dir: Path
    gateway_host: str
    gateway_port: int
    engine_port: int
    engine_url: str
    actions_port: int
    actions_url: str
    models_dir: Path
    utility_db_url: str
    bot_db_url: str
    tracker_db_url: str
    redis_url: str | None
    token_key: str = field(repr=False)
    engine_token: str = field(repr=False)
    staff_password: str | None = field(repr=False)
    allowed_origins: tuple[str, ...]
    trusted_proxies: tuple[str, ...]
    account_number_format: str
    region: str
    hotline: str
    utility_name: str
    log_level: str
    clock_shift_seconds: int
    stale_after_seconds: int
    danger_talk_minutes: int
    step_up_after_minutes: int
    code_lifetime_seconds: int
    action_deadline_seconds: float
    messages_per_minute: int
    sessions_per_minute: int
    sign_ins_per_minute: int
    binding_attempts_per_hour: int
    sms_url: str | None
    sms_token: str | None = field(repr=False)
    late_fee_minimum: str
    late_fee_cap: str
    late_fee_cross_year: str

    @property
    def clock(self) -> Clock:
        """The clock that all parts share: the machine's, moved by `CLOCK_SHIFT_SECONDS`."""
        if self.clock_shift_seconds == 0:
            return system_clock
        return ShiftedClock(timedelta(seconds=self.clock_shift_seconds))


def environment(settings: Settings) -> dict[str, str]:
    """The settings as environment variables, for the processes that are started with them.

    Rasa's own files (`endpoints.yml`, `credentials.yml`) can read nothing but the environment and
    know no defaults.
    """
    return {
        "DEMO": str(settings.demo).lower(),
        "VAR_DIR": str(settings.var_dir),
        "MODELS_DIR": str(settings.models_dir),
        "GATEWAY_HOST": settings.gateway_host,
        "GATEWAY_PORT": str(settings.gateway_port),
        "ENGINE_PORT": str(settings.engine_port),
        "ENGINE_URL": settings.engine_url,
        "ACTIONS_PORT": str(settings.actions_port),
        "ACTIONS_URL": settings.actions_url,
        "UTILITY_DB_URL": settings.utility_db_url,
        "BOT_DB_URL": settings.bot_db_url,
        "TRACKER_DB_URL": settings.tracker_db_url,
        "TOKEN_KEY": settings.token_key,
        "ENGINE_TOKEN": settings.engine_token,
        "RASA_TELEMETRY_ENABLED": "false",
    }


def _database_url(name: str, value: str) -> str:
    try:
        backend = make_url(value).get_backend_name()
    except ArgumentError:
        raise SettingsError(
            f"{name} is not a database URL; write it like sqlite:///var/bot.db or "
            "postgresql://user:password@host/name."
        ) from None
    if backend not in ("sqlite", "postgresql"):
        raise SettingsError(
            f"{name} names the database {backend!r}; it may be sqlite or postgresql."
        )
    return value


def _key(name: str, value: str) -> str:
    if len(value.encode()) < SHORTEST_KEY:
        raise SettingsError(
            f"{name} has fewer than {SHORTEST_KEY} bytes; "
            "make one with: python3 -c 'import secrets; print(secrets.token_urlsafe(48))'."
        )
    return value


def _amount(name: str, value: str, most: str | None = None) -> str:
    try:
        amount = Decimal(value)
    except InvalidOperation:
        raise SettingsError(f"{name} is not a number; write it like 0.30.") from None
    if not amount.is_finite() or amount < 0 or (most is not None and amount > Decimal(most)):
        raise SettingsError(
            f"{name} is {value}; it may be {f'0 to {most}' if most else '0 or more'}."
        )
    return value


def _pattern(name: str, value: str) -> str:
    try:
        re.compile(value)
    except re.error as error:
        raise SettingsError(f"{name} is not a regular expression: {error}.") from None
    return value


def load(env_file: Path | None = ROOT / ".env") -> Settings:
    """Read all settings.

    Args:
        env_file: file with more settings; the environment wins over it. None reads none.

    Raises:
        SettingsError: one is missing or wrong.
    """
    env = Env()
    if env_file is not None and env_file.exists():
        env.read_env(str(env_file), recurse=False)
    port = validate.Range(min=1, max=65535)
    positive = validate.Range(min=0, min_inclusive=False)
    try:
        demo = env.bool("DEMO", True)
        sms_url, sms_token = env.str("SMS_URL", None), env.str("SMS_TOKEN", None)
        if not demo and not (sms_url and sms_token):
            raise SettingsError(
                "DEMO is false, so one-time codes have to be sent: set SMS_URL and SMS_TOKEN."
            )
        var_dir = env.path("VAR_DIR", ROOT / "var").resolve()
        gateway_port = env.int("GATEWAY_PORT", 8000, validate=port)
        engine_port = env.int("ENGINE_PORT", 5005, validate=port)
        actions_port = env.int("ACTIONS_PORT", 5055, validate=port)
        return Settings(
            demo=demo,
            var_dir=var_dir,
            gateway_host=env.str("GATEWAY_HOST", "127.0.0.1"),
            gateway_port=gateway_port,
            engine_port=engine_port,
            engine_url=env.str("ENGINE_URL", f"http://127.0.0.1:{engine_port}"),
            actions_port=actions_port,
            actions_url=env.str("ACTIONS_URL", f"http://127.0.0.1:{actions_port}/webhook"),
            models_dir=env.path("MODELS_DIR", ROOT / "models").resolve(),
            utility_db_url=_database_url(
                "UTILITY_DB_URL", env.str("UTILITY_DB_URL", f"sqlite:///{var_dir / 'utility.db'}")
            ),
            bot_db_url=_database_url(
                "BOT_DB_URL", env.str("BOT_DB_URL", f"sqlite:///{var_dir / 'bot.db'}")
            ),
            tracker_db_url=_database_url(
                "TRACKER_DB_URL", env.str("TRACKER_DB_URL", f"sqlite:///{var_dir / 'trackers.db'}")
            ),
            redis_url=env.str("REDIS_URL", None),
            token_key=_key("TOKEN_KEY", env.str("TOKEN_KEY")),
            engine_token=_key("ENGINE_TOKEN", env.str("ENGINE_TOKEN")),
            staff_password=env.str("STAFF_PASSWORD", None),
            allowed_origins=tuple(
                env.list(
                    "ALLOWED_ORIGINS",
                    [f"http://127.0.0.1:{gateway_port}", f"http://localhost:{gateway_port}"],
                )
            ),
            trusted_proxies=tuple(env.list("TRUSTED_PROXIES", [])),
            account_number_format=_pattern(
                "ACCOUNT_NUMBER_FORMAT", env.str("ACCOUNT_NUMBER_FORMAT", "[0-9]{10}")
            ),
            region=env.str("REGION", "zhejiang"),
            hotline=env.str("HOTLINE", "0579-0000-0000"),
            utility_name=env.str("UTILITY_NAME", "明江供电"),
            log_level=env.str(
                "LOG_LEVEL", "INFO", validate=validate.OneOf(["DEBUG", "INFO", "WARNING", "ERROR"])
            ),
            clock_shift_seconds=env.int("CLOCK_SHIFT_SECONDS", 0),
            stale_after_seconds=env.int("STALE_AFTER_SECONDS", 300, validate=positive),
            danger_talk_minutes=env.int("DANGER_TALK_MINUTES", 15, validate=positive),
            step_up_after_minutes=env.int("STEP_UP_AFTER_MINUTES", 30, validate=positive),
            code_lifetime_seconds=env.int("CODE_LIFETIME_SECONDS", 300, validate=positive),
            action_deadline_seconds=env.float("ACTION_DEADLINE_SECONDS", 2.5, validate=positive),
            messages_per_minute=env.int("MESSAGES_PER_MINUTE", 60, validate=positive),
            sessions_per_minute=env.int("SESSIONS_PER_MINUTE", 30, validate=positive),
            sign_ins_per_minute=env.int("SIGN_INS_PER_MINUTE", 10, validate=positive),
            binding_attempts_per_hour=env.int("BINDING_ATTEMPTS_PER_HOUR", 10, validate=positive),
            sms_url=sms_url,
            sms_token=sms_token,
            late_fee_minimum=_amount("LATE_FEE_MINIMUM", env.str("LATE_FEE_MINIMUM", "0")),
            late_fee_cap=_amount("LATE_FEE_CAP", env.str("LATE_FEE_CAP", "0.30"), most="1"),
            late_fee_cross_year=env.str(
                "LATE_FEE_CROSS_YEAR", "by_day", validate=validate.OneOf(["by_day", "whole_debt"])
            ),
        )
    except EnvError as error:
        raise SettingsError(f"{error}. See .env.example.") from None


@cache
def settings() -> Settings:
    """The settings of this process, read at the first call."""
    return load()
