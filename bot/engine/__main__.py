"""Start the engine: Rasa with the latest model and our channel, on loopback unless told otherwise."""

from __future__ import annotations

import os

from bot.engine.process import LOOPBACK, prepare, quiet_rasa
from bot.settings import ROOT


def main() -> None:
    """Serve until the process is stopped.

    `ENGINE_HOST` names another address to listen on (a private network); `MODEL_PATH` a model or a
    folder of models in place of `MODELS_DIR`.
    """
    chosen = prepare("engine")
    # Imported now, because what is set above must be set before NumPy and TensorFlow are loaded.
    from rasa.core.run import serve_application
    from rasa.core.utils import AvailableEndpoints

    quiet_rasa()
    serve_application(
        model_path=os.environ.get("MODEL_PATH") or str(chosen.models_dir),
        interface=os.environ.get("ENGINE_HOST", LOOPBACK),
        port=chosen.engine_port,
        credentials=str(ROOT / "credentials.yml"),
        endpoints=AvailableEndpoints.read_endpoints(str(ROOT / "endpoints.yml")),
        enable_api=False,
    )


if __name__ == "__main__":
    main()
