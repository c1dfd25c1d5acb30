"""Yes, no, stop, go on, take it back: said to what was asked or done just before, to nothing else."""

from __future__ import annotations

import re

from bot.dialogue.focus import Frame
from bot.dialogue.reading import Read, Reading, Situation, entity
from bot.dialogue.readings.fact import stops_form
from bot.dialogue.sentence import FALLBACK
from bot.forms.kinds import ASKS, says_no, says_yes

_UNDO = re.compile("撤(?:销|回|掉|单|了)|作废")
"""Undoes what was done; an offer isn't, yet."""
_WITHDRAW = re.compile(
    "撤销|撤回|撤掉|撤单|撤了|作废|(?:取消|不要|不用|别)(?:刚才|刚刚|那个|这个|我的|之前|上面|已经)*(?:的)?(?:登记|申请|核查|投诉|工单|回电|预约|报修|单子|请求)|"
    "(?:登记|申请|核查|投诉|工单|回电|单子|提交|报)(?:的)?(?:那个|这个)?(?:给我)?(?:取消|撤|不要|删|作废|退)|"
    "(?:不用|别|不要|不必|不需要|甭)(?:你们?|您|再|麻烦|他们?|人)*(?:给我)?(?:回电|打电话|打过来|打给我|联系我|来电|打(?=$|了|[^印开折扰错票雷工听算断的不])|找我)|"
    "(?:没|没有|不)(?:想|说|让|叫|要)(?:你们?)?(?:要)?(?:提交|登记|申请|报|回电)|删掉(?:刚才|那个|登记)"
)
_STOP = re.compile(
    "(?:还是|那|就|我|先|都)*(?:算了|取消|不办了?|不弄了?|不查了|不绑了?|不报了|不登记了?|不提交了?|不要了|不用了|停下?|停止|退出|先不(?:办|弄|查|绑|登记|报|搞|填)了?|"
    "先这样|不想(?:办|弄|查|绑|填)了?|不搞了|不填了|放弃|拉倒|不要办了|别办了|别弄了|作罢|改天再(?:说|办)|下次再(?:说|办)|以后再(?:说|办)|等会再(?:说|办))"
    "(?:吧|了|啊|哈|谢谢|麻烦|，|,|先|了吧|不想办|不办|不弄)*"
)
_GO_ON = re.compile(
    "(?:那|还是|我们?|就|好|好了|行了|那就|可以了|回来了|来了|忙完了|弄好了|搞定了|找到了|久等了?)*(?:继续|接着|回到刚才|接到刚才)(?:刚才|刚刚|之前|前面|上面)?(?:的|那个)?(?:办|填|绑|弄|来|登记|提交|绑定|核查|报)?(?:定)?(?:吧|啊|那个)?|"
    "(?:那|我)?还是(?:绑|提交|办|登记|报|填|弄)(?:定|一下|了)?吧|(?:刚才|之前)(?:那个|的)(?:继续|接着)(?:办|填|弄)?"
)
_ACCEPTS = re.compile("登记|提交|回电|办理|帮我办|开票|核对|申请|记下|打给我|联系我|要的|就按")
_ASKS_FOR_IT = re.compile("帮我|给我|替我|麻烦|劳驾|(?<!申)请|(?:可以|好|行)[吗么不]")
"""What makes a wish of a question: 帮我登记可以吗, but not 要自己去申请吗."""
_THANKS_NO = re.compile("(?:不用|没有?|没啥)(?:了|事了?|别的事?了?)?(?:谢谢|多谢)|没(?:别的)?事了")
_SUBMIT = re.compile(
    "(?:那|就|还是|我要|帮我)*(?:提交|确认提交|报上去|交上去|登记)(?:吧|了|定|啊)*"
)
_AGAIN = re.compile(
    "(?:还是|重新|再帮|再给|改主意|后悔|又想).{0,6}(?:登记|提交|核查|查|办|报|打给我|打|回电|联系我|投诉|要|申请|开|绑定?)(?:一下|一次|一?个|一?通|电话|的|了|吧|我)*$"
)
"""算了还是登记吧: what was refused or taken back is wanted after all."""
_GONE = re.compile(
    "(?:取消|撤销|撤回|撤)(?:掉|了|成功)*(?:没|吗|么|没有|不)|(?:有没有|是不是|是否).{0,4}(?:取消|撤)"
)
"""Asks whether it was taken back."""
_LATER = re.compile("停一|先停|放一|放着|等[下会]|等一|回头|待会|一会|晚点|改天|下次")
"""Stops for the time being."""
_GONE_SINCE = re.compile(
    "(?:真的?|确定|确实|现在|已经|都|是|就|那)*(?:没了|没有了|撤了|取消了|删了|不在了|作废了|不办了)(?:吧|哈|是吧|对吧|吗|么|没|啊)*"
)
"""The same, right after it was."""
_PRAISE = re.compile(
    "(?:嘿|哇|哟|呀|啊|哈|可以啊)*(?:你|你们|小灯|这机器人|这个机器人|这客服|机器人)(?:比.{1,8}|真的?|太|很|挺|可|还是?|蛮|是)+"
    "(?:强|棒|好用?|聪明|厉害|贴心|靠谱|给力|不错|耐心|能干|专业|行)(?:多了?|了|啊|呀|嘿|的|哦|哈|得多|不少|好多)*"
)
"""Praise of the assistant."""
_WHAT_OF_IT = re.compile(
    "(?:我的?|刚才|刚刚|那个|上次|之前|的)*(?:登记|申请|单子|投诉|回电|核查|工单|报修)(?:的|了)?(?:那个)?(?:呢|怎么?样了?|咋样了?|好了(?:没|吗)有?|办了(?:没|吗)有?|办好了?(?:没|吗)有?|到哪了?|到哪一步了?)"
)
"""Asks what became of what was registered."""
_INTERJECTION = re.compile("(?:啊|阿|呃|额|唔|诶|欸|喂|哈|呵|嘿|昂|嗯哼)+")
_WAIT = re.compile(
    "(?:我|你|先|稍|那)*(?:等等|等一?下|等一?会儿?|等我一?下|稍等|别急|慢点)(?:啊|哈|哦|一下|吧)*"
)
_WHY_ASKED = re.compile(
    "(?:你|你们|啥意思|什么意思|干嘛|怎么|还|都|又|老)*(?:问|要|填|说|报)(?:我)?(?:这个?|这些|那个?|它|原因|理由|电话|号码|读数|数字)*(?:是)?(?:干[嘛吗啥]|做什么|有什么用|有啥用|做啥|图啥)(?:呀|啊|呢|的|用)*"
)
"""Asks what is asked for is good for: 问我这个干嘛."""
_HESITATES = re.compile(
    "(?=.*(?:那个|就是|这个|然后|呃))(?:呃|额|嗯|啊|那个?|就是|就|这个?|然后|怎么说呢?|我想想|哦|唔|诶|欸){2,}"
)
"""Nothing but what is said before one knows what to say."""
_FRESH = 3
_SURELY_ASKED = 0.6
_ASKS_TO_BE_TOLD = re.compile(f"{ASKS.pattern}|讲|告诉|说(?:说|下|一下|吧)")
_LONGEST = 24


class SteeringReading(Reading):
    """Words that steer the talk."""

    NAME = "steering"

    def read(self, situation: Situation) -> Read | None:
        """Read a yes, a no, a stop, a take-back or a go-on."""
        sentence, focus = situation.sentence, situation.focus
        core = sentence.core
        if len(core) > _LONGEST:
            core = sentence.last_clause
        if len(core) > _LONGEST:
            return None
        newest, request = focus.newest("offer"), focus.newest("request")
        taken_back = newest is not None and bool(newest.about.get("taken_back"))
        offer = None if taken_back else newest
        if _GONE.search(core) or (taken_back and _GONE_SINCE.fullmatch(core)):
            return Read("query_request", "asks whether it was taken back")
        if _PRAISE.fullmatch(sentence.plain) and situation.form is None:
            return Read("thank", "praises the assistant")
        if request is not None and _WHAT_OF_IT.fullmatch(core):
            return Read("query_request", "asks what became of it")
        if _AGAIN.search(core) and not re.search("不(?!对)|别|没", core):
            wanted = self._wanted_again(situation, newest)
            if wanted is not None:
                return wanted
        if _WITHDRAW.search(core) and not ASKS.search(core):
            return self._taken_back(situation, request, offer)
        if situation.form is None and _GO_ON.fullmatch(core) and situation.paused:
            return Read("resume_form", "goes on with the paused form")
        if (
            situation.form is None
            and situation.paused
            and _SUBMIT.fullmatch(core)
            and offer is None
        ):
            return Read("resume_form", "wants to send the paused form")
        if _GO_ON.fullmatch(core) and (situation.form is not None or offer is None):
            return Read("resume_form", "goes on with the form, or with none")
        if (
            situation.form is None
            and _SUBMIT.fullmatch(core)
            and offer is None
            and request is not None
            and focus.since(request) <= _FRESH
        ):
            return Read("query_request", "wants to send what was sent just before")
        if situation.form is not None and stops_form(core):
            beside = self._asked_beside(situation)
            if beside is not None:
                return beside
            later = [entity("later", True)] if _LATER.search(core) else None
            return Read("stop", "a plain sign that the form isn't wanted now", later)
        if _STOP.fullmatch(core) or (
            sentence.intent == "stop" and sentence.sure >= 0.6 and not ASKS.search(core)
        ):
            return self._stopped(situation, request, offer)
        asked = ASKS.search(sentence.text) and not _ASKS_FOR_IT.search(core)
        if offer is not None and not asked and _ACCEPTS.search(core) and _agrees(core):
            return self._accepted(situation, offer, "accepts the offer in its words")
        if situation.form is not None and (_INTERJECTION.fullmatch(core) or _WAIT.fullmatch(core)):
            return Read("resume_form", "an interjection: the form's question again")
        if situation.form is not None and _WHY_ASKED.fullmatch(sentence.plain):
            return Read("ask_why_needed", "asks what the form wants it for")
        if situation.form is None and _HESITATES.fullmatch(sentence.plain):
            return Read(FALLBACK, "hesitates", [entity("mood", "worry")])
        if says_yes(core) or (
            sentence.intent == "affirm" and sentence.sure >= 0.6 and not ASKS.search(core)
        ):
            return self._yes(situation, offer)
        if says_no(core) or (
            sentence.intent == "deny" and sentence.sure >= 0.6 and not ASKS.search(core)
        ):
            return self._no(situation, offer)
        return None

    def _wanted_again(self, situation: Situation, offer: Frame | None) -> Read | None:
        """What was refused, taken back or stopped lately, wanted after all."""
        if situation.form is not None:
            return Read("resume_form", "goes on with the form after all")
        if offer is not None:
            return self._accepted(situation, offer, "wants what was refused after all")
        if situation.paused is not None:
            return Read("resume_form", "goes on with the stopped form after all")
        if "绑" in situation.sentence.core:
            return Read("bind_account", "wants to prove who she is after all")
        return None

    def _taken_back(
        self, situation: Situation, request: Frame | None, offer: Frame | None
    ) -> Read | None:
        if situation.form is not None:
            return Read("stop", "takes the form back")
        if _UNDO.search(situation.sentence.core) and (request is not None or offer is not None):
            return Read("withdraw_request", "undoes what was registered, or else the offer")
        if offer is not None and (request is None or offer.turn > request.turn):
            return Read("deny", "refuses the offer", [_offered(offer)])
        if request is not None:
            return Read("withdraw_request", "takes back what was registered")
        if situation.paused is not None:
            return Read("stop", "drops the paused form")
        return Read("withdraw_request", "takes back, but nothing was registered here lately")

    def _asked_beside(self, situation: Situation) -> Read | None:
        """那不查了，电价总可以讲吧: the question behind the wish to stop; the form waits meanwhile."""
        clause = situation.sentence.last_clause
        if (
            clause == situation.sentence.core
            or stops_form(clause)
            or not _ASKS_TO_BE_TOLD.search(clause)
        ):
            return None
        asked = situation.understand(clause)
        known = situation.intents.get(asked.intent)
        if known is None or not known.subject or asked.sure < _SURELY_ASKED:
            return None
        return Read(
            asked.intent,
            "a question behind the wish to stop",
            asked.entities,
            knowledge=asked.knowledge,
            confidence=asked.sure,
            rule=asked.rule,
            words=clause,
        )

    def _stopped(self, situation: Situation, request: Frame | None, offer: Frame | None) -> Read:
        focus = situation.focus
        if situation.form is not None:
            return Read("stop", "stops the form")
        if (
            offer is not None
            and focus.since(offer) <= _FRESH
            and (request is None or offer.turn > request.turn)
        ):
            return Read("deny", "refuses the offer", [_offered(offer)])
        if (
            request is not None
            and focus.since(request) <= _FRESH
            and not _THANKS_NO.search(situation.sentence.plain)
        ):
            return Read("withdraw_request", "changes her mind right after registering")
        return Read(
            "stop",
            "stops, with nothing going on" if not situation.paused else "drops the paused form",
        )

    def _yes(self, situation: Situation, offer: Frame | None) -> Read:
        if offer is not None and situation.focus.since(offer) == 1:
            return self._accepted(situation, offer, "a yes to the offer just before")
        if situation.form is not None:
            return Read("resume_form", "a yes to no question of the form: it is asked again")
        return Read("affirm", "a yes to nothing that was asked", [])

    def _no(self, situation: Situation, offer: Frame | None) -> Read:
        if offer is not None and situation.focus.since(offer) == 1:
            return Read("deny", "a no to the offer just before", [_offered(offer)])
        return Read("deny", "a no to nothing that was offered")

    def _accepted(self, situation: Situation, offer: Frame, why: str) -> Read:
        return Read("affirm", why, [_offered(offer), *situation.sentence.entities])


def _agrees(core: str) -> bool:
    return (
        not re.search(
            "不|别|没|甭|取消|撤|吗|么|怎|多久|什么|哪|为|呢|我的(?:登记|申请|单|投诉)", core
        )
        and len(core) <= 24
    )


def _offered(offer: Frame) -> dict[str, object]:
    return entity("offer", offer.about.get("name"))
