"""The project's files as Rasa reads them, each read once in a training."""

from __future__ import annotations

from functools import cached_property

from rasa.shared.core.domain import Domain
from rasa.shared.importers.rasa import RasaFileImporter
from rasa.shared.nlu.training_data.training_data import TrainingData


class ProjectFiles(RasaFileImporter):
    """Gives what Rasa's importer gives, which reads all sentences again for the domain and the language."""

    def get_nlu_data(self, language: str | None = None) -> TrainingData:
        """All sentences; Rasa's readers make no difference between languages."""
        return self._nlu_data

    def get_domain(self) -> Domain:
        """The domain."""
        return self._domain

    @cached_property
    def _nlu_data(self) -> TrainingData:
        return super().get_nlu_data()

    @cached_property
    def _domain(self) -> Domain:
        return super().get_domain()
