"""What exactly a billing question asks for: an amount, a day, a difference, the dearest month, …; pure.

The intent says which record a customer asks about; the aspect says which fact of it. All words that
tell one aspect from another stand in the tables of this module. A text may hold several signs: the
aspect is the first row of `SIGNS` that is found, the others stay in `signs` for answers that tell
two facts at once (用了多少度，电费一共多少).
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, replace
from decimal import Decimal

from bot.nlu import quantities
from bot.nlu.numerals import to_decimal

OVERVIEW = "overview"
"""Nothing in particular is asked for: the record's main fact."""
SUPPLY = frozenset({"switch_off", "why_off", "restore", "notice"})
"""Aspects of a supply that was cut off, or will be."""

_HOW_MUCH = r"(?:多少|几多|好多|几|多)"
_ASKED_DAY = r"(?:啥辰光|哪辰光|何辰光|什么时候|什么时间|什么日子|啥时候?|啥子时候|何时|几时|几号|哪[一]?[天日]|几月几)"
_MONTH_OR_YEAR = r"哪(?:一)?个?(?:月|年|天|日|期|次)"
_PAY = r"[交缴付还]"
_MONEY = r"(?:违约金|滞纳金|罚款?|罚金)"
_SETTLED = rf"(?:{_PAY}|结)?清"
_NEG = r"(?:没有?|冇|未|莫得?|不)"

SIGNS: tuple[tuple[str, str], ...] = (
    ("price_rise", r"涨价|调价|提价|电价[^,。?]{0,3}(?:变|涨|调|升)|单价[^,。?]{0,3}(?:变|涨|调)"),
    (
        "pay_on",
        r"(?:(?<!几)[号日]|明天|后天|下周[一二三四五六日天]?|下个?星期[一二三四五六日天]?|[月年]底|[月年]末|过年|下个?月初?|过(?!了)[^,。?]{1,3}天|[0-9一二两三四五六七八九十]天(?:以|之)?后)"
        rf"(?:再|才|去|来|的时候|那天|前|之前)*{_PAY}(?!了|过|的(?!话)|费|清了|款日|一?[次遍回])"
        rf"|[拖等挨熬]到(?!什么|啥|哪|几|多|现在|今天|目前)[^,。?]{{1,8}}?(?:再|才|{_PAY}|{_MONEY}|[要得会变涨罚]|一共|总共|呢|,|$)",
    ),
    (
        "settle_all",
        rf"(?:一把|一次性?|一下子?|一口气|一回)(?:全|都)?(?:给|要|把)?[^,。?]{{0,3}}?(?:{_SETTLED}|还完|交完|付完)(?:了|掉)?[^,。?]{{0,4}}(?:要|得|该|需|{_HOW_MUCH})"
        rf"|(?:全部?|都|统统)(?:给)?(?:{_SETTLED}|结了|还完|交完)(?:了|掉)?[^,。?]{{0,3}}(?:要|得|该|需)"
        rf"|(?:要|得|需要?|该){_HOW_MUCH}(?:钱|块|元)?(?:才|就)?(?:能|可以|够)?(?:全|都)?(?:{_SETTLED}|还完)",
    ),
    (
        "principal",
        rf"(?:不算|不含|不带|不加|除去|除开|除了|除掉|刨去|刨掉|刨开|去掉|扣掉|抛开|撇开|减掉)(?:了|上)?[^,。?]{{0,3}}{_MONEY}|本金|(?:光|单|纯|净)(?:是|说|看|算)?电费",
    ),
    (
        "late_times",
        r"(?:拖|晚|迟|逾期|超期|没按时)[^,。?]{0,5}(?:几|多少|好多)(?:次|回|期|笔|个月)|(?:几|多少|好多)(?:次|回|期|笔|个月)[^,。?]{0,4}(?:拖|晚了?交|交[得的]?晚|迟|逾期|超期|没按时)",
    ),
    (
        "latest",
        r"(?:拖|晚|迟|逾期)[^,。?]{0,5}最(?:久|长|多|厉害)|最(?:久|长|多|厉害)[^,。?]{0,5}(?:拖|晚交|迟交|逾期)",
    ),
    (
        "in_time",
        r"(?:没|没有|不)(?:拖|晚|迟|逾期|超期)(?:吧|吗|么|啊|呀|$|[,。?]|交|付)|(?:算不算|是不是|有没有|(?<![号天候日])算)(?:拖|晚|迟|逾期)|按时|准时"
        r"|(?:逾期|超期|晚交|迟交|拖|(?<!早)晚|迟|[期单张份]过期)(?:了|过)?(?:没有?|冇|吗|么|不(?!会|能|要|是)|伐)(?:$|[,。?啊呢])",
    ),
    (
        "days_late",
        rf"(?:超|过|拖|晚|迟|逾|误)(?:了|过|期|时|交|付|缴|给)*(?:了|过|有|掉)(?:{_HOW_MUCH}[天日]|多久)(?!会|就|停|断|算|要|不|能)"
        rf"|(?:逾期|超期|过期|晚交|迟交|晚付|迟付)(?:{_HOW_MUCH}天|多久)(?!会|就|停|断|算|要|不|能|才(?:停|断|算))"
        rf"|(?:拖|晚|迟|隔|过|超|误)(?:了|到|期)*{_HOW_MUCH}天(?:才|之后|以后)?(?:把钱)?[交缴付给还结](?!行|可以|没|会)"
        r"|(?:拖|晚|迟)(?:了)?(?:多久|好久)才",
    ),
    (
        "runs_on",
        r"(?:还|继续|照样|也|照)(?:在|会|要|得|照)*(?:走|涨|加|算|滚|计|收)(?:着|下去|的)*(?:吗|么|不|嘛|没|$|[?])",
    ),
    (
        "pay_again",
        rf"(?:再|重新|重)(?:要|得|去|来)?{_PAY}(?:一?[次遍回下笔])?(?:可以|行|吗|么|会|要|得|$|[,。?])|要不要再{_PAY}"
        rf"|还(?:要不要|用不用|需不需要|需要|要|用|得){_PAY}(?:一?[次遍回])?(?:吗|么|不|$|[,。?])|{_PAY}[两二]?[次遍回](?:吗|么)",
    ),
    (
        "notice",
        r"(?:没|不|未|没有)(?:有?人)?(?:提前|事先|先)?(?:通知|打招呼|告诉|说一声|提醒)|(?:提前|事先)[^,。?]{0,4}(?:通知|说|告诉)",
    ),
    (
        "why_off",
        r"(?:为什么|为啥|为何|怎么|咋|干嘛|凭什么)[^,。?]{0,8}(?:停(?!车)|断|没有?电|黑了|拉闸)|(?:停|断)(?:了)?(?:我|我家|我们)?的?电?(?:是)?(?:因为|为什么|为啥|咋回事|怎么回事)",
    ),
    (
        "restore",
        rf"(?:{_ASKED_DAY}|多久|多长时间|几个?(?:小时|钟头)|今天|今晚|晚上|马上|立马|能不能|会不会|能|还没|怎么没|咋没)"
        r"[^,。?]{0,8}(?:来电|送电|复电|恢复|通电|有电|合闸)|(?:来电|送电|复电|恢复)[^,。?]{0,5}(?:多久|什么时候|啥时候|几时|吗|没)"
        r"|(?:交|付|转|缴)(?:完|清|好|过去)(?:了|以后|之后)?[^,。?]{0,3}(?:等)?(?:多久|几个?(?:小时|钟头)|多长时间)",
    ),
    (
        "switch_off",
        r"(?:没|完|光|零|0|负|欠)[^,。?]{0,8}(?:会|要|就|马上|立马|直接|自动|是不是)[^,。?]{0,6}(?:停|断|跳闸|拉闸)"
        r"|会(?:不会)?(?:被|给|把)?[^,。?]{0,5}(?:停电|断电|停掉|断掉|停我|断我|停了?(?:吗|么))|(?:欠|拖|逾期)(?:几|多少|多久|好久|好多)[^,。?]{0,3}(?:停|断)"
        r"|透支|(?:马上|立马|立刻)[停断]",
    ),
    (
        "top_up",
        r"[充存交](?:多少|几多|好多)(?:钱|元|块)?[^,。?]{0,6}(?:能|够|可以|才)[^,。?]{0,3}(?:用|撑)",
    ),
    (
        "lasting",
        rf"够(?:用|买)?{_HOW_MUCH}个?(?:度|字)|(?:能|可以|够|还能|可|撑|顶|坚持)(?:再|我|家里)?(?:用|撑|顶|使|烧|坚持|到)*(?:多久|{_HOW_MUCH}[天日]|好久|多长时间|{_ASKED_DAY}|周末|月底|年底|过年|明天|后天|下?个?(?:周|星期|礼拜)[一二三四五六日天]?)"
        rf"|够不够(?:用|撑)?|够用(?:吗|么|不)|撑(?:得|不)到|(?:多久|{_ASKED_DAY})[^,。?]{{0,4}}(?:用完|用光|没钱|没电|见底)",
    ),
    (
        "allocation",
        r"(?:算|抵|冲|还|交|付|扣)(?:的|了|掉)?(?:是|到|在|进)?(?:(?:哪|啥|什么)(?:一|个|几)*(?:月|笔|期|张|份|里|个|头)|几个?月)"
        r"|(?:先|优先)(?:抵|扣|还|冲|算|销)|抵(?:扣|销)?(?:哪|的|掉|谁|给)|冲(?:抵|到)|(?:是|交的)哪(?:一)?个月的|(?:钱|那笔|那次|的[0-9]+)(?:元|块)?(?:去|到)(?:哪|了哪)",
    ),
    ("restart", r"清零|清空|归零|重置|重算|从零|从头(?:算|来|开始|计)|重新(?:算|计|开始|来)"),
    (
        "left",
        rf"(?:还|再)(?:有|剩|差|能用|可以用|用){_HOW_MUCH}(?:度|电|就|到|才|会|钱|$|[,。?])|离[^,。?]{{1,8}}(?:{_HOW_MUCH}|远)|差{_HOW_MUCH}(?:个)?度(?:电)?(?:到|进|就|才|跳|上)",
    ),
    (
        "over",
        r"(?:越|冒|高|跨|踩|迈|(?<![\u3400-\u9fff])过)(?:过|出)?(?:了|去|线)*(?:多少|几|好多)个?(?:度|字|千瓦时)|超(?:了|过|出|标)*(?:多少|几多|好多|几)(?!个?度?(?:就|才|算|进|开始|以上|为|是))|超(?:出|标|过)?(?:的|部分|那)|超过(?:了)?(?:一|二|两|第)[^,。?]{0,4}(?:多少|几|好多)",
    ),
    (
        "threshold",
        rf"(?:从|打|自|到|过|超过|用到)?{_HOW_MUCH}(?:个)?(?:度|千瓦时)(?:电)?(?:开始|起|以上|封顶|以内|(?:算|进|到|上|跳|才|为|是|就)[^,。?]{{0,4}}[档阶])"
        rf"|分界|门槛|临界|起点|各档|每[一]?档|几个档|(?:怎么|咋|如何|怎样)(?:分|划)(?:档|的|段)|档(?:是|的)?(?:多少|几|好多)度|放宽到|[从打自]哪个?(?:数|度数)|第?[一二三123]档[^,。?]{{0,3}}[从打自](?!什么时候|啥时|几月|哪个?月|几号|哪天)",
    ),
    (
        "forecast",
        r"(?:会不会|会|要|得|能不能不)(?:不会)?(?:到|进|跳|上|超|用到)[^,。?]{0,4}[档阶]|年底[^,。?]{0,8}(?:多少|几|哪)|到年底|照(?:这样|这个)|按(?:这样|这个)(?:用|速度)",
    ),
    (
        "state",
        r"(?:办|处理|(?<!能)查(?!到(?:哪年|多))|核查|核实|核对|检查|弄|审|申诉|异议|复核)[^,。?]{0,5}(?:到哪|怎么样|怎样|咋样|好了|完了|结果|(?<!有)没有(?:$|[,?])|了没|进度|得如何)|进度|到哪一?步"
        r"|(?:怎么样|咋样|怎样|如何)了|有(?:没有)?(?:消息|回复|答复|回音|结果|下文|说法)|结果(?:呢|出|有|怎)",
    ),
    (
        "without",
        r"(?:不|没|没有|要是没|如果没)(?:给|帮)?(?:减|免|扣免|优惠|算免费)(?:掉|的|了|过)*(?:话|时候)?[^,。?]{0,8}(?:多少|几|好多)|(?:减|免|扣)之?前[^,。?]{0,5}(?:多少|几|好多)",
    ),
    (
        "free",
        r"免费[^,。?]{0,6}|(?:低保|五保|特困)[^,。?]{0,10}(?:度|减|免|优惠|用上|享受|扣|多少|有没有)|(?:减免|优惠)[^,。?]{0,4}(?:没|吗|多少|上)|(?<![能可以])[减免](?:多少|几|好多)个?度|(?<![能可以])(?:减|免|白送|白给)(?:掉|了|过|给|我)+[^,。?]{0,3}(?:没|吗|多少|几)",
    ),
    (
        "months_owed",
        r"欠(?![^,。?]{0,3}最)[^,。?]{0,5}(?:几个?月|多少个?月|几期|哪[几一两二三四五六]?个?月|哪几期|哪些)|(?:哪几个?月|哪些月|哪几期|几个?月|几期)(?:份)?(?:的)?(?:电费|账)?(?:还|都)?(?:欠|没有?[交缴付给结还])|(?:压|积|拖|攒|差)(?:着|下|了)+(?:哪?几|多少)(?:个?月|期)|^(?:是|都是|分别是)?哪(?:几|些|[两二三四五六七八九十2-9])个?[月期]份?的?$",
    ),
    (
        "channel",
        r"(?:怎么|咋个?|怎样|用(?:什么|啥|哪)|什么(?:方式|渠道|办法)|哪(?:种|个)?(?:方式|渠道)|在哪|在?哪(?:里|儿|个地方|点)|谁|通过(?:什么|啥|哪))[^,。?]{0,4}[交缴付充扣](?:的|了|得|上|掉)(?!卡)"
        r"|(?:微信|支付宝|银行卡?|现金|代扣|营业厅)[^,。?]{0,3}[交付扣缴](?:的|了)?(?:吗|么|还是|对吧|吧)|(?:微信|支付宝|银行|现金|代扣|营业厅|柜台|手机)(?:上|里)?[交付扣缴]?的?还是",
    ),
    (
        "paid",
        rf"[交缴付结扣给](?:费|钱|款|电费)?(?:了|清|上|完|掉|过|成功|齐|咗|得)*(?:{_NEG}有?|吗|么|未|否)(?:$|[,。?!呢啊呀嘛吧哦的电费钱])"
        rf"|([交缴付结扣给])没\1|有没有[交缴付扣结还]|是不是(?:已经|都)?(?:没)?[交缴付扣结]|不是(?:已经|都|早就)?[交缴付扣结][^,。?]{{0,3}}(?:了|过)|[交缴付结]清(?:了)?(?:吗|没|么|吧|否)"
        rf"|扣(?:款)?成功|成功(?:了)?(?:没有?|吗|么|不|否|冇)|还(?:欠不欠|欠着|欠吗)|还{_NEG}[交缴付结]|(?:交|缴|付)[了过]+(?:吧|的吧)|[交缴付]费?状态|哪[几些]?个?月(?:份)?(?:的)?(?:还|电费)*没有?[交缴付]|(?:付|交|缴)冇",
    ),
    (
        "charged",
        rf"多(?:收|扣|罚)(?:了|过|我)+(?:点|些|钱)|(?<!最)多(?:收|扣|罚)(?:了|过|我)*(?:{_HOW_MUCH})(?:钱|元|块)?|罚(?:了|掉|过|到|我)*(?:{_HOW_MUCH})(?!个?[天日月])|(?:收|交|扣|罚|缴|付)(?:了|过)(?:我)?[^,。?]{{0,4}}(?:违约金|滞纳金|罚)|(?:违约金|滞纳金|罚款?)[^,。?]{{0,6}}(?:收|交|扣|缴|付|罚)(?:了|过)|(?:也|都)(?:收|扣|罚)(?:了|过)",
    ),
    (
        "last",
        r"(?:上|最近|最后|前|上一|最近一|最后一)一?(?:次|回|笔)(?![^,。?]{0,4}抄)|刚(?:刚|才)?(?:给你们)?[交充付缴]的"
        r"|(?:最近|上回|最后)(?:给你们)?[交充付缴](?:进去)?的?(?:那|这)?一?[次回笔]",
    ),
    (
        "cap",
        rf"上限|封顶|没有?(?:个)?头|有(?:没有)?(?:个)?(?:头|限度|限制)|最[多高](?:能|会|可以)?(?:收|交|罚|扣|要|不超|是|到|算)?{_HOW_MUCH}|最[多高](?:收|罚|加|不超过)|一直(?:涨|加|算|滚)|无限|利滚利|利息(?:吗|的利息)",
    ),
    (
        "since",
        rf"从(?:{_ASKED_DAY}|哪个?月|几月)|{_ASKED_DAY}(?:开始|起|停的|断的|停了|欠的|逾期)|(?:开始|起)(?:算|计|欠|停)的|(?:欠|拖|停|逾期|晚|超期|迟)(?:了)?(?:多久|{_HOW_MUCH}天|几个?月|好久)(?!停|断|会)|多久了|几天了|{_HOW_MUCH}天了",
    ),
    (
        "until",
        rf"(?<!查)到(?:什么时候|啥时候?|几号|几月|哪天|哪年|何时|几时)(?!交)|{_ASKED_DAY}(?:就|会|要|才)?(?:到期|截止|过期|失效)|到期|截止|有效期|期限|最[晚迟]|过期|(?:{_ASKED_DAY})(?:前|之前|以前)|{_ASKED_DAY}(?:就|才|要|得)*(?:算|是)?逾期|{_ASKED_DAY}前头|还有(?:几|多少)天(?:到期|逾期)",
    ),
    (
        "lowest",
        rf"[最顶](?:低|少|便宜|省|小|差)(?!要|得|充|交|需|缴)|[用花费](?:得|的)最少|{_MONTH_OR_YEAR}[^,。?多]{{0,5}}(?:便宜|最省|少)(?!了|{_HOW_MUCH})",
    ),
    (
        "highest",
        rf"[最顶](?:高|贵|多|大|猛|狠|厉害|费|凶)|[用花费](?:得|的)最|顶(?:高|贵)|峰值|(?:{_MONTH_OR_YEAR}|哪[一两]?户|哪个|哪边|哪家|谁)[^,。?哪]{{0,6}}(?:贵|高(?!峰)|多(?!少|大)|大|费)",
    ),
    (
        "average",
        r"平均(?!一度|每度|电价|单价)|均下来|(?:一|每)个?(?:月|天|年)(?:大概|大约|差不多|一般|约莫)|(?:大概|一般|通常|大约)[^,。?]{0,4}(?:一|每)个?(?:月|天|年)|月均|日均",
    ),
    (
        "difference",
        r"(?:多|少|高|低|贵|便宜|省|涨|降|(?<!还)差)(?:出|了|用|发|跑|花|交|来|掏|付|给|去|烧|充|送)*(?:了)?(?:多少|几多|好多|几[块度元])|相差|差额|差价|差距|比[^,。?]{1,12}(?:多|少(?!度)|高|低|贵|涨|降|省|便宜)"
        r"|(?:和|跟|与|同|拿|对)[^,。?]{1,10}(?:比|相比|对比|对照|比较)|比一?比|比一?下|^差[呢吗]?$|对比|对照|翻了?[几多]?[倍番]|涨幅|同比|环比",
    ),
    (
        "share",
        r"(?:高峰|低谷|平段|尖峰|峰段|谷段)[^,。?]{0,2}用|(?:白天|晚上|夜里|高峰|低谷|峰电|谷电)[^,。?]{0,3}用得多|占(?:(?:多少|几)(?!钱|块|元|毛)|比|了|总)|比例|百分之|几成|[峰谷][电时]?(?:[平谷峰、,和])*(?:段|时段|电)?[^,。?]{0,3},?[^,。?]{0,3}(?:各|分别)|各占|分开(?:各|是)|[峰谷平](?:段|时段|时|电|的)[^,。?]{0,4}(?:多少|几|好多)(?!钱|块|价|毛|分钱|元)|(?:白天|晚上|夜里|夜间)[^,。?]{0,6}(?:用|各|充|烧|走|跑)[^,。?]{0,3}(?:多少|几|好多)(?!钱)",
    ),
    (
        "unit_price",
        rf"(?:一|1|每|平均)度(?:电)?[^,。?]{{0,4}}(?:{_HOW_MUCH}(?:钱|块|毛|元)|什么价|啥价|几毛|{_HOW_MUCH}$)|单价|均价|平均电价|(?:{_HOW_MUCH}|什么)[钱价]?(?:一|每)度|合{_HOW_MUCH}[^,。?]{{0,3}}(?:一|每)度",
    ),
    (
        "exchange",
        r"换(?:了|过|的|上)?(?:新|块|个|智能)?电?表|旧(?:电)?表|老(?:电)?表|新(?:电)?表|换下来",
    ),
    (
        "title",
        r"抬头|名头|税号|税务?登记号|纳税人|识别号|开(?:的|给|在)(?:的)?(?:是)?(?:谁|哪家|哪个单位|什么名)|谁的名[字义下]",
    ),
    ("number", r"(?<!电话)(?<!手机)(?<!联系)号码(?:是|呢|多少|几|报|给|$)|发票号|票号"),
    (
        "persons",
        r"几(?:口|个)人|多少(?:口|个)?人|人数|登记?(?:的|了|着)?[^,。?]{0,4}(?:几|多少)(?:口|个人|人)",
    ),
    (
        "available",
        r"(?:[一二两三四五六七八九十]|几|好几|[0-9]+)年(?:以|之)?前|最早(?!的?[那一]?(?:个月|期|单|张|笔))|能?查(?:到|得到)?(?:多久|几年|哪年|多早|多远|多少年)|(?:保留|存|保存)(?:多久|几年|多少年)|(?:历史|很早|早些年|以前那些)[^,。?]{0,3}(?:账单|电费|记录)",
    ),
    (
        "detail",
        r"明细|细目|详单|详细|构成|组成|包括(?:什么|哪些|啥)|包含|(?:哪些|什么|啥子?)(?:费用|项目|收费|钱组)|具体(?:是|怎么|收|账)|细(?:一点|说)",
    ),
    (
        "how",
        r"(?:怎么|咋个?|怎样|如何|点样|怎麽)(?:给我)?(?:算|计算|得来|得出|来的|计|收)|算法|公式|计算(?:方法|过程|方式)|算(?:出来|给我)|(?:一步步|一步一步)",
    ),
    (
        "when",
        rf"{_ASKED_DAY}|(?:哪个?月|几月份?|多久)(?=[^,。?]{{0,6}}(?:到|进|跳|超|上|踩|越|跨|迈|过|抄|交|缴|开|入|扣|付|换))",
    ),
    (
        "sum",
        r"一共|总共|拢共|统共|通共|共(?:多少|是|用|交|花|计)|合计|总(?:的|和|计|数|额|电费|用电|电量|金额)|加(?:起来|一起|一块|到一起|在一起|一下|下|拢|总)|相加|合(?:起来|一起|在一起)|(?:都|全部?)(?:加|算)|满打满算|累计|到(?:现在|今天|目前|昨天)(?:为止)?$",
    ),
    (
        "list",
        r"(?:每|各)一?个?月|逐月|按月|月月|分月|每一?[天日]|逐日|按天|天天|日用电|日电量|清单|列(?:出来|一下|表|个|给)|分别|各(?:是)?(?:多少|几|好多)|走势|趋势|曲线|哪几笔|几笔",
    ),
    (
        "how_many",
        rf"{_HOW_MUCH}个?(?:度|千瓦时|kwh)|度数|用电量|电量|走(?:了|着)?(?:{_HOW_MUCH})?个?字|用(?:了)?{_HOW_MUCH}(?:个)?(?:字|电|度)|几度|耗电",
    ),
    (
        "how_much",
        r"(?:多少|几多|好多|几)(?:钱|元|块|毛|银子|钿)|多钱|多少|几多|好多|几块|几个钱|啥价|金额|折(?:合|成|算)|换算成?钱",
    ),
    (
        "crossed",
        r"(?:冲|跳|升|爬|越|进(?!账))(?:进|到|上|过)?(?:去|了|线|过)*(?:第?[一二三123]?档)?了?(?:没有?|吗|伐|冇|么|不)(?:$|[,?])",
    ),
    (
        "says_paid",
        r"(?:已经|刚刚?|刚才|都|早就)[^,。?]{0,8}[交缴付充](?:了|过|完|清)|[交缴付充](?:了|完|清)[^没吗]{0,6}(?:怎么|咋|为什么|为啥|还)",
    ),
)
"""Aspects with the words that ask for them, the more particular first."""

RECORDS: tuple[tuple[str, str], ...] = (
    (
        "late_fee",
        r"违约金|滞纳金|罚[金款]|逾期费|罚(?=到|了|掉|过|我|几|多少|好多|没)|(?:滚|涨|利滚)到(?:了)?(?:多少|几|好多)",
    ),
    ("dispute", r"申诉|异议|核查|复核|争议"),
    ("tariff", r"亏(?!电)|划算|划得来|合算|值不值|不值当|值当|上算"),
    (
        "household",
        r"多人口|人口多|(?:登记?|报|批)(?:的|了|着)*是?(?:几|多少)(?:口|个)|[几一二三四五六七八九十0-9]+口(?:人|之家)|加人口|(?:多给|加|增加)[^,。?]{0,8}100度|多给[^,。?]{0,5}(?:多少|几|好多)个?度|户籍",
    ),
    (
        "welfare",
        r"低保|五保|特困|免费(?:的)?(?:电|度|用电)|免费的?[^,。?]{0,4}(?:扣|用|减|没)|(?<!能)(?:减|免|白送)(?:掉|了|过|给|我)+|(?<![能可以])[减免](?:多少|几|好多)个?度",
    ),
    ("invoice", r"发票|专票|普票|票(?=出|开|到|寄|下来)|[那这]张票"),
    (
        "generation",
        r"光伏|(?:送|传|反)上?(?:去|给)?(?:电)?网|上网(?!查|办|交|缴|看|申|站|搜|说)|太阳能|(?:屋顶|房顶|楼顶|板子)[^,。?]{0,6}(?:送|发|上|电|几|多)|(?:送|卖)(?:出去|给电网|给你们)|反向|发(?:了|的)?(?:多少|几|好多)?(?:度)?电(?!费|票|子|脑|视|话|表|器)|余电|卖(?:了|的)?(?:多少)?电|补贴",
    ),
    (
        "meter",
        r"换(?:了|过|的|上)?(?:新|块|个|智能)?电?表|表[^,。?]{0,6}(?:换|装|安)(?:的|掉|过|上的)|旧(?:电)?表|老(?:电)?表|新(?:电)?表",
    ),
    (
        "reading",
        r"示数|读数|字数|表底|底[数度码]|起码(?!要|得)|止码|抄[了过]?(?:的)?(?:电)?表|抄到|表上",
    ),
    ("tier", r"[一二三四123几哪每各两头]个?[档挡]|档[位次]|阶梯|跳档|分档"),
    ("balance", r"余额|欠|还剩(?!几天|多少天)|剩(?:多少|下|余|几)|该交|待交|应交"),
    ("payment", r"充值|[交缴付]费记录|扣款|代扣|交费(?:的)?记录|流水|哪几笔|入账|到账"),
    (
        "usage",
        r"度数|电量|走(?:了|着)?(?:多少|几|好多)?个?字|用电(?!费|户|地|性)|(?:多少|几|几多|好多|多)个?度|用(?:了)?(?:多少|好多|几多)(?:电|$|[,。?呀啊呢])|千瓦时|kwh|[峰谷平](?:段|时段|电)|用得(?:最|顶)?(?:[多少猛凶狠]|厉害|省(?!钱))|用的[最顶][多少]|用电?[最顶][多少]|耗电",
    ),
    ("bill", r"电费|账单|帐单|钱|钞票|元|块(?!表|电表)|贵|便宜|花(?:了|得|的|费)|费用|金额|月结"),
)
"""Records with the words that name them."""

_NOT = re.compile(
    r"(?:不是|不要|不问|没问|别说)(?:说|问|要|查|看)?(?:的)?([^,。?!是 ]{1,6})(?=[,。?!是 ]|$)"
)
_BY = (
    (
        "day",
        re.compile(
            r"每一?[天日]|天天|逐日|日用电|日电量|按天|哪一?[天日]|日均|一天|单日|平均[^,。?]{0,3}天|[昨今前]天|几天|这[几两]天"
        ),
    ),
    ("year", re.compile(r"哪(?:一)?年|每年|各年|按年|一年(?:大概|平均|多少)|年均|全年用")),
    (
        "month",
        re.compile(
            r"每一?个?月|逐月|各月|月月|按月|分月|哪一?个?月|月均|一个月(?:大概|大约|平均|差不多|一般)?|几月|哪一?期"
        ),
    ),
)
_BANDS = (
    ("flat", re.compile(r"平[段时电]")),
    ("valley", re.compile(r"谷(?!歌)|低谷|晚上|夜里|夜间|半夜|后半夜")),
    ("peak", re.compile(r"峰(?!会)|高峰|白天")),
)
_WHICH_BAND = re.compile(r"哪一?个?(?:时?段)")
_ONE_BEFORE = re.compile(
    r"(?:再|往|还)+(?:上|前|往前|之前)(?:面)?的?一?(?:次|回|笔)|上上一?(?:次|回|笔)|倒数第[二2](?:次|回|笔)"
)
_TIER = re.compile(r"第?([一二三123头])个?[档挡阶]")
_TIERS = {"头": 1, "一": 1, "二": 2, "三": 3, "1": 1, "2": 2, "3": 3}
_ABOUT_A_YEAR_AGO = re.compile(r"去年|上一?年|同比|同期|同月")
_WHY = re.compile(
    r"为什么|为啥|为何|凭啥|凭什么|咋(?=这么|恁|那么|会|就|回)|怎么(?=这么|会|就|突然|回事|那么|涨|变|高|贵|多了)|什么原因|啥原因|原因"
)
_MORE_KWH = re.compile(r"(?:再|多|另外|还要)(?:用|费|耗|烧|开)")
_AMOUNT_IN_PLAY = re.compile(r"([0-9][0-9,]*(?:\.[0-9]+)?)")
_BARE = re.compile(
    r"(?:[交缴付充还存]|先给)(?:个|了|上|进去)?([0-9]+(?:\.[0-9]+)?|[一二两三四五六七八九十百千]{1,6})(?![0-9度月号日天次笔个期遍回年.])"
)
_MONEY_ASKED = re.compile(r"钱|交|缴|电费|[元块]|花|多少(?!度)|几多|好多(?!度)")
_NO_WHAT_IF = ("threshold", "over", "left", "highest", "lowest", "allocation")
_PLANNED = re.compile(r"先(?:抵|扣|还|冲|交|给)|现在|如果|要是|假如|的话|准备|打算|只能|我想")
_POINTED_PART = re.compile(
    r"[这那](?:几|些|点)个?(?:度|字)(?:电)?|[这那]一?部分|[这那](?:一)?块(?=[^,。?]{0,3}(?:多少|几|好多|收|花|要))|(?:超|高)出?的(?:部分|那)"
)
"""这几度, 那部分: the kWh that were just told, not a question for them."""
_OLDEST_BILL = re.compile("最早的?[那一]?(?:个月|期|单|张|笔)(?!前)")
"""Of the bills that are open the one that has been so longest."""
_WHOLE_YEAR = re.compile(r"一年|全年|一整年|年用")

_OF_THE_SAME_PAYMENT = ("how_much", "when", "channel", "paid")
"""What is asked of the payment that was told: 充了多少 after 上次充值是哪天."""

_KWH_AND_MONEY = frozenset(("usage", "bill"))
APART = frozenset(("generation", "late_fee", "welfare", "household", "dispute", "meter", "invoice"))
"""Records whose facts no question for another one asks for."""
OF_THEIR_OWN = ("generation",)
_OWN_USE = re.compile("用|电费|账单|帐单|欠|交")
"""Records whose kWh and money a short question leaves unnamed; 用电 says that it means others."""

_OF_TIERS = ("over", "restart", "forecast")

_SAID_FOR: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(pattern), word)
    for pattern, word in (
        ("趟", "次"),
        ("冲(?=了|的|值|电|[^,。?]{0,2}(?:多少|几)(?:度|钱|块))", "充"),
        ("嗰", "那"),
        ("边个", "哪个"),
        ("几钱", "多少钱"),
        ("最平(?![均段时电])", "最便宜"),
        (
            "打头(?=那|的|一)|头(?=一(?:期|单|张|个月))|(?<=最)[老早先前](?=的?[那一]?(?:个月|期|单|张|笔))",
            "最早",
        ),
        ("最最", "最"),
        ("(?<=[峰谷])的(?=呢|多少|几|$)", "电"),
    )
)
"""Words of dialects, of voice input and of haste, with the word that the tables know."""

_COMPILED = tuple((kind, re.compile(pattern, re.IGNORECASE)) for kind, pattern in SIGNS)
_NAMED = tuple((record, re.compile(pattern, re.IGNORECASE)) for record, pattern in RECORDS)


@dataclass(frozen=True)
class Aspect:
    """The fact that is asked for.

    Args:
        kind: `OVERVIEW`, `what_if`, or the first sign of `SIGNS` that was found.
        signs: all signs found.
        records: what the words name, as in `RECORDS`; empty if they name nothing.
        by: `day`, `month`, `year` or nothing.
        kwh: an energy that is named, in kWh.
        more: whether it comes on top of what was used.
        amount: a sum of money that is named, in 元.
        numbers: all numbers in digits, for amounts without a unit.
        band: `peak`, `flat`, `valley` or nothing.
        banded: whether bands are named, one or several, or it is asked which.
        tier: the tier that is named.
        a_year_ago: whether it is compared with the year before.
        why: whether the reason is asked for.
        whole_year: whether an energy that is named is a year's.
        planned: whether a payment that is named is still to be made.
        back: how many payments before the last one are meant.
        pointed: whether it is asked of a part that was told before (这部分, 那几度).
        oldest: whether the bill that has been open longest is meant (最早那期).
    """

    kind: str = OVERVIEW
    signs: frozenset[str] = frozenset()
    records: tuple[str, ...] = ()
    by: str = ""
    kwh: Decimal | None = None
    more: bool = False
    amount: Decimal | None = None
    numbers: tuple[Decimal, ...] = ()
    band: str = ""
    banded: bool = False
    tier: int | None = None
    a_year_ago: bool = False
    why: bool = False
    whole_year: bool = False
    planned: bool = False
    back: int = 0
    pointed: bool = False
    oldest: bool = False

    def names(self, *records: str) -> bool:
        """Whether the words name one of some records."""
        return any(record in self.records for record in records)

    def asks(self, *signs: str) -> bool:
        """Whether one of some signs was found."""
        return any(sign in self.signs for sign in signs)


def read_aspect(question: str, text: str, before: str = "") -> Aspect:
    """What a question asks for.

    Args:
        question: the intent; it decides where the same words ask for different things.
        text: the customer's words.
        before: the words of the question before, where the text follows it up: what is said anew
            wins, the rest stays.
    """
    own = _read(question, text)
    if not before:
        return own
    former = _read(question, before)
    if own.kind == OVERVIEW and not own.why:
        kind = former.kind
        if own.records and not set(own.records) & set(former.records):
            # 那度数呢 after 电费多少 asks for kWh.
            kind = {"how_much": "how_many", "how_many": "how_much"}.get(kind, kind)
        return replace(
            former,
            kind=kind,
            signs=former.signs,
            records=own.records or former.records,
            by=own.by or former.by,
            band=own.band or ("" if own.banded else former.band),
            banded=own.banded or former.banded,
            tier=own.tier or former.tier,
            back=own.back + former.back,
            kwh=own.kwh or former.kwh,
            amount=own.amount or former.amount,
            numbers=own.numbers,
            oldest=own.oldest,
        )
    kind = own.kind
    # 较九月降了多少钱 after the kWh of a part of the day: what two months cost is told of all of it
    whole = kind == "difference" and own.names("bill") and not former.names("bill")
    if former.kind == "last" and kind in _OF_THE_SAME_PAYMENT:
        kind = "last"
    records = own.records or former.records
    if set(own.records) <= _KWH_AND_MONEY and not _OWN_USE.search(text):
        # 今年多发了几度 after what a plant fed in: kWh and money belong to what was named before
        records = (
            *(one for one in former.records if one in OF_THEIR_OWN),
            *own.records,
        ) or records
    if "tier" in former.records and kind in ("difference", "charged"):
        records = ("tier", *own.records)  # 多掏了多少钱 after 超了多少度
    return replace(
        own,
        kind=kind,
        records=records,
        by=own.by or former.by,
        band=own.band or ("" if own.banded or whole else former.band),
        banded=own.banded or (former.banded and not whole),
        tier=own.tier or former.tier,
        back=own.back + former.back,
        kwh=own.kwh or (former.kwh if own.kind == "what_if" else None),
        whole_year=own.whole_year or (former.whole_year and own.kind == "what_if"),
    )


def _read(question: str, text: str) -> Aspect:
    plain = _plain(text)
    denied = _NOT.search(plain)
    # 不是电费 是度数: what is denied isn't asked for.
    asked = plain.replace(denied[0], " ") if denied and _named(denied[1]) else plain
    pointed = _POINTED_PART.search(asked)
    if pointed and "度" in pointed[0]:
        asked = asked.replace(pointed[0], " ")
    signs = frozenset(kind for kind, pattern in _COMPILED if pattern.search(asked))
    kwh, amount = _quantities(asked)
    tier = _TIER.search(asked)
    bands = [band for band, pattern in _BANDS if pattern.search(asked)]
    kind = next((kind for kind, _ in _COMPILED if kind in signs), OVERVIEW)
    if question in ("query_late_fee", "query_balance") and re.search(
        r"(?:一|每|多)天|每日|按天", asked
    ):
        signs |= {"per_day"}
        if kind in ("how_much", "list", OVERVIEW, "average", "difference", "charged"):
            kind = "per_day"
    if question == "query_usage" and kind == OVERVIEW and re.search(r"峰.{0,2}谷", asked):
        kind = "share"
    of_one_kwh = kwh == 1 and "unit_price" in signs
    if (
        kwh is not None
        and kind not in _NO_WHAT_IF
        and not of_one_kwh
        and _MONEY_ASKED.search(asked)
    ):
        kind = "what_if"
    return Aspect(
        kind=kind,
        signs=signs,
        records=_with_tiers(_named(asked), kind),
        by=next((by for by, pattern in _BY if pattern.search(asked)), ""),
        kwh=kwh,
        more=_MORE_KWH.search(asked) is not None,
        amount=amount,
        numbers=tuple(Decimal(found.replace(",", "")) for found in _AMOUNT_IN_PLAY.findall(asked)),
        band=bands[0] if len(bands) == 1 else "",
        banded=bool(bands) or _WHICH_BAND.search(asked) is not None,
        tier=_TIERS[tier[1]] if tier else None,
        a_year_ago=_ABOUT_A_YEAR_AGO.search(asked) is not None,
        why=_WHY.search(asked) is not None,
        whole_year=_WHOLE_YEAR.search(asked) is not None,
        planned=_PLANNED.search(asked) is not None,
        back=len(_ONE_BEFORE.findall(asked)),
        pointed=pointed is not None,
        oldest=_OLDEST_BILL.search(asked) is not None,
    )


def _with_tiers(records: tuple[str, ...], kind: str) -> tuple[str, ...]:
    """超的那部分几度 is about tiers though it names none; what follows it up is so too."""
    return records if kind not in _OF_TIERS or "tier" in records else (*records, "tier")


def _plain(text: str) -> str:
    """Full-width signs as ASCII, Chinese stops and blanks as commas, the usual word for unusual ones."""
    folded = unicodedata.normalize("NFKC", text).strip().lower()
    for pattern, word in _SAID_FOR:
        folded = pattern.sub(word, folded)
    return re.sub(r"[、;；\s]+", ",", folded.replace("。", "。"))


def _named(text: str) -> tuple[str, ...]:
    return tuple(record for record, pattern in _NAMED if pattern.search(text))


def _quantities(text: str) -> tuple[Decimal | None, Decimal | None]:
    """The energy and the sum of money that a text names."""
    kwh = amount = None
    for found in quantities.find(text):
        if found.entity == "kwh" and kwh is None:
            kwh = Decimal(found.value)
        elif found.entity == "amount" and amount is None:
            amount = Decimal(found.value)
    bare = _BARE.search(text)
    if amount is None and bare:
        amount = to_decimal(bare[1])
    return kwh, amount
