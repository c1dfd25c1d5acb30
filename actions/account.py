"""Proving who one is, choosing an account, and the ways on for those who can't."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from actions.dialogue.accounts import (
    account_buttons,
    accounts_card,
    described_accounts,
    listed_accounts,
    names_ending,
    nicknames,
    pointed_accounts,
    unknown_ending,
    wants_all,
)
from actions.dialogue.asked import Asked, last_asked
from actions.dialogue.base import ServiceAction
from actions.dialogue.choices import payload
from actions.dialogue.forms import FormStep, form_frame
from actions.dialogue.knowledge import RULE, lean_on, rule_for, tell_entry
from actions.dialogue.offers import (
    ask_offer,
    callback_offer,
    keep_taken_back,
    no_button,
    offer,
    yes_button,
)
from actions.dialogue.periods import named_periods
from actions.dialogue.proof import (
    BINDING_FORM,
    ask_which_account,
    begin_binding,
    bound_customer,
    chosen_accounts,
    kept_questions,
    proved_customer,
    refuse_foreign,
    selected_account,
)
from actions.dialogue.questions import (
    SURE_OF_IT,
    Resumable,
    asked_for,
    go_on,
    of_a_named_account,
    question_actions,
    resumables,
    tell_elsewhere,
)
from actions.dialogue.turn import Reply, Turn
from bot.clock import today
from bot.dialogue.focus import Frame
from bot.forms import FormField, load_forms
from bot.forms.kinds import agrees
from bot.identity import (
    AccountView,
    CodeExpired,
    CodeSent,
    CodeWrong,
    ConsentNeeded,
    NoCodePending,
    NotBound,
    TooManyAttempts,
)
from bot.masking import mask_number

FORM = load_forms()["binding"]
WHERE = re.compile("在哪|哪里|哪儿|忘|找不到|是什么|几位")
"""What asks about the 户号 and doesn't send it."""
PROVED = "proved"
"""What the slot of the code holds after a right one; the code itself is never kept."""
_THIS_ONE = re.compile("[这那]一?[户个套]|这边|那边")
_LEAVES = re.compile("手机|微信|退出|登出|登录|信息|资料|记录|全|都(?:解|删|退|不|给|要)|清空|所有")
"""Wants nothing of it left here: 手机要还人家 解绑."""
_HER_OWN = re.compile("自己|自家|自个|我的|我家|我这户|本人的")
"""那看我自己的 after somebody else's record was refused."""
_PHONE_CHANGED = "account_phone_changed"
UNBOUND = ask_offer("bind_account")
"""The offer, taken back as it were, to bind again what was just unbound."""
BESIDE = (
    "resend_code",
    "ask_why_needed",
    "bind_account",
    "not_account_holder",
    "change_reserved_phone",
)
"""Intents that belong to the proof: answered in it as often as they come."""


class BindAccount(ServiceAction):
    """Begin to bind, with what was said already; inside the form say where the 户号 stands."""

    NAME = "action_begin_binding"

    def answer(self, turn: Turn, reply: Reply) -> None:
        """Answer the latest turn."""
        if turn.form == BINDING_FORM:
            reply.say("utter_where_is_number")
            return
        if tell_elsewhere(self, turn, reply):
            return
        asks = WHERE.search(turn.text) and not turn.entity("account_number")
        entry = rule_for(self, turn) if asks else None
        if entry is not None:
            # 户号在哪里看 asks where it stands, not to begin.
            begin = {"title": "绑定户号", "payload": payload("bind_account")}
            tell_entry(entry, reply, [begin], question=turn.intent)
            return
        _keep_question(turn, reply, today(self.services.clock))
        offered = turn.focus.newest("offer")
        if offered is not None and offered.about.get("name") == UNBOUND:
            reply.drop("offer")
            reply.say("utter_bind_again")
        begin_binding(turn, reply)


def resume_binding(action: ServiceAction, frame: Frame, turn: Turn, reply: Reply) -> None:
    """Go on with a proof that was put aside; its slots hold what was said before."""
    if turn.facts.get("consent") is True:
        action.services.identity.consent(turn.conversation_id)
    for name in ("number", "name"):
        if turn.facts.get(name):
            reply.remember(FORM.slot(name), turn.facts[name])
    sent = frame.about.get("asked") == "code" and bool(
        frame.about.get("step_up") or turn.slots.get(FORM.slot("name"))
    )
    # A code that is on its way is waited for, not sent once more.
    asked = "code" if sent else None
    told = frame.about.get("asked") == "consent" or bool(frame.about.get("notice_told"))
    reply.push_form(
        frame.topic,
        **{
            **frame.about,
            "asked": asked,
            "resumed": sent,
            "notice_told": told,
            "digressions": 0,
        },
    )
    reply.start(BINDING_FORM)


def _keep_question(turn: Turn, reply: Reply, now: date) -> None:
    """A question said together with a 户号 waits for the proof."""
    question = question_actions().get(turn.alone)
    if question is not None and turn.facts.get("number") and turn.sure >= SURE_OF_IT:
        kept = question.asked(turn, now)
        reply.push("waiting", **{**kept.as_frame(), "question": turn.alone})


class BindingStep(FormStep):
    """The steps of the proof: consent, 户号 and name in any order, code. Nothing of it becomes a draft."""

    NAME = "validate_binding_form"
    form = FORM

    def load(self, frame: Frame, turn: Turn) -> dict[str, Any]:
        """What the slots hold; an earlier consent holds."""
        values = {
            one.name: turn.slots.get(FORM.slot(one.name))
            for one in FORM.fields
            if turn.slots.get(FORM.slot(one.name)) is not None
        }
        if self.services.identity.consented(turn.conversation_id):
            values["consent"] = True
        return values

    def store(self, frame: Frame, values: dict[str, Any], turn: Turn, reply: Reply) -> None:
        """Keep the values in slots, which nobody but the dialogue sees."""
        for one in FORM.fields:
            reply.remember(FORM.slot(one.name), values.get(one.name))

    def ask_next(
        self,
        frame: Frame,
        values: dict[str, Any],
        turn: Turn,
        reply: Reply,
        *,
        asked_already: bool = False,
    ) -> None:
        """Ask for what is lacking; where number and name are known the code is sent first."""
        if frame.about.get("step_up"):
            values.update(consent=True, number="", name="")
            if frame.about.get("asked") is None:
                sent = self.send(
                    turn, reply, "utter_step_up_needed", self.services.identity.step_up
                )
                if not sent:
                    self.put_aside(frame, turn, reply, status="stopped")
                    return
                asked_already = True
        elif frame.about.get("asked") is None and self._ready(values):
            if not self._claim(turn, reply, values):
                self.put_aside(frame, turn, reply, status="stopped")
                return
            asked_already = True
        self.store(frame, values, turn, reply)
        super().ask_next(frame, values, turn, reply, asked_already=asked_already)

    def take(self, frame: Frame, turn: Turn, reply: Reply) -> None:
        """Put what was said into the form; a question said with it waits for the proof."""
        _keep_question(turn, reply, today(self.services.clock))
        values = self.load(frame, turn)
        facts = {**turn.facts, **self.pressed(turn)}
        unread = FORM.field(facts.pop("unread", None))
        if unread is not None:
            self.unreadable(unread, turn, reply)
        if facts.get("consent") is False:
            self._declined(frame, turn, reply)
            return
        if facts.get("consent") is True and not values.get("consent"):
            self.services.identity.consent(turn.conversation_id)
        code = facts.pop("code", None)
        new = {name: value for name, value in facts.items() if values.get(name) != value}
        if "number" in new and values.get("number") and frame.about.get("asked") == "code":
            reply.say("utter_number_corrected", account=mask_number(str(new["number"])))
        values.update(new)
        asked_already = unread is not None
        if self._ready(values) and new.keys() & {"consent", "number", "name"}:
            if not self._claim(turn, reply, values):
                self.put_aside(frame, turn, reply, status="stopped")
                return
            asked_already = True
        elif code is not None:
            proved = self._proved(str(code), frame, values, turn, reply)
            if proved is None:
                self.put_aside(frame, turn, reply, status="stopped")
                return
            asked_already = True
            if proved:
                values["code"] = PROVED
        self.store(frame, values, turn, reply)
        super().ask_next(frame, values, turn, reply, asked_already=asked_already)

    def unreadable(self, field: FormField, turn: Turn, reply: Reply) -> None:
        """Say that an answer can't be read; a phone number is offered a call-back."""
        if field.name == "number" and turn.entity("phone"):
            name = callback_offer("request_person")
            reply.say(
                "utter_phone_is_no_number",
                buttons=[yes_button(name, "留电话回电"), no_button(name)],
            )
            reply.push("offer", "account", name=name, phone=str(turn.entity("phone")))
            return
        reply.say(f"utter_{field.name}_not_readable")

    def ask(self, lacking: str, values: Mapping[str, Any], turn: Turn, reply: Reply) -> None:
        """Say the question for a field."""
        if lacking == "consent":
            frame = form_frame(turn, FORM.name)
            again = frame is not None and (
                frame.about.get("asked") == "consent" or bool(frame.about.get("notice_told"))
            )
            reply.say("utter_ask_consent_again" if again else "utter_ask_consent")
        else:
            reply.say(f"utter_binding_asks_{lacking}")

    def after_digression(self, frame: Frame, turn: Turn, reply: Reply) -> None:
        """What belongs to the proof doesn't try its patience; one gone on with takes the code."""
        if frame.about.get("resumed"):
            going = replace(frame, about={**frame.about, "resumed": False})
            if turn.facts:
                self.take(going, turn, reply)
            else:
                self.ask_next(going, self.load(going, turn), turn, reply)
            return
        if turn.intent in BESIDE or turn.reading == "repair":
            self.touch(frame, reply)
            asked = frame.about.get("asked")
            reply.remember("requested_slot", FORM.slot(str(asked)) if asked else None)
            return
        if frame.about.get("asked") == "consent" and agrees(turn.text):
            # said beside the question that was answered
            self.services.identity.consent(turn.conversation_id)
            lacking = FORM.lacking(self.load(frame, turn))
            frame = replace(frame, about={**frame.about, "asked": lacking, "digressions": 0})
        super().after_digression(frame, turn, reply)

    def put_aside(self, frame: Frame, turn: Turn, reply: Reply, *, status: str) -> None:
        """Leave the proof; a claim that failed isn't kept."""
        super().put_aside(frame, turn, reply, status=status)
        if status == "stopped":
            reply.forget(*FORM.slots)

    def _ready(self, values: Mapping[str, Any]) -> bool:
        return bool(values.get("consent") and values.get("number") and values.get("name"))

    def _claim(self, turn: Turn, reply: Reply, values: Mapping[str, Any]) -> bool:
        number, name = str(values["number"]), str(values["name"])

        def start(conversation_id: str, message_id: str, action: str) -> CodeSent:
            return self.services.identity.start(conversation_id, number, name, message_id, action)

        return self.send(turn, reply, "utter_binding_code_sent", start)

    def send(
        self, turn: Turn, reply: Reply, response: str, send: Callable[[str, str, str], CodeSent]
    ) -> bool:
        """Send a code; False: it can't be sent now, and why was said."""
        try:
            sent = send(turn.conversation_id, turn.message_id, self.NAME)
        except (ConsentNeeded, NoCodePending, NotBound):
            reply.say("utter_binding_no_code")
            return False
        except TooManyAttempts as limit:
            reply.say("utter_binding_too_many", retry_at=f"{limit.retry_at:%H:%M}")
            return False
        reply.say(response, minutes=str(sent.lifetime_minutes))
        return True

    def _proved(
        self, code: str, frame: Frame, values: Mapping[str, Any], turn: Turn, reply: Reply
    ) -> bool | None:
        """Whether a code fits; None: there is none to wait for, or no more tries."""
        if not frame.about.get("step_up") and not self._ready(values):
            consents = bool(values.get("number") and values.get("name"))
            reply.say("utter_code_needs_consent" if consents else "utter_code_comes_later")
            return False
        try:
            self.services.identity.confirm(turn.conversation_id, code)
        except CodeWrong as wrong:
            reply.say("utter_binding_code_wrong", attempts_left=str(wrong.attempts_left))
            return False
        except CodeExpired:
            reply.say("utter_binding_code_expired")
            return False
        except NoCodePending:
            reply.say("utter_binding_no_code")
            return None
        except TooManyAttempts as limit:
            reply.say("utter_binding_too_many", retry_at=f"{limit.retry_at:%H:%M}")
            return None
        return True

    def _declined(self, frame: Frame, turn: Turn, reply: Reply) -> None:
        """No consent: nothing is kept, and what can be told without it is told."""
        reply.say("utter_consent_declined")
        waiting = turn.focus.newest("waiting")
        entries = self.services.knowledge.entries()
        on = today(self.services.clock)
        for name, score in (waiting.about.get("knowledge") or ()) if waiting else ():
            entry = entries.get(name)
            if entry is not None and score >= RULE and entry.holds(on):
                tell_entry(
                    entry, reply, question=str(waiting.about.get("question")) if waiting else ""
                )
                break
        reply.drop("waiting")
        # The notice was read: 那我还是同意吧 goes on from here.
        self.put_aside(frame, turn, reply, status="stopped")


class ContinueQuestion(ServiceAction):
    """After the proof: answer at once what has been waiting for it."""

    NAME = "action_submit_binding"

    def answer(self, turn: Turn, reply: Reply) -> None:
        """Tell that it went well and answer the kept question."""
        frame = form_frame(turn, FORM.name)
        if turn.slots.get(FORM.slot("code")) != PROVED or frame is None:
            return
        step_up = bool(frame.about.get("step_up"))
        reply.forget(*FORM.slots)
        reply.focus = reply.focus.without_frame(frame)
        reply.touched = True
        customer = self.services.identity.require(turn.conversation_id)
        if not step_up:
            reply.drop("account")
            only = customer.accounts[0].id if len(customer.accounts) == 1 else None
            reply.push("account", id=only)
            reply.say("utter_binding_done", account=customer.bound_account.number_masked)
        newest = turn.focus.newest("question", "rule")
        if newest is not None and newest.topic == "account":
            reply.drop("question", "rule")  # the talk about binding is over
        kept = kept_questions(turn)
        if kept:
            reply.drop("waiting")
            for asked in kept:
                go_on(self, asked, turn, reply)
                if reply.focus.newest("waiting") is not None:
                    break  # which account is meant has to be said first
        elif step_up:
            reply.say("utter_step_up_done")
        elif len(customer.accounts) > 1:
            _show_accounts(self, turn, reply)


def _waiting(turn: Turn) -> Asked | None:
    frame = turn.focus.newest("waiting")
    return None if frame is None else Asked.of_frame(dict(frame.about))


class UnbindAccount(ServiceAction):
    """Delete the binding."""

    NAME = "action_unbind_account"

    def answer(self, turn: Turn, reply: Reply) -> None:
        """Answer the latest turn."""
        if turn.form is not None:
            reply.leave_form()
        if turn.entity("asked") == "left" and self._told_left_out(turn, reply):
            return
        if self._one_of_several(turn, reply):
            return
        unbound = self.services.identity.unbind(turn.conversation_id)
        reply.forget(*FORM.slots)
        reply.drop("account", "waiting", "question", "form")
        reply.say("utter_unbound" if unbound else "utter_not_bound_yet")
        if unbound:
            keep_taken_back(UNBOUND, turn, reply)

    def _one_of_several(self, turn: Turn, reply: Reply) -> bool:
        """车位那户解绑: the account that is named goes, the others stay; False: all are meant."""
        customer = bound_customer(self, turn)
        if customer is None or len(customer.accounts) == 1 or wants_all(turn.text):
            return False
        accounts = customer.accounts
        if _LEAVES.search(turn.text):
            return False
        named = pointed_accounts(turn, accounts) or described_accounts(turn.text, accounts)
        if not named and _THIS_ONE.search(turn.text):
            named = [one for one in accounts if one.id == selected_account(turn)]
        if len(named) != 1 or not self.services.identity.leave_out(
            turn.conversation_id, named[0].id
        ):
            return False
        reply.drop("account", "waiting", "question")
        left = [one for one in accounts if one.id != named[0].id]
        self._tell_left_out(named[0].number_masked, left, reply)
        return True

    def _told_left_out(self, turn: Turn, reply: Reply) -> bool:
        """确定解, 家里那户还在吧, after one account was let go: what is gone and what stays."""
        told = [one.about.get("left_out") for one in turn.focus.frames]
        gone = next((one for one in reversed(told) if one), None)
        customer = bound_customer(self, turn)
        if not gone or customer is None:
            return False
        self._tell_left_out(str(gone), customer.accounts, reply)
        return True

    def _tell_left_out(self, gone: str, left: Sequence[AccountView], reply: Reply) -> None:
        reply.say("utter_account_left_out", account=gone, accounts=listed_accounts(left))
        reply.push("question", "account", question="unbind_account", periods=[], left_out=gone)


class SwitchAccount(Resumable):
    """Turn to another account and ask the last question again."""

    NAME = "action_switch_account"

    def answer(self, turn: Turn, reply: Reply) -> None:
        """Answer the latest turn."""
        kept = _waiting(turn) or last_asked(turn) or Asked("switch_account", (), turn.text)
        customer = proved_customer(self, kept, turn, reply)
        if customer is None or refuse_foreign(self, turn, customer, reply):
            return
        asked = self._asked(turn)
        if len(customer.accounts) == 1:
            if asked is not None and _HER_OWN.search(turn.text):
                go_on(self, asked, turn, reply)
            else:
                reply.say("utter_only_account", account=customer.bound_account.number_masked)
            return
        not_found = unknown_ending(turn.text, customer.accounts)
        if not_found is not None:
            waits = asked or Asked("switch_account", (), turn.text)
            ask_which_account(waits, customer.accounts, reply, not_found=not_found)
            return
        chosen = chosen_accounts(turn, customer.accounts)
        if not chosen or (asked is None and len(chosen) > 1):
            _show_accounts(self, turn, reply)
            return
        if len(chosen) == 1:
            reply.push("account", id=chosen[0].id)
        if asked is None:
            reply.say(
                "utter_account_selected",
                card=accounts_card(customer.accounts, chosen[0].id),
                account=chosen[0].number_masked,
            )
            return
        reply.drop("waiting")
        go_on(self, asked, turn, reply)

    def go_on(self, asked: Asked, turn: Turn, reply: Reply) -> None:
        """After the proof: show the accounts to choose from."""
        if proved_customer(self, asked, turn, reply) is not None:
            _show_accounts(self, turn, reply)

    def _asked(self, turn: Turn) -> Asked | None:
        """What is asked about the account: the kept or the last question, for the time named now."""
        asked = _waiting(turn) or last_asked(turn)
        if (
            asked is None
            or asked.question not in resumables()
            or asked.question == "switch_account"
        ):
            return None
        periods = tuple(named_periods(turn, today(self.services.clock)))
        if not periods or asked.question not in question_actions():
            return asked
        return asked_for(periods, asked, turn.text)


def take_ending(action: ServiceAction, turn: Turn, reply: Reply) -> bool:
    """The last digits of an account, said by its owner; False: it is something else."""
    if not names_ending(turn.text) or bound_customer(action, turn) is None:
        return False
    SwitchAccount(action.services).answer(turn, reply)
    return True


def take_number(action: ServiceAction, turn: Turn, reply: Reply) -> None:
    """A 户号 without a word: chosen by its owner, or bound."""
    customer = bound_customer(action, turn)
    number = turn.entity("account_number")
    if customer is not None and any(one.number == number for one in customer.accounts):
        SwitchAccount(action.services).answer(turn, reply)
        return
    reply.say("utter_number_taken")
    begin_binding(turn, reply)


class QueryAccounts(Resumable):
    """Which accounts are bound, and which is talked about."""

    NAME = "action_query_accounts"

    def answer(self, turn: Turn, reply: Reply) -> None:
        """Answer the latest turn."""
        own = of_a_named_account(self, turn)
        if own is not None:
            # 两边各是哪个月最费电 asks for their records, not which they are
            go_on(self, own, turn, reply)
        elif proved_customer(self, Asked("query_accounts"), turn, reply) is not None:
            _show_accounts(self, turn, reply)

    def go_on(self, asked: Asked, turn: Turn, reply: Reply) -> None:
        """After the proof, or when it is asked again before it."""
        if proved_customer(self, asked, turn, reply) is not None:
            _show_accounts(self, turn, reply)


def _show_accounts(action: ServiceAction, turn: Turn, reply: Reply) -> None:
    """Show the bound customer's accounts to choose from."""
    customer = action.services.identity.require(turn.conversation_id)
    several = len(customer.accounts) > 1
    chosen = selected_account(turn)
    selected = next((one for one in customer.accounts if one.id == chosen), None)
    buttons = account_buttons(customer.accounts) if several else []
    reply.say(
        "utter_several_accounts" if several else "utter_one_account",
        card=accounts_card(customer.accounts, selected.id if selected else None),
        buttons=buttons,
        count=str(len(customer.accounts)),
        account=(selected or customer.bound_account).number_masked,
        address=(selected or customer.bound_account).address_masked,
        list="、".join(
            f"{name}（{one.address_masked}）"
            for name, one in zip(nicknames(customer.accounts), customer.accounts, strict=True)
        ),
    )
    if several:
        reply.push("doubt", titles=[one["title"] for one in buttons])


class ResendCode(ServiceAction):
    """The code once more."""

    NAME = "action_resend_code"

    def answer(self, turn: Turn, reply: Reply) -> None:
        """Answer the latest turn."""
        frame = form_frame(turn, FORM.name)
        if frame is None:
            reply.say("utter_binding_no_code")
        elif frame.about.get("asked") != "code":
            reply.say("utter_code_comes_later")
        else:
            step = BindingStep(self.services)
            resend = self.services.identity.resend
            if not step.send(turn, reply, "utter_binding_code_sent", resend):
                step.put_aside(frame, turn, reply, status="stopped")


class ExplainNeed(ServiceAction):
    """Why something personal is asked for: what it is for, and what goes without."""

    NAME = "action_explain_need"

    REASONS = {"number": "utter_why_number", "name": "utter_why_name", "code": "utter_why_code"}

    def answer(self, turn: Turn, reply: Reply) -> None:
        """Answer the latest turn."""
        running = next((one for one in load_forms().values() if one.loop == turn.form), FORM)
        frame = form_frame(turn, running.name) if turn.form else None
        asked = str(frame.about.get("asked")) if frame else ""
        field = running.field(asked)
        if field is not None and field.why:
            reply.say("utter_form_said", words=field.why)
            return
        reply.say(self.REASONS.get(asked, "utter_why_binding"))


class ChangeReservedPhone(ServiceAction):
    """The reserved phone isn't in use any more: how to change it, and a request for it."""

    NAME = "action_change_reserved_phone"

    def answer(self, turn: Turn, reply: Reply) -> None:
        """Answer the latest turn."""
        reply.say("utter_change_reserved_phone")
        offer("reserved_phone", turn, reply)
        entry = self.services.knowledge.entries().get(_PHONE_CHANGED)
        if entry is not None:
            lean_on(entry, reply, turn.intent)  # 要本人去吗 asks it of the rule
