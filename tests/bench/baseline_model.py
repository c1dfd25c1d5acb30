"""The baseline's model: Rasa's default Chinese pipeline and policies, trained on our data, kept by its hash."""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from io import StringIO
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

from bot.domain import whole_domain
from bot.settings import ROOT

ENGINE_PYTHON = ROOT / ".venv" / "engine" / "bin" / "python"
CONFIGURATION = ROOT / "config.diet.yml"
DEFAULT_EPOCHS = 100
"""Of DIET and of both TED policies, as in the configuration that `rasa init` writes."""

TAUGHT = ("nlu", "rules", "responses")
"""Folders of `data/` that hold training data; the rest belongs to the services."""

MODEL_NAME = "baseline"
QUIET_SECONDS = 15.0

Say = Callable[[str], None]


@dataclass(frozen=True)
class BaselineModel:
    """A trained baseline.

    Args:
        path: the model's file.
        training_seconds: how long it took to train, whenever that was.
        epochs: of DIET and of the TED policies.
        from_cache: it was trained by an earlier run.
        size_bytes: of the file.
    """

    path: Path
    training_seconds: float
    epochs: int
    from_cache: bool
    size_bytes: int


def configuration(epochs: int) -> dict[str, Any]:
    """`config.diet.yml` with this number of epochs wherever it names one."""
    found: dict[str, Any] = YAML(typ="safe").load(CONFIGURATION.read_text(encoding="utf-8"))
    for part in [*found["pipeline"], *found["policies"]]:
        if "epochs" in part:
            part["epochs"] = epochs
    return found


def stories(rules: dict[str, Any]) -> list[dict[str, Any]]:
    """The rules of one file as stories, where a story can say the same.

    TED learns from stories alone: without one it would be skipped, and the baseline would not be
    Rasa's default. What holds under a condition only stays a rule.
    """
    return [
        {"story": f"{rule['rule']} (as a story)", "steps": rule["steps"]}
        for rule in rules.get("rules", ())
        if "condition" not in rule and all("nlu_fallback" not in s.values() for s in rule["steps"])
    ]


def material(epochs: int) -> dict[str, str]:
    """Every file that the baseline is trained on, by its path in the baseline's folder."""
    files = {
        "config.yml": as_yaml(configuration(epochs)),
        "domain.yml": as_yaml(whole_domain()),
    }
    told: list[dict[str, Any]] = []
    for folder in TAUGHT:
        for file in sorted((ROOT / "data" / folder).glob("*.yml")):
            text = file.read_text(encoding="utf-8")
            files[f"data/{folder}/{file.name}"] = text
            if folder == "rules":
                told += stories(YAML(typ="safe").load(text))
    files["data/stories.yml"] = as_yaml({"version": "3.1", "stories": told})
    return files


def fingerprint(files: dict[str, str]) -> str:
    """A hash of the training material and of Rasa's locked version."""
    found = hashlib.sha256((ROOT / "requirements" / "engine.txt").read_bytes())
    for name, text in sorted(files.items()):
        found.update(f"\0{name}\0{text}".encode())
    return found.hexdigest()[:16]


def trained(folder: Path, epochs: int, say: Say) -> BaselineModel:
    """The baseline's model, from the cache or trained now.

    Args:
        folder: where baselines are kept, one folder each.
        epochs: of DIET and of the TED policies.
        say: told of the progress.

    Raises:
        RuntimeError: Rasa could not train it; the text names the log.
    """
    files = material(epochs)
    home = folder / fingerprint(files)
    model, note = home / "models" / f"{MODEL_NAME}.tar.gz", home / "training_seconds"
    if note.exists() and model.exists():
        seconds = float(note.read_text())
        return BaselineModel(model, seconds, epochs, True, model.stat().st_size)
    shutil.rmtree(home, ignore_errors=True)
    for name, text in files.items():
        target = home / name
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text, encoding="utf-8")
    seconds = _train(home, epochs, say)
    note.write_text(f"{seconds:.1f}")
    return BaselineModel(model, seconds, epochs, False, model.stat().st_size)


def _train(home: Path, epochs: int, say: Say) -> float:
    log = home / "train.log"
    environment = {
        **os.environ,
        "RASA_TELEMETRY_ENABLED": "false",
        "RASA_MAX_CACHE_SIZE": "0",  # so that the time is that of a whole training
        "SQLALCHEMY_SILENCE_UBER_WARNING": "1",
        "TF_CPP_MIN_LOG_LEVEL": "3",
    }
    command = [
        *(str(ENGINE_PYTHON), "-m", "rasa", "train"),
        *("--config", "config.yml", "--domain", "domain.yml", "--data", "data"),
        *("--out", "models", "--fixed-model-name", MODEL_NAME),
    ]
    started = time.monotonic()
    with log.open("wb") as output:
        training = subprocess.Popen(
            command, cwd=home, env=environment, stdout=output, stderr=subprocess.STDOUT
        )
        try:
            while training.poll() is None:
                try:
                    training.wait(QUIET_SECONDS)
                except subprocess.TimeoutExpired:
                    say(
                        f"training the baseline, {epochs} epochs: "
                        f"{time.monotonic() - started:.0f} s so far"
                    )
        finally:
            if training.poll() is None:
                training.terminate()
                training.wait(30)
    if training.returncode != 0 or not (home / "models" / f"{MODEL_NAME}.tar.gz").exists():
        raise RuntimeError(f"the baseline could not be trained; see {log}")
    return time.monotonic() - started


def as_yaml(content: dict[str, Any]) -> str:
    """As text."""
    text = StringIO()
    writer = YAML()
    writer.allow_unicode = True
    writer.dump(content, text)
    return text.getvalue()


if __name__ == "__main__":
    chosen = int(sys.argv[1]) if len(sys.argv) > 1 else DEFAULT_EPOCHS
    print(trained(ROOT / "var" / "bench" / "baselines", chosen, print))
