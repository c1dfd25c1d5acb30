"""Runs one gateway: `python -m bot.gateway`."""

from __future__ import annotations

import asyncio
import socket
import sys

import uvicorn

from bot import logs
from bot.datafiles import DataFileError
from bot.gateway.app import create_app, create_gateway
from bot.gateway.context import Gateway
from bot.gateway.guards import LARGEST_BODY
from bot.responses import ResponsesError
from bot.settings import SettingsError, settings


class Server(uvicorn.Server):
    """Uvicorn that lets long polls and sockets go before it waits for them to end."""

    def __init__(self, config: uvicorn.Config, stopping: asyncio.Event) -> None:
        super().__init__(config)
        self._stopping = stopping

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        self._stopping.set()
        await super().shutdown(sockets)


def server(shared: Gateway) -> Server:
    """The server of one gateway process.

    Args:
        shared: as made by `create_gateway`.
    """
    config = uvicorn.Config(
        create_app(shared),
        host=shared.settings.gateway_host,
        port=shared.settings.gateway_port,
        log_config=None,
        access_log=False,  # ours is masked, see `bot.gateway.guards`
        proxy_headers=False,  # read by us, and only from TRUSTED_PROXIES
        server_header=False,
        ws_max_size=LARGEST_BODY,
        ws_ping_interval=20.0,
        ws_ping_timeout=20.0,
        timeout_keep_alive=75,
        timeout_graceful_shutdown=3,
    )
    return Server(config, shared.stopping)


def main() -> int:
    """Serve until a signal comes.

    Returns:
        0 after a stop, 1 when a setting, a response file or a data file is wrong.
    """
    try:
        chosen = settings()
        logs.configure("gateway", chosen.log_level)
        shared = create_gateway(chosen)
    except (SettingsError, ResponsesError, DataFileError, ValueError) as error:
        print(error, file=sys.stderr)
        return 1
    server(shared).run()
    return 0


if __name__ == "__main__":
    sys.exit(main())
