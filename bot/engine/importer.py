"""The project's files as Rasa reads them, each read once in a training."""

from __future__ import annotations

from functools import cached_property

from rasa.shared.core.domain import Domain
from rasa.shared.importers.importer import (
    CombinedDataImporter,
    E2EImporter,
    ResponsesSyncImporter,
)
from rasa.shared.importers.rasa import RasaFileImporter
from rasa.shared.nlu.training_data.training_data import TrainingData


class ProjectImporter(E2EImporter):
    """Gives what Rasa's importer gives.

    That one reads all sentences again for the domain, for each language that it is asked with, and for
    the checks before: five times in a training.

    Args:
        config: file with the configuration.
        domain: file with the domain.
        data: folders with sentences, rules and responses.
    """

    def __init__(self, config: str, domain: str, data: list[str]) -> None:
        files = _Files(config, domain, data)
        super().__init__(ResponsesSyncImporter(CombinedDataImporter([files])))

    def get_nlu_data(self, language: str | None = None) -> TrainingData:
        """All sentences; Rasa's readers make no difference between languages."""
        return super().get_nlu_data()


class _Files(RasaFileImporter):
    def get_nlu_data(self, language: str | None = None) -> TrainingData:
        return self._nlu_data

    def get_domain(self) -> Domain:
        return self._domain

    @cached_property
    def _nlu_data(self) -> TrainingData:
        return super().get_nlu_data()

    @cached_property
    def _domain(self) -> Domain:
        return super().get_domain()
