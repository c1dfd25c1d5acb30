"""Forms of `data/forms`: begun, filled in any order, put aside and taken up again, sent once.

For each form three actions are made: `action_begin_<form>`, `validate_<form>_form`, `action_submit_<form>`. A
topic that needs more than its file says subclasses `FormTopic` in its own module.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Set
from dataclasses import replace
from typing import Any, ClassVar

from actions.dialogue.asked import Asked, last_asked
from actions.dialogue.base import ServiceAction
from actions.dialogue.choices import payload
from actions.dialogue.periods import named_periods
from actions.dialogue.proof import (
    ask_which_account,
    chosen_accounts,
    proved_customer,
    refuse_foreign,
)
from actions.dialogue.questions import Resumable
from actions.dialogue.requests import open_request, registered
from actions.dialogue.turn import LISTEN, REQUESTED_SLOT, Button, Reply, Turn
from bot.clock import today
from bot.dialogue.focus import Frame
from bot.domain import actions_of
from bot.forms import Form, FormField, load_forms
from bot.forms.definitions import CONFIRM
from bot.forms.drafts import Draft
from bot.forms.kinds import read_facts, reason_told
from bot.masking import mask_phone
from bot.periods import Period
from bot.service_requests import due_label

PATIENCE = 2
"""So many other questions are answered beside a form before it is put aside."""

STOP_BUTTON: Button = {"title": "先不办了", "payload": "/stop"}


class FormTopic:
    """What a form does beyond its file; override what differs.

    Args:
        form: the definition.
        action: that runs; its services are used.
    """

    FORM: ClassVar[str] = ""
    """The form's name; empty for none."""

    def __init__(self, form: Form, action: ServiceAction) -> None:
        self.form = form
        self.action = action

    def prepare(
        self, values: dict[str, Any], account_id: int | None, asked: Asked, turn: Turn, reply: Reply
    ) -> bool:
        """Fill in what is known before the first question; False: it can't begin, and why was said."""
        return True

    def shown(self, values: Mapping[str, Any]) -> dict[str, str]:
        """The values as customers read them."""
        shown = {}
        for one in self.form.fields:
            value = values.get(one.name)
            if value is not None:
                shown[one.name] = _SHOWN.get(one.kind, str)(value)
        return shown

    def accept(
        self, values: dict[str, Any], account_id: int | None, turn: Turn, reply: Reply
    ) -> None:
        """Look at values that were just taken: correct them, or take back what can't be."""

    def content(
        self, values: Mapping[str, Any], account_id: int | None
    ) -> tuple[str, dict[str, Any]]:
        """What people get: a sentence, and the details by their titles."""
        shown = self.shown(values)
        details = {
            one.title: shown[one.name]
            for one in self.form.fields
            if one.name in shown and one.kind != "phone"  # which is the request's own
        }
        listed = "；".join(f"{title}：{value}" for title, value in details.items())
        return f"{self.form.title}（{listed}）", details


def _topic(form: Form, action: ServiceAction) -> FormTopic:
    for one in FormTopic.__subclasses__():
        if form.name == one.FORM:
            return one(form, action)
    return FormTopic(form, action)


class BeginForm(Resumable):
    """Begin a form; through the proof of identity where it is about one's own account."""

    form: ClassVar[Form]

    @classmethod
    def intents(cls) -> tuple[str, ...]:
        """The intents that begin it."""
        return cls.form.begins if hasattr(cls, "form") else ()

    def answer(self, turn: Turn, reply: Reply) -> None:
        """Answer the latest turn."""
        last = last_asked(turn)
        named = tuple(named_periods(turn, today(self.services.clock)))
        periods = named or (last.periods if last else ())
        self.go_on(Asked(turn.intent, periods, turn.text), turn, reply)

    def go_on(self, asked: Asked, turn: Turn, reply: Reply) -> None:
        """Find the account, fill in what was said already, and start."""
        form = self.form
        account_id: int | None = None
        if form.personal:
            account_id = _personal_account(self, asked, turn, reply)
            if account_id is None:
                return
        said = replace(turn.sentence, text=asked.text)
        # No free text is taken from the words that begin a form: 账单有疑问 is no reason.
        values: dict[str, Any] = {
            **read_facts(form, said, None),
            **reason_told(form, said),
            **pressed_facts(form, turn),
        }
        topic = _topic(form, self)
        if not topic.prepare(values, account_id, asked, turn, reply):
            return
        draft = self.services.drafts.begin(
            turn.conversation_id, form.name, turn.message_id, values, account_id
        )
        if form.begun:
            reply.say("utter_form_said", words=filled(form.begun, topic.shown(values)))
        reply.push_form(form.topic, name=form.name, draft=draft.id, asked=None, digressions=0)
        reply.forget(*form.slots)
        reply.start(form.loop)


class FormStep(ServiceAction):
    """`validate_<form>_form`: takes what was said, says the next question, or puts the form aside.

    Rasa calls it when the form begins, at each turn in it, and again after something else was answered. An
    answer without events tells Rasa that the turn was about something else.
    """

    form: ClassVar[Form]

    def answer(self, turn: Turn, reply: Reply) -> None:
        """Take one step."""
        frame = form_frame(turn, self.form.name)
        if frame is None:
            reply.leave_form()
            return
        if frame.about.get("asked") is None:
            self.ask_next(frame, self.load(frame, turn), turn, reply)
        elif turn.latest_action != LISTEN:
            self.after_digression(frame, turn, reply)
        elif turn.facts or turn.entity("field") or turn.entity("offer") == self.form.name:
            self.take(frame, turn, reply)

    # -- what a form with other storage overrides ------------------------------------------------

    def load(self, frame: Frame, turn: Turn) -> dict[str, Any]:
        """The values so far, by field."""
        draft = self.services.drafts.get(frame.about.get("draft"), turn.conversation_id)
        return dict(draft.values) if draft else {}

    def store(self, frame: Frame, values: dict[str, Any], turn: Turn, reply: Reply) -> None:
        """Keep the values."""
        draft = self.services.drafts.get(frame.about.get("draft"), turn.conversation_id)
        if draft is not None:
            self.services.drafts.update(draft, values=values, status="open")
        for one in self.form.fields:
            if not one.sensitive:
                reply.remember(self.form.slot(one.name), values.get(one.name))
        if self.form.confirm:
            reply.remember(self.form.slot(CONFIRM), values.get(CONFIRM))

    def settle(self, frame: Frame, values: dict[str, Any], turn: Turn, reply: Reply) -> bool:
        """Look at what was taken; False: the form is over, and what comes of it was said."""
        draft = self.services.drafts.get(frame.about.get("draft"), turn.conversation_id)
        topic = _topic(self.form, self)
        topic.accept(values, draft.account_id if draft else None, turn, reply)
        if values.get(CONFIRM) is False:
            values.pop(CONFIRM)
            self.store(frame, values, turn, reply)
            self.put_aside(frame, turn, reply, status="stopped")
            reply.say("utter_form_not_sent", title=self.form.title)
            return False
        return True

    # -- steps -----------------------------------------------------------------------------------

    def take(self, frame: Frame, turn: Turn, reply: Reply) -> None:
        """Put what was said into the form."""
        values = self.load(frame, turn)
        facts = {**turn.facts, **self.pressed(turn)}
        if turn.entity("offer") == self.form.name:
            facts[CONFIRM] = turn.intent == "affirm"
        unread = self.form.field(facts.pop("unread", None))
        if unread is not None:
            self.unreadable(unread, turn, reply)
        if facts.keys() - {CONFIRM}:
            values.pop(CONFIRM, None)  # what was changed is asked about again
        values.update(facts)
        if not self.settle(frame, values, turn, reply):
            return
        if frame.about.get("asked") not in facts:
            self._note_beside(facts.keys(), values, reply)
        self.store(frame, values, turn, reply)
        self.ask_next(frame, values, turn, reply, asked_already=unread is not None)

    def _note_beside(self, taken: Set[str], values: Mapping[str, Any], reply: Reply) -> None:
        """Say what was taken in place of what was asked for; before it is sent all is repeated anyway."""
        if self.form.lacking(values) in (None, CONFIRM):
            return
        shown = _topic(self.form, self).shown(values)
        noted = [one for one in self.form.fields if one.name in taken and one.name in shown]
        if noted:
            words = "，".join(f"{one.title} {shown[one.name]}" for one in noted)
            reply.say("utter_form_noted", words=words)

    def pressed(self, turn: Turn) -> dict[str, Any]:
        """What a button gives to the form, by field."""
        return pressed_facts(self.form, turn)

    def unreadable(self, field: FormField, turn: Turn, reply: Reply) -> None:
        """Say that an answer can't be read."""
        reply.say(
            "utter_form_said", words=field.unreadable or field.question, buttons=[STOP_BUTTON]
        )

    def ask_next(
        self,
        frame: Frame,
        values: dict[str, Any],
        turn: Turn,
        reply: Reply,
        *,
        asked_already: bool = False,
    ) -> None:
        """Ask for what is lacking, in full; with nothing lacking the form is complete."""
        lacking = self.form.lacking(values)
        if lacking is None:
            reply.remember(REQUESTED_SLOT, None)
            self.touch(frame, reply, asked=None, complete=True)
            return
        if not asked_already:
            self.ask(lacking, values, turn, reply)
        reply.remember(REQUESTED_SLOT, self.form.slot(lacking))
        # Who goes on with a form has patience with it.
        self.touch(frame, reply, asked=lacking, quiet=False, digressions=0)

    def ask(self, lacking: str, values: Mapping[str, Any], turn: Turn, reply: Reply) -> None:
        """Say the question for a field, or the one before sending."""
        if lacking == CONFIRM:
            text = filled(self.form.confirm or "", _topic(self.form, self).shown(values))
            buttons = [
                {"title": "提交", "payload": payload("affirm", {"offer": self.form.name})},
                {"title": "不提交", "payload": payload("deny", {"offer": self.form.name})},
            ]
            reply.say("utter_form_confirm", words=text, buttons=buttons)
            return
        field = self.form.field(lacking)
        assert field is not None
        begin = self.form.begins[0]
        choices = [
            {"title": one, "payload": payload(begin, {"field": field.name, "choice": one})}
            for one in field.choices
        ]
        reply.say("utter_form_ask", words=field.question, buttons=[*choices, STOP_BUTTON])

    def after_digression(self, frame: Frame, turn: Turn, reply: Reply) -> None:
        """Something else was answered: a quiet word, or, the second time, put the form aside."""
        digressions = int(frame.about.get("digressions") or 0) + 1
        if digressions >= PATIENCE:
            self.put_aside(frame, turn, reply, status="paused")
            reply.say("utter_form_paused", title=self.form.title)
            return
        asked = frame.about.get("asked")
        field = self.form.field(asked)
        if not self._asked_something(turn):
            quiet = field.quiet if field is not None else f"{self.form.title}要提交就说“提交”。"
            reply.say("utter_form_quiet", words=quiet or f"{self.form.title}还没填完。")
        reply.remember(REQUESTED_SLOT, self.form.slot(str(asked)) if asked else None)
        self.touch(frame, reply, digressions=digressions, quiet=True)

    def _asked_something(self, turn: Turn) -> bool:
        """Whether the answer to the digression has asked the customer something itself."""
        newest = turn.focus.newest("doubt", "offer")
        return newest is not None and newest.turn == turn.focus.turn

    def put_aside(self, frame: Frame, turn: Turn, reply: Reply, *, status: str) -> None:
        """Leave the form; what was filled in stays."""
        put_aside(self, frame, turn, reply, status=status)

    def touch(self, frame: Frame, reply: Reply, **changes: Any) -> None:
        """Bring the form's frame up to date, on top of the focus."""
        reply.push_form(frame.topic, **{**frame.about, "paused": False, **changes})

    def apologise(self, turn: Turn, reply: Reply, incident: str) -> None:
        """Say that it failed and stay where the form is."""
        super().apologise(turn, reply, incident)
        if turn.slots.get(REQUESTED_SLOT):
            reply.remember(REQUESTED_SLOT, turn.slots[REQUESTED_SLOT])
            for slot in self.form.slots[:1]:
                reply.remember(slot, turn.slots.get(slot))


class SubmitForm(ServiceAction):
    """`action_submit_<form>`: stores the request of a complete form; of one put aside, nothing."""

    form: ClassVar[Form]

    def answer(self, turn: Turn, reply: Reply) -> None:
        """Store it, once for a message."""
        frame = form_frame(turn, self.form.name)
        if frame is None or not frame.about.get("complete"):
            return
        draft = self.services.drafts.get(frame.about.get("draft"), turn.conversation_id)
        if draft is None or draft.status == "submitted" or self.form.request is None:
            return
        self.submit(frame, draft, turn, reply)

    def submit(self, frame: Frame, draft: Draft, turn: Turn, reply: Reply) -> None:
        """Open the request and tell its number."""
        topic = _topic(self.form, self)
        summary, details = topic.content(draft.values, draft.account_id)
        request = open_request(
            self,
            str(self.form.request),
            summary,
            turn,
            account_id=draft.account_id,
            details=details,
            phone=self._phone(draft),
        )
        self.services.drafts.update(draft, status="submitted", request_number=request.number)
        facts = {
            **topic.shown(draft.values),
            "number": request.number,
            "due": due_label(request.due_at),
        }
        registered(request, turn, reply, "utter_form_done", words=filled(self.form.done, facts))
        reply.focus = reply.focus.without_frame(frame)
        reply.forget(*self.form.slots)

    def _phone(self, draft: Draft) -> str | None:
        """The number to call that was said in the form, or None."""
        said = (draft.values.get(one.name) for one in self.form.fields if one.kind == "phone")
        return next((str(one) for one in said if one), None)


def form_frame(turn: Turn, name: str) -> Frame | None:
    """The frame of a form, or None."""
    for frame in reversed(turn.focus.frames):
        if frame.kind == "form" and frame.about.get("name") == name:
            return frame
    return None


def pressed_facts(form: Form, turn: Turn) -> dict[str, Any]:
    """What a button gives to a form, by field: one of the field's choices, or a yes or no to a consent."""
    field = form.field(str(turn.entity("field") or ""))
    choice = str(turn.entity("choice") or "")
    if field is None:
        return {}
    if field.kind == "consent":
        return {field.name: choice == "yes"} if choice in ("yes", "no") else {}
    return {field.name: choice} if choice in field.choices else {}


def put_aside(
    action: ServiceAction, frame: Frame, turn: Turn, reply: Reply, *, status: str
) -> None:
    """Leave a form: its frame waits, paused, and its draft stays.

    Args:
        action: that runs; its services are used.
        frame: of the form.
        turn: the customer's.
        reply: filled.
        status: of the draft: paused or stopped.
    """
    reply.leave_form()
    draft = action.services.drafts.get(frame.about.get("draft"), turn.conversation_id)
    if draft is not None:
        action.services.drafts.update(draft, status=status)
    rest = reply.focus.without_frame(frame)
    paused = Frame(
        "form", frame.topic, {**frame.about, "paused": True, "complete": False}, rest.turn, rest.now
    )
    # Below what is talked about now.
    reply.focus = type(rest)(rest.turn, rest.now, (paused, *rest.frames))
    reply.touched = True


def resume(action: ServiceAction, frame: Frame, form: Form, turn: Turn, reply: Reply) -> None:
    """Go on with a form that was put aside."""
    draft = action.services.drafts.get(frame.about.get("draft"), turn.conversation_id)
    if draft is not None:
        values = {**draft.values, **{k: v for k, v in turn.facts.items() if k != "unread"}}
        action.services.drafts.update(draft, values=values, status="open")
    reply.push_form(
        frame.topic, **{**frame.about, "asked": None, "paused": False, "digressions": 0}
    )
    reply.start(form.loop)


def _personal_account(action: ServiceAction, asked: Asked, turn: Turn, reply: Reply) -> int | None:
    """The one account that a form is about; None: the customer is asked for what is missing."""
    customer = proved_customer(action, asked, turn, reply)
    if customer is None or refuse_foreign(action, turn, customer, reply):
        return None
    chosen = chosen_accounts(turn, customer.accounts, asked.text)
    if len(chosen) != 1:
        ask_which_account(asked, customer.accounts, reply)
        return None
    reply.push("account", id=chosen[0].id)
    return chosen[0].id


def filled(text: str, values: Mapping[str, str]) -> str:
    """A text of a form with its values in place; [what lacks one] is left out."""

    def part(found: re.Match[str]) -> str:
        places = re.findall(r"\{(\w+)\}", found[1])
        return found[1] if all(one in values for one in places) else ""

    # In one go: what stands in braces in a customer's words is no place.
    return re.sub(
        r"\{(\w+)\}",
        lambda found: values.get(found[1], found[0]),
        re.sub(r"\[([^\[\]]*)\]", part, text),
    )


def _label(iso: object) -> str:
    return Period.from_iso(str(iso)).label


_SHOWN: Mapping[str, Callable[[Any], str]] = {
    "month": _label,
    "phone": lambda number: mask_phone(str(number)),
}
"""How a value is shown to customers, by its field's kind."""


def _made(form: Form) -> list[type[ServiceAction]]:
    begin, step, submit = actions_of(form)
    made: list[type[ServiceAction]] = []
    for base, name in ((BeginForm, begin), (FormStep, step), (SubmitForm, submit)):
        written = [one for one in _subclasses(base) if vars(one).get("FORM_NAME") == form.name]
        if written:
            continue
        made.append(
            type(
                f"{base.__name__}_{form.name}",
                (base,),
                {
                    "NAME": name,
                    "form": form,
                    "__module__": __name__,
                    "__doc__": f"{name}: see its base.",
                },
            )
        )
    return made


def _subclasses(base: type) -> list[type]:
    found: list[type] = list(base.__subclasses__())
    return found + [deeper for one in found for deeper in _subclasses(one)]


OWN_ACTIONS = frozenset({"binding"})
"""Forms whose actions a topic has written itself."""

MADE = [
    each for form in load_forms().values() if form.name not in OWN_ACTIONS for each in _made(form)
]
"""The actions of all other forms; rasa-sdk finds them as subclasses."""
