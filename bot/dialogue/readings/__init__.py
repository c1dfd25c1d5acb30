"""The readings, in the order in which they are tried: the first that fits decides."""

from __future__ import annotations

from collections.abc import Sequence

from bot.dialogue.reading import Reading
from bot.dialogue.readings.after_record import AfterRecordReading
from bot.dialogue.readings.beside import BesideReading
from bot.dialogue.readings.blame import BlameReading
from bot.dialogue.readings.choice import ChoiceReading
from bot.dialogue.readings.claim import ClaimReading
from bot.dialogue.readings.correction import CorrectionReading
from bot.dialogue.readings.doubt import DoubtReading
from bot.dialogue.readings.ellipsis import EllipsisReading
from bot.dialogue.readings.errand import ErrandReading
from bot.dialogue.readings.fact import FactReading
from bot.dialogue.readings.fraud import FraudReading
from bot.dialogue.readings.initials import InitialsReading
from bot.dialogue.readings.item import ItemReading
from bot.dialogue.readings.known import KnownReading
from bot.dialogue.readings.meaning import MeaningReading
from bot.dialogue.readings.others import OthersReading
from bot.dialogue.readings.particular import ParticularReading
from bot.dialogue.readings.pressed import PressedReading
from bot.dialogue.readings.record import RecordReading
from bot.dialogue.readings.registered import RegisteredReading
from bot.dialogue.readings.remark import RemarkReading
from bot.dialogue.readings.repair import RepairReading
from bot.dialogue.readings.returning import ReturningReading
from bot.dialogue.readings.signs import SignsReading
from bot.dialogue.readings.steering import SteeringReading
from bot.dialogue.readings.supposed import SupposedReading
from bot.dialogue.readings.vague import VagueReading

ORDER: Sequence[type[Reading]] = (
    PressedReading,
    ChoiceReading,
    FraudReading,
    FactReading,
    ClaimReading,
    SignsReading,
    InitialsReading,
    ItemReading,
    RepairReading,
    BlameReading,
    RegisteredReading,
    SteeringReading,
    OthersReading,
    ReturningReading,
    CorrectionReading,
    SupposedReading,
    MeaningReading,
    BesideReading,
    ParticularReading,
    AfterRecordReading,
    EllipsisReading,
    VagueReading,
    RecordReading,
    KnownReading,
    RemarkReading,
    ErrandReading,
    DoubtReading,
)
"""Danger comes before all of them, in the gateway (`bot/safety`)."""
