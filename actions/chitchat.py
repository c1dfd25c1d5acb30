"""Steering words (yes, no, stop, start over), bare facts, and what isn't understood."""

from __future__ import annotations

from rasa_sdk.events import AllSlotsReset

from actions.account import BindingForm, take_number
from actions.base import ServiceAction
from actions.billing import DisputeForm, ReadingForm, tell_for_other_time
from actions.choices import MOST, choice_buttons, likely_choices, none_of_them
from actions.handoff import accept_offer
from actions.knowledge import MEANT, entry_buttons, likely_entries
from actions.periods import named_periods
from actions.questions import Asked, tell_again
from actions.turn import Reply, Turn
from bot.clock import today
from bot.masking import mask_phone
from bot.service_requests import due_label

NOT_UNDERSTOOD = ("nlu_fallback", "out_of_scope")


class Affirm(ServiceAction):
    """A yes: to the offer of the answer before, or to the pressed button's."""

    NAME = "action_affirm"

    def answer(self, turn: Turn, reply: Reply) -> None:
        """Answer the latest turn."""
        offer = _offer(turn)
        reply.forget("handoff_offer")
        if offer == "newest_bill":
            tell_again(self, Asked("query_bill"), turn, reply)
        elif offer is None or not accept_offer(self, offer, turn, reply):
            reply.say("utter_yes_to_what")


class Deny(ServiceAction):
    """A no: to an offer, in a form, or to nothing in particular."""

    NAME = "action_deny"

    def answer(self, turn: Turn, reply: Reply) -> None:
        """Answer the latest turn."""
        reply.forget("handoff_offer")
        in_form = turn.form is not None and turn.entity("offer") is None
        reply.say("utter_no_in_form" if in_form else "utter_no_offer")


class TakeInform(ServiceAction):
    """A bare number, time or name outside a form: take it for what it most likely is."""

    NAME = "action_take_inform"

    def answer(self, turn: Turn, reply: Reply) -> None:
        """Answer the latest turn."""
        if turn.entity("phone") and self._note_phone(turn, reply):
            return
        if turn.entity("account_number") and turn.form is None:
            take_number(self, turn, reply)
            return
        if tell_for_other_time(self, turn, reply):
            return
        if turn.entity("code"):
            reply.say("utter_binding_no_code")
        else:
            reply.say("utter_no_use_for_it")

    def _note_phone(self, turn: Turn, reply: Reply) -> bool:
        phone = str(turn.entity("phone"))
        request = self.services.requests.attach_phone(turn.conversation_id, phone)
        if request is None:
            return False
        reply.say(
            "utter_person_phone_noted",
            phone=mask_phone(phone),
            number=request.number,
            due=due_label(request.due_at),
        )
        return True


class Stop(ServiceAction):
    """Leave what is going on."""

    NAME = "action_stop"

    def answer(self, turn: Turn, reply: Reply) -> None:
        """Answer the latest turn."""
        reply.forget("handoff_offer", "account_pending")
        if turn.form is None:
            reply.say("utter_nothing_to_stop")
            return
        reply.leave_form()
        reply.forget(*BindingForm.SLOTS, "account_step_up", *DisputeForm.SLOTS, *ReadingForm.SLOTS)
        reply.say("utter_stopped")


class RestartConversation(ServiceAction):
    """Forget what the talk was about; the binding stays."""

    NAME = "action_restart_conversation"

    def answer(self, turn: Turn, reply: Reply) -> None:
        """Answer the latest turn."""
        if turn.form is not None:
            reply.leave_form()
        reply.events.append(AllSlotsReset())
        reply.say("utter_restarted")


class DeclineTopic(ServiceAction):
    """What isn't ours; the second time in a row with the offer of a person."""

    NAME = "action_decline_topic"

    def answer(self, turn: Turn, reply: Reply) -> None:
        """Answer the latest turn."""
        if not turn.text:
            # “都不是”: none of the choices was meant.
            reply.say("utter_still_unclear")
        elif _failed_before(turn):
            reply.say("utter_not_ours_again")
        else:
            reply.say("utter_not_ours")


class AskMeaning(ServiceAction):
    """Not understood: ask back with a few choices; the second time in a row offer a person."""

    NAME = "action_ask_meaning"

    def answer(self, turn: Turn, reply: Reply) -> None:
        """Answer the latest turn."""
        if _failed_before(turn):
            reply.say("utter_still_unclear")
            return
        periods = named_periods(turn, today(self.services.clock))
        carried = {"period": periods[0].to_iso()} if periods else {}
        buttons = choice_buttons(likely_choices(turn.ranking), carried)
        known = [entry for entry, score in likely_entries(self, turn) if score >= MEANT]
        buttons = [*buttons[: MOST - len(known[:1])], *entry_buttons(known[:1])]
        if not buttons:
            reply.say("utter_ask_rephrase")
            return
        reply.say("utter_ask_meaning", buttons=[*buttons, none_of_them()])


def _offer(turn: Turn) -> str | None:
    """The offer that is meant: the button's, or that of the answer just before."""
    pressed = turn.entity("offer")
    if pressed or not turn.text:
        return str(pressed) if pressed else None
    offered = turn.slots.get("handoff_offer")
    if isinstance(offered, dict) and offered.get("message_id") == turn.previous_message_id:
        return str(offered.get("offer"))
    return None


def _failed_before(turn: Turn) -> bool:
    return bool(turn.earlier_intents) and turn.earlier_intents[0] in NOT_UNDERSTOOD
