"""记上了吗, 什么时候打来, 晚上七点后打, 打这个 154…: what is said about a call-back or another request."""

from __future__ import annotations

import re

from bot.dialogue.reading import Read, Reading, Situation, entity
from bot.forms.kinds import ASKS, HOURS

_NOTED = re.compile(
    "(?:登记|记|记录|备注|提交|预约)(?:(?:上|下|好|下来|进去|到|成功|成)(?:了|啦)?|了|啦)(?:的?对?(?:吗|么|没有?|伐|吧|不)|对吧|是吧|是不|对不)|"
    "(?:有没有|是不是|到底|确定|真的?)(?:给|帮|替)?我?(?:都|真的?|已经)?(?:登记|记|备注|提交)(?:上|下|好|下来|进去)?(?:了|啦)?(?!会|就|要|以后|之后)"
)
"""Asks whether it is registered."""
_NOT_OF_IT = re.compile(
    "读数|示数|表|账|记得|记性|记者|发票|名字|户号|怎么|哪|能不能|可以|要不要|能"
)
_CALLS_BACK = "打来|打过来|打给我|给我打|打电话来|来电话|回电|回我|回过来|联系我|找我|来找我"
_WHEN = re.compile(
    "(?:什么时候|啥时候?|啥辰光|几时|何时|多久|几点|哪天|好久|多会儿?|几天)(?:钟|才|能|会|可以|大概|大约|左右|给|跟|内|里|之内|的|人|有人|你们|他们|就|来|再|要)*"
    f"(?:{_CALLS_BACK}|打|联系|答复|回复)|(?:{_CALLS_BACK})(?:要|得|大概|是|会|的)*(?:什么时候|啥时候?|啥辰光|几时|多久|几点|哪天|好久)"
)
"""Asks when the call comes."""
_LONG = "(?:多久|几天|好久|多长时间|多少天|几个工作日|什么时候|啥时候?)"
_HOW_LONG = re.compile(
    f"(?:核查|复核|核实|核对|查一[次下]|审核|处理|办理|答复|回复|结果|查|办|核)[^电度量]{{0,5}}{_LONG}|"
    f"{_LONG}[^电度量]{{0,5}}(?:结果|答复|回复|查好|查完|查出来|核好|办好|处理)"
)
"""Asks how long it takes to do what the form asks for."""
_CALL = re.compile(f"(?:{_CALLS_BACK}|能打|再打|别打|打(?:$|吧|不|吗|可|行|好|就|电话|我))")
_FREE = re.compile("打|接|方便|有空|有时间|在家|都行|都可以|都成|就行|可以|不行|没空|忙|联系|回")
_OTHERS = re.compile(
    "有人接|接得?通|热线|营业|电费|电价|账单|停电|来电$|几点|多少|你们(?:上班|下班)|怎么|哪"
)
_CALL_THIS = re.compile(
    f"{_CALLS_BACK}|登记|记下?|打(?:这个|我|这|到|$|[:： ]|(?=[0-9]))|叫.{{0,4}}打|让.{{0,4}}打|联系|回电|找我|call"
)
_NO_HOUR = frozenset(("report_fraud", "report_loss", "make_complaint", "report_theft"))
"""打电话 and an hour stand in what is told of a swindle, too."""
_SURE = 0.4
_FRESH = 3
_LONGEST = 40


class RegisteredReading(Reading):
    """What concerns a request that was registered, or the call that is offered."""

    NAME = "registered"

    def read(self, situation: Situation) -> Read | None:
        """Read a question or a remark about a request; the action knows whether there is one."""
        sentence = situation.sentence
        core = sentence.core
        if len(sentence.plain) > _LONGEST:
            return None
        if _NOTED.search(core) and not _NOT_OF_IT.search(core):
            if situation.form is not None:
                return Read("resume_form", "asks whether the form is sent: not yet")
            return Read("query_request", "asks whether it is registered", [_asked("noted")])
        if situation.form is not None:
            if situation.form[1].request and _HOW_LONG.search(core):
                return Read("resume_form", "asks how long it takes", [_asked("when")])
            return None
        if _WHEN.search(core) and (self._called(situation) or re.search(_CALLS_BACK, core)):
            return Read("query_request", "asks when the call comes", [_asked("when")])
        if sentence.value("phone"):
            if _CALL_THIS.search(sentence.text) and not ASKS.search(core):
                return Read("inform", "a number to be called")
            return None
        if self._hours(situation):
            return Read("note_request", "says when to call")
        return None

    def _called(self, situation: Situation) -> bool:
        """Whether a call-back was registered or offered lately."""
        focus = situation.focus
        request, offer = focus.newest("request"), focus.newest("offer")
        registered = request is not None and request.about.get("request_kind") == "callback"
        if request is not None and registered and focus.since(request) <= _FRESH:
            return True
        offered = offer is not None and str(offer.about.get("name")).startswith("callback_")
        return offer is not None and offered and focus.since(offer) <= 1

    def _hours(self, situation: Situation) -> bool:
        sentence = situation.sentence
        core = sentence.core
        if not HOURS.search(core) or _OTHERS.search(core):
            return False
        if sentence.likeliest in _NO_HOUR and sentence.sure >= _SURE:
            return False
        return bool(_CALL.search(core)) or (self._called(situation) and bool(_FREE.search(core)))


def _asked(what: str) -> dict[str, object]:
    return entity("asked", what)
