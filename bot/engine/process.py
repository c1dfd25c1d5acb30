"""What both Rasa processes need before Rasa is imported: environment, logs, settings."""

from __future__ import annotations

import logging
import os
import sys

from bot import logs
from bot.settings import ROOT, Settings, SettingsError, environment, settings

LOOPBACK = "127.0.0.1"


def prepare(name: str) -> Settings:
    """Read the settings, hand them to Rasa's files, write JSON logs; ends the process if they are wrong.

    Args:
        name: `engine` or `actions`, as the logs call it.

    Returns:
        The settings of this process.
    """
    try:
        chosen = settings()
    except SettingsError as error:
        print(error, file=sys.stderr)
        raise SystemExit(2) from None
    os.environ.update(environment(chosen))
    quieten_libraries()
    if str(ROOT) not in sys.path:
        sys.path.insert(0, str(ROOT))
    os.chdir(ROOT)
    logs.configure(name, chosen.log_level)
    logging.captureWarnings(True)
    logging.getLogger("py.warnings").addFilter(_worth_reading)
    return chosen


def _worth_reading(record: logging.LogRecord) -> bool:
    return not any(one in str(record.args) for one in ("DeprecationWarning", "MovedIn20Warning"))


def quieten_libraries() -> None:
    """Tell Rasa's libraries by the environment what they need, before they are imported."""
    for variable, value in {
        "RASA_TELEMETRY_ENABLED": "false",
        "SQLALCHEMY_SILENCE_UBER_WARNING": "1",
        "TF_CPP_MIN_LOG_LEVEL": "3",
        # One sentence is encoded fastest by one thread; more of them only fight with other engines.
        "OMP_NUM_THREADS": "1",
        "OPENBLAS_NUM_THREADS": "1",
    }.items():
        os.environ.setdefault(variable, value)


def quiet_rasa(level: int = logging.INFO) -> None:
    """Send Rasa's structured logs the same way, and never its debug level: it repeats what people write.

    Args:
        level: the lowest level that is let through.
    """
    import structlog

    structlog.configure(
        processors=[
            structlog.stdlib.filter_by_level,
            structlog.processors.format_exc_info,
            structlog.stdlib.render_to_log_kwargs,
        ],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=False,
    )
    for name in ("rasa", "rasa_sdk", "sanic", "jieba", "aiohttp", "apscheduler"):
        one = logging.getLogger(name)
        one.setLevel(max(level, logging.getLogger().level))
        one.handlers[:] = []
        one.propagate = True
