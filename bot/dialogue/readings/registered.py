"""记上了吗, 什么时候打来, 打我哪个号, 晚上七点后打, 打这个 154…, 他姓李: what is said about a call-back or another request."""

from __future__ import annotations

import re

from bot.dialogue.calls import LATELY, call_about, call_offer, called_lately, offered_call
from bot.dialogue.reading import Read, Reading, Situation, entity
from bot.forms.definitions import CONFIRM
from bot.forms.kinds import ASKS, HOURS

_NOTED = re.compile(
    "(?:登记|记|记录|备注|提交|预约)(?:(?:上|下|好|下来|进去|到|成功|成)(?:了|啦)?|了|啦)(?:的?对?(?:吗|么|没有?|伐|吧|不)|对吧|是吧|是不|对不)|"
    "(?P<one>[登记报提存])(?:没|不没)(?P=one)(?:上|好|到|交|进去|下来)?|(?:登|记|报|提)(?:上|好|进去|下来)了?(?:没有?|吗|么|伐|不)|(?:没|没有)(?:登|记|报)(?:上|好|进去|下来)(?:吗|么|吧|呀)?|"
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
_NEWS = re.compile(
    "(?:什么时候|啥时候?|啥辰光|几时|何时|多久|哪天|好久|多会儿?|几天|几个?工作日)(?:才|能|会|可以|大概|给个?|有个?|出个?|来个?|见|听|个|就|我|我们)*"
    "(?:信儿?|消息|结果|回音|答复|回话|着落|下文|准信|说法|交代)"
)
"""Asks when there is news of what was registered."""
_LONG = "(?:多久|几天|好久|多长时间|多少天|几个工作日|什么时候|啥时候?)"
_HOW_LONG = re.compile(
    f"(?:核查|复核|核实|核对|查一[次下]|审核|处理|办理|答复|回复|结果|查|办|核)[^电度量]{{0,5}}{_LONG}|"
    f"{_LONG}[^电度量]{{0,5}}(?:结果|答复|回复|查好|查完|查出来|核好|办好|处理)"
)
"""Asks how long it takes to do what the form asks for."""
_NUMBER = "(?:(?:手机|电话|座机)号?码?|号码?|联系方式)"
_ASKED_IF = re.compile(
    "^(?!.*(?:后|再|别|不要)).*(?:今[天晚日儿]|明[天日]|天[黑亮]|半夜|夜里|周末|两天|马上|前|[之以]内).*(?:吗|么|不|没|没有|嘛|不能|[?？])$"
)
"""今天能打来不: asks by when, and sets no time; 七点后能打不 sets one."""
_CALLS_OFF = re.compile(
    "(?:别|不要|不用|不必|甭|莫)(?:你们?|再|给我|急着)*(?:打|回|联系|找)(?:电话|我|来|过来)?(?:了|啦|吧|啊|$)|撤|取消|算了|免了"
)
"""别打了 is no word about how to call."""
_RINGS = re.compile("^(?!.*(?:热线|营业|客服)).*(?:打|接|回|联系|来电)")
_NO_REASON = re.compile(
    "(?:原因|理由|事由|什么事|啥事)(?:我|就|都|也|先)*(?:不想|不愿意?|不便|不方便|不说|不讲|不告诉|保密|别问)|"
    "(?:不想|不愿意?|不便|不方便|为[什啥]么?(?:要|非要|还要)?|干嘛(?:要|还要)?|凭什么(?:要)?|不用|别)(?:我|再|非得|去|你)*(?:说|讲|写|填|问|交代)(?:出|清|明)?(?:原因|理由|事由|什么事|啥事|为什么)"
)
"""Doesn't want to say what the call is about."""
_WHICH = re.compile(
    f"(?:打|拨|记|存|留)(?:的|到|给|我|是|那个|这个)*[0-9]{{2,11}}(?:的|号)?(?:还是|吧|吗|么|对吧|没错|不$)|"
    f"(?:打|拨|回|联系)(?:给|到|的|是|来|我|过来|电话|会|哪|我的)*(?:哪个?|哪一个|啥|什么|多少){_NUMBER}?|哪个?{_NUMBER}|"
    f"(?:你们?|系统|那边|后台|里面|上面)(?:里面?|里头|不是|就|都|早|没有?|有|存|留|知道|晓得|了|着|过|我们?|的|预留)*{_NUMBER}|"
    "(?:你们?|系统|后台)(?:里面?|里头)?(?:不是|早就?|就)?(?:没有|有|存|留)(?:的|着|过|了|吗|么|嘛|啊|呀)*$|"
    f"(?:知道|晓得|有)(?:没有|不)?我的?{_NUMBER}|{_NUMBER}(?:你们?|系统|那边)(?:不是|那儿|那里|里面?|都|就|早)*(?:知道|晓得|有|清楚|存)|(?:别|不要|不用|莫|还|又|干嘛|老)(?:再|老|来|还)?(?:问|要)(?:我)?(?:的)?{_NUMBER}"
)
"""Asks which number is called, or whether we don't know it anyway."""
_KEEPS_PRIVATE = re.compile(
    f"{_NUMBER}(?:我|就|也|都|可|还是|是|这个|肯定|可以)*(?:不想|不愿意?|不肯|不能|不给|不方便|不留|不说|不告诉|不报|保密|不发|不便)|"
    f"(?:不想|不愿意?|不肯|不能|不方便|不敢|不|别让我|懒得)(?:再|随便|给你们?|把|跟你们?|留|给|说|报|透露|告诉|发|提供)+(?:你们?|别人|人|外人)?(?:我?的?){_NUMBER}|(?:没|没有|没得|冇得?)(?:手机|电话)(?!费|打|来|接|号码是)"
)
"""Doesn't want to give a number, or has none."""
_REMARK = re.compile(
    "(?:我|他|她|人|家里|老公|老婆|老伴|爱人)?(?:家)?(?:他|她|我)?(?:是)?姓[\u4e00-\u9fff]{1,2}(?!什么)|(?:打|接|找|回|联系|来)(?:来|电话|我|过来|的)*.{0,8}(?:大声|大点声|声音大|慢点|慢些|普通话|方言|本地话|土话|说清楚|响久|多响|多打|别挂)|"
    "(?:大声|大点声|声音大|慢点|慢些)(?:点|些|一点)?(?:说|讲)?(?:啊|哈|哦)?$|(?:说|讲)(?:普通话|方言|本地话|土话)|耳背|耳朵(?:不好|聋|背)|听力不好|"
    "(?:找|是|让|叫|由)(?:我|他|她)?(?:的)?(?:老公|老婆|老伴|爱人|儿子|女儿|闺女|妈|爸|媳妇|女婿|孙子|家人|邻居|同事|店员|物业|前台|会计)(?:接|听)|"
    "(?:上午|早上|中午|下午|晚上|夜里|白天|周末|上班|开会|睡觉|午休|饭点|太早|太晚)(?:的时候|时间|点)?(?:别|不要|莫|甭|不能|没法|没空|不方便|接不了)(?:再|给我)?(?:打|来|接|联系)?|"
    "(?:就说|说是|报)(?:是)?[\u4e00-\u9fff]{2,10}(?:的|家|店|铺|户)(?=$|[ ,，。;；!！])|(?:先)?(?:发|用)(?:短信|微信)(?:联系|说|通知|也行|就行)|(?:转告|跟他们?说|告诉他们?|带句话|备注)"
)
"""What whoever calls should know: who answers, how to speak, when not to call."""
_WAITS = re.compile(
    "(?:我|俺|那|就|好|行|嗯|呵+|哼+|成|在家|一直|慢慢|可|都|会|先)*(?:等着|等你们?|等电话|等消息|等回电|候着|守着|等信儿?)(?:你们?|电话|消息|回电|着|吧|啊|了|呢|哈|来|的)*"
)
"""Waits for the call."""
_CALL = re.compile(f"(?:{_CALLS_BACK}|能打|再打|别打|打(?:$|吧|不|吗|可|行|好|就|电话|我))")
_FREE = re.compile("打|接|方便|有空|有时间|在家|都行|都可以|都成|就行|可以|不行|没空|忙|联系|回")
_OTHERS = re.compile(
    "有人接|接得?通|热线|营业|电费|电价|账单|停电|来电$|几点|多少|你们(?:上班|下班)|怎么|哪"
)
_CALL_THIS = re.compile(
    f"{_CALLS_BACK}|登记|记下?|打(?:这个|我|这|到|$|[:： ]|(?=[0-9]))|(?:改|换|变更)(?:成|为|到|个|一个|打|用|一下)|叫.{{0,4}}打|让.{{0,4}}打|联系|回电|找我|call"
)
_CONTENT = re.compile(
    "(?:登记|报|核查?|核对|填|写|记|留|提?交)(?:的|上去的?|了的?)(?:到底|究竟)?(?:是)?(?:哪|几|多少|什么|啥)|"
    "(?:刚才|刚刚|之前|方才)(?:我)?(?:报|登记|填|留|写|记|提交)(?:上去)?的.{0,6}(?:多少|哪|几|什么|啥)"
)
"""Asks what was registered, or what the form holds: 登记的是哪个数来着."""
_PART_OF_NUMBER = re.compile(
    "(?:电话|手机|号码?|打|我的|是|[:： ])*(1[0-9]{4,9}|1[0-9]{11,14})(?:吧|啊|呀)?"
)
"""A number to call that lacks a digit, or has one too many."""
_PIECE = re.compile("(?:后面|前面|再|接着|还有|是|[:： ])*[0-9][0-9 -]{2,}")
_KNOWS_NOT = re.compile(
    "(?:工号|姓名|名字|姓|叫|名|时间|日子|证|谁|啥|什么).{0,6}(?:(?:哪里?|怎么|咋)(?:会)?(?:晓得|知道|记得|认得)|(?:不|没)(?:知道|晓得|记得|记住|清楚|看清|注意|认得|太记得))|"
    "(?:(?:哪里?|怎么|咋)(?:会)?(?:晓得|知道|记得|认得)|(?:不|没)(?:知道|晓得|记得|记住|清楚|看清|注意|认得)).{0,4}(?:工号|姓名|名字|姓|叫|名|时间|日子)"
)
"""What she can't tell of whom or what the call is about."""
_LANDLINE = re.compile("(?<![0-9])0[1-9][0-9]{1,2}[ -]?[0-9]{3,4}[ -]?[0-9]{4}(?![0-9])")
_HER_NUMBER = re.compile("[改换用留打]|号|手机|电话|座机")
"""Beside a number, after a call-back was registered: it is the one to be called."""
_RESERVED = re.compile("预留|改(?:手机|电话|号码)|换(?:手机|电话|号码)")
"""The reserved number is changed, or asked about by itself."""
_NO_HOUR = frozenset(("report_fraud", "report_loss", "make_complaint", "report_theft"))
"""打电话 and an hour stand in what is told of a swindle, too."""
_SURE = 0.4
_LONGEST = 40
_LONGEST_CONTENT = 16


class RegisteredReading(Reading):
    """What concerns a request that was registered, or the call that is offered."""

    NAME = "registered"

    def read(self, situation: Situation) -> Read | None:
        """Read a question or a remark about a request; the action knows whether there is one."""
        sentence = situation.sentence
        core = sentence.core
        if len(sentence.plain) > _LONGEST:
            return None
        # The proof of identity sends nothing: beside it the call-back is meant.
        of_form = situation.form is not None and (
            bool(situation.form[1].request) or not called_lately(situation)
        )
        if _NOTED.search(core) and not _NOT_OF_IT.search(core):
            if of_form:
                return Read("resume_form", "asks whether the form is sent: not yet")
            return Read("query_request", "asks whether it is registered", [_asked("noted")])
        if _CONTENT.search(core) and len(core) <= _LONGEST_CONTENT:
            read = self._content(situation)
            if read is not None:
                return read
        if situation.form is not None and of_form:
            if situation.form[1].request and (_HOW_LONG.search(core) or _NEWS.search(core)):
                return Read("resume_form", "asks how long it takes", [_asked("when")])
            return None
        if _WHEN.search(core) and (self._called(situation) or re.search(_CALLS_BACK, core)):
            return Read("query_request", "asks when the call comes", [_asked("when")])
        if _NEWS.search(core) and self._sent_lately(situation):
            return Read("query_request", "asks when there is news of it", [_asked("when")])
        if self._is_piece(situation):
            return Read("inform", "a number to call that isn't whole", [_asked("phone")])
        if self._knows_no_more(situation):
            return Read("note_request", "knows no more of what the call is about")
        about_call = self._of_the_call(situation)
        if about_call is not None:
            return about_call
        if sentence.value("phone"):
            if self._why_to_call(situation):
                return Read("inform", "a number to be called, and what about")
            wanted = _CALL_THIS.search(sentence.text) or (
                called_lately(situation) and _HER_NUMBER.search(sentence.text)
            )
            if wanted and not ASKS.search(core):
                return Read("inform", "a number to be called")
            return None
        if called_lately(situation) and _ASKED_IF.search(core) and _RINGS.search(core):
            return Read("query_request", "asks whether the call comes by then", [_asked("when")])
        if self._hours(situation):
            return Read("note_request", "says when to call")
        if self._says_for_call(situation):
            return Read("note_request", "the model takes it for a word about the call")
        return None

    def _is_piece(self, situation: Situation) -> bool:
        """154, then 0000 2929: a number to call in pieces, or with a digit too few or too many."""
        sentence = situation.sentence
        said = sentence.text.strip()
        if sentence.value("phone") or not self._called(situation, LATELY):
            return False
        if _PART_OF_NUMBER.fullmatch(said):
            return True
        if not called_lately(situation) or not _PIECE.fullmatch(said):
            return False
        request = situation.focus.newest("request")
        begun = request is not None and bool(request.about.get("digits"))
        return begun or re.sub("[^0-9]", "", said).startswith("1")

    def _knows_no_more(self, situation: Situation) -> bool:
        """他工号我哪晓得: asked or not, beside a call-back; nothing else can be meant."""
        about = called_lately(situation, 1) or offered_call(situation) is not None
        core = situation.sentence.core
        return about and len(core) <= _LONGEST_CONTENT and bool(_KNOWS_NOT.search(core))

    def _says_for_call(self, situation: Situation) -> bool:
        """Whether the model takes a text for a remark about the call that was registered or offered."""
        sentence = situation.sentence
        learnt = sentence.likeliest == "note_request" and sentence.sure >= _SURE
        if not learnt or ASKS.search(sentence.text) or _CALLS_OFF.search(sentence.core):
            return False
        return self._called(situation, LATELY)

    def _content(self, situation: Situation) -> Read | None:
        """What the form that waits holds, or what was registered."""
        form = situation.form
        if form is not None:
            asks_to_send = form[0].about.get("asked") == CONFIRM
            return Read("resume_form", "asks what the form has") if asks_to_send else None
        if situation.focus.newest("request") is None:
            return None
        return Read("query_request", "asks what was registered", [_asked("content")])

    def _why_to_call(self, situation: Situation) -> bool:
        """还是投吧 154… 态度太差: a number beside what the call that was offered is about."""
        offer = call_offer(situation)
        return (
            offer is not None
            and situation.sentence.likeliest in (call_about(offer), "request_person")
            and not ASKS.search(situation.sentence.text)
        )

    def _of_the_call(self, situation: Situation) -> Read | None:
        """What is said after a call-back was registered: which number, none, how to call."""
        sentence = situation.sentence
        if not called_lately(situation) or sentence.value("phone"):
            return None
        core = sentence.core
        landline = _LANDLINE.search(sentence.text)
        if landline is not None and not ASKS.search(core):
            digits = re.sub("[^0-9]", "", landline[0])
            return Read("inform", "another number to be called", [entity("phone", digits)])
        if _KEEPS_PRIVATE.search(core) and not _RESERVED.search(core):
            return Read("query_request", "keeps her number to herself", [_asked("private")])
        if _WHICH.search(core) and not _RESERVED.search(core):
            return Read("query_request", "asks which number is called", [_asked("phone")])
        if _NO_REASON.search(core):
            return Read("query_request", "keeps the reason to herself", [_asked("noted")])
        if _WAITS.fullmatch(sentence.plain):
            return Read("query_request", "waits for the call", [_asked("noted")])
        if _REMARK.search(sentence.text) and not ASKS.search(sentence.text):
            return Read("note_request", "says how to call")
        return None

    def _sent_lately(self, situation: Situation) -> bool:
        """Whether anything was registered lately."""
        request = situation.focus.newest("request")
        return request is not None and situation.focus.since(request) <= LATELY

    def _called(self, situation: Situation, turns: int = 1) -> bool:
        """Whether a call-back was registered or offered lately."""
        offer = call_offer(situation)
        offered = offer is not None and situation.focus.since(offer) <= turns
        return offered or called_lately(situation)

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
