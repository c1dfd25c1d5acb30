"""Proving who one is, choosing an account, and the ways on for those who can't."""

from __future__ import annotations

from collections.abc import Callable

from actions.accounts import account_buttons, accounts_card
from actions.base import ServiceAction
from actions.billing import REQUESTS
from actions.forms import FormStep
from actions.periods import named_periods
from actions.questions import (
    BINDING_FORM,
    Asked,
    asked_for,
    bound_customer,
    chosen_accounts,
    last_asked,
    proved_customer,
    question_actions,
    refuse_foreign_number,
    tell_again,
)
from actions.turn import Reply, Turn
from bot.clock import today
from bot.formats import plain_digits
from bot.identity import (
    CodeExpired,
    CodeSent,
    CodeWrong,
    ConsentNeeded,
    NoCodePending,
    NotBound,
    TooManyAttempts,
)
from bot.language.codes import read_code
from bot.language.names import corrected_name, read_name
from bot.masking import mask_number

PROVED = "proved"
"""What `account_code` holds after a right code; the code itself is never kept."""

KNOWN = "known"
"""What stands for 户号 and name where a bound customer only enters a new code."""

CLAIM = ("account_consent", "account_number", "account_name", "account_code")


class BindAccount(ServiceAction):
    """Begin to bind; to the question where the 户号 stands, say where."""

    NAME = "action_bind_account"

    def answer(self, turn: Turn, reply: Reply) -> None:
        """Answer the latest turn."""
        if turn.form == BINDING_FORM:
            reply.say("utter_where_is_number")
            return
        reply.forget("account_pending", "account_step_up", *CLAIM)
        reply.start(BINDING_FORM)


class BindingForm(FormStep):
    """The steps of the proof: consent, 户号, name, code."""

    NAME = "validate_account_binding_form"
    FORM = BINDING_FORM
    SLOTS = CLAIM

    def begin(self, turn: Turn, reply: Reply) -> None:
        """Take what is known already: an earlier consent, a 户号 in the question, a binding."""
        if turn.slots.get("account_step_up"):
            reply.remember("account_consent", True)
            reply.remember("account_number", KNOWN)
            reply.remember("account_name", KNOWN)
            self._send(turn, reply, "utter_step_up_needed", self.services.identity.step_up)
            return
        consented = self.services.identity.consented(turn.conversation_id)
        reply.remember("account_consent", True if consented else None)
        reply.remember("account_number", turn.entity("account_number"))
        reply.forget("account_name", "account_code")

    def take(self, slot: str, turn: Turn, reply: Reply) -> bool:
        """Take the customer's answer."""
        takers: dict[str, Callable[[Turn, Reply], bool]] = {
            "account_consent": self._take_consent,
            "account_number": self._take_number,
            "account_name": self._take_name,
            "account_code": self._take_code,
        }
        question = question_actions().get(turn.intent)
        if question is not None and turn.entity("account_number"):
            # 3301…欠费没有: the number is the answer, and the question waits for the proof.
            kept = question.asked(turn, today(self.services.clock))
            reply.remember("account_pending", kept.as_slot())
        if slot != "account_consent" and self._corrected(slot, turn, reply):
            return True
        return takers[slot](turn, reply)

    def _take_consent(self, turn: Turn, reply: Reply) -> bool:
        if turn.intent == "affirm":
            self.services.identity.consent(turn.conversation_id)
            reply.remember("account_consent", True)
            return True
        if turn.intent == "deny":
            reply.say("utter_consent_declined")
            reply.forget("account_pending")
            reply.complete_form()
            return True
        if turn.entity("account_number"):
            # Kept for the next step; without consent nothing is looked up.
            reply.remember("account_number", turn.entity("account_number"))
            return True
        return False

    def _take_number(self, turn: Turn, reply: Reply) -> bool:
        number = turn.entity("account_number")
        if number:
            reply.remember("account_number", number)
            return True
        digits = sum(one.isdigit() for one in plain_digits(turn.text))
        if digits >= 6 or turn.intent in ("inform", "nlu_fallback", "affirm"):
            reply.say("utter_number_not_readable")
            return True
        return False

    def _take_name(self, turn: Turn, reply: Reply) -> bool:
        name = read_name(turn.text)
        if name is None:
            if turn.intent not in ("inform", "nlu_fallback", "affirm"):
                return False
            reply.say("utter_name_not_readable")
            return True
        reply.remember("account_name", name)
        self._claim(turn, reply, str(turn.slots.get("account_number")), name)
        return True

    def _take_code(self, turn: Turn, reply: Reply) -> bool:
        if turn.intent == "resend_code" and not turn.entity("code"):
            self._send(turn, reply, "utter_binding_code_sent", self.services.identity.resend)
            return True
        code = turn.entity("code") or read_code(turn.text)
        if code is None:
            digits = "".join(one for one in plain_digits(turn.text) if one.isdigit())
            if not digits and turn.intent not in ("inform", "nlu_fallback", "affirm"):
                return False
            reply.say("utter_code_not_readable")
            self._said(turn, reply)
            return True
        try:
            self.services.identity.confirm(turn.conversation_id, str(code))
        except CodeWrong as wrong:
            reply.say("utter_binding_code_wrong", attempts_left=str(wrong.attempts_left))
            self._said(turn, reply)
        except CodeExpired:
            reply.say("utter_binding_code_expired")
            self._said(turn, reply)
        except NoCodePending:
            reply.say("utter_binding_no_code")
            reply.complete_form()
        except TooManyAttempts as limit:
            _stop_for_now(limit, reply)
        else:
            reply.remember("account_code", PROVED)
        return True

    def _corrected(self, slot: str, turn: Turn, reply: Reply) -> bool:
        """A 户号 or name that was said before, said anew: the claim is made again."""
        number = str(turn.slots.get("account_number") or "")
        name = str(turn.slots.get("account_name") or "")
        if number == KNOWN:
            return False
        new_number = turn.entity("account_number") if slot != "account_number" else None
        new_name = corrected_name(turn.text) if slot == "account_code" else None
        if not new_number and not new_name:
            return False
        if new_number:
            reply.remember("account_number", new_number)
            reply.say("utter_number_corrected", account=mask_number(str(new_number)))
        if new_name:
            reply.remember("account_name", new_name)
        if slot == "account_code":
            self._claim(turn, reply, str(new_number or number), new_name or name)
        return True

    def _claim(self, turn: Turn, reply: Reply, number: str, name: str) -> None:
        def start(conversation_id: str, message_id: str, action: str) -> CodeSent:
            return self.services.identity.start(conversation_id, number, name, message_id, action)

        self._send(turn, reply, "utter_binding_code_sent", start)

    def _send(
        self,
        turn: Turn,
        reply: Reply,
        response: str,
        send: Callable[[str, str, str], CodeSent],
    ) -> None:
        try:
            sent = send(turn.conversation_id, turn.message_id, self.NAME)
        except ConsentNeeded:
            reply.forget("account_consent")
            return
        except (NoCodePending, NotBound):
            reply.say("utter_binding_no_code")
            reply.complete_form()
            return
        except TooManyAttempts as limit:
            _stop_for_now(limit, reply)
            return
        reply.say(response, minutes=str(sent.lifetime_minutes))
        self._said(turn, reply)

    def _said(self, turn: Turn, reply: Reply) -> None:
        """Ask for the code, whose question has been said in this turn already."""
        reply.forget("account_code")
        reply.remember("account_code_asked", turn.message_id)


def _stop_for_now(limit: TooManyAttempts, reply: Reply) -> None:
    reply.say("utter_binding_too_many", retry_at=f"{limit.retry_at:%H:%M}")
    reply.complete_form()


class AskConsent(ServiceAction):
    """Ask for consent, the first time with the privacy notice."""

    NAME = "action_ask_account_consent"

    def answer(self, turn: Turn, reply: Reply) -> None:
        """Ask."""
        again = turn.requested_slot == "account_consent"
        reply.say("utter_ask_consent_again" if again else "utter_ask_consent")


class AskCode(ServiceAction):
    """Ask for the code again after something else was answered."""

    NAME = "action_ask_account_code"

    def answer(self, turn: Turn, reply: Reply) -> None:
        """Ask, unless this turn has told about the code already."""
        if turn.slots.get("account_code_asked") != turn.message_id:
            reply.say("utter_ask_code_again")


class ContinueQuestion(ServiceAction):
    """After the proof: answer at once what has been waiting for it."""

    NAME = "action_continue_question"

    def answer(self, turn: Turn, reply: Reply) -> None:
        """Tell that it went well and answer the kept question."""
        proved = turn.slots.get("account_code") == PROVED
        step_up = bool(turn.slots.get("account_step_up"))
        reply.forget(*CLAIM, "account_step_up", "account_code_asked")
        if not proved:
            return
        customer = self.services.identity.require(turn.conversation_id)
        if not step_up:
            reply.forget("account_selected")
            reply.say("utter_binding_done", account=customer.bound_account.number_masked)
        asked = Asked.of_slot(turn.slots.get("account_pending"))
        if asked is not None:
            reply.forget("account_pending")
            go_on(self, asked, turn, reply)
        elif step_up:
            reply.say("utter_step_up_done")
        elif len(customer.accounts) > 1:
            reply.say(
                "utter_several_accounts",
                card=accounts_card(customer.accounts, None),
                buttons=account_buttons(customer.accounts),
                count=str(len(customer.accounts)),
            )


def go_on(action: ServiceAction, asked: Asked, turn: Turn, reply: Reply) -> None:
    """Go on with what was kept: a question or a request."""
    request = REQUESTS.get(asked.question)
    if request is not None:
        request(action, asked, turn, reply)
    elif asked.question == "switch_account":
        list_accounts(action, turn, reply)
    else:
        tell_again(action, asked, turn, reply)


class UnbindAccount(ServiceAction):
    """Delete the binding."""

    NAME = "action_unbind_account"

    def answer(self, turn: Turn, reply: Reply) -> None:
        """Answer the latest turn."""
        if turn.form is not None:
            reply.leave_form()
        unbound = self.services.identity.unbind(turn.conversation_id)
        reply.forget(
            "account_selected", "account_pending", "account_step_up", "billing_question", *CLAIM
        )
        reply.say("utter_unbound" if unbound else "utter_not_bound_yet")


class SwitchAccount(ServiceAction):
    """Turn to another account and ask the last question again."""

    NAME = "action_switch_account"

    def answer(self, turn: Turn, reply: Reply) -> None:
        """Answer the latest turn."""
        kept = last_asked(turn) or Asked("switch_account")
        customer = proved_customer(self, kept, turn, reply)
        if customer is None or refuse_foreign_number(turn, customer.accounts, reply):
            return
        if len(customer.accounts) == 1:
            reply.say("utter_only_account", account=customer.bound_account.number_masked)
            return
        chosen = chosen_accounts(turn, customer.accounts)
        asked = self._asked(turn)
        if not chosen or (asked is None and len(chosen) > 1):
            list_accounts(self, turn, reply)
            return
        if len(chosen) == 1:
            reply.remember("account_selected", chosen[0].id)
        if asked is None:
            reply.say(
                "utter_account_selected",
                card=accounts_card(customer.accounts, chosen[0].id),
                account=chosen[0].number_masked,
            )
            return
        reply.forget("account_pending")
        go_on(self, asked, turn, reply)

    def _asked(self, turn: Turn) -> Asked | None:
        """What is asked about the account: the kept or the last question, for the time named now."""
        asked = Asked.of_slot(turn.slots.get("account_pending")) or last_asked(turn)
        periods = tuple(named_periods(turn, today(self.services.clock)))
        if not periods or (asked and asked.question in REQUESTS):
            return asked
        return asked_for(periods, asked, turn.text)


def take_number(action: ServiceAction, turn: Turn, reply: Reply) -> None:
    """A 户号 without a word: chosen by its owner, or bound."""
    customer = bound_customer(action, turn)
    number = turn.entity("account_number")
    if customer is not None and any(one.number == number for one in customer.accounts):
        SwitchAccount(action.services).answer(turn, reply)
        return
    reply.forget("account_pending", "account_step_up")
    reply.say("utter_number_taken")
    reply.start(BINDING_FORM)


class QueryAccounts(ServiceAction):
    """Which accounts are bound, and which is talked about."""

    NAME = "action_query_accounts"

    def answer(self, turn: Turn, reply: Reply) -> None:
        """Answer the latest turn."""
        list_accounts(self, turn, reply)


def list_accounts(action: ServiceAction, turn: Turn, reply: Reply) -> None:
    """Show the bound customer's accounts to choose from."""
    customer = proved_customer(action, Asked("switch_account"), turn, reply)
    if customer is None:
        return
    several = len(customer.accounts) > 1
    chosen = turn.slots.get("account_selected")
    selected = next((one for one in customer.accounts if one.id == chosen), None)
    reply.say(
        "utter_several_accounts" if several else "utter_one_account",
        card=accounts_card(customer.accounts, selected.id if selected else None),
        buttons=account_buttons(customer.accounts) if several else (),
        count=str(len(customer.accounts)),
        account=(selected or customer.bound_account).number_masked,
    )


class ResendCode(ServiceAction):
    """A code is asked for where none is waited for; inside the form its own step sends it."""

    NAME = "action_resend_code"

    def answer(self, turn: Turn, reply: Reply) -> None:
        """Answer the latest turn."""
        reply.say("utter_binding_no_code" if turn.form is None else "utter_code_comes_later")


class ExplainNeed(ServiceAction):
    """Why something personal is asked for: what it is for, and what goes without."""

    NAME = "action_explain_need"

    REASONS = {
        "account_number": "utter_why_number",
        "account_name": "utter_why_name",
        "account_code": "utter_why_code",
    }

    def answer(self, turn: Turn, reply: Reply) -> None:
        """Answer the latest turn."""
        slot = turn.requested_slot if turn.form == BINDING_FORM else None
        reply.say(self.REASONS.get(str(slot), "utter_why_binding"))


class ChangeReservedPhone(ServiceAction):
    """The reserved phone isn't in use any more: how to change it, and a request for it."""

    NAME = "action_change_reserved_phone"

    def answer(self, turn: Turn, reply: Reply) -> None:
        """Answer the latest turn."""
        reply.say("utter_change_reserved_phone")
        reply.offer("reserved_phone", turn)
