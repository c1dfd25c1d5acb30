"""Invented names of people and firms for the many customers of the demo utility."""

from __future__ import annotations

from random import Random

_SURNAMES = "王李张刘陈杨黄赵周吴徐孙朱马胡郭林何高梁郑罗宋谢唐韩曹许邓萧冯曾程蔡彭潘袁于董余苏叶吕魏蒋田杜丁沈姜范江傅钟卢汪戴崔任陆廖姚方金邱夏谭韦贾邹石熊孟秦阎薛侯雷白龙段郝孔邵史毛常万顾赖武康贺严尹钱施牛洪龚"
_OLDER = (
    "建国",
    "国强",
    "志明",
    "秀英",
    "桂兰",
    "玉梅",
    "水根",
    "金花",
    "阿根",
    "惠芬",
    "土根",
    "月娥",
)
_FIRST = "文晓思雨子梓佳嘉志家明海春秋宇浩若诗静雪建伟永新立德怀景云清亦书锦承念"
_SECOND = "轩涵琪萱辰阳杰敏丽娟琳波涛宁远航帆峰岚溪月星宸瑶瑾彤霖川野舟原禾安然之言"
_SHOP_WORDS = (
    "望江",
    "听潮",
    "柳岸",
    "青枫",
    "云溪",
    "小满",
    "老街",
    "桥头",
    "阿婆",
    "顺兴",
    "和记",
    "拾光",
)
_SHOPS = (
    "面馆",
    "便利店",
    "理发店",
    "水果店",
    "服装店",
    "五金店",
    "小吃店",
    "药房",
    "文具店",
    "咖啡馆",
    "洗衣店",
    "修车行",
)
_FIRM_WORDS = (
    "晨曦",
    "恒越",
    "锦程",
    "瑞松",
    "望岳",
    "青禾",
    "百川",
    "云帆",
    "同辉",
    "远山",
    "正阳",
    "启航",
)
_FIRMS = ("五金制品", "塑料制品", "纺织", "机械配件", "电子科技", "包装材料", "家具", "食品")
_FARMS = ("粮食专业合作社", "水产养殖场", "果蔬种植园", "茶场", "排灌站", "苗木场")
_SHARED = ("公寓管理处", "职工宿舍", "村民委员会", "学生公寓", "老年之家", "物业服务中心")


def person_name(chance: Random, *, old: bool) -> str:
    """A person's name; `old` takes one that was common long ago."""
    surname = chance.choice(_SURNAMES)
    if old:
        return surname + chance.choice(_OLDER)
    given = chance.choice(_FIRST)
    return surname + (given + chance.choice(_SECOND) if chance.random() < 0.85 else given)


def shop_name(chance: Random, serial: int) -> str:
    """A small business; the serial keeps two of a kind apart."""
    return f"明江市{chance.choice(_SHOP_WORDS)}{chance.choice(_SHOPS)}{_branch(serial)}"


def firm_name(chance: Random, serial: int) -> str:
    """A manufacturer."""
    return f"明江{chance.choice(_FIRM_WORDS)}{chance.choice(_FIRMS)}{_branch(serial)}有限公司"


def farm_name(chance: Random, place: str) -> str:
    """A farm or an irrigation station of a village."""
    return f"{place}{chance.choice(_FARMS)}"


def shared_name(chance: Random, place: str) -> str:
    """Who holds an account for many homes (合表)."""
    return f"{place}{chance.choice(_SHARED)}"


def _branch(serial: int) -> str:
    return "" if serial % 3 else f"（{serial % 97 + 1}店）" if serial % 2 else f"{serial % 97 + 1}"
