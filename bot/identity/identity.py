"""Identification of a conversation's customer: claim, code, binding, step-up, unbinding."""

from __future__ import annotations

import hmac
import logging
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import delete, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from bot.clock import Clock
from bot.databases.bot import Binding, Consent, Conversation, OneTimeCode
from bot.databases.sessions import Sessions, writing
from bot.databases.utility import Customer
from bot.identity.accounts import AccountView, accounts_of, named_account
from bot.identity.claims import (
    Claimed,
    find_bound,
    find_claimed,
    normalised_name,
    normalised_number,
)
from bot.identity.codes import (
    ATTEMPTS,
    hashed,
    kill_older_codes,
    new_code,
    newest_code,
    typed_code,
)
from bot.identity.errors import (
    CodeExpired,
    CodeWrong,
    ConsentNeeded,
    IdentityError,
    NoCodePending,
    NotBound,
    NotYourAccount,
    StepUpNeeded,
    TooManyAttempts,
)
from bot.identity.limits import LONGEST, Limit, Limiter, forget_old_events
from bot.identity.text_messages import TextMessageNotSent, TextMessageSender
from bot.privacy import NOTICE_VERSION
from bot.settings import Settings

_TOUCH_EVERY = timedelta(minutes=1)  # a write per turn for less would cost more than it tells
_RESEND_WITHIN = timedelta(minutes=30)  # so long a claim needn't be repeated
_ADDRESS_SHARE = 5  # customers behind one address: a village committee, an office
_DAYS_SHARE = 3  # of the hourly limit that one 户号 or phone has in a whole day

_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class CodeSent:
    """What a customer is told after any claim, right or wrong.

    Args:
        expires_at: when the code ends, in Asia/Shanghai.
        lifetime_minutes: how long it lives.
    """

    expires_at: datetime
    lifetime_minutes: int


@dataclass(frozen=True)
class Bound:
    """A code fitted: the conversation speaks for this customer now."""

    customer_id: int
    accounts: tuple[AccountView, ...]


@dataclass(frozen=True)
class BoundCustomer:
    """Whom a conversation speaks for.

    Args:
        customer_id: in the utility's database.
        accounts: all of the customer's, open ones first.
        bound_account: the one that the binding was proved with; the default of every question.
        verified_at: when the last code was entered.
    """

    customer_id: int
    accounts: tuple[AccountView, ...]
    bound_account: AccountView
    verified_at: datetime


class Identity:
    """Identification of customers; safe to use from many threads and processes.

    Args:
        bot_sessions: of the bot's database.
        utility_sessions: of the utility's database; only read.
        sender: of text messages.
        clock: the present.
        settings: of the product.
    """

    def __init__(
        self,
        bot_sessions: Sessions,
        utility_sessions: Sessions,
        sender: TextMessageSender,
        clock: Clock,
        settings: Settings,
    ) -> None:
        self._bot = bot_sessions
        self._utility = utility_sessions
        self._sender = sender
        self._clock = clock
        self._settings = settings
        self._limiter = Limiter(settings.token_key)
        # A text gateway's answer takes as long as it takes: waited for, it would tell which
        # claims were right.
        self._background = ThreadPoolExecutor(4, thread_name_prefix="text-messages")

    def close(self) -> None:
        """Wait for the text messages that are on their way."""
        self._background.shutdown(wait=True)

    # -- consent -----------------------------------------------------------------------------

    def consented(self, conversation_id: str) -> bool:
        """Whether the present privacy notice was agreed to in this conversation."""
        with self._bot() as session:
            return session.get(Consent, (conversation_id, NOTICE_VERSION)) is not None

    def consent(self, conversation_id: str, notice_version: str = NOTICE_VERSION) -> None:
        """Keep that a privacy notice was agreed to; once is enough."""
        with writing(self._bot) as session:
            if session.get(Consent, (conversation_id, notice_version)) is None:
                session.add(
                    Consent(
                        conversation_id=conversation_id,
                        notice_version=notice_version,
                        agreed_at=self._clock(),
                    )
                )

    # -- claim and code ----------------------------------------------------------------------

    def start(
        self,
        conversation_id: str,
        account_number: str,
        holder_name: str,
        message_id: str,
        action: str,
    ) -> CodeSent:
        """Claim an account; a right claim sends a code to the holder's reserved phone.

        A wrong 户号, a wrong name, a missing or unusable phone give the same answer after the same
        work. The same (message_id, action) sends one code.

        Args:
            conversation_id: of the bot's database.
            account_number: the 户号, as typed.
            holder_name: as typed.
            message_id: of the customer's message, at most 64 characters.
            action: what is done with it, at most 64 characters.

        Raises:
            ConsentNeeded: the privacy notice wasn't agreed to.
            TooManyAttempts: too often in this conversation, from this address, for this 户号.
            sqlalchemy.exc.SQLAlchemyError: a database failed.
        """
        if not self.consented(conversation_id):
            raise ConsentNeeded
        return self._send_code(
            conversation_id,
            message_id,
            action,
            ("account", normalised_number(account_number)),
            lambda session: find_claimed(session, account_number, holder_name),
        )

    def resend(self, conversation_id: str, message_id: str, action: str) -> CodeSent:
        """Send a new code for the same claim.

        Raises:
            NoCodePending: nothing was claimed in the last half hour, or its code was used.
            TooManyAttempts: see `start`.
            sqlalchemy.exc.SQLAlchemyError: a database failed.
        """
        with self._bot() as session:
            same = self._same_message(session, message_id, action)
            last = newest_code(session, conversation_id)
        if same is not None:
            return self._sent(same)
        if (
            last is None
            or last.used_at is not None
            or last.created_at < self._clock() - _RESEND_WITHIN
        ):
            raise NoCodePending

        def claimed(session: Session) -> Claimed | None:
            # A wrong claim asks for nobody: the same query, no row.
            return find_bound(session, last.customer_id or 0, last.account_id or 0)

        return self._send_code(conversation_id, message_id, action, None, claimed)

    def step_up(self, conversation_id: str, message_id: str, action: str) -> CodeSent:
        """Send a new code to the bound customer's reserved phone, after a time without use.

        Raises:
            NotBound: the conversation speaks for nobody.
            TooManyAttempts: see `start`.
            sqlalchemy.exc.SQLAlchemyError: a database failed.
        """
        with self._bot() as session:
            binding = _binding(session, conversation_id)
        if binding is None:
            raise NotBound
        return self._send_code(
            conversation_id,
            message_id,
            action,
            None,
            lambda session: find_bound(session, binding.customer_id, binding.bound_account_id),
        )

    def confirm(self, conversation_id: str, code: str) -> Bound:
        """Enter a code. The code just used gives the same answer again until it expires.

        Args:
            conversation_id: of the bot's database.
            code: as typed.

        Raises:
            NoCodePending: no code waits.
            CodeExpired: its time is over.
            CodeWrong: it doesn't fit.
            TooManyAttempts: it was tried too often; a new one can be had when it has expired.
            sqlalchemy.exc.SQLAlchemyError: a database failed.
        """
        with writing(self._bot) as session:
            outcome = self._try_code(session, conversation_id, typed_code(code))
        if isinstance(outcome, IdentityError):  # raised here, after its attempt was counted
            raise outcome
        with self._utility() as session:
            return Bound(outcome, accounts_of(session, outcome))

    # -- binding -----------------------------------------------------------------------------

    def require(self, conversation_id: str) -> BoundCustomer:
        """Whom the conversation speaks for; every action that reads personal data asks this.

        Raises:
            NotBound: nobody.
            StepUpNeeded: the binding wasn't used for a while (`STEP_UP_AFTER_MINUTES`).
            sqlalchemy.exc.SQLAlchemyError: a database failed.
        """
        now = self._clock()
        with self._bot() as session:
            binding = _binding(session, conversation_id)
        if binding is None:
            raise NotBound
        idle = now - binding.last_used_at
        if idle > timedelta(minutes=self._settings.step_up_after_minutes):
            raise StepUpNeeded
        with self._utility() as session:
            accounts = accounts_of(session, binding.customer_id)
        left_out = frozenset(binding.left_out or ())
        accounts = tuple(one for one in accounts if one.id not in left_out)
        if not accounts:
            raise NotBound  # the customer is gone from the records
        if idle >= _TOUCH_EVERY:
            self._touch(conversation_id, now)
        proved = [a for a in accounts if a.id == binding.bound_account_id]
        return BoundCustomer(
            binding.customer_id, accounts, (proved or list(accounts))[0], binding.verified_at
        )

    def reserved_phone(self, customer: BoundCustomer) -> str | None:
        """The phone that the bound customer is called on; None: she has none.

        Args:
            customer: as `require` gave it.

        Raises:
            sqlalchemy.exc.SQLAlchemyError: the utility's database failed.
        """
        with self._utility() as session:
            return session.execute(
                select(Customer.phone).where(Customer.id == customer.customer_id)
            ).scalar_one_or_none()

    def is_holder(self, customer: BoundCustomer, name: str) -> bool:
        """Whether a name is the bound customer's own.

        Args:
            customer: as `require` gave it.
            name: as typed.
        """
        with self._utility() as session:
            kept = session.execute(
                select(Customer.name).where(Customer.id == customer.customer_id)
            ).scalar()
        return normalised_name(kept or "") == normalised_name(name)

    def require_account(
        self, conversation_id: str, account_number: str | None, *, account_id: int | None = None
    ) -> AccountView:
        """One account of the bound customer.

        Args:
            conversation_id: of the bot's database.
            account_number: the 户号, its last digits (three or more) or the masked number; None
                with no `account_id` is the account that the binding was proved with.
            account_id: of the utility's database, where a dialogue has kept it; checked all the
                same. The number wins.

        Raises:
            NotBound: see `require`.
            StepUpNeeded: see `require`.
            NotYourAccount: none or more than one of the customer's accounts fits.
            sqlalchemy.exc.SQLAlchemyError: a database failed.
        """
        customer = self.require(conversation_id)
        if account_number is not None:
            account = named_account(customer.accounts, account_number)
        elif account_id is not None:
            account = next((a for a in customer.accounts if a.id == account_id), None)
        else:
            account = customer.bound_account
        if account is None:
            raise NotYourAccount
        return account

    def leave_out(self, conversation_id: str, account_id: int) -> bool:
        """Let one account of several go; a new proof brings it back.

        Args:
            conversation_id: of the bot's database.
            account_id: of the utility's database.

        Returns:
            Whether it was one of the bound customer's and another one is left.

        Raises:
            NotBound: see `require`.
            StepUpNeeded: see `require`.
            sqlalchemy.exc.SQLAlchemyError: a database failed.
        """
        accounts = {one.id for one in self.require(conversation_id).accounts}
        if account_id not in accounts or len(accounts) == 1:
            return False
        with writing(self._bot) as session:
            binding = _binding(session, conversation_id)
            if binding is None:
                return False
            binding.left_out = sorted({*(binding.left_out or ()), account_id})
        return True

    def unbind(self, conversation_id: str) -> bool:
        """Delete the binding and all codes of a conversation; False if there was none."""
        with writing(self._bot) as session:
            bound = _binding(session, conversation_id) is not None
            for table in (Binding, OneTimeCode):
                session.execute(delete(table).where(table.conversation_id == conversation_id))
            return bound

    def purge(self) -> int:
        """Delete codes and counted attempts that nothing needs any more; returns how many."""
        now = self._clock()
        with writing(self._bot) as session:
            old = select(OneTimeCode.id).where(OneTimeCode.created_at <= now - LONGEST)
            ids = list(session.execute(old).scalars())
            session.execute(delete(OneTimeCode).where(OneTimeCode.created_at <= now - LONGEST))
            return len(ids) + forget_old_events(session, now)

    # -- inside ------------------------------------------------------------------------------

    def _send_code(
        self,
        conversation_id: str,
        message_id: str,
        action: str,
        counted: tuple[str, str] | None,
        find: Callable[[Session], Claimed | None],
    ) -> CodeSent:
        now = self._clock()
        with writing(self._bot) as session:
            same = self._same_message(session, message_id, action)
            if same is not None:
                return self._sent(same)
            self._count_attempt(session, conversation_id, counted, now)
        with self._utility() as session:
            claimed = find(session)
        code = new_code()
        row = OneTimeCode(
            conversation_id=conversation_id,
            message_id=message_id,
            action=action,
            code_hash=hashed(self._settings.token_key, conversation_id, code),
            created_at=now,
            expires_at=now + timedelta(seconds=self._settings.code_lifetime_seconds),
        )
        try:
            with writing(self._bot) as session:
                reachable = self._count_phone(session, conversation_id, claimed, now)
                if claimed is not None and reachable:
                    row.account_id, row.customer_id = claimed.account_id, claimed.customer_id
                kill_older_codes(session, conversation_id, now)
                session.add(row)
        except IntegrityError:
            with self._bot() as session:  # the same turn ran twice at once
                same = self._same_message(session, message_id, action)
            if same is None:
                raise
            return self._sent(same)
        if claimed is not None and reachable:
            self._deliver(claimed.phone, code)
        return self._sent(row)

    def _count_attempt(
        self,
        session: Session,
        conversation_id: str,
        counted: tuple[str, str] | None,
        now: datetime,
    ) -> None:
        """Count one attempt in all its buckets, or none.

        Raises:
            TooManyAttempts: one of them is full.
        """
        hourly = self._settings.binding_attempts_per_hour
        hour, day = timedelta(hours=1), LONGEST
        limits = {("conversation", conversation_id): [Limit(hourly, hour)]}
        address = session.execute(
            select(Conversation.client_address).where(Conversation.id == conversation_id)
        ).scalar()
        if address:
            limits[("address", address)] = [Limit(hourly * _ADDRESS_SHARE, hour)]
        if counted is not None:
            limits[counted] = [Limit(hourly, hour), Limit(hourly * _DAYS_SHARE, day)]
        buckets = {self._limiter.bucket(*what): found for what, found in limits.items()}
        self._limiter.lock(session, list(buckets))
        waits = [
            wait
            for bucket, found in buckets.items()
            if (wait := self._limiter.retry_at(session, bucket, found, now)) is not None
        ]
        last = newest_code(session, conversation_id)
        if last is not None and last.attempts >= ATTEMPTS and last.expires_at > now:
            waits.append(last.expires_at)  # five wrong tries: not at once five more
        if waits:
            raise TooManyAttempts(max(waits))
        for bucket in buckets:
            self._limiter.count(session, bucket, now)

    def _count_phone(
        self, session: Session, conversation_id: str, claimed: Claimed | None, now: datetime
    ) -> bool:
        """Whether one more text may go to a phone; a full one looks like any wrong claim."""
        hourly = self._settings.binding_attempts_per_hour
        # A wrong claim costs the same statements, counted where nothing looks.
        what = ("phone", claimed.phone) if claimed else ("nobody", conversation_id)
        bucket = self._limiter.bucket(*what)
        self._limiter.lock(session, [bucket])
        limits = [Limit(hourly, timedelta(hours=1)), Limit(hourly * _DAYS_SHARE, LONGEST)]
        free = self._limiter.retry_at(session, bucket, limits, now) is None
        if free:
            self._limiter.count(session, bucket, now)
        return free

    def _try_code(self, session: Session, conversation_id: str, code: str) -> int | IdentityError:
        """The customer's id if the code fits, else why not; to be told after the commit."""
        now = self._clock()
        row = newest_code(session, conversation_id, for_update=True)
        if row is None:
            return NoCodePending()
        given = hashed(self._settings.token_key, conversation_id, code)
        fits = hmac.compare_digest(given, row.code_hash or "") and row.customer_id is not None
        if row.used_at is not None:
            # The turn ran twice: its code was right the first time.
            bound = _binding(session, conversation_id)
            if fits and row.expires_at > now and bound and bound.customer_id == row.customer_id:
                return int(row.customer_id)
            return NoCodePending()
        if row.expires_at <= now:
            return CodeExpired()
        if row.attempts >= ATTEMPTS:
            return TooManyAttempts(row.expires_at)
        if not fits:
            row.attempts += 1
            left = ATTEMPTS - row.attempts
            return CodeWrong(left) if left else TooManyAttempts(row.expires_at)
        row.used_at = now
        self._bind(session, row, now)
        return int(row.customer_id)

    def _bind(self, session: Session, row: OneTimeCode, now: datetime) -> None:
        """One conversation speaks for one customer: an earlier one's binding ends."""
        session.execute(
            delete(Binding).where(
                Binding.conversation_id == row.conversation_id,
                Binding.customer_id != row.customer_id,
            )
        )
        binding = session.get(Binding, (row.conversation_id, row.customer_id))
        if binding is None:
            binding = Binding(
                conversation_id=row.conversation_id, customer_id=row.customer_id, bound_at=now
            )
            session.add(binding)
        binding.bound_account_id = row.account_id
        binding.left_out = None
        binding.verified_at = binding.last_used_at = now

    def _touch(self, conversation_id: str, now: datetime) -> None:
        with writing(self._bot) as session:
            binding = _binding(session, conversation_id)
            if binding is not None and binding.last_used_at < now:
                binding.last_used_at = now

    def _same_message(self, session: Session, message_id: str, action: str) -> OneTimeCode | None:
        return session.execute(
            select(OneTimeCode).filter_by(message_id=message_id, action=action)
        ).scalar_one_or_none()

    def _sent(self, row: OneTimeCode) -> CodeSent:
        lifetime = row.expires_at - row.created_at
        return CodeSent(row.expires_at, max(1, round(lifetime.total_seconds() / 60)))

    def _deliver(self, phone: str, code: str) -> None:
        minutes = max(1, self._settings.code_lifetime_seconds // 60)
        text = (
            f"【{self._settings.utility_name}】验证码{code}，{minutes}分钟内有效，"
            "用于确认您的用电户。工作人员不会向您索要验证码，请勿告诉他人。"
        )
        if self._sender.at_once:
            self._send(phone, text)
        else:
            self._background.submit(self._send, phone, text)

    def _send(self, phone: str, text: str) -> None:
        try:
            self._sender.send(phone, text)
        except TextMessageNotSent as error:
            # Told to nobody but the operator: the customer may ask for a new code.
            _log.error("a text message with a code was not sent: %s", error)
        except Exception as error:
            _log.error("a text message with a code was not sent: %s", type(error).__name__)


def _binding(session: Session, conversation_id: str) -> Binding | None:
    return (
        session.execute(
            select(Binding)
            .where(Binding.conversation_id == conversation_id)
            .order_by(Binding.last_used_at.desc())
            .limit(1)
        )
        .scalars()
        .first()
    )
