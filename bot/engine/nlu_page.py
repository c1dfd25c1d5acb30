"""The report on understanding as one HTML file: no script, no request, light and dark, wide and narrow. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from html import escape

from bot.engine.judged import Outcome
from bot.engine.nlu_findings import Case, Confusion, EntityMiss, Findings, SliceFinding

MOST_IN_PICTURE = 24
"""The picture of confusions shows so many intents at most, the most confused ones."""
OPEN_PAIRS = 6
"""So many pairs are unfolded."""

OUTCOMES: dict[Outcome, str] = {
    "right": "答对",
    "asked": "反问",
    "declined": "没答",
    "wrong": "答错",
}
MEANINGS: dict[Outcome, str] = {
    "right": "答对",
    "asked": "没把握，反问，选项里有对的",
    "declined": "说办不了，或反问了没有对的",
    "wrong": "当成别的事答了",
}
SLICES = {
    "clean": "书面话",
    "typo": "错别字",
    "dialect": "方言",
    "voice": "语音转写",
    "traditional": "繁体",
    "multi_wish": "像几件事的一件事",
    "out_of_scope_near": "业务外，沾边",
    "out_of_scope_far": "业务外，无关",
}
ENTITIES = {
    "account_number": "户号",
    "address": "地址",
    "amount": "金额",
    "appliance": "电器",
    "building": "楼栋",
    "business": "业务",
    "capacity": "容量",
    "code": "验证码",
    "community": "小区",
    "credit_code": "信用代码",
    "district": "区县",
    "document": "材料",
    "id_number": "证件号",
    "kwh": "电量",
    "meter_number": "表号",
    "moment": "时刻",
    "payment_channel": "交费渠道",
    "period": "时段",
    "phone": "手机号",
    "scope": "范围",
    "street": "街道",
    "voltage": "电压",
}


@dataclass(frozen=True)
class Heading:
    """What stands above the report.

    Args:
        model: name of the model's file.
        source: what it was judged by.
        date: when.
        titles: Chinese titles of intents by name.
    """

    model: str
    source: str
    date: str
    titles: Mapping[str, str]

    def title(self, intent: str) -> str:
        """An intent as people call it."""
        return escape(self.titles.get(intent, intent))


def page(heading: Heading, found: Findings) -> str:
    """The whole page.

    Args:
        heading: what stands above.
        found: what it tells.
    """
    sections = [
        _summary(found),
        _picture(heading, found),
        _pairs(heading, found),
        _intents(heading, found),
        _calibration(found),
        _least_sure(heading, found),
        _entities(found),
    ]
    return (
        '<!doctype html>\n<html lang="zh-CN">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        '<meta name="color-scheme" content="light dark">\n'
        f"<title>听懂了多少 · {escape(heading.model)}</title>\n<style>{_STYLE}</style>\n</head>\n"
        f"<body>\n{_head(heading, found)}\n<main>\n{''.join(sections)}</main>\n</body>\n</html>\n"
    )


def _head(heading: Heading, found: Findings) -> str:
    left_out = f"；有几件事的 {found.left_out} 句不在这里评" if found.left_out else ""
    return (
        '<header><div class="inner"><h1>听懂了多少</h1>'
        f"<p>{found.count} 句没有训练过的话{left_out}。{escape(heading.source)}</p>"
        f'<p class="meta"><span>模型 {escape(heading.model)}</span>'
        f"<span>{escape(heading.date)}</span></p></div></header>"
    )


# -- slices ------------------------------------------------------------------------------------


def _summary(found: Findings) -> str:
    legend = "".join(
        f'<li><i class="{key}"></i><span><b>{OUTCOMES[key]}</b>{"" if OUTCOMES[key] == told else " " + told}'
        "</span></li>"
        for key, told in MEANINGS.items()
    )
    tiles = "".join(_tile(one) for one in found.slices if one.count)
    return (
        f'<section id="slices"><h2>每一类说法</h2><ul class="legend">{legend}</ul>'
        f'<div class="tiles">{tiles}</div></section>'
    )


def _tile(one: SliceFinding) -> str:
    parts = "".join(
        f'<i class="{key}" style="flex-grow:{number}" title="{OUTCOMES[key]} {number} 句"></i>'
        for key, number in one.outcomes.items()
        if number
    )
    told = "，".join(f"{OUTCOMES[key]} {number}" for key, number in one.outcomes.items() if number)
    good = "没有乱答" if one.refusing else "答对"
    return (
        f'<article class="tile"><h3>{escape(SLICES.get(one.name, one.name))}</h3>'
        f'<p class="share"><strong>{one.good:.1%}</strong> {good}</p>'
        f'<div class="parts" role="img" aria-label="{told}">{parts}</div>'
        f'<p class="told">{one.count} 句：{told}</p></article>'
    )


# -- confusions --------------------------------------------------------------------------------


def _picture(heading: Heading, found: Findings) -> str:
    if not found.confusions:
        return (
            '<section id="picture"><h2>哪些意图混在一起</h2><div class="empty"><b>一句也没有听错</b>'
            "<p>这些话都听成了对的意图。可以再找些难的来试：错别字、方言、绕着说的。</p></div></section>"
        )
    weight: dict[str, int] = {}
    for one in found.confusions:
        for name in (one.expected, one.got):
            weight[name] = weight.get(name, 0) + len(one.cases)
    shown = sorted(weight, key=lambda name: (-weight[name], name))[:MOST_IN_PICTURE]
    counts = {(one.expected, one.got): len(one.cases) for one in found.confusions}
    inside = sum(n for (a, b), n in counts.items() if a in shown and b in shown)
    every = sum(counts.values())
    note = (
        f"一共 {every} 句听错。图里是混得最多的 {len(shown)} 个意图，有其中 {inside} 句。"
        if inside < every
        else f"一共 {every} 句听错。"
    )
    return (
        f'<section id="picture"><h2>哪些意图混在一起</h2><p class="note">{note}'
        "横着一行是应该听成的，竖着一列是听成了的；数字是句数，点一下看是哪些句子。</p>"
        f'<div class="scroll" tabindex="0" role="region" aria-label="混淆图">{_heat(heading, shown, counts)}</div>'
        "</section>"
    )


def _heat(heading: Heading, shown: list[str], counts: dict[tuple[str, str], int]) -> str:
    cell, left, top = 26, 150, 132
    size = cell * len(shown)
    most = max(counts.values())
    parts = []
    for place, name in enumerate(shown):
        middle = place * cell + cell / 2
        title = heading.title(name)
        parts.append(f'<text class="name" x="{left - 8}" y="{top + middle + 4}">{title}</text>')
        parts.append(
            f'<text class="name up" transform="translate({left + middle + 3} {top - 8}) '
            f'rotate(-55)">{title}</text>'
        )
        parts.append(
            f'<rect class="same" x="{left + place * cell + 1}" y="{top + place * cell + 1}" '
            f'width="{cell - 2}" height="{cell - 2}" rx="4"/>'
        )
    for row, expected in enumerate(shown):
        for column, got in enumerate(shown):
            number = counts.get((expected, got), 0)
            if not number:
                continue
            x, y = left + column * cell, top + row * cell
            strength = 0.18 + 0.82 * (number / most) ** 0.6
            strong = " strong" if strength > 0.6 else ""
            parts.append(
                f'<a href="#{_anchor(expected, got)}"><title>“{heading.title(expected)}”听成'
                f"“{heading.title(got)}”：{number} 句</title>"
                f'<rect class="heat" x="{x + 1}" y="{y + 1}" width="{cell - 2}" height="{cell - 2}" '
                f'rx="4" fill-opacity="{strength:.2f}"/>'
                f'<text class="number{strong}" x="{x + cell / 2}" y="{y + cell / 2 + 4}">{number}</text></a>'
            )
    lines = "".join(
        f'<line x1="{left}" x2="{left + size}" y1="{top + n * cell}" y2="{top + n * cell}"/>'
        f'<line y1="{top}" y2="{top + size}" x1="{left + n * cell}" x2="{left + n * cell}"/>'
        for n in range(len(shown) + 1)
    )
    # the last name leans over the right edge
    width, height = left + size + 90, top + size + 2
    return (
        f'<svg class="heatmap" viewBox="0 0 {width} {height}" '
        f'style="min-width:{width}px;max-width:{width * 1.3:.0f}px" '
        f'role="group" aria-label="意图混淆图"><g class="grid">{lines}</g>{"".join(parts)}</svg>'
    )


def _anchor(expected: str, got: str) -> str:
    return escape(f"{expected}--{got}".replace("/", "-"))


def _pairs(heading: Heading, found: Findings) -> str:
    if not found.confusions:
        return ""
    many = [one for one in found.confusions if len(one.cases) > 1]
    single = [one for one in found.confusions if len(one.cases) == 1]
    told = "".join(_pair(heading, one, place < OPEN_PAIRS) for place, one in enumerate(many))
    if single:
        rows = "".join(_single(heading, one) for one in single)
        told += (
            f'<details class="plain"{"" if many else " open"}><summary>各错了一句的 {len(single)} 句'
            f'</summary><ul class="cases">{rows}</ul></details>'
        )
    return f'<section id="pairs"><h2>听错的句子</h2>{told}</section>'


def _single(heading: Heading, one: Confusion) -> str:
    (case,) = one.cases
    return (
        f'<li id="{_anchor(one.expected, one.got)}"><span class="said">{escape(case.text)}'
        f'<small class="pair"><b>{heading.title(one.expected)}</b><span class="arrow">听成</span>'
        f'<b class="got">{heading.title(one.got)}</b></small></span>{_tags(case)}</li>'
    )


def _pair(heading: Heading, one: Confusion, unfolded: bool) -> str:
    rows = "".join(
        f'<li><span class="said">{escape(case.text)}</span>{_tags(case)}</li>' for case in one.cases
    )
    return (
        f'<details id="{_anchor(one.expected, one.got)}"{" open" if unfolded else ""}>'
        f'<summary><span class="pair"><b>{heading.title(one.expected)}</b>'
        f'<span class="arrow">听成</span><b class="got">{heading.title(one.got)}</b></span>'
        f'<span class="count">{len(one.cases)} 句</span></summary>'
        f'<ul class="cases">{rows}</ul></details>'
    )


def _tags(case: Case) -> str:
    return (
        f'<span class="tags">{_slice_tag(case)}<span class="tag {case.outcome}">'
        f"{OUTCOMES[case.outcome]}</span>{_meter(case.confidence)}</span>"
    )


def _slice_tag(case: Case) -> str:
    return f'<span class="tag">{escape(SLICES.get(case.slice, case.slice))}</span>'


def _meter(confidence: float) -> str:
    return (
        f'<span class="sure"><span class="meter" title="把握 {confidence:.2f}"><i style="width:{confidence:.0%}"></i></span>'
        f'<span class="value">{confidence:.2f}</span></span>'
    )


# -- intents -----------------------------------------------------------------------------------


def _intents(heading: Heading, found: Findings) -> str:
    flawed = [one for one in found.intents if one.f1 < 1]
    flawless = [one for one in found.intents if one.f1 == 1]
    rows = "".join(
        f'<li><span class="who">{heading.title(one.name)}<small>{one.count} 句</small></span>'
        f'<span class="bars">{_bar("听全", one.recall, "recall")}'
        f"{_bar('听准', one.precision, 'precision')}</span></li>"
        for one in flawed
    )
    rest = "、".join(heading.title(one.name) for one in flawless)
    told = f'<ul class="intents">{rows}</ul>' if flawed else ""
    if flawless:
        told += (
            f'<details class="plain"><summary>{len(flawless)} 个意图全对</summary>'
            f"<p>{rest}</p></details>"
        )
    return (
        '<section id="intents"><h2>每个意图</h2><p class="note"><b>听全</b>：这个意图的话，有多少听出来了；'
        "低了，给它加问法。<b>听准</b>：听成这个意图的话，有多少真是它；低了，看看别的意图的话为什么像它。"
        f"最差的在最前。</p>{told}</section>"
    )


def _bar(name: str, share: float, kind: str) -> str:
    return (
        f'<span class="bar"><em>{name}</em><span class="track"><i class="{kind}" '
        f'style="width:{share:.1%}"></i></span><span class="value">{share:.0%}</span></span>'
    )


# -- confidence --------------------------------------------------------------------------------


def _calibration(found: Findings) -> str:
    if not found.bins:
        return ""
    left, top, size = 44, 12, 260
    most = max(one.count for one in found.bins)

    def x(share: float) -> float:
        return left + share * size

    def y(share: float) -> float:
        return top + (1 - share) * size

    ticks = "".join(
        f'<line class="gridline" x1="{x(n)}" x2="{x(n)}" y1="{y(0)}" y2="{y(1)}"/>'
        f'<line class="gridline" x1="{x(0)}" x2="{x(1)}" y1="{y(n)}" y2="{y(n)}"/>'
        f'<text x="{x(n)}" y="{y(0) + 16}" text-anchor="middle">{n:g}</text>'
        f'<text x="{left - 6}" y="{y(n) + 4}" text-anchor="end">{n:.0%}</text>'
        for n in (0, 0.25, 0.5, 0.75, 1)
    )
    line = " ".join(f"{x(one.confidence):.1f},{y(one.right):.1f}" for one in found.bins)
    dots = "".join(
        f"<g><title>把握约 {one.confidence:.2f}：{one.count} 句，{one.right:.0%} 是对的</title>"
        f'<circle cx="{x(one.confidence):.1f}" cy="{y(one.right):.1f}" '
        f'r="{4 + 8 * (one.count / most) ** 0.5:.1f}"/></g>'
        for one in found.bins
    )
    rows = "".join(
        f"<tr><td>{one.confidence:.2f}</td><td>{one.right:.0%}</td><td>{one.count}</td></tr>"
        for one in found.bins
    )
    return (
        '<section id="calibration"><h2>把握可不可信</h2><div class="two"><div>'
        f'<svg class="calibration" viewBox="0 0 {left + size + 16} {top + size + 44}" role="img" '
        'aria-label="把握和实际对的比例">'
        f'{ticks}<line class="ideal" x1="{x(0)}" y1="{y(0)}" x2="{x(1)}" y2="{y(1)}"/>'
        f'<polyline points="{line}"/>{dots}'
        f'<text x="{x(0.5)}" y="{top + size + 36}" text-anchor="middle">把握</text></svg></div>'
        '<div><p class="note">点在虚线上，说明说有几成把握就真有几成对；在虚线下面，是太自信；在上面，是太谦虚。'
        "点越大，句子越多。</p>"
        f'<p class="note">平均差 <b>{found.calibration_error:.3f}</b>，越小越好。</p>'
        f"<table><thead><tr><th>把握</th><th>对的</th><th>句</th></tr></thead><tbody>{rows}</tbody></table>"
        "</div></div></section>"
    )


def _least_sure(heading: Heading, found: Findings) -> str:
    if not found.least_sure:
        return ""
    rows = "".join(
        f'<li><span class="said">{escape(one.text)}</span><span class="tags">'
        f'<span class="tag intent">{heading.title(one.expected)}</span>{_slice_tag(one)}'
        f"{_meter(one.confidence)}</span></li>"
        for one in found.least_sure
    )
    return (
        '<section id="least-sure"><h2>听对了，但最没把握</h2><p class="note">这些还没学牢：想想客户'
        "还会怎么说，给这个意图多写几句。评测的句子不要抄进训练数据，也不要照着改写，那样就量不出真本事了。</p>"
        f'<ul class="cases card">{rows}</ul></section>'
    )


# -- entities ----------------------------------------------------------------------------------


def _entities(found: Findings) -> str:
    one = found.entities
    if one is None:
        return ""
    head = '<section id="entities"><h2>没找对的数字和名称</h2>'
    if not one.misses:
        return f'{head}<div class="empty"><b>{one.hits} 处都找对了</b></div></section>'
    names = dict.fromkeys([*one.missed, *one.invented])
    rows = "".join(
        f"<li><b>{_entity(name)}</b>{_number('漏掉', one.missed.get(name, 0))}"
        f"{_number('多找', one.invented.get(name, 0))}</li>"
        for name in names
    )
    sentences = "".join(_miss(miss) for miss in one.misses)
    return (
        f'{head}<p class="note">{one.sentences} 句里找对 {one.hits} 处，漏掉 {sum(one.missed.values())} 处，'
        f'多找 {sum(one.invented.values())} 处。</p><ul class="kinds card">{rows}</ul>'
        f'<details class="plain"><summary>{len(one.misses)} 个句子</summary>'
        f'<ul class="cases">{sentences}</ul></details></section>'
    )


def _number(what: str, number: int) -> str:
    return f"<span>{what} {number}</span>" if number else ""


def _miss(miss: EntityMiss) -> str:
    tags = [
        *(_entity_tag("漏掉", "declined", one) for one in miss.missed),
        *(_entity_tag("多找", "wrong", one) for one in miss.invented),
    ]
    marked = _marked(miss.text, [stretch for _, stretch in miss.missed])
    return f'<li><span class="said">{marked}</span><span class="tags">{"".join(tags)}</span></li>'


def _entity_tag(what: str, kind: str, one: tuple[str, str]) -> str:
    return f'<span class="tag {kind}">{what} {_entity(one[0])}：{escape(one[1])}</span>'


def _entity(name: str) -> str:
    return escape(ENTITIES.get(name, name))


def _marked(text: str, stretches: Iterable[str]) -> str:
    """The text with the first place of each stretch marked; of those that overlap, the longer."""
    spans: list[tuple[int, int]] = []
    for one in sorted(stretches, key=len, reverse=True):
        start = text.find(one)
        end = start + len(one)
        if start >= 0 and all(end <= first or last <= start for first, last in spans):
            spans.append((start, end))
    told, place = "", 0
    for start, end in sorted(spans):
        told += f"{escape(text[place:start])}<mark>{escape(text[start:end])}</mark>"
        place = end
    return told + escape(text[place:])


_STYLE = """
:root{--ink:#12303a;--ink-2:#435d66;--paper:#fff;--mist:#f1f5f4;--line:#d9e3e2;--river:#0d5c63;
--river-soft:#e2efee;--heat:#c2571a;--on-heat:#fff;--right:#2f8a90;--asked:#e0a53a;--declined:#9aabb0;
--wrong:#c2452d;--wrong-ink:#a3321c;--wrong-soft:#fdeae4;--asked-ink:#7a4800;--asked-soft:#fff3dd;
--right-ink:#0d5c63;--right-soft:#e2efee;--grey-soft:#eaf0ef;--mark:#ffe2a3}
@media(prefers-color-scheme:dark){:root{--ink:#e3eeee;--ink-2:#a3b8bb;--paper:#12262c;--mist:#0a191e;
--line:#294047;--river:#7cc4c6;--river-soft:#17383d;--heat:#f0914e;--on-heat:#1b0d04;--right:#4fa9ac;
--asked:#dba13c;--declined:#6c8186;--wrong:#e2705a;--wrong-ink:#ffb3a3;--wrong-soft:#43211b;
--asked-ink:#ffd88f;--asked-soft:#3f2f12;--right-ink:#9fdcdc;--right-soft:#17383d;--grey-soft:#1d343a;
--mark:#6b4a00}}
*{box-sizing:border-box}
html{scroll-behavior:smooth;-webkit-text-size-adjust:100%}
@media(prefers-reduced-motion:reduce){html{scroll-behavior:auto}}
body{margin:0;background:var(--mist);color:var(--ink);font:16px/1.6 'PingFang SC','HarmonyOS Sans SC',
'Microsoft YaHei','Noto Sans CJK SC','Noto Sans SC',system-ui,sans-serif}
header{background:linear-gradient(115deg,#07303a,#0d5c63 70%,#2f8a90);color:#fff}
.inner,main{max-width:1120px;margin:0 auto;padding:0 24px}
.inner{padding-top:36px;padding-bottom:32px}
h1{margin:0;font-size:30px;letter-spacing:.04em}
header p{margin:8px 0 0;color:#d7ebea}
.meta{display:flex;flex-wrap:wrap;gap:4px 20px;font-size:14px}
.meta span{overflow-wrap:anywhere}
main{padding-top:8px;padding-bottom:64px}
section{margin-top:36px}
h2{margin:0 0 8px;font-size:21px}
.note{margin:0 0 14px;color:var(--ink-2);max-width:46em}
.note b{color:var(--ink)}
.legend{display:flex;flex-wrap:wrap;gap:4px 18px;margin:0 0 14px;padding:0;list-style:none;color:var(--ink-2);
font-size:14px}
.legend b{color:var(--ink);font-weight:500}
.legend i{display:inline-block;width:12px;height:12px;border-radius:3px;margin-right:6px;vertical-align:-1px}
i.right{background:var(--right)}i.asked{background:var(--asked)}i.declined{background:var(--declined)}
i.wrong{background:var(--wrong)}
.tiles{display:grid;grid-template-columns:repeat(auto-fill,minmax(232px,1fr));gap:14px}
.tile,details,.card,.empty,.intents,.two,.scroll{background:var(--paper);border:1px solid var(--line);
border-radius:14px}
.tile{padding:16px 18px}
.tile h3{margin:0;font-size:15px;font-weight:500;color:var(--ink-2)}
.share{margin:2px 0 10px;color:var(--ink-2);font-size:14px}
.share strong{font-size:30px;line-height:1.2;color:var(--ink);font-variant-numeric:tabular-nums;margin-right:2px}
.parts{display:flex;gap:2px;height:10px}
.parts i{flex:0 0 3px;border-radius:2px}
.told{margin:10px 0 0;font-size:13px;line-height:1.5;color:var(--ink-2)}
.scroll{overflow-x:auto;padding:12px}
.heatmap{display:block;width:100%;height:auto;margin:0 auto}
.heatmap text,.calibration text{font-size:12px;fill:var(--ink-2)}
.heatmap .name{text-anchor:end;fill:var(--ink)}
.heatmap .up{text-anchor:start}
.heatmap .number{text-anchor:middle;fill:var(--ink);font-weight:600;font-variant-numeric:tabular-nums}
.heatmap .strong{fill:var(--on-heat)}
.heatmap .heat{fill:var(--heat)}
.heatmap .same{fill:var(--grey-soft)}
.heatmap a:hover .heat,.heatmap a:focus .heat{stroke:var(--ink);stroke-width:2}
.grid line,.gridline{stroke:var(--line);stroke-width:1}
details,.cases li{scroll-margin-top:12px}
details{margin-top:10px}
.cases li:target{background:var(--asked-soft)}
.said small{display:flex;font-size:13px;color:var(--ink-2)}
.said small b{font-weight:500}
details:target{border-color:var(--heat);box-shadow:0 0 0 2px var(--heat)}
summary{display:flex;align-items:center;justify-content:space-between;gap:12px;padding:12px 18px;cursor:pointer;
list-style:none}
summary::-webkit-details-marker{display:none}
summary:focus-visible,a:focus-visible,.scroll:focus-visible{outline:3px solid #f4a73b;outline-offset:2px;border-radius:14px}
.pair{display:flex;flex-wrap:wrap;align-items:baseline;gap:2px 10px}
.arrow{color:var(--ink-2);font-size:13px}
.arrow::after{content:' →'}
.got{color:var(--wrong-ink)}
.count{white-space:nowrap;color:var(--ink-2);font-size:14px}
.count::after{content:'▾';display:inline-block;margin-left:8px;transition:transform .15s}
details:not([open]) .count::after{transform:rotate(-90deg)}
.plain>summary{justify-content:flex-start;color:var(--river);font-weight:500}
.plain>summary::before{content:'▸';display:inline-block}
.plain[open]>summary::before{transform:rotate(90deg)}
.plain>p{margin:0;padding:0 18px 16px;color:var(--ink-2)}
.cases{margin:0;padding:0 18px;list-style:none}
details .cases{border-top:1px solid var(--line)}
.cases li{display:flex;align-items:center;justify-content:space-between;gap:6px 20px;padding:9px 0;
border-top:1px solid var(--line)}
.cases li:first-child{border-top:0}
.said{overflow-wrap:anywhere;min-width:0}
.tags{display:flex;flex:none;align-items:center;gap:8px;max-width:60%;flex-wrap:wrap;justify-content:flex-end}
.tag{padding:1px 9px;border-radius:99px;background:var(--grey-soft);color:var(--ink-2);font-size:13px}
.tag.wrong{background:var(--wrong-soft);color:var(--wrong-ink)}
.tag.asked{background:var(--asked-soft);color:var(--asked-ink)}
.tag.right,.tag.intent{background:var(--right-soft);color:var(--right-ink)}
.meter,.track{display:inline-block;height:8px;border-radius:4px;background:var(--grey-soft);overflow:hidden}
.sure{display:inline-flex;align-items:center;gap:4px;white-space:nowrap}
.meter{width:64px}
.meter i,.track i{display:block;height:100%;border-radius:4px;background:var(--river)}
.value{width:2.9em;text-align:right;font-size:13px;color:var(--ink-2);font-variant-numeric:tabular-nums}
mark{background:var(--mark);color:inherit;border-radius:3px;padding:0 1px}
.intents{display:grid;grid-template-columns:1fr 1fr;gap:0 40px;margin:0;padding:8px 18px;list-style:none}
.intents li{display:flex;align-items:center;gap:14px;padding:9px 0}
.who{flex:0 0 10em;line-height:1.35}
.who small{display:block;color:var(--ink-2);font-size:12px}
.bars{flex:1;min-width:0}
.bar{display:flex;align-items:center;gap:8px}
.bar em{font-style:normal;font-size:12px;color:var(--ink-2)}
.track{flex:1;height:10px}
.track .recall{background:var(--right)}
.track .precision{background:var(--asked)}
.two{display:grid;grid-template-columns:minmax(260px,420px) 1fr;gap:12px 36px;padding:18px;align-items:start}
.calibration{width:100%;height:auto;display:block}
.calibration .ideal{stroke:var(--declined);stroke-width:1.5;stroke-dasharray:5 5}
.calibration polyline{fill:none;stroke:var(--river);stroke-width:2}
.calibration circle{fill:var(--right);fill-opacity:.85;stroke:var(--paper);stroke-width:2}
table{border-collapse:collapse;font-variant-numeric:tabular-nums;font-size:14px}
th,td{padding:4px 18px 4px 0;text-align:right;font-weight:400;border-bottom:1px solid var(--line)}
thead th{color:var(--ink-2)}
tbody tr:last-child>*{border-bottom:0}
.kinds{display:grid;grid-template-columns:repeat(auto-fill,minmax(210px,1fr));gap:4px 28px;margin:0;padding:14px 18px;
list-style:none}
.kinds li{display:flex;gap:12px;font-variant-numeric:tabular-nums}
.kinds b{flex:1;font-weight:500}
.kinds span{color:var(--ink-2);font-size:14px}
.empty{padding:34px 24px;text-align:center;color:var(--ink-2)}
.empty b{font-size:19px;color:var(--right-ink)}
.empty p{margin:4px 0 0}
@media(max-width:720px){
.inner,main{padding-left:14px;padding-right:14px}
.inner{padding-top:26px;padding-bottom:22px}
h1{font-size:25px}
.tiles{grid-template-columns:1fr 1fr;gap:10px}
.tile{padding:13px 14px}
.share strong{font-size:25px;display:block}
.cases,summary{padding-left:14px;padding-right:14px}
.cases li{flex-direction:column;align-items:flex-start}
.tags{max-width:100%;justify-content:flex-start}
.intents{grid-template-columns:1fr;padding:8px 14px}
.who{flex-basis:7.2em}
.two{grid-template-columns:1fr;padding:14px}
.plain>p{padding:0 14px 14px}
}
@media print{body{background:#fff}.tile,details,.card,.two,.intents{break-inside:avoid}}
"""
