"""Steering words (yes, no, stop, go on, start over), repair, bare facts, and what isn't understood."""

from __future__ import annotations

import re
from dataclasses import replace

from rasa_sdk.events import AllSlotsReset

from actions.account import resume_binding, take_ending, take_number
from actions.dialogue.base import ServiceAction
from actions.dialogue.choices import MOST, ask_meaning, ask_which, choice_buttons, likely_choices
from actions.dialogue.forms import form_frame, put_aside, resume
from actions.dialogue.items import item_at
from actions.dialogue.knowledge import MEANT, entry_buttons, leave_subject, likely_entries
from actions.dialogue.offers import callback_offer, keep_taken_back, offer
from actions.dialogue.periods import named_periods
from actions.dialogue.proof import bound_customer, refuse_foreign
from actions.dialogue.questions import go_on, of_a_named_account, tell_named_times
from actions.dialogue.shorter import in_short
from actions.dialogue.turn import Reply, Turn
from actions.handoff import (
    accept_offer,
    note,
    open_callback,
    registered_just_now,
    remember_request,
    withdraw,
)
from bot.clock import today
from bot.dialogue.focus import Frame
from bot.dialogue.readings.vague import is_change
from bot.formats import MOBILE, plain_digits
from bot.forms import load_forms
from bot.forms.kinds import remark_beside
from bot.language.terms import terms_in
from bot.masking import mask_phone
from bot.service_requests import due_label
from bot.service_requests.kinds import load_kinds

_MOBILE_DIGITS = 11
_NO_PLACE = 3
"""So many digits are no place in a list."""
_OF_MONEY = ("query_bill", "query_balance", "query_payment_ways")
"""What may be meant by 钱的事."""
_REGISTERED = ("change_reserved_phone", "transfer_account", "change_tariff")
"""What may be meant by 资料要改."""
_OF_POWER = ("query_bill", "report_outage", "query_prices")
"""What may be meant by 电."""
NOT_UNDERSTOOD = ("nlu_fallback", "out_of_scope")


class Greet(ServiceAction):
    """Hello; who left a form half filled is reminded of it."""

    NAME = "action_greet"

    def answer(self, turn: Turn, reply: Reply) -> None:
        """Answer the latest turn."""
        drafts = self.services.drafts.of_conversation(turn.conversation_id)
        waiting = next((one for one in drafts if one.status == "paused"), None)
        if waiting is None or turn.form is not None:
            reply.say("utter_greet")
            return
        reply.say("utter_greet_with_draft", title=load_forms()[waiting.form].title)


class Affirm(ServiceAction):
    """A yes: to what was offered, or to nothing that was asked."""

    NAME = "action_affirm"

    def answer(self, turn: Turn, reply: Reply) -> None:
        """Answer the latest turn."""
        name = turn.entity("offer")
        if name is None:
            talked = turn.focus.newest("question", "rule", "request", "form", "offer")
            begun = bool(turn.earlier_intents) and turn.earlier_intents[0] != "greet"
            reply.say("utter_all_right" if talked or begun else "utter_yes_to_what")
            return
        reply.drop("offer")
        if not accept_offer(self, str(name), turn, reply):
            reply.say("utter_yes_to_what")


class Deny(ServiceAction):
    """A no: to an offer, in a form, or to nothing in particular."""

    NAME = "action_deny"

    def answer(self, turn: Turn, reply: Reply) -> None:
        """Answer the latest turn."""
        refused = turn.focus.newest("offer")
        reply.drop("offer")
        name = str(turn.entity("offer") or (refused.about.get("name") if refused else ""))
        if name:
            keep_taken_back(name, turn, reply)
        if turn.form is not None and turn.entity("offer") is None:
            reply.say("utter_no_in_form")
        elif (
            turn.entity("offer") is None
            and refused is None
            and turn.focus.newest("question", "rule")
        ):
            # A no after an answer: it wasn't the right one.
            reply.say("utter_not_what_was_asked")
        else:
            reply.say("utter_no_offer")


class TakeInform(ServiceAction):
    """A bare number, time or name outside a form: take it for what it most likely is."""

    NAME = "action_take_inform"

    def answer(self, turn: Turn, reply: Reply) -> None:
        """Answer the latest turn."""
        if turn.entity("asked") == "phone":
            self._piece(turn, reply)
            return
        if turn.entity("phone"):
            if not self._note_phone(turn, reply, str(turn.entity("phone"))):
                self._phone_for_offer(turn, reply)
            return
        if turn.entity("account_number") and turn.form is None:
            take_number(self, turn, reply)
            return
        if take_ending(self, turn, reply) or tell_named_times(self, turn, reply):
            return
        if turn.entity("code"):
            reply.say("utter_code_not_asked_for")
        else:
            reply.say("utter_no_use_for_it")

    def _piece(self, turn: Turn, reply: Reply) -> None:
        """A number to call that isn't whole: the pieces of one make one, else it is asked for again."""
        request = turn.focus.newest("request")
        before = str(request.about.get("digits") or "") if request is not None else ""
        said = re.sub("[^0-9]", "", plain_digits(turn.text))
        digits = before + said if len(before + said) <= _MOBILE_DIGITS else said
        if MOBILE.fullmatch(digits) and self._note_phone(turn, reply, digits):
            return
        digits = digits if len(digits) < _MOBILE_DIGITS else said
        reply.say("utter_phone_incomplete", digits=str(len(digits)))
        if request is not None:
            reply.push(request.kind, request.topic, **{**request.about, "digits": digits})

    def _note_phone(self, turn: Turn, reply: Reply, phone: str) -> bool:
        open_one = self.services.requests.open_request(turn.conversation_id, "callback")
        request = self.services.requests.attach_phone(turn.conversation_id, phone)
        if request is None:
            return False
        reply.drop("offer")
        remember_request(request, reply)
        remark = remark_beside(turn.text) if turn.entity("phone") else ""
        # The gateway notes a phone that is asked for by itself: it isn't said twice.
        told = open_one is not None and open_one.phone_masked in (None, request.phone_masked)
        if not (told and remark):
            reply.say(
                "utter_person_phone_noted",
                phone=mask_phone(phone),
                number=request.number,
                due=due_label(request.due_at),
            )
        if remark:
            note(self, remark, turn, reply)
        return True

    def _phone_for_offer(self, turn: Turn, reply: Reply) -> None:
        """A phone where a call-back is offered or wished for accepts it; else it is asked what for."""
        offered = turn.focus.newest("offer")
        wished = turn.reading == "registered"
        remark = remark_beside(turn.text)
        if wished and (offered is None or offered.about.get("taken_back")):
            reply.drop("offer")
            open_callback(self, f"客户要回电：{turn.text}", turn, reply, remark=remark)
            return
        if offered is not None and str(offered.about.get("name")).startswith("callback_"):
            reply.drop("offer")
            accept_offer(self, str(offered.about["name"]), turn, reply, remark=remark)
            return
        reply.say("utter_phone_for_what", phone=mask_phone(str(turn.entity("phone"))))
        reply.push(
            "offer", "handoff", name="callback_request_person", phone=str(turn.entity("phone"))
        )


class Stop(ServiceAction):
    """Leave what is going on; a form's draft stays for a change of mind."""

    NAME = "action_stop"

    def answer(self, turn: Turn, reply: Reply) -> None:
        """Answer the latest turn."""
        forms = load_forms()
        running = next((one for one in forms.values() if one.loop == turn.form), None)
        reply.drop("offer", "waiting", "doubt")
        if running is None:
            for one in reply.focus.frames:
                if one.kind == "form":
                    self._stop(str(one.about.get("name")), turn, reply)
                    return
            fresh = registered_just_now(self, turn)
            if fresh is not None:
                withdraw(self, fresh, turn, reply)
                return
            reply.say("utter_nothing_to_stop")
            return
        self._stop(running.name, turn, reply)

    def _stop(self, name: str, turn: Turn, reply: Reply) -> None:
        form = load_forms()[name]
        frame = form_frame(turn, name)
        later = bool(turn.entity("later"))
        if frame is not None:
            put_aside(self, frame, turn, reply, status="paused" if later else "stopped")
        else:
            reply.leave_form()
        reply.forget(*(form.slot(one.name) for one in form.fields if one.sensitive))
        reply.say("utter_put_aside" if later else "utter_stopped", title=form.title)


class ResumeForm(ServiceAction):
    """Go on with a form that was put aside."""

    NAME = "action_resume_form"

    def answer(self, turn: Turn, reply: Reply) -> None:
        """Answer the latest turn."""
        forms = load_forms()
        for frame in reversed(turn.focus.frames):
            form = forms.get(str(frame.about.get("name"))) if frame.kind == "form" else None
            if form is None:
                continue
            kind = load_kinds().named(form.request) if form.request else None
            if turn.entity("asked") == "when" and kind is not None and kind.workdays:
                reply.say("utter_form_how_long", title=form.title, days=str(kind.workdays))
            if form.name == "binding":
                resume_binding(self, frame, turn, reply)
            else:
                resume(self, frame, form, turn, reply)
            return
        reply.say("utter_nothing_to_resume")


class RestartConversation(ServiceAction):
    """Forget what the talk was about; the binding and what was registered stay."""

    NAME = "action_restart_conversation"

    def answer(self, turn: Turn, reply: Reply) -> None:
        """Answer the latest turn."""
        if turn.form is not None:
            reply.leave_form()
        reply.events.append(AllSlotsReset())
        kept = tuple(one for one in turn.focus.frames if one.kind == "request")
        reply.focus, reply.touched = replace(turn.focus, frames=kept), True
        reply.say("utter_restarted")


class RepairAnswer(ServiceAction):
    """The last answer again, shorter or in plainer words; or what a word of it means."""

    NAME = "action_repair_answer"

    def answer(self, turn: Turn, reply: Reply) -> None:
        """Answer the latest turn."""
        term = turn.entity("term")
        if term is not None:
            words = self._told(turn)
            reply.say(f"utter_term_{term}")
            reply.push("told", words=words, term=term)
            return
        blamed = turn.intent == "blame_answer"
        how = "wrong" if blamed else str(turn.entity("repair") or "again")
        if how == "wrong":
            reply.push(
                "told", words=self._told(turn)
            )  # what is pleaded for next is still that answer
            reply.say("utter_repair_wrong")
            _offer_person_beside(turn, reply)
            return
        told = self._told(turn)
        if turn.entity("item") is not None and self._item(int(turn.entity("item")), told, reply):
            return
        doubt = turn.focus.newest("doubt")
        if doubt is not None and _pleaded_before(turn):
            reply.say("utter_repair_still")
            _offer_person_beside(turn, reply)
            return
        if doubt is not None and doubt.about.get("buttons"):
            self._asked_again(doubt, turn, reply)
            return
        talked = turn.focus.newest("question", "rule", "request", "offer", "form") is not None
        if not told or (how != "again" and not talked):
            reply.say("utter_repair_nothing")
            return
        reply.push("told", words=told)
        if how != "again" and _pleaded_before(turn):
            self._person_offered(told, turn, reply)
            return
        reply.say(f"utter_repair_{how}")
        if how == "again":
            reply.say("utter_said_again", words="\n".join(told))
            return
        short = in_short(told)
        reply.say("utter_said_again", words=short)
        if how == "simpler":
            self._explained(short, reply)
            reply.messages[-1].buttons.append(_PERSON)

    def _told(self, turn: Turn) -> list[str]:
        """The whole of the last answer, also where it was said again in part just before."""
        frame = turn.focus.newest("told")
        again = turn.entity("repair") == "again" and "数" not in turn.text
        if frame is not None and not (again and frame.about.get("term")):
            return [str(one) for one in frame.about.get("words") or ()]
        return [one for one in turn.last_said if one not in _LEADS]

    def _item(self, place: int, told: list[str], reply: Reply) -> bool:
        """One item of the answer in its own words; False: it has none there."""
        item = item_at(told, place)
        if item is None:
            return False
        reply.push("told", words=told)
        reply.say("utter_said_again", words=f"{item.rstrip('。')}。")
        self._explained(item, reply)
        return True

    def _explained(self, short: str, reply: Reply) -> None:
        for one in terms_in(short):
            reply.say(f"utter_term_{one}")

    def _person_offered(self, told: list[str], turn: Turn, reply: Reply) -> None:
        """Not understood twice: the fact alone, and somebody who explains it."""
        reply.say("utter_said_again", words=in_short(told))
        reply.say("utter_repair_still")
        _offer_person_beside(turn, reply)

    def _asked_again(self, doubt: Frame, turn: Turn, reply: Reply) -> None:
        """The choices of a question that was not understood; which account is asked as it was."""
        buttons = [dict(one) for one in doubt.about["buttons"]]
        waiting = turn.focus.newest("waiting")
        if waiting is not None and waiting.turn == doubt.turn and turn.last_said:
            words = in_short(turn.last_said)
            reply.say("utter_said_again", buttons=buttons, words=words)
            reply.push("doubt", titles=doubt.about.get("titles"), buttons=buttons)
            return
        ask_which("utter_repair_choice", buttons, reply)


_LEADS = ("好的，再说一遍：", "好的，只说要紧的：", "不好意思没讲清楚，简单说：")
_PERSON = {"title": "转人工", "payload": "/request_person"}


class DeclineTopic(ServiceAction):
    """What isn't ours; the second time in a row with the offer of a person."""

    NAME = "action_decline_topic"

    def answer(self, turn: Turn, reply: Reply) -> None:
        """Answer the latest turn."""
        if not turn.text or turn.entity("offer") == "none":
            reply.say("utter_none_of_them")
        elif _failed_before(turn):
            reply.say("utter_not_ours_again")
        else:
            reply.say("utter_not_ours")


class AskMeaning(ServiceAction):
    """Not understood: ask back with a few choices; the second time in a row offer a person."""

    NAME = "action_ask_meaning"

    def answer(self, turn: Turn, reply: Reply) -> None:
        """Answer the latest turn."""
        plain = re.sub(r"\W+", "", turn.text)
        if turn.entity("mood") == "worry":
            reply.say("utter_whats_wrong")
            return
        if turn.reading == "vague" and is_change(plain):
            ask_meaning(choice_buttons(_REGISTERED, {}), turn, reply)
            return
        if turn.reading == "vague" and plain.endswith("钱"):
            reply.say("utter_no_question_before")
            return
        if turn.reading == "vague" and re.search("[钱费]", plain):
            ask_meaning(choice_buttons(_OF_MONEY, {}), turn, reply)
            return
        if turn.reading == "vague" and re.search("[电電](?!表|錶)", plain):
            ask_which("utter_ask_of_power", choice_buttons(_OF_POWER, {}), reply)
            return
        if self._of_an_account(turn, reply):
            return
        if _failed_before(turn):
            reply.say("utter_still_unclear")
            offer(callback_offer("request_person"), turn, reply)
            return
        if turn.reading == "choice" and len(plain) >= _NO_PLACE:
            reply.say("utter_what_number", number=plain)
            return
        if turn.reading == "signs":
            reply.say("utter_here")
            return
        if not plain or turn.reading == "choice":
            reply.say("utter_ask_rephrase")
            return
        periods = named_periods(turn, today(self.services.clock))
        carried = {"period": periods[0].to_iso()} if periods else {}
        buttons = choice_buttons(likely_choices(turn.ranking), carried)
        known = [entry for entry, score in likely_entries(self, turn) if score >= MEANT]
        buttons = [*entry_buttons(known[:1]), *buttons][:MOST]
        if not buttons:
            reply.say("utter_ask_rephrase")
            return
        ask_meaning(buttons, turn, reply)
        leave_subject(known, turn.ranking[0][0] if turn.ranking else "", turn, reply)

    def _of_an_account(self, turn: Turn, reply: Reply) -> bool:
        """A 户号 that isn't the customer's, or a fact of a named account of hers; False: neither is said."""
        customer = bound_customer(self, turn)
        if customer is None or turn.form is not None:
            return False
        if turn.entity("account_number") and refuse_foreign(self, turn, customer, reply):
            return True
        own = of_a_named_account(self, turn)
        if own is None:
            return False
        go_on(self, own, turn, reply)
        return True


def _offer_person_beside(turn: Turn, reply: Reply) -> None:
    """Offer a call-back while the question stays what is talked about: short questions lean on it."""
    offer(callback_offer("request_person"), turn, reply)
    talked = turn.focus.newest("question", "rule")
    if talked is not None:
        reply.push(talked.kind, talked.topic, **talked.about)


def _pleaded_before(turn: Turn) -> bool:
    """Whether the message before was a plea for the answer in another form, too."""
    return bool(turn.earlier_intents) and turn.earlier_intents[0] == "repair_answer"


def _failed_before(turn: Turn) -> bool:
    return bool(turn.earlier_intents) and turn.earlier_intents[0] in NOT_UNDERSTOOD
