"""Runs one gateway: `python -m bot.gateway`."""

from __future__ import annotations

import logging
import sys

import uvicorn

from bot import logs
from bot.gateway.app import create_app, create_gateway
from bot.gateway.guards import LARGEST_BODY
from bot.responses import ResponsesError
from bot.settings import SettingsError, settings

log = logging.getLogger(__name__)


class Server(uvicorn.Server):
    """Uvicorn that lets long polls and sockets go before it waits for them to end."""

    def __init__(self, config: uvicorn.Config, stopping: object) -> None:
        super().__init__(config)
        self._stopping = stopping

    async def shutdown(self, sockets: list[object] | None = None) -> None:  # type: ignore[override]
        self._stopping.set()  # type: ignore[attr-defined]
        await super().shutdown(sockets)  # type: ignore[arg-type]


def main() -> int:
    """Serve until a signal comes.

    Returns:
        0 after a stop, 1 when a setting or a response file is wrong.
    """
    try:
        chosen = settings()
        logs.configure("gateway", chosen.log_level)
        shared = create_gateway(chosen)
    except (SettingsError, ResponsesError, ValueError) as error:
        print(error, file=sys.stderr)
        return 1
    config = uvicorn.Config(
        create_app(shared),
        host=chosen.gateway_host,
        port=chosen.gateway_port,
        log_config=None,
        access_log=False,  # ours is masked, see `bot.gateway.guards`
        proxy_headers=False,  # read by us, and only from TRUSTED_PROXIES
        server_header=False,
        ws_max_size=LARGEST_BODY,
        ws_ping_interval=20.0,
        ws_ping_timeout=20.0,
        timeout_keep_alive=75,
        timeout_graceful_shutdown=3,
        h11_max_incomplete_event_size=LARGEST_BODY,
    )
    Server(config, shared.stopping).run()
    return 0


if __name__ == "__main__":
    sys.exit(main())
