"""Typed text made comparable: width, script, case and spacing folded, cut into clauses."""

from __future__ import annotations

import re
import unicodedata

# The characters that the two grammars need, traditional to simplified. A whole converter
# would be a dependency of the one part that has to work when everything else is dead.
_TRADITIONAL = (
    "電线線觸斷燒煙變壓桿進轉個務聯繫係滅嗎麼請別沒會問題領導經話讓時間過還緊馬這那處來對說講談"
    "幫給誰發現災關開檢查預險費價單據戶號碼錶網絡報業員師傅話線裡裏歲後著搵揾攞嘥係冇掛纏樹倒"
    "搖幹塊點燈熱氣體護斷絕緣鐵塔僅應該從為甚麼嚇飛濺濕滲積釣魚箏車廣標語識傳習訓練聽見驚願"
    "無類實際動機買賣長掉斷繩繞撐樓頂牆頭臉腳媽爺兒孫爸孩鄰們誤錯認區鄉鎮縣總閘開關櫃貼撥"
    "訴員貴詢諮態議換喚連線續擊傷暈殺噴響聲炸儀錄終於瞭壞"
)
_SIMPLIFIED = (
    "电线线触断烧烟变压杆进转个务联系系灭吗么请别没会问题领导经话让时间过还紧马这那处来对说讲谈"
    "帮给谁发现灾关开检查预险费价单据户号码表网络报业员师傅话线里里岁后着揾揾攞嘥系冇挂缠树倒"
    "摇干块点灯热气体护断绝缘铁塔仅应该从为什么吓飞溅湿渗积钓鱼筝车广标语识传习训练听见惊愿"
    "无类实际动机买卖长掉断绳绕撑楼顶墙头脸脚妈爷儿孙爸孩邻们误错认区乡镇县总闸开关柜贴拨"
    "诉员贵询咨态议换唤连线续击伤晕杀喷响声炸仪录终于了坏"
)
_TO_SIMPLIFIED = str.maketrans(_TRADITIONAL, _SIMPLIFIED)
_INVISIBLE = re.compile(r"[\u200b-\u200f\u2060\ufeff\ufe0f\u00ad]")
_HAN_GAP = re.compile(r"(?<=[\u3400-\u9fff])[\s·•\-_*/\\|]+(?=[\u3400-\u9fff])")
_CLAUSE = re.compile(r"[^，,。.！!？?；;：:、\n~～…—()\[\]【】《》“”\"]+[？?]?")
_LINK = re.compile(r"(?=但是|不过|可是|然后|而且|所以|现在|另外)")


def normalised(text: str) -> str:
    """The text in NFKC, lower case, simplified characters, without gaps between Han characters."""
    folded = unicodedata.normalize("NFKC", _INVISIBLE.sub("", text)).lower()
    folded = folded.translate(_TO_SIMPLIFIED)
    return _HAN_GAP.sub("", folded).strip()


def clauses(plain: str) -> list[str]:
    """The clauses of a normalised text; one that is asked keeps its question mark."""
    found = []
    for part in _CLAUSE.findall(plain):
        found += [piece.strip() for piece in _LINK.split(part) if piece.strip()]
    return found
