"""Train a model if no fitting one is there: `python -m bot.engine.train [--force]`."""

from __future__ import annotations

import argparse
import io
import logging
import os
import re
import sys
import warnings
from contextlib import redirect_stdout
from pathlib import Path
from typing import TextIO

from bot.engine import conduct_learning, danger_learning, training_data
from bot.engine.process import quiet_rasa, quieten_libraries
from bot.intents import load_intents
from bot.settings import ROOT, SettingsError, settings

NAME = "mingdeng"
KEPT_MODELS = 3
CONFIG, DOMAIN, DATA = "config.yml", "domain.yml", ["data"]

# Actions utter most responses; Rasa sees those of rules alone.
_WITHOUT_SENTENCES = re.compile(
    r"The intent '(\w+)' is listed in the domain file, but is not found"
)
_EXPECTED = re.compile(r"is not used in any story or rule|Slot auto-fill has been removed")


class TrainingFailed(Exception):
    """No model was made; the text says why."""


def main(arguments: list[str] | None = None) -> int:
    """Train, or say that there is nothing to do.

    Returns:
        0 when a fitting model is there, 1 when the data has problems or the training failed.
    """
    parser = argparse.ArgumentParser(prog="python -m bot.engine.train", description=__doc__)
    parser.add_argument(
        "--force", action="store_true", help="train although a fitting model is there"
    )
    options = parser.parse_args(arguments)
    try:
        if danger_learning.refresh():
            print("Learnt what speaks of danger from data/safety.", flush=True)
        if conduct_learning.refresh():
            print("Learnt what is asked in a danger from data/safety.", flush=True)
    except danger_learning.LearningFailed as failure:
        print(f"没有学会辨认危险，也没有训练：{failure}", file=sys.stderr)
        return 1
    models = models_dir()
    wanted = models / f"{NAME}-{training_data.fingerprint()}.tar.gz"
    if wanted.exists() and not options.force:
        # Rasa takes the file that changed last.
        wanted.touch()
        print(f"The model fits the data: {_shown(wanted)}")
        return 0
    found = training_data.problems()
    if found:
        print(f"训练数据有 {len(found)} 处问题，没有训练：", file=sys.stderr)
        for problem in found:
            print(f"  {problem}", file=sys.stderr)
        return 1
    models.mkdir(parents=True, exist_ok=True)
    print("Training a model (about a minute) ...", flush=True)
    try:
        _train(wanted)
    except TrainingFailed as failure:
        print(f"没有训练成功：{failure}", file=sys.stderr)
        return 1
    _drop_old(models, wanted)
    print(f"Trained: {_shown(wanted)}")
    return 0


def models_dir() -> Path:
    """Where models lie: `MODELS_DIR`; training needs no other setting."""
    try:
        return settings().models_dir
    except SettingsError:
        return Path(os.environ.get("MODELS_DIR") or ROOT / "models").resolve()


def _train(target: Path) -> None:
    quieten_libraries()
    # Rasa shows progress bars unless this says ERROR; what it logs is set below.
    os.environ["LOG_LEVEL"] = "ERROR"
    os.chdir(ROOT)
    sys.path.insert(0, str(ROOT))
    logging.basicConfig(level=logging.WARNING, format="  %(message)s")
    # Filters would be undone by libraries that set their own.
    warnings.showwarning = _show_what_helps
    # Imported here: a model that fits is found without loading Rasa and TensorFlow.
    from rasa.cli.utils import validate_files
    from rasa.model_training import train
    from rasa.shared.exceptions import RasaException
    from rasa.shared.importers.importer import TrainingDataImporter

    from bot.engine import fixes

    fixes.apply_to_training()
    quiet_rasa(logging.WARNING)
    importer = TrainingDataImporter.load_from_config(CONFIG, DOMAIN, DATA)
    # The check asks for the sentences in English and the training in Chinese: they are the same.
    sentences = importer.get_nlu_data()
    importer.get_nlu_data = lambda *_, **__: sentences  # type: ignore[method-assign]
    # `train` takes files, and would read them all again.
    TrainingDataImporter.load_from_config = staticmethod(lambda *_: importer)  # type: ignore[method-assign]
    said = io.StringIO()
    try:
        with redirect_stdout(said):
            validate_files(fail_on_warnings=False, max_history=None, importer=importer)
            result = train(
                DOMAIN,
                CONFIG,
                DATA,
                output=str(target.parent),
                fixed_model_name=target.name.removesuffix(".tar.gz"),
            )
    except SystemExit:
        raise TrainingFailed("Rasa 的数据检查没有通过，原因见上面几行。") from None
    except (RasaException, ValueError, OSError) as error:
        raise TrainingFailed(_reason(error)) from error
    if result.code != 0 or not target.exists():
        raise TrainingFailed(said.getvalue().strip() or f"Rasa 返回 {result.code}")


def _show_what_helps(
    message: Warning | str,
    category: type[Warning],
    filename: str,
    lineno: int,
    file: TextIO | None = None,
    line: str | None = None,
) -> None:
    """Rasa's own warnings about the data; not that responses are uttered by actions alone."""
    text = str(message)
    unheard = _WITHOUT_SENTENCES.search(text)
    if unheard and (known := load_intents().get(unheard[1])) is not None and known.read:
        return
    if category is UserWarning and "/rasa/" in filename and not _EXPECTED.search(text):
        print(f"  {text}", file=sys.stderr)


def _reason(error: BaseException) -> str:
    cause: BaseException = error
    while cause.__cause__ is not None:
        cause = cause.__cause__
    return f"{type(cause).__name__}: {cause}"


def _drop_old(models: Path, newest: Path) -> None:
    ours = [one for one in models.glob(f"{NAME}-*.tar.gz") if one != newest]
    ours.sort(key=lambda one: one.stat().st_mtime, reverse=True)
    for one in ours[KEPT_MODELS - 1 :]:
        one.unlink(missing_ok=True)


def _shown(path: Path) -> Path:
    return path.relative_to(ROOT) if ROOT in path.parents else path


if __name__ == "__main__":
    raise SystemExit(main())
