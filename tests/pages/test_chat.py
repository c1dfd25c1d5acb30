"""Sending and receiving in the widget, also when things break."""

from __future__ import annotations

import re

from playwright.sync_api import Page, Route, WebSocketRoute, expect

from tests.pages.browser import INPUT, LAUNCHER, say
from tests.pages.conftest import NewPage
from tests.pages.site import Site


def lines(page: Page) -> list[str]:
    """What the conversation shows, in order, without whose it is."""
    shown: list[str] = page.locator(".line .words").all_inner_texts()
    return shown


def widget(new_page: NewPage, site: Site, **size: int) -> Page:
    page = new_page(**(size or {"width": 400, "height": 800}))
    page.goto(f"{site.url}/widget")
    expect(page.locator(".widget")).to_have_attribute("data-connection", "online")
    return page


def test_a_message_is_stored_and_answered(new_page: NewPage, site: Site) -> None:
    page = widget(new_page, site)
    expect(page.get_by_role("heading", name="您好，我是小灯")).to_be_visible()
    say(page, "你好")
    expect(page.locator("[data-sender=bot] .words")).to_have_text("收到：你好")
    expect(page.locator(".receipt")).to_have_text(re.compile("已送达"))
    assert lines(page) == ["你好", "收到：你好"]


def test_first_questions_are_one_tap_away(new_page: NewPage, site: Site) -> None:
    page = widget(new_page, site)
    page.get_by_role("button", name="查我的电费").click()
    expect(page.get_by_text("收到：查我的电费")).to_be_visible()
    expect(page.get_by_role("button", name="查我的电费")).to_have_count(0)


def test_typing_shows_while_the_answer_is_made(new_page: NewPage, site: Site) -> None:
    page = widget(new_page, site)
    site.engine.hold.clear()
    try:
        say(page, "你好")
        expect(page.locator(".Typing")).to_be_visible()
    finally:
        site.engine.hold.set()
    expect(page.get_by_text("收到：你好")).to_be_visible()
    expect(page.locator(".Typing")).to_have_count(0)


def test_buttons_answer_once_and_spent_ones_are_gone(new_page: NewPage, site: Site) -> None:
    page = widget(new_page, site)
    say(page, "按钮")
    choice = page.get_by_role("button", name="是的，查这个月")
    choice.click()
    expect(page.get_by_text('收到：/affirm{"offer":"bill"}')).to_be_visible()
    # The customer's line is the button's title, the payload went to the engine.
    assert lines(page)[-2] == "是的，查这个月"
    expect(choice).to_have_count(0)
    expect(page.get_by_role("button", name="不用了")).to_have_count(0)
    # A question of its own stays usable.
    page.get_by_role("button", name="查余额").click()
    expect(page.get_by_text("收到：/query_balance")).to_be_visible()


def test_history_is_there_after_a_reload(new_page: NewPage, site: Site) -> None:
    page = widget(new_page, site)
    say(page, "卡片 bill")
    expect(page.locator(".fact-card")).to_be_visible()
    before = lines(page)
    page.reload()
    expect(page.locator(".fact-card")).to_be_visible()
    assert lines(page) == before


def test_ending_the_talk_begins_an_empty_one(new_page: NewPage, site: Site) -> None:
    page = widget(new_page, site)
    say(page, "你好")
    expect(page.get_by_text("收到：你好")).to_be_visible()
    page.get_by_role("button", name="结束对话").click()
    page.get_by_role("button", name="结束并清除").click()
    expect(page.get_by_role("button", name="查我的电费")).to_be_visible()
    page.reload()
    expect(page.get_by_role("button", name="查我的电费")).to_be_visible()
    assert lines(page) == []


def test_the_gateway_dies_and_comes_back(new_page: NewPage, site: Site) -> None:
    page = widget(new_page, site)
    say(page, "之前")
    expect(page.get_by_text("收到：之前")).to_be_visible()
    site.stop()
    try:
        expect(page.get_by_text("连接断开了")).to_be_visible()
        expect(page.get_by_role("button", name="转人工")).to_be_enabled()
        say(page, "断线时写的")
        say(page, "还有一句")
        expect(page.locator("[data-state=sending]")).to_have_count(2)
    finally:
        site.start()
    expect(page.get_by_text("收到：还有一句")).to_be_visible(timeout=30_000)
    expect(page.get_by_text("连接断开了")).to_have_count(0)
    said = lines(page)
    assert sorted(said) == sorted(
        ["之前", "收到：之前", "断线时写的", "收到：断线时写的", "还有一句", "收到：还有一句"]
    )
    assert said.index("断线时写的") < said.index("还有一句")
    page.reload()
    expect(page.get_by_text("收到：还有一句")).to_be_visible()
    assert lines(page) == said


def test_a_lost_acknowledgement_doubles_nothing(new_page: NewPage, site: Site) -> None:
    page = widget(new_page, site)
    ids: list[str] = []

    def lose(route: Route) -> None:
        if route.request.method != "POST":
            route.continue_()
            return
        ids.append(str(route.request.post_data_json["client_msg_id"]))
        if len(ids) > 1:
            route.continue_()
            return
        route.fetch()  # it is stored, but nobody hears of it
        route.abort()

    page.route("**/api/chat/messages*", lose)
    say(page, "只说一次")
    expect(page.get_by_text("收到：只说一次")).to_be_visible()
    expect(page.locator("[data-state=stored]")).to_be_visible()
    assert lines(page) == ["只说一次", "收到：只说一次"]
    assert len(set(ids)) == 1
    assert sum(turn.get("text") == "只说一次" for turn in site.engine.turns) == 1


def test_without_sockets_it_polls(new_page: NewPage, site: Site) -> None:
    page = new_page(400, 800)

    def refuse(socket: WebSocketRoute) -> None:
        socket.close(code=1011, reason="no sockets here")

    page.route_web_socket(re.compile("/api/chat/socket"), refuse)
    page.goto(f"{site.url}/widget")
    expect(page.locator(".widget")).to_have_attribute("data-connection", "polling", timeout=20_000)
    say(page, "你好")
    expect(page.get_by_text("收到：你好")).to_be_visible()


def test_a_service_that_is_down_from_the_start_is_told(new_page: NewPage, site: Site) -> None:
    page = new_page(360, 740)
    page.route(
        "**/api/chat/sessions",
        lambda route: route.fulfill(
            status=503,
            json={"code": "x", "message": "现在连不上。", "hint": "着急请拨打 0579-0000-0000。"},
        ),
    )
    page.goto(f"{site.url}/widget")
    banner = page.locator(".banner-off")
    expect(banner).to_contain_text("现在连不上。")
    expect(banner.get_by_role("link")).to_have_attribute("href", "tel:057900000000")
    page.get_by_role("button", name="查我的电费").click()
    expect(page.locator("[data-state=sending]")).to_be_visible()
    page.unroute("**/api/chat/sessions")
    expect(page.get_by_text("收到：查我的电费")).to_be_visible(timeout=30_000)
    expect(banner).to_have_count(0)


def test_a_refused_message_says_why_and_can_be_sent_again(new_page: NewPage, site: Site) -> None:
    page = widget(new_page, site)
    page.route(
        "**/api/chat/messages",
        lambda route: route.fulfill(
            status=422, json={"code": "x", "message": "现在不能发送。", "hint": "请稍后再试。"}
        ),
    )
    say(page, "你好")
    failed = page.locator("[data-state=failed]")
    expect(failed).to_contain_text("现在不能发送。请稍后再试。")
    page.unroute("**/api/chat/messages")
    page.get_by_role("button", name="重发").click()
    expect(page.get_by_text("收到：你好")).to_be_visible()
    expect(failed).to_have_count(0)


def test_urgent_words_show_though_nothing_can_be_stored(new_page: NewPage, site: Site) -> None:
    page = widget(new_page, site)
    reply = {"sender": "system", "type": "text", "text": "请立即远离，拨打119。", "buttons": []}
    page.route(
        "**/api/chat/messages",
        lambda route: route.fulfill(
            status=503,
            json={"code": "storage_unavailable", "message": "存不了。", "hint": "", "reply": reply},
        ),
    )
    say(page, "电线着火了")
    expect(page.locator(".line-urgent")).to_contain_text("请立即远离，拨打119。")
    page.unroute("**/api/chat/messages")


def test_a_person_is_one_step_away(new_page: NewPage, site: Site) -> None:
    page = widget(new_page, site)
    page.get_by_role("button", name="转人工").click()
    expect(page.locator("[data-sender=system]")).to_contain_text(re.compile(r"MD\d{8}-\d{4}"))


def test_the_privacy_notice_opens_from_the_message(new_page: NewPage, site: Site) -> None:
    page = widget(new_page, site)
    say(page, "隐私")
    page.locator("[data-sender=bot]").get_by_role("button", name="《隐私说明》").click()
    dialog = page.get_by_role("dialog", name="隐私说明")
    expect(dialog).to_contain_text("您的权利")
    page.keyboard.press("Escape")
    expect(dialog).to_be_hidden()
    page.get_by_role("button", name="同意", exact=True).click()
    expect(page.get_by_text("收到：/affirm")).to_be_visible()


def test_the_notice_may_be_named_as_a_link(new_page: NewPage, site: Site) -> None:
    page = widget(new_page, site)
    say(page, "告知全文")
    answer = page.locator("[data-sender=bot] .words")
    expect(answer).to_have_text("您同意吗？（告知全文，2026-11 版）")
    answer.get_by_role("button", name="告知全文").click()
    expect(page.get_by_role("dialog", name="隐私说明")).to_be_visible()


def test_text_is_text_and_links_are_safe(new_page: NewPage, site: Site) -> None:
    page = widget(new_page, site)
    say(page, "<b>粗</b><script>alert(1)</script>")
    own = page.locator("[data-sender=customer] .words")
    expect(own).to_have_text("<b>粗</b><script>alert(1)</script>")
    assert own.locator("b, script").count() == 0
    say(page, "链接")
    answer = page.locator("[data-sender=bot]").last
    expect(answer).to_contain_text("<img src=x onerror=alert(1)>")
    links = answer.get_by_role("link")
    assert [link.get_attribute("href") for link in links.all()] == [
        "https://example.com/a?b=1",
        "tel:057900000000",
    ]
    assert {link.get_attribute("rel") for link in links.all()} == {"noopener noreferrer"}
    # The image of another origin isn't even asked for: the fixture watches the requests.
    expect(answer.locator("img")).to_have_count(0)


def test_long_text_unfolds(new_page: NewPage, site: Site) -> None:
    page = widget(new_page, site)
    say(page, "长")
    page.get_by_role("button", name="展开全文").click()
    expect(page.locator("[data-sender=bot] .words")).to_have_text(
        "这是一段很长的说明，一句接一句，没有尽头。" * 60
    )


def test_a_long_answer_is_shown_from_its_beginning(new_page: NewPage, site: Site) -> None:
    page = widget(new_page, site, width=390, height=560)
    for text in ("一", "二", "三", "四", "五"):
        say(page, text)
        expect(page.get_by_text(f"收到：{text}")).to_be_in_viewport()
    say(page, "卡片 bill_change")
    expect(page.get_by_text("卡片 bill_change")).to_be_in_viewport()
    expect(page.locator(".fact-card h3")).to_be_in_viewport()
    expect(page.locator(".reasons li").last).not_to_be_in_viewport()
    page.get_by_role("button", name="往下看").click()
    expect(page.locator(".reasons li").last).to_be_in_viewport()
    expect(page.get_by_role("button", name="往下看")).to_have_count(0)
    # Who reads further up is left there and told of what is new.
    site.engine.hold.clear()
    try:
        say(page, "六")
        expect(page.locator(".Typing")).to_be_visible()
        page.locator(".talk-scroll").evaluate("list => list.scrollTo(0, 0)")
        expect(page.get_by_role("heading", name="您好，我是小灯")).to_be_in_viewport()
    finally:
        site.engine.hold.set()
    page.get_by_role("button", name="新消息").click()
    expect(page.get_by_text("收到：六")).to_be_in_viewport()


def test_the_usage_chart_can_be_read_without_seeing_it(new_page: NewPage, site: Site) -> None:
    page = widget(new_page, site)
    say(page, "卡片 usage")
    chart = page.get_by_role("img", name=re.compile("近11个月用电量柱状图，最高是2026年8月"))
    expect(chart).to_be_visible()
    page.get_by_text("查看具体数字").press("Enter")
    table = page.get_by_role("table", name="近11个月用电量")
    expect(table.get_by_role("row")).to_have_count(12)
    expect(table.get_by_role("row", name="2026年8月")).to_contain_text("463")


def test_large_text_is_remembered(new_page: NewPage, site: Site) -> None:
    page = widget(new_page, site)
    size = "() => parseFloat(getComputedStyle(document.documentElement).fontSize)"
    normal = page.evaluate(size)
    page.get_by_role("button", name="大字").click()
    assert page.evaluate(size) > normal
    page.reload()
    expect(page.get_by_role("button", name="大字")).to_have_attribute("aria-pressed", "true")
    assert page.evaluate(size) > normal


def test_unread_answers_show_on_the_launcher(new_page: NewPage, site: Site) -> None:
    page = new_page()
    page.goto(site.url)
    page.get_by_role("button", name=LAUNCHER).click()
    chat = page.frame_locator("iframe")
    site.engine.hold.clear()
    try:
        say(chat, "你好")
        expect(chat.locator("[data-state=stored]")).to_be_visible()
        chat.get_by_role("button", name="关闭对话窗口").click()
        expect(page.get_by_role("button", name=LAUNCHER)).to_be_focused()
    finally:
        site.engine.hold.set()
    badge = page.get_by_role("button", name=f"{LAUNCHER}，1 条未读")
    expect(badge).to_be_visible()
    page.reload()
    expect(badge).to_be_visible()
    badge.click()
    expect(page.frame_locator("iframe").get_by_text("收到：你好")).to_be_visible()
    page.frame_locator("iframe").get_by_label(INPUT).press("Escape")
    expect(page.get_by_role("button", name=LAUNCHER, exact=True)).to_be_visible()


def test_two_windows_of_one_customer_show_the_same(new_page: NewPage, site: Site) -> None:
    first = widget(new_page, site)
    second = first.context.new_page()
    second.goto(f"{site.url}/widget")
    expect(second.locator(".widget")).to_have_attribute("data-connection", "online")
    say(first, "你好")
    expect(second.get_by_text("收到：你好")).to_be_visible()
    assert lines(second) == ["你好", "收到：你好"]
