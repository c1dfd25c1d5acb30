"""Start the action server (rasa-sdk) on loopback, with our logs and the id of the message it works on."""

from __future__ import annotations

import logging
import os
from typing import TYPE_CHECKING

from bot.engine.process import LOOPBACK, prepare, quiet_rasa
from bot.logs import message_id

if TYPE_CHECKING:
    from sanic import Sanic
    from sanic.request import Request


def listens_on() -> str:
    """The address to listen on: loopback, or `SANIC_HOST` (rasa-sdk alone listens on every address)."""
    return os.environ.get("SANIC_HOST", LOOPBACK)


def create_app() -> Sanic:
    """The action server with all of `actions/`."""
    from rasa_sdk.endpoint import create_app as create_sdk_app

    app = create_sdk_app("actions", cors_origins="")

    @app.middleware("request")
    async def follow(request: Request) -> None:
        # A kept connection is served by one task: the id of the call before must go.
        message_id.set(request.headers.get("x-message-id"))

    return app


def _build_services() -> None:
    """Build what every action needs; a fault of settings or price files ends the process by its name."""
    from actions.dialogue.services import services
    from bot.datafiles import DataFileError
    from bot.settings import SettingsError

    try:
        services()
    except (SettingsError, DataFileError) as error:
        logging.getLogger(__name__).critical("%s", error)
        raise SystemExit(1) from None


def main() -> None:
    """Serve until the process is stopped."""
    chosen = prepare("actions")
    _build_services()
    app = create_app()
    from rasa_sdk.utils import number_of_sanic_workers

    quiet_rasa()
    app.run(listens_on(), chosen.actions_port, access_log=False, workers=number_of_sanic_workers())


if __name__ == "__main__":
    main()
