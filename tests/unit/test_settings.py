"""Settings: defaults, errors in one sentence, and an example file that names them all."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from bot.settings import ROOT, SettingsError, environment, load

KEYS = {"TOKEN_KEY": "k" * 32, "ENGINE_TOKEN": "e" * 32}
NAMES_READ = set(re.findall(r'env\.\w+\(\s*"([A-Z_]+)"', (ROOT / "bot/settings.py").read_text()))


@pytest.fixture(autouse=True)
def only_keys(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in NAMES_READ:
        monkeypatch.delenv(name, raising=False)
    for name, value in KEYS.items():
        monkeypatch.setenv(name, value)


def test_defaults_are_a_demo_on_loopback() -> None:
    settings = load(None)
    assert settings.demo
    assert settings.gateway_host == "127.0.0.1"
    assert settings.utility_db_url == f"sqlite:///{ROOT / 'var' / 'utility.db'}"


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("GATEWAY_PORT", "eight", "GATEWAY_PORT"),
        ("GATEWAY_PORT", "70000", "GATEWAY_PORT"),
        ("DEMO", "perhaps", "DEMO"),
        ("BOT_DB_URL", "bot.db", "BOT_DB_URL is not a database URL"),
        ("BOT_DB_URL", "mysql://root@localhost/test", "it may be sqlite or postgresql"),
        ("TOKEN_KEY", "short", "TOKEN_KEY has fewer than 32 bytes"),
        ("LOG_LEVEL", "LOUD", "LOG_LEVEL"),
        ("DEMO", "false", "set SMS_URL and SMS_TOKEN"),
        ("LATE_FEE_CAP", "30", "LATE_FEE_CAP is 30; it may be 0 to 1"),
        ("LATE_FEE_CAP", "NaN", "LATE_FEE_CAP"),
        ("LATE_FEE_MINIMUM", "-1", "LATE_FEE_MINIMUM is -1; it may be 0 or more"),
        ("LATE_FEE_MINIMUM", "one", "LATE_FEE_MINIMUM is not a number"),
        ("LATE_FEE_CROSS_YEAR", "both", "LATE_FEE_CROSS_YEAR"),
        ("ACCOUNT_NUMBER_FORMAT", "[0-9", "ACCOUNT_NUMBER_FORMAT is not a regular expression"),
        ("ACTION_DEADLINE_SECONDS", "0", "ACTION_DEADLINE_SECONDS"),
        ("MESSAGES_PER_MINUTE", "-5", "MESSAGES_PER_MINUTE"),
    ],
)
def test_a_wrong_value_is_named(
    monkeypatch: pytest.MonkeyPatch, name: str, value: str, said: str
) -> None:
    monkeypatch.setenv(name, value)
    with pytest.raises(SettingsError, match=re.escape(said)):
        load(None)


@pytest.mark.parametrize("name", sorted(KEYS))
def test_a_missing_key_is_named(monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    monkeypatch.delenv(name)
    with pytest.raises(SettingsError, match=name):
        load(None)


def test_keys_do_not_show_in_the_representation() -> None:
    assert KEYS["TOKEN_KEY"] not in repr(load(None))
    assert KEYS["ENGINE_TOKEN"] not in repr(load(None))


def test_the_environment_wins_over_the_file(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    file = tmp_path / "env"
    file.write_text("GATEWAY_PORT=8011\nHOTLINE=123\n")
    monkeypatch.setenv("GATEWAY_PORT", "8012")
    settings = load(file)
    assert (settings.gateway_port, settings.hotline) == (8012, "123")


def test_child_processes_read_the_same_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GATEWAY_PORT", "8123")
    first = load(None)
    for name, value in environment(first).items():
        monkeypatch.setenv(name, value)
    assert load(None) == first


def test_the_example_file_names_every_setting() -> None:
    example = (ROOT / ".env.example").read_text(encoding="utf-8")
    named = set(re.findall(r"^#?([A-Z_]+)=", example, re.MULTILINE))
    assert named - {"CHROMIUM"} == NAMES_READ
