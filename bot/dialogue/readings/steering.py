"""Yes, no, stop, go on, take it back: said to what was asked or done just before, to nothing else."""

from __future__ import annotations

import re

from bot.dialogue.calls import registered_call
from bot.dialogue.focus import Frame
from bot.dialogue.reading import Read, Reading, Situation, entity
from bot.dialogue.readings.fact import gives_up, stops_form
from bot.dialogue.sentence import FALLBACK, Sentence, core_of
from bot.forms.kinds import ASKS, says_no, says_send, says_yes
from bot.language.corrections import corrected
from bot.language.subjects import has_subject

_UNDO = re.compile("撤(?:销|回|掉|单|了)|作废")
"""Undoes what was done; an offer isn't, yet."""
_WITHDRAW = re.compile(
    "撤销|撤回|撤掉|撤单|撤了|作废|(?:取消|不要|不用|别)(?:刚才|刚刚|那个|这个|我的|之前|上面|已经)*(?:的)?(?:登记|申请|核查|投诉|工单|回电|预约|报修|单子|请求)|"
    "(?:登记|申请|核查|投诉|工单|回电|单子|提交|报)(?:的)?(?:那个|这个)?(?:给我)?(?:取消|撤|不要|删|作废|退)|"
    "(?<![\\u4e00-\\u9fff])不打了(?![通折扰])|(?:不用|别|不要|不必|不需要|甭)(?:你们?|您|再|麻烦|他们?|人)*(?:给我)?(?:回电|打电话|打过来|打给我|联系我|来电|打(?=$|了|[^印开折扰错票雷工听算断的不])|找我)|"
    "(?:没|没有|不)(?:想|说|让|叫|要)(?:你们?)?(?:要)?(?:提交|登记|申请|报|回电)|删掉(?:刚才|那个|登记)|"
    "(?:回电|电话|来电)(?:的事|那事|这事|那个)?(?:就|也|先|都|还是)*(?:算了|免了|不用了?|不要了?|别打|不必|省了|不等了)|不用(?:等|麻烦)?(?:你们?|他们?|人)?(?:回|打)了"
)
_CALL = re.compile("电话|回电|来电|回了|回$|打(?!印|开|折|扰|错|票|雷)|联系|找我")
"""What is taken back is the call."""
_STOP = re.compile(
    "(?:还是|那|就|我|先|都|今天|今儿)*(?:算了|取消|不(?:办|弄|绑|登记|提交)了?|不(?:查|报|投诉?|核查|开|寄|申请|换|约|预约|填|搞|加)了|不要了|不用了|停下?|停止|退出|先不(?:办|弄|查|绑|登记|报|搞|填)了?|"
    "先这样|(?:别|甭|莫)(?:查|追|催|登记|报|核查|核对|申请|麻烦|管)了?|不想(?:办|弄|查|绑|填)了?|不搞了|不填了|放弃|拉倒|不要办了|别办了|别弄了|作罢|改天再(?:说|办)|下次再(?:说|办)|以后再(?:说|办)|等会再(?:说|办))"
    "(?:吧|了|啊|哈|谢谢|麻烦|，|,|先|了吧|不想办|不办|不弄)*|(?:啊|哎|别|不|先|还是|那|就)*(?:留着|放着|搁着)(?:吧|啊|再说)*|"
    ".{0,10}就?当(?:我)?(?:没|没有)(?:过|说过?|报过?|提过?)(?:这(?:回|个)?事)?(?:哈|吧|啊|了|好了)*"
)
_STOP_FIRST = re.compile(
    "(?:哎呀?|唉|嗯|啊|那|就|我|还是|先|都|等一?下|等等|[,， ])*"
    "(?:(?:(?:算了|拉倒|不要了|不用了|先?(?:不|别|甭|莫)(?:查|办|弄|绑|报|登记|提交|填|搞|改|开|换)了)(?:吧|啊|哈|了|这个)*[,，。.!！;； ]*|"
    "(?:取消|停下?|退出|先?(?:不|别|甭|莫)(?:查|办|弄|绑|报|登记|提交|填|搞|改|开|换))(?:吧|啊|哈)*[,，。.!！;； ]+))+"
    "(?:我|还是|那|先|就|要|想|你|给我)*(?=.)"
)
"""A stop before another wish: 算了还是查电费吧, 不查了，先问问电价."""
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
    "(?:还是|重新|再帮|再给|改主意|后悔|又想).{0,6}(?:登记|提交|核查|查|办|报|打给我|打|回电|联系我|投诉|要|申请|开|绑定?)(?:一下|一次|一?个|一?通|电话|上去|上来|进去|过去|的|了|吧|我)*$"
)
"""算了还是登记吧: what was refused or taken back is wanted after all."""
_GONE = re.compile(
    "(?:取消|撤销|撤回|撤)(?:掉|了|成功)*(?:没|吗|么|没有|不)|(?:有没有|是不是|是否|确定|确实|真的?|当真|果真).{0,4}(?:取消|撤)(?!吧)(?:掉)?了?|"
    "(?:没|没有|不会|不要)(?:真的?)?(?:给|帮|替)我?(?:登记|提交|报上去|记上|办)(?:上|了|进去)?(?:吧|对吧|是吧|哈|的吧)$"
)
"""Asks whether it was taken back."""
_CALLED_STILL = re.compile(
    "(?:没有?|不|冇)(?:别?的?人)?(?:会|再|要|给我|来|跟我|同我)*(?:打|联系|回电|找我)[^,，。?？]{0,4}(?:吧|吗|么|了没|是吧|对吧|不)$"
)
"""Asks whether the call is off: 确定没人打了吧."""
_STILL_BOUND = re.compile(
    "剩|还在|还有|没了|没掉|留着|保留|在不在|跟着|一起|一并|连带|(?:现在|眼下).{0,4}(?:哪|几)"
)
_ALL_GO = re.compile("(?:全|都|也)[^,，。]{0,3}(?:解|删|退|去)")
_LETS_GO = re.compile(
    "(?:确定|确认|对|是的?|嗯+|没错|就|要|可以|行|好|解绑?|解掉|删|掉|了|吧|的|啊|那户)+"
)
_NO_RECORD = re.compile("剩|[这那]?(?:户|套|家)|解绑|绑定?")
_KEEPS_BOUND = re.compile(
    "(?:啊|哎|别|不|先|还是|那|就|我|等等|等一?下|慢着)*(?:(?:留着|保留着?|留下|别解绑?|不解绑?|不要解绑?|别删|不删)(?:了|吧|啊|呀|先|还是|掉|那个|我的|绑定)*)+|(?:啊|哎|等等|别|不要?){2,}"
)
"""Wants to keep what was just unbound: 啊别 先留着."""
_LATER = re.compile(
    "停一|先停|放一|放着|(?<!别)留着|搁着|等[下会]|等一|回头|待会|一会|晚点|改天|下次|哪天|有空|有时间|找到|翻[到出]"
)
"""Stops for the time being."""
_GONE_SINCE = re.compile(
    "(?:真的?|确定|确实|现在|已经|都|是|就|那)*(?:没了|没有了|撤了|取消了|删了|不在了|作废了|不办了)(?:吧|哈|是吧|对吧|吗|么|没|啊)*"
)
"""The same, right after it was."""
_PRAISE = re.compile(
    "(?:嘿|哇|哟|呀|啊|哈|可以啊)*(?:你|你们|小灯|这机器人|这个机器人|这客服|机器人)(?:比.{1,8}|真的?|太|很|挺|可|还是?|蛮|是)+"
    "(?:强|棒|好用?|聪明|厉害|贴心|靠谱|给力|不错|耐心|能干|专业|行)(?:多了?|了|啊|呀|嘿|的|哦|哈|得多|不少|好多)*"
    "(?:比.{1,8}(?:强|好用?|快|清楚|耐心|靠谱)(?:多了?|了|啊|呀|嘿|的|得多|不少)*)?"
)
"""Praise of the assistant."""
_IDLE = re.compile(
    "(?:(?:我|就|只是|没有?|啊|哦|那|也|先|不|是|来)*(?:没啥(?:事|大事)?|没什么(?:事|大事)?|没事儿?|冇事|随便(?:看看|逛逛|问问|转转|瞧瞧|点点|试试)|瞎(?:看|逛|点|问)(?:看|逛|点|问)?|路过|点错了?|按错了?|玩玩|试试(?:看)?|看看(?:而已)?|逛逛)"
    "(?:而已|的|了|啊|呀|哈|吧|嘛|就|不用管我?)*)+"
)
"""Wants nothing now."""
_RELIEVED = re.compile(
    "(?:哦|噢|啊|嗯|呵|唉|哎|你|早|就|那|哎呀)*(?:早说|早这么说|早说不就(?:得了|完了|行了|好了)|早告诉我|早讲|这还差不多|这才(?:对|像话|像样)|原来(?:如此|这样|是这样|这么回事)|怪不得|难怪|这样子?|是这样|晓得了|知道了|明白了|懂了|有数了|清楚了)(?:嘛|啊|呀|吧|哈|哦|了|啦|不就好了|不就行了|的)*"
    "|(?:哦|噢|喔|嗷|收到|了解)+了?"
)
"""Takes the answer, with a sigh; it is no yes to what is offered below."""
_WHAT_OF_IT = re.compile(
    "(?:我的?|刚才|刚刚|那个|上次|之前|的)*(?:登记|申请|单子|投诉|回电|核查|工单|报修)(?:的|了)?(?:那个)?(?:呢|怎么?样了?|咋样了?|好了(?:没|吗)有?|办了(?:没|吗)有?|办好了?(?:没|吗)有?|到哪了?|到哪一步了?)"
)
"""Asks what became of what was registered."""
_REFUSES = re.compile("不(?:同意|愿意?|答应|接受|肯)")
_INTERJECTION = re.compile("(?:啊|阿|呃|额|唔|诶|欸|喂|哈|呵|嘿|昂|嗯哼)+")
_WAIT = re.compile(
    "(?:我|你|先|稍|那)*(?:等等|等一?下|等一?会儿?|等我一?下|稍等|别急|慢点)(?:啊|哈|哦|一下|吧)*"
)
_LOOKS_FIRST = re.compile(
    "(?:我|你|先|稍|那|嗯|呃|额|不是|哎|别急|等等|等一?下|等一?会儿?|稍等)*(?:等|让|容)?我(?:一?下|一?会儿?)?(?:先|再|这就|得|要|正)?"
    "(?:去|来|上|找|翻|看|拿|问|开|出|下|回|爬|搬|戴|瞧|瞅|数).{0,8}"
)
"""Has to fetch or look first: 你先等下 我上梯子."""
_LOOKS_LAST = re.compile(
    "(?:你|您)?(?:先)?(?:等|容)(?:一?下|一?会儿?)?我(?:先|去|再|来)?(?:一下)?(?:翻|找|看|问|查|拿|想|对|瞧|瞅)[^,，。]{0,4}"
)
"""一百还是一百五 你等我翻: the same at the end of what she doesn't know."""
_WHY_ASKED = re.compile(
    "(?:你|你们|啥意思|什么意思|干嘛|怎么|还|都|又|老)*(?:问|要|填|说|报)(?:我)?(?:这个?|这些|那个?|它|原因|理由|电话|号码|读数|数字)*(?:是)?(?:干[嘛吗啥]|做什么|有什么用|有啥用|做啥|图啥)(?:呀|啊|呢|的|用)*"
)
"""Asks what is asked for is good for: 问我这个干嘛."""
_HESITATES = re.compile(
    "(?=.*(?:那个|就是|这个|然后|呃))(?:呃|额|嗯|啊|那个?|就是|就|这个?|然后|怎么说呢?|我想想|哦|唔|诶|欸){2,}"
)
"""Nothing but what is said before one knows what to say."""
UNBOUND = "ask_bind_account"
"""The offer to bind again what was just unbound."""
_FRESH = 3
_LEAST_STOP = 3
_LATELY_LEFT_OUT = 4
_SURELY_ASKED = 0.6
_ASKS_TO_BE_TOLD = re.compile(
    f"{ASKS.pattern}|讲|告诉|说(?:说|下|一下|吧)|(?:先|想|来)问|问(?:问|下|一下|个)|查(?:一?下|查)|看看"
)
_WISHES = re.compile("(?:查|改|换|办|看|问|交|开|报|绑|投诉|申请|转)(?!了|不)")
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
        unbound = newest is not None and newest.about.get("name") == UNBOUND
        just_unbound = unbound and newest is not None and focus.since(newest) == 1
        left = self._left_out(situation)
        if left is not None:
            return left
        if sentence.intent == "unbind_account" and sentence.sure >= _SURELY_ASKED:
            return None
        if just_unbound and _KEEPS_BOUND.fullmatch(sentence.plain):
            return Read("bind_account", "wants to keep what was just unbound")
        off = (request is not None or taken_back) and _CALLED_STILL.search(core)
        if off or _GONE.search(core) or (taken_back and _GONE_SINCE.fullmatch(core)):
            return Read("query_request", "asks whether it was taken back")
        if _PRAISE.fullmatch(sentence.plain) and situation.form is None:
            return Read("thank", "praises the assistant")
        if situation.form is None and _RELIEVED.fullmatch(sentence.plain):
            return Read("affirm", "takes the answer", [])
        if situation.form is None and offer is None and _IDLE.fullmatch(sentence.plain):
            return Read("affirm", "wants nothing now", [])
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
            and (_SUBMIT.fullmatch(core) or says_send(core))
            and offer is None
            and request is not None
            and focus.since(request) <= _FRESH
        ):
            noted = [entity("asked", "noted")]
            return Read("query_request", "wants to send what was sent just before", noted)
        beside = self._asked_beside(situation)
        if beside is not None:
            return beside
        if situation.form is not None and gives_up(sentence):
            later = [entity("later", True)] if _LATER.search(core) else None
            return Read("stop", "a plain sign that the form isn't wanted now", later)
        stops = _STOP.fullmatch(core) or (
            situation.form is None and not _asks_something(sentence) and _stops_at_last(sentence)
        )
        if stops or (sentence.intent == "stop" and sentence.sure >= 0.6 and not ASKS.search(core)):
            return self._stopped(situation, request, offer)
        if _corrects(situation):
            return None  # 不是它 我说的是充电桩: the no alone says nothing yet
        asked = ASKS.search(sentence.text) and not _ASKS_FOR_IT.search(core)
        if offer is not None and not asked and _ACCEPTS.search(core) and _agrees(core):
            return self._accepted(situation, offer, "accepts the offer in its words")
        if situation.form is not None and (_INTERJECTION.fullmatch(core) or _WAIT.fullmatch(core)):
            return Read("resume_form", "an interjection: the form's question again")
        if situation.form is not None and self._looks_first(sentence):
            return Read("affirm", "has to fetch or look first", [])
        if situation.form is not None and _WHY_ASKED.fullmatch(sentence.plain):
            return Read("ask_why_needed", "asks what the form wants it for")
        if situation.form is None and _LOOKS_LAST.fullmatch(sentence.last_clause):
            return Read("affirm", "has to look something up first", [])
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

    def _left_out(self, situation: Situation) -> Read | None:
        """家里那户还在吧, 确定解, right after one account of several was let go."""
        focus, sentence = situation.focus, situation.sentence
        told = (one for one in focus.frames if one.about.get("left_out"))
        if not any(focus.since(one) <= _LATELY_LEFT_OUT for one in told):
            return None
        if has_subject(_NO_RECORD.sub("", sentence.core)):
            return None
        if _STILL_BOUND.search(sentence.core) and not _ALL_GO.search(sentence.core):
            return Read("unbind_account", "asks what is still bound", [entity("asked", "left")])
        if _LETS_GO.fullmatch(sentence.plain):
            left = [entity("asked", "left")]
            return Read("unbind_account", "means what was let go just before", left)
        return None

    def _looks_first(self, sentence: Sentence) -> bool:
        waits = re.search("等|让我|容我", sentence.plain)
        return bool(waits and _LOOKS_FIRST.fullmatch(sentence.plain)) and not ASKS.search(
            sentence.text
        )

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
        core = situation.sentence.core
        called_off = registered_call(situation) is not None and _CALL.search(core) is not None
        if situation.form is not None and not called_off:
            return Read("stop", "takes the form back")
        if _UNDO.search(situation.sentence.core) and (request is not None or offer is not None):
            return Read("withdraw_request", "undoes what was registered, or else the offer")
        if offer is not None and (
            request is None or (offer.turn > request.turn and not called_off)
        ):
            return Read("deny", "refuses the offer", [_offered(offer)])
        if request is not None:
            return Read("withdraw_request", "takes back what was registered")
        if situation.paused is not None:
            return Read("stop", "drops the paused form")
        return Read("withdraw_request", "takes back, but nothing was registered here lately")

    def _asked_beside(self, situation: Situation) -> Read | None:
        """那不查了，电价总可以讲吧: the question behind the wish to stop; the form waits meanwhile."""
        sentence = situation.sentence
        opened = _STOP_FIRST.match(sentence.text)
        wished = sentence.text[opened.end() :] if opened else ""
        if not (_ASKS_TO_BE_TOLD.search(wished) or _WISHES.search(wished)):
            wished = ""  # 算了 来电了, 不弄了 太麻烦: says why
        clause = sentence.last_clause
        if not wished and stops_form(sentence.core) and _ASKS_TO_BE_TOLD.search(clause):
            wished = clause if clause != sentence.core else ""
        if len(wished) < _LEAST_STOP or stops_form(core_of(wished)):
            return None
        asked = situation.understand(wished)
        known = situation.intents.get(asked.intent)
        if known is None or not known.subject or asked.sure < _SURELY_ASKED:
            return None
        return Read.understood(asked, "a question behind the wish to stop", wished)

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
            and not _talked_since(situation, request)
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
        if situation.paused is not None and _REFUSES.search(situation.sentence.core):
            return Read("stop", "refuses what the paused form asked")
        return Read("deny", "a no to nothing that was offered")

    def _accepted(self, situation: Situation, offer: Frame, why: str) -> Read:
        return Read("affirm", why, [_offered(offer), *situation.sentence.entities])


def _asks_something(sentence: Sentence) -> bool:
    """Whether a sentence asks something, wherever."""
    return ASKS.search(sentence.text) is not None


def _stops_at_last(sentence: Sentence) -> bool:
    """手机跳出来到账了 拉倒吧别查了: what is said last is nothing but a stop."""
    found = re.fullmatch(f"(?:{_STOP.pattern})+", sentence.last_clause)
    return found is not None and len(sentence.last_clause) >= _LEAST_STOP


def _corrects(situation: Situation) -> bool:
    """Whether a no goes on with what is right in place of the last question's part."""
    question = situation.focus.newest("question", "rule")
    return (
        situation.form is None
        and question is not None
        and corrected(situation.sentence.text) is not None
    )


def _talked_since(situation: Situation, request: Frame) -> bool:
    """Whether something else was answered after a request was registered."""
    talked = situation.focus.newest("question", "rule")
    return talked is not None and talked.turn > request.turn


def _agrees(core: str) -> bool:
    return (
        not re.search(
            "不|别|没|甭|取消|撤|吗|么|怎|多久|什么|哪|为|呢|我的(?:登记|申请|单|投诉)", core
        )
        and len(core) <= 24
    )


def _offered(offer: Frame) -> dict[str, object]:
    return entity("offer", offer.about.get("name"))
