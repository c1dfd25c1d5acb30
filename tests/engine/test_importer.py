"""The importer gives what Rasa's gives, and reads each file once."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest
from rasa.shared.importers.importer import TrainingDataImporter
from rasa.shared.importers.rasa import RasaFileImporter
from rasa.shared.nlu.training_data import loading

from bot.engine.importer import ProjectFiles

FILES = {
    "config.yml": "recipe: default.v1\nlanguage: zh\nimporters:\n- name: bot.engine.importer.ProjectFiles\n",
    "domain.yml": 'version: "3.1"\nintents: [greet, thank]\n',
    "data/one.yml": 'version: "3.1"\nnlu:\n- intent: greet\n  examples: |\n    - 你好\n    - 您好\n',
    "data/two.yml": 'version: "3.1"\nnlu:\n- intent: thank\n  examples: |\n    - 谢谢\n    - 多谢\n',
}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name, content in FILES.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(content, encoding="utf-8")
    return tmp_path


def test_it_gives_what_rasas_importer_gives(folder: Path) -> None:
    where = (str(folder / "config.yml"), str(folder / "domain.yml"), [str(folder / "data")])
    ours, theirs = ProjectFiles(*where), RasaFileImporter(*where)
    assert len(ours.get_nlu_data("zh").training_examples) == 4
    assert ours.get_nlu_data("zh").fingerprint() == theirs.get_nlu_data("zh").fingerprint()
    assert ours.get_domain().fingerprint() == theirs.get_domain().fingerprint()


def test_each_file_is_read_once(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    read: Counter[str] = Counter()
    load = loading.load_data

    def counted(name: str, language: str = "en") -> object:
        read[Path(name).name] += 1
        return load(name, language)

    monkeypatch.setattr(loading, "load_data", counted)
    importer = TrainingDataImporter.load_from_config(
        str(folder / "config.yml"), str(folder / "domain.yml"), [str(folder / "data")]
    )
    importer.get_domain()
    assert len(importer.get_nlu_data().intent_examples) == 4
    assert len(importer.get_nlu_data(language="zh").intent_examples) == 4
    assert read == {"one.yml": 1, "two.yml": 1}
