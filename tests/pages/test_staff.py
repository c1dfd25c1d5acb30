"""The staff's list of requests."""

from __future__ import annotations

import re
import sqlite3
from collections import ChainMap

import pytest
from playwright.sync_api import Page, expect

from bot.domain import whole_domain
from bot.forms import load_forms
from tests.pages.browser import say
from tests.pages.conftest import NewPage
from tests.pages.site import STAFF, STAFF_PASSWORD, Site


def test_every_form_has_a_name_for_the_staff() -> None:
    domain = whole_domain()
    titles = ChainMap(*(form.titles for form in load_forms().values()))
    slots = [slot for form in domain["forms"].values() for slot in form["required_slots"]]
    for name in [*domain["forms"], *slots]:
        assert titles[name], name


def call_back(new_page: NewPage, site: Site, phone: str) -> str:
    """Have a customer ask for a person; the request's number."""
    page = new_page(400, 800)
    page.goto(f"{site.url}/widget")
    say(page, "我的户号是3309001018，电话是15412345678，想问电费")
    expect(page.locator("[data-sender=bot]")).to_have_count(1)
    page.get_by_role("button", name="转人工").click()
    answer = page.locator("[data-sender=system]").first
    expect(answer).to_contain_text("MD")
    found = re.search(r"MD\d{8}-\d{4}", answer.inner_text())
    assert found
    say(page, phone)
    expect(page.locator("[data-sender=system]")).to_have_count(2)
    return found[0]


def signed_in(new_page: NewPage, site: Site, **size: int) -> Page:
    page = new_page(**size)
    page.goto(f"{site.url}/requests")
    page.get_by_label("姓名").fill(STAFF)
    page.get_by_label("密码", exact=True).fill(STAFF_PASSWORD)
    page.get_by_role("button", name="登录").click()
    expect(page.get_by_role("heading", name="服务请求")).to_be_visible()
    expect(page.locator(".bar-count")).to_contain_text("条")
    return page


def test_a_wrong_password_is_told(new_page: NewPage, site: Site) -> None:
    page = new_page()
    page.goto(f"{site.url}/requests")
    page.get_by_label("姓名").fill(STAFF)
    page.get_by_label("密码", exact=True).fill("not the password")
    page.get_by_role("button", name="登录").click()
    expect(page.get_by_role("alert")).to_contain_text("姓名或密码不对")


def test_a_request_is_read_revealed_and_closed(new_page: NewPage, site: Site) -> None:
    phone = "15400004711"
    number = call_back(new_page, site, phone)
    page = signed_in(new_page, site)
    page.get_by_role("button", name=number).click()
    panel = page.get_by_role("dialog")
    expect(panel).to_contain_text("人工回电")
    expect(panel).to_contain_text("查电费账单")
    # Masked: neither phone nor account number of what the customer wrote.
    expect(panel.get_by_role("list", name="对话记录")).to_contain_text("想问电费")
    shown = panel.inner_text()
    for whole in (phone, "15412345678", "3309001018"):
        assert whole not in shown

    panel.get_by_role("button", name="查看完整").click()
    page.get_by_role("button", name="查看", exact=True).click()
    expect(panel).to_contain_text(phone)
    with sqlite3.connect(site.bot_db) as bot_db:
        deeds = bot_db.execute(
            "SELECT actor, deed FROM audit_entries WHERE subject = ?", (number,)
        ).fetchall()
    assert any(actor == STAFF and "reveal" in deed for actor, deed in deeds)

    panel.get_by_role("button", name="确认").click()
    expect(panel).to_contain_text("请写下怎样处理的")
    panel.get_by_label("办理说明").fill("已回电，客户满意。")
    panel.get_by_role("button", name="确认").click()
    expect(panel).to_contain_text("已办结")
    panel.get_by_role("button", name="关闭").click()
    expect(page.get_by_role("button", name=number)).to_have_count(0)
    page.get_by_title("已办结").click()
    expect(page.get_by_role("button", name=number)).to_be_visible()


def test_menus_and_questions_open_without_motion(new_page: NewPage, site: Site) -> None:
    number = call_back(new_page, site, "15400004716")
    page = new_page()
    page.emulate_media(reduced_motion="reduce")
    signed_in(lambda **_: page, site)
    page.get_by_label("按类型筛选").click()
    expect(page.get_by_title("人工回电")).to_be_in_viewport()
    page.get_by_title("人工回电").click()
    page.get_by_role("button", name=number).click()
    page.get_by_role("dialog").get_by_role("button", name="查看完整").click()
    expect(page.get_by_role("button", name="查看", exact=True)).to_be_in_viewport(ratio=1)


def test_overdue_requests_are_marked(new_page: NewPage, site: Site) -> None:
    number = call_back(new_page, site, "15400004712")
    with sqlite3.connect(site.bot_db) as bot_db:
        bot_db.execute(
            "UPDATE service_requests SET due_at = '2020-01-01 00:00:00.000000' WHERE number = ?",
            (number,),
        )
    page = signed_in(new_page, site)
    row = page.get_by_role("row").filter(has_text=number)
    expect(row.locator(".overdue")).to_contain_text("超时")
    expect(page.get_by_role("status").first).to_contain_text("条超时")


def test_filters_and_the_empty_list(new_page: NewPage, site: Site) -> None:
    call_back(new_page, site, "15400004713")
    page = signed_in(new_page, site)
    expect(page.locator(".number").first).to_be_visible()
    page.get_by_label("按类型筛选").click()
    page.get_by_title("发票申请").click()
    expect(page.get_by_text("没有符合条件的请求")).to_be_visible()


def test_an_error_is_told_and_can_be_tried_again(new_page: NewPage, site: Site) -> None:
    page = signed_in(new_page, site)
    page.route(
        "**/api/staff/requests*",
        lambda route: route.fulfill(
            status=503, json={"code": "x", "message": "暂时读不到。", "hint": "请稍后再试。"}
        ),
    )
    page.get_by_role("button", name="刷新").click()
    expect(page.get_by_role("alert")).to_contain_text("暂时读不到。")
    page.unroute("**/api/staff/requests*")
    page.get_by_role("button", name="重试").click()
    expect(page.get_by_role("alert")).to_have_count(0)


def test_signing_out_and_an_ended_session(new_page: NewPage, site: Site) -> None:
    page = signed_in(new_page, site)
    page.context.clear_cookies()
    page.get_by_role("button", name="刷新").click()
    expect(page.get_by_role("alert")).to_contain_text("登录已过期")
    page = signed_in(new_page, site)
    page.get_by_role("button", name="退出").click()
    expect(page.get_by_label("姓名")).to_be_visible()
    page.reload()
    expect(page.get_by_label("姓名")).to_be_visible()


@pytest.mark.parametrize("width", [390])
def test_the_list_fits_a_phone(new_page: NewPage, site: Site, width: int) -> None:
    number = call_back(new_page, site, "15400004714")
    page = signed_in(new_page, site, width=width, height=800)
    page.get_by_role("button", name=re.compile(number)).click()
    expect(page.get_by_role("heading", name="办结")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.get_by_role("button", name="关闭").click()
    # On its side a table would leave a column of single characters for what was asked.
    page.set_viewport_size({"width": 844, "height": 390})
    asked = page.locator(".card .summary").first
    expect(asked).to_be_visible()
    room = asked.bounding_box()
    assert room is not None
    assert room["width"] > 300
