"""Little words of the dialects in plain Mandarin: 唔使 is 不用, 侬 is 你, 听勿懂 is 听不懂.

What is said is understood by rules and models made for Mandarin, and each would have to know 勿, 唔, 冇 and 弗
by itself. Only words that mean one thing wherever they stand are here; names of things (电笔, 火表) are words
of the training sentences.
"""

from __future__ import annotations

import re

WORDS: dict[str, str] = {
    # no and not
    "唔使|唔駛|毋须|勿用|弗用|嫑用|甭": "不用",
    "唔好|唔要|唔想要|勿要|弗要|覅|嫑|莫要": "不要",
    "唔(?:系|係)": "不是",
    "(?<=[都就还也])系(?![统列数])|係": "是",
    "唔该": "麻烦",
    "冇得|么得|冒得|没得|呒没|呒不|冇": "没有",
    "(?:唔|勿)(?=[\u4e00-\u9fff])|弗(?=懂|会|晓|是|要|来|好|行|用|能|清|想|肯|可)": "不",
    "莫(?=打|说|讲|给|来|办|弄|搞|查|登|提|寄|找|叫|扣|催|问)": "不要",
    # who
    "侬|恁(?=们)": "你",
    "阿拉|伲(?=[屋家])|我哋|俺们|俺家?(?=家)": "我们",
    "俺|偶(?=家|的|要)": "我",
    "佢哋": "他们",
    "佢": "他",
    "边个(?=[平贵多少高低抵])": "哪个",
    "边个": "谁",
    "嗰|(?<![\u4e00-\u9fff])咯(?=[个张期户条月])": "那",
    # what, where, when, how
    "边度|边处|啥地方|啥场化|哪垲": "哪里",
    "(?:啥|几)辰光|几时": "什么时候",
    "辰光": "时候",
    "点解|为啥子|做啥体": "为什么",
    "点样|哪能(?=办|弄|交|查|讲)": "怎么",
    "乜嘢|乜野|啥物事|啥个|么斯|么子|啥子": "什么",
    "(?<=[系係是])点(?=[扣收计算])": "怎么",
    "几钿|几多钱|好多钱": "多少钱",
    "几多": "多少",
    "而家|依家|宜家(?=[^家居])|现下": "现在",
    "听日": "明天",
    "寻日|琴日|昨儿个?": "昨天",
    "今朝|今儿个?": "今天",
    "明朝(?!代)|明儿个?": "明天",
    "上昼|上半日": "上午",
    "下昼|下半日": "下午",
    "晏昼|晌午": "中午",
    "夜里厢|夜到|夜里头|夜头": "晚上",
    "(?:(?<![\u4e00-\u9fff])|(?<=[个只张户]))日里(?!程)厢?|日脚里": "白天",
    "得闲|有闲|有功夫": "有空",
    "屋里(?:厢|向)|屋企|屋头": "家里",
    "里(?:厢|向)(?!外)": "里",
    "上一?趟": "上次",
    # verbs and particles
    "(?<=[扣用交付弄忘搞])脱(?!离|落|手|机)": "掉",
    "揾|搵": "找",
    "睇": "看",
    "畀|俾": "给",
    "倾(?:下|偈|两句)": "聊聊",
    "嚟": "来",
    "嘅|㗎": "的",
    "(?<=[平贵多少高低快慢好])啲": "点",
    "(?<=[哪最])平(?=[啲点的])": "便宜",
    "(?<=个)平(?=点|的|$|[?？,，])": "便宜",
    "(?<![\u4e00-\u9fff])咁(?=[^多贵高快慢久])": "那",
    "咗": "了",
    "喺": "在",
    "讲声|港": "讲",
    "晓勿得|勿晓得": "不知道",
    "(?<=[好对灵行准贵])额(?=$|[,，。!！ 了啊])": "的",
    "(?<=[\u4e00-\u9fff])(?:伐|𠲎|咓)(?=$|[?？,，。!！ ])": "吗",
    "(?<=对)头(?=$|[,，。!！ ])|(?<=对)嘞(?=$|[,，。!！ ])": "的",
    "得行": "行",
    "巴适|邪气好|老灵|交关好": "很好",
    # very, so
    "(?:恁个?|介|嘎|忒|伤|贼|溜)(?=长|多|贵|高|啰|复杂|啰嗦|绕|慢|难|麻烦|老长)": "太",
}
"""Mandarin by the pattern of what is said; the longer word stands first."""

_PATTERNS = [(re.compile(words), plain) for words, plain in WORDS.items()]


def in_mandarin(text: str) -> str:
    """A text with the little words of the dialects in Mandarin; as typed where there is none.

    Args:
        text: as typed.
    """
    for pattern, plain in _PATTERNS:
        text = pattern.sub(plain, text)
    return text
