"""The project's files as Rasa reads them, each read once in a training; the topics' files make the domain."""

from __future__ import annotations

from functools import cached_property
from pathlib import Path

from rasa.shared.core.domain import Domain
from rasa.shared.importers.rasa import RasaFileImporter
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.domain import derived_domain


class ProjectFiles(RasaFileImporter):
    """Gives what Rasa's importer gives, which reads all sentences again for the domain and the language."""

    def get_nlu_data(self, language: str | None = None) -> TrainingData:
        """All sentences; Rasa's readers make no difference between languages."""
        return self._nlu_data

    def get_domain(self) -> Domain:
        """`domain.yml` with what the topics' files define."""
        return self._domain

    @cached_property
    def _nlu_data(self) -> TrainingData:
        return super().get_nlu_data()

    @cached_property
    def _domain(self) -> Domain:
        shared = super().get_domain()
        root = Path(self._domain_path or ".").resolve().parent
        if not (root / "data" / "intents").is_dir():
            return shared
        return shared.merge(Domain.from_dict(derived_domain(root)))
