"""One configuration measured: trained from nothing in a process, then loaded and asked in another."""

from __future__ import annotations

import json
import re
import shutil
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

from bot.domain import whole_domain
from bot.engine.judged import OUT_OF_SCOPE, Entity, Understood
from bot.engine.sentence_files import as_training_data
from bot.intents import load_intents
from bot.settings import ROOT
from tests.bench import baseline_model
from tests.bench.baseline_model import as_yaml
from tests.bench.children import ChildFailed, run
from tests.bench.figures import Times
from tests.bench.parsing import Job

ONE_THREAD = {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}
"""As the running engine has it."""

Progress = Callable[[float | None], None]
"""Told the share that is done, or None where it can't be known."""

_EPOCHS = re.compile(r"Epochs:\s+(\d+)%")
_DONE = re.compile(r"^(\d+)$", re.MULTILINE)


@dataclass(frozen=True)
class Model:
    """A trained model.

    Args:
        path: its file.
        training_seconds: wall time of the training process, imports included, whenever it was.
        from_cache: an earlier run trained it.
        size_bytes: of the file.
    """

    path: Path
    training_seconds: float
    from_cache: bool
    size_bytes: int


@dataclass(frozen=True)
class Answers:
    """What a loaded model did.

    Args:
        load_seconds: from the model's file to its first answer, without imports.
        resident_bytes: after all the parsing.
        alone: time of a sentence, one by one.
        batched: time of a sentence in batches.
        understood: of each text.
        wishes: intents of each message that was asked for them.
    """

    load_seconds: float
    resident_bytes: int
    alone: Times
    batched: Times
    understood: list[Understood]
    wishes: list[list[str]]


@dataclass(frozen=True)
class Material:
    """What a model is made of.

    Args:
        configuration: pipeline and policies.
        sentences: training sentences as Rasa reads them: text of YAML files by their name.
        domain: text of `domain.yml`.
    """

    configuration: dict[str, Any]
    sentences: Mapping[str, str]
    domain: str

    def fingerprint(self) -> str:
        """A hash of all of it and of the locked versions."""
        return baseline_model.fingerprint(
            {"config.yml": as_yaml(self.configuration), "domain.yml": self.domain, **self.sentences}
        )


def our_configuration() -> dict[str, Any]:
    """`config.yml`."""
    found: dict[str, Any] = YAML(typ="safe").load((ROOT / "config.yml").read_text("utf-8"))
    return found


def project_material(configuration: dict[str, Any]) -> Material:
    """A configuration with the project's training sentences."""
    files = sorted((ROOT / "data" / "nlu").glob("*.yml"))
    return Material(
        configuration,
        {one.name: one.read_text(encoding="utf-8") for one in files},
        as_yaml(whole_domain()),
    )


def evenly(sentences: Sequence[tuple[str, str]], most: int) -> list[tuple[str, str]]:
    """So many of the sentences, of each intent about the same share.

    Args:
        sentences: text and intent.
        most: how many.
    """
    sizes: dict[str, int] = {}
    for _, intent in sentences:
        sizes[intent] = sizes.get(intent, 0) + 1
    seen: dict[str, int] = {}
    order = []
    for place, (_, intent) in enumerate(sentences):
        seen[intent] = seen.get(intent, 0) + 1
        order.append((seen[intent] / sizes[intent], place))
    return [sentences[place] for _, place in sorted(sorted(order)[:most], key=lambda one: one[1])]


def trained(material: Material, folder: Path, progress: Progress) -> Model:
    """A model of the sentences alone (`rasa train nlu`), trained with nothing kept from before.

    Args:
        material: what it is made of.
        folder: an empty one.
        progress: told of the training.

    Raises:
        ChildFailed: Rasa could not train it.
    """
    _write(material, folder)
    command = [
        *("train", "nlu", "--config", str(folder / "config.yml"), "--nlu", str(folder / "nlu")),
        *("--domain", str(folder / "domain.yml")),
    ]
    return _train(command, folder, progress)


def kept(material: Material, home: Path, folder: Path, fresh: bool, progress: Progress) -> Model:
    """The same, from the cache if an earlier run has trained it.

    Args:
        material: what it is made of.
        home: where models are kept, each in a folder named by its hash.
        folder: an empty one, to train in.
        fresh: train although one is kept.
        progress: told of the training.

    Raises:
        ChildFailed: Rasa could not train it.
    """
    place = home / material.fingerprint()
    model, note = place / "model.tar.gz", place / "training_seconds"
    if not fresh and model.exists() and note.exists():
        return Model(model, float(note.read_text()), True, model.stat().st_size)
    found = trained(material, folder, progress)
    place.mkdir(parents=True, exist_ok=True)
    note.unlink(missing_ok=True)
    shutil.copy2(found.path, model)
    note.write_text(f"{found.training_seconds:.1f}")
    return Model(model, found.training_seconds, False, found.size_bytes)


def is_kept(material: Material, home: Path) -> bool:
    """Whether the cache has a model of this material."""
    return (home / material.fingerprint() / "training_seconds").exists()


def whole(
    sentences: Sequence[tuple[str, str]] | None,
    rules: int | None,
    folder: Path,
    progress: Progress,
) -> tuple[int, Model]:
    """Our whole assistant, sentences, rules and forms, by `rasa train` with nothing kept from before.

    Args:
        sentences: text and intent, in place of those of `data/nlu`.
        rules: so many in all: others are added to those of `data/rules`.
        folder: an empty one.
        progress: told of the training.

    Returns:
        How many rules, and the model.

    Raises:
        ChildFailed: Rasa could not train it.
    """
    for name in baseline_model.TAUGHT:
        shutil.copytree(ROOT / "data" / name, folder / "data" / name)
    if sentences is not None:
        shutil.rmtree(folder / "data" / "nlu")
        (folder / "data" / "nlu").mkdir()
        text = as_training_data(sentences)
        (folder / "data" / "nlu" / "nlu.yml").write_text(text, encoding="utf-8")
    there = _rules_in(folder / "data" / "rules")
    domain = whole_domain()
    added = _added_rules((rules or there) - there, domain)
    if added:
        path = folder / "data" / "rules" / "added.yml"
        path.write_text(as_yaml({"version": "3.1", "rules": added}), encoding="utf-8")
    (folder / "domain.yml").write_text(as_yaml(domain), encoding="utf-8")
    command = ["train", "--config", "config.yml", "--domain", str(folder / "domain.yml")]
    model = _train([*command, "--data", str(folder / "data")], folder, progress)
    return there + len(added), model


def _rules_in(folder: Path) -> int:
    files = [YAML(typ="safe").load(one.read_text("utf-8")) for one in folder.glob("*.yml")]
    return sum(len(one.get("rules") or ()) for one in files)


def _added_rules(count: int, domain: dict[str, Any]) -> list[dict[str, Any]]:
    """Rules that answer an intent otherwise while something holds, as those of a growing assistant.

    Args:
        count: how many.
        domain: gets the slots that they name.
    """
    intents = [one for one in load_intents() if one != OUT_OF_SCOPE]
    found = []
    for number in range(count):
        slot = f"added_{number // len(intents)}"
        domain["slots"][slot] = {
            "type": "bool",
            "mappings": [{"type": "custom"}],
        }
        found.append(
            {
                "rule": f"added {number}",
                "condition": [{"slot_was_set": [{slot: True}]}],
                "steps": [
                    {"intent": intents[number % len(intents)]},
                    {"action": "action_default_fallback"},
                ],
            }
        )
    return found


def asked(
    model: Model,
    texts: Sequence[str],
    wishes: Sequence[str],
    splits: bool,
    folder: Path,
    progress: Progress,
    utility: Mapping[str, str] | None = None,
) -> Answers:
    """What a model understands, and how fast.

    Args:
        model: trained.
        texts: to parse one by one, and some of them in batches.
        wishes: messages of which the wishes are asked for.
        splits: whether its assistant takes messages apart.
        folder: an empty one.
        progress: told of the parsing.
        utility: environment in which it finds a utility's database.

    Raises:
        ChildFailed: it could not be loaded or asked.
    """
    job, result = folder / "job.json", folder / "result.json"
    told = Job(str(model.path), list(texts), list(wishes), splits)
    job.write_text(json.dumps(asdict(told), ensure_ascii=False), encoding="utf-8")

    def watch(end_of_log: str) -> None:
        done = _DONE.findall(end_of_log)
        progress(int(done[-1]) / len(texts) if done else 0.0)

    environment = {**ONE_THREAD, "VAR_DIR": str(folder / "var"), **(utility or {})}
    command = [sys.executable, "-m", "tests.bench.parsing", str(job), str(result)]
    run(command, environment, folder / "parse.log", watch)
    found = json.loads(result.read_text(encoding="utf-8"))
    return Answers(
        load_seconds=found["load_seconds"],
        resident_bytes=found["resident_bytes"],
        alone=Times.of(found["seconds"]),
        batched=Times.of(found["batch_seconds"]),
        understood=[
            Understood(
                one["text"],
                one["intent"],
                tuple((name, sure) for name, sure in one["ranking"]),
                tuple(Entity(**each) for each in one["entities"]),
            )
            for one in found["understood"]
        ],
        wishes=found["wishes"],
    )


def _write(material: Material, folder: Path) -> None:
    (folder / "nlu").mkdir(parents=True)
    (folder / "config.yml").write_text(as_yaml(material.configuration), encoding="utf-8")
    (folder / "domain.yml").write_text(material.domain, encoding="utf-8")
    for name, text in material.sentences.items():
        (folder / "nlu" / name).write_text(text, encoding="utf-8")


def _train(command: list[str], folder: Path, progress: Progress) -> Model:
    def watch(end_of_log: str) -> None:
        epochs = _EPOCHS.findall(end_of_log)
        progress(int(epochs[-1]) / 100 if epochs else None)

    environment = {
        "RASA_CACHE_DIRECTORY": str(folder / "cache"),
        "VAR_DIR": str(folder / "var"),
    }
    out = ["--out", str(folder / "models"), "--fixed-model-name", "model"]
    log = folder / "train.log"
    seconds = run([sys.executable, "-m", "rasa", *command, *out], environment, log, watch)
    model = folder / "models" / "model.tar.gz"
    if not model.exists():
        raise ChildFailed(f"Rasa made no model; see {log}")
    return Model(model, seconds, False, model.stat().st_size)
