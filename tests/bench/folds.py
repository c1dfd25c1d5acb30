"""Runs in the engine's Python: five-fold cross-validation of our components on given sentences.

`python -m tests.bench.folds SENTENCES CONFIG RESULT`: JSON with texts and intents, a configuration in
YAML, and the file for the result. What comes before the classifier sees every sentence once; the
classifier is trained on four fifths at a time.
"""

from __future__ import annotations

import json
import sys
import tempfile
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

from tests.bench.scoring import macro_f1, share

FOLDS = 5
SEED = 2017


def main(sentences_file: str, configuration_file: str, result_file: str) -> None:
    """Cross-validate."""
    sentences = json.loads(Path(sentences_file).read_text(encoding="utf-8"))
    pipeline = YAML(typ="safe").load(Path(configuration_file).read_text("utf-8"))["pipeline"]
    intents = [intent for _, intent in sentences]
    found = _found([text for text, _ in sentences], intents, pipeline)
    result = {
        "accuracy": share([a == b for a, b in zip(intents, found, strict=True)]),
        "macro_f1": macro_f1([(one,) for one in intents], found),
    }
    Path(result_file).write_text(json.dumps(result), encoding="utf-8")


def _found(texts: list[str], intents: list[str], pipeline: list[dict[str, Any]]) -> list[str]:
    from rasa.engine.storage.local_model_storage import LocalModelStorage
    from rasa.shared.nlu.constants import INTENT, INTENT_NAME_KEY, TEXT
    from rasa.shared.nlu.training_data.message import Message
    from rasa.shared.nlu.training_data.training_data import TrainingData
    from sklearn.model_selection import StratifiedKFold

    def message(text: str, intent: str) -> Message:
        return Message({TEXT: text, INTENT: intent})

    with tempfile.TemporaryDirectory() as folder:
        storage = LocalModelStorage(Path(folder))
        data = TrainingData([message(*one) for one in zip(texts, intents, strict=True)])
        for part in pipeline:
            component = _component(part, storage)
            if hasattr(component, "train") and "Classifier" in part["name"]:
                break
            if hasattr(component, "train"):
                component.train(data)
            if hasattr(component, "process_training_data"):
                data = component.process_training_data(data)
        else:
            raise ValueError("the pipeline has no classifier")
        examples = data.training_examples
        found = [""] * len(examples)
        folds = StratifiedKFold(FOLDS, shuffle=True, random_state=SEED)
        for number, (seen, unseen) in enumerate(folds.split(texts, intents), start=1):
            classifier = _component(part, storage)
            classifier.train(TrainingData([examples[place] for place in seen]))
            for place in unseen:
                # as a message that nobody has labelled
                asked = Message(
                    {**examples[place].data, INTENT: None}, features=examples[place].features
                )
                classifier.process([asked])
                found[place] = asked.get(INTENT)[INTENT_NAME_KEY]
            print(number, flush=True)
    return found


def _component(part: dict[str, Any], storage: Any) -> Any:
    from rasa.engine.graph import ExecutionContext, GraphSchema
    from rasa.engine.storage.resource import Resource
    from rasa.shared.utils.common import class_from_module_path

    name = part["name"]
    kind = class_from_module_path(name)
    config = {**kind.get_default_config(), **{k: v for k, v in part.items() if k != "name"}}
    context = ExecutionContext(GraphSchema({}), node_name=name)
    return kind.create(config, storage, Resource(name), context)


if __name__ == "__main__":
    main(*sys.argv[1:])
