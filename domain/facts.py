"""The closed union of everything that can happen in a registry."""

from dataclasses import dataclass
from datetime import date

from domain.authority import KeyConfirmed, KeyEnrolled, KeyWithdrawn, OfficerEnrolled, RegistryOpened
from domain.calendar import CalendarEntered
from domain.classes import SecrecyClass
from domain.directives import DeadlineMoved, DirectiveEvidenced, DirectiveNoted, DirectiveReported
from domain.incoming import ActionNoted, LetterReceived, MatterAssigned, MatterConcluded
from domain.letter.events import (
    AnsweredByLink,
    DeliveryAttempted,
    EntryCorrected,
    EntryNoted,
    LetterAcknowledged,
    LetterAnswered,
    LetterAnsweredBy,
    LetterCancelled,
    LetterDispatched,
    LetterIssued,
    LetterReturned,
    LetterSealed,
    LetterSigned,
    LetterSignedByHand,
    LetterSignedInMatter,
    LetterSignedTypeset,
    LetterSuperseded,
    LinksGiven,
    OrderAmended,
    OrderIssued,
    OrderRepealed,
    OrderSigned,
    OrderSignedByHand,
    OrderSignedTypeset,
    OrderSignedWithActs,
    ReceiptConfirmed,
    ReportedByLink,
)
from domain.passkeys import PasskeyConfirmed, PasskeyOffered, PasskeyWithdrawn
from domain.records import RecordsNoted
from domain.series import NumberReserved, NumberVoided, OpeningBalanceEntered, SeriesOpened
from domain.structure.events import AbsenceEnded, AbsenceRecorded, InstrumentConfirmed, InstrumentRecorded
from domain.values import StreamId


@dataclass(frozen=True, slots=True)
class SecretEntered:
    """One row of the secret book: number, date, class, and nothing of the letter (ข้อ 29, 35, 41)."""

    series: StreamId
    n: int
    dated: date
    secrecy: SecrecyClass
    clerk: str


PersonFact = (
    OfficerEnrolled
    | KeyEnrolled
    | KeyConfirmed
    | KeyWithdrawn
    | InstrumentRecorded
    | InstrumentConfirmed
    | AbsenceRecorded
    | AbsenceEnded
    | LetterSigned
    | LetterSignedInMatter
    | LetterSignedTypeset
    | LetterSignedByHand
    | LetterSealed
    | OrderSigned
    | OrderSignedWithActs
    | OrderSignedTypeset
    | OrderSignedByHand
    | LetterAcknowledged
    | LetterReturned
    | DirectiveReported
)
"""What people sign, each in a stream of its own."""

SealFact = (
    RegistryOpened
    | SeriesOpened
    | NumberReserved
    | NumberVoided
    | OpeningBalanceEntered
    | LetterIssued
    | OrderIssued
    | LetterDispatched
    | DeliveryAttempted
    | ReceiptConfirmed
    | LetterAnswered
    | LinksGiven
    | AnsweredByLink
    | ReportedByLink
    | PasskeyOffered
    | PasskeyConfirmed
    | PasskeyWithdrawn
    | LetterAnsweredBy
    | EntryNoted
    | EntryCorrected
    | LetterCancelled
    | LetterSuperseded
    | OrderAmended
    | OrderRepealed
    | DirectiveNoted
    | DirectiveEvidenced
    | DeadlineMoved
    | LetterReceived
    | MatterAssigned
    | ActionNoted
    | MatterConcluded
    | SecretEntered
    | CalendarEntered
    | RecordsNoted
)
"""What the registry's seal says."""

Fact = PersonFact | SealFact
