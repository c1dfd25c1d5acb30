"""One example of every card, as the services make them."""

from __future__ import annotations

from typing import Any

ACCOUNT = {"number_masked": "330900****", "address_masked": "听潮社区听潮苑***"}
PRICE = {
    "title": "浙江居民生活用电阶梯电价（一户一表，不满1千伏）",
    "valid_from": "2012-07-01",
    "source": "cc01cc/Eru 引用浙江省通知",
    "grade": "G",
    "checked_on": "2026-11-20",
    "note": "以当地最新公布为准。",
}
MONTHS = [
    ("2025-12", "2025年12月", "232", "160", "72"),
    ("2026-01", "2026年1月", "268.5", "181.5", "87"),
    ("2026-02", "2026年2月", "251", "166", "85"),
    ("2026-03", "2026年3月", "189", "128", "61"),
    ("2026-04", "2026年4月", "163", "112", "51"),
    ("2026-05", "2026年5月", "171", "118", "53"),
    ("2026-06", "2026年6月", "248", "165", "83"),
    ("2026-07", "2026年7月", "421", "272", "149"),
    ("2026-08", "2026年8月", "463", "297", "166"),
    ("2026-09", "2026年9月", "322", "208", "114"),
    ("2026-10", "2026年10月", "186", "127", "59"),
]

CARDS: dict[str, dict[str, Any]] = {
    "bill": {
        "schema": "bill",
        "account": ACCOUNT,
        "month": "2026-08",
        "label": "2026年8月",
        "start": "2026-08-01",
        "end": "2026-08-31",
        "days": 31,
        "kwh": "463",
        "amount": "256.04",
        "paid_amount": "100.00",
        "status": "overdue",
        "due_on": "2026-09-20",
        "late_fee": "9.83",
        "lines": [
            {"label": "第一档", "kwh": "324", "unit_price": "0.5380", "amount": "174.31"},
            {"label": "第二档", "kwh": "139", "unit_price": "0.5880", "amount": "81.73"},
        ],
        "price": PRICE,
        "notes": ["本月跨过第一档，超出部分按第二档计价。"],
    },
    "bill_list": {
        "schema": "bill_list",
        "account": ACCOUNT,
        "label": "2026年6月至9月",
        "items": [
            {"month": "2026-06", "label": "6月", "kwh": "248", "amount": "133.42", "status": "paid"},
            {"month": "2026-07", "label": "7月", "kwh": "421", "amount": "226.50", "status": "paid"},
            {"month": "2026-08", "label": "8月", "kwh": "463", "amount": "256.04",
             "status": "overdue"},
            {"month": "2026-09", "label": "9月", "kwh": "322", "amount": "189.34",
             "status": "unpaid"},
        ],
        "total_kwh": "1454",
        "total_amount": "805.30",
    },
    "bill_change": {
        "schema": "bill_change",
        "account": ACCOUNT,
        "current": {"label": "2026年8月", "kwh": "463", "amount": "256.04", "days": 31},
        "comparisons": [
            {
                "label": "和上个月比",
                "base": {"label": "2026年7月", "kwh": "421", "amount": "226.50", "days": 31},
                "change": "29.54",
                "parts": [
                    {"factor": "usage", "label": "用得更多", "amount": "22.59",
                     "sentence": "每天平均用电从13.6度变成14.9度，多花22.59元。"},
                    {"factor": "tier", "label": "进入更高一档", "amount": "6.95",
                     "sentence": "有139度进入第二档，每度多0.05元，多花6.95元。"},
                ],
            },
            {
                "label": "和去年8月比",
                "base": {"label": "2025年8月", "kwh": "498", "amount": "276.10", "days": 31},
                "change": "-20.06",
                "parts": [
                    {"factor": "usage", "label": "用得更少", "amount": "-18.83",
                     "sentence": "每天平均少用1.1度，少花18.83元。"},
                    {"factor": "tier", "label": "第二档电量减少", "amount": "-1.23",
                     "sentence": "第二档电量减少，少花1.23元。"},
                ],
            },
        ],
    },
    "usage": {
        "schema": "usage",
        "account": ACCOUNT,
        "label": "近11个月",
        "granularity": "month",
        "points": [
            {"date": f"{month}-01", "label": label, "kwh": kwh, "peak_kwh": peak,
             "valley_kwh": valley, **({"estimated": True} if month == "2026-10" else {})}
            for month, label, kwh, peak, valley in MONTHS
        ],
        "total_kwh": "2914.5",
        "average_kwh": "264.95",
        "peak_kwh": "1934.5",
        "valley_kwh": "980",
    },
    "tiers": {
        "schema": "tiers",
        "account": ACCOUNT,
        "label": "2026年",
        "year": 2026,
        "cycle": "year",
        "used_kwh": "2682.5",
        "steps": [
            {"tier": 1, "from_kwh": "0", "to_kwh": "2760", "price": "0.5380"},
            {"tier": 2, "from_kwh": "2760", "to_kwh": "4800", "price": "0.5880"},
            {"tier": 3, "from_kwh": "4800", "price": "0.8380"},
        ],
        "current_tier": 1,
        "left_in_tier_kwh": "77.5",
        "next_kwh_price": "0.5380",
        "projected_kwh": "3120",
        "projected_tier": 2,
        "price": PRICE,
    },
    "prices": {
        "schema": "prices",
        "title": "居民峰谷电价",
        "region": "浙江",
        "rows": [
            {"label": "第一档 峰", "tier": 1, "band": "peak", "from_kwh": "0", "to_kwh": "2760",
             "price": "0.5680"},
            {"label": "第一档 谷", "tier": 1, "band": "valley", "from_kwh": "0", "to_kwh": "2760",
             "price": "0.2880"},
            {"label": "第二档 峰", "tier": 2, "band": "peak", "from_kwh": "2760",
             "to_kwh": "4800", "price": "0.6180"},
            {"label": "第二档 谷", "tier": 2, "band": "valley", "from_kwh": "2760",
             "to_kwh": "4800", "price": "0.3380"},
            {"label": "第三档 峰", "tier": 3, "band": "peak", "from_kwh": "4800",
             "price": "0.8680"},
            {"label": "第三档 谷", "tier": 3, "band": "valley", "from_kwh": "4800",
             "price": "0.5880"},
        ],
        "windows": [
            {"band": "peak", "label": "8:00–22:00"},
            {"band": "valley", "label": "22:00–次日8:00"},
        ],
        "price": PRICE,
    },
    "comparison": {
        "schema": "comparison",
        "account": ACCOUNT,
        "label": "2025年11月至2026年10月",
        "kwh": "3174.5",
        "options": [
            {"id": "flat", "label": "阶梯电价（不分峰谷）", "amount": "1728.61", "current": True,
             "available": True},
            {"id": "time_of_use", "label": "峰谷电价", "amount": "1531.22",
             "difference": "-197.39", "current": False, "available": True,
             "note": "谷段用得越多越省。"},
            {"id": "shared", "label": "合表电价", "amount": "1771.37", "difference": "42.76",
             "current": False, "available": False, "note": "只适用于合表用户。"},
        ],
        "price": PRICE,
        "valley_share": "0.34",
        "break_even_valley_share": "0.1071",
    },
    "balance": {
        "schema": "balance",
        "account": ACCOUNT,
        "payment_mode": "postpaid",
        "items": [
            {"month": "2026-08", "label": "2026年8月", "amount": "256.04", "unpaid": "156.04",
             "due_on": "2026-09-20", "days_overdue": 63, "late_fee": "9.83"},
            {"month": "2026-10", "label": "2026年10月", "amount": "100.07", "unpaid": "100.07",
             "due_on": "2026-11-25", "days_overdue": 0, "late_fee": "0.00"},
        ],
        "arrears": "156.04",
        "late_fee": "9.83",
        "total_due": "265.94",
        "as_of": "2026-11-22T10:00:00+08:00",
    },
    "late_fee": {
        "schema": "late_fee",
        "account": ACCOUNT,
        "items": [
            {"label": "2026年8月电费", "unpaid": "156.04", "from": "2026-09-21",
             "until": "2026-11-22", "days": 63, "rate": "1‰", "fee": "9.83", "capped": False},
        ],
        "total": "9.83",
        "rule": ["居民用户每日按欠费总额的1‰计算。", "违约金不计复利。"],
        "source": "《供电营业规则》",
    },
    "payments": {
        "schema": "payments",
        "account": ACCOUNT,
        "items": [
            {"paid_at": "2026-11-21T20:14:05+08:00", "amount": "100.00", "channel": "手机支付",
             "status": "pending", "reference_masked": "****3391"},
            {"paid_at": "2026-10-18T09:02:11+08:00", "amount": "189.34", "channel": "营业厅现金",
             "status": "posted", "posted_at": "2026-10-18T09:02:40+08:00",
             "bill_label": "2026年9月电费"},
        ],
    },
    "invoices": {
        "schema": "invoices",
        "account": ACCOUNT,
        "items": [
            {"month": "2026-09", "label": "2026年9月", "amount": "189.34", "status": "issued",
             "number": "26332000000012345678", "issued_on": "2026-10-19", "kind": "电子普通发票"},
            {"month": "2026-10", "label": "2026年10月", "amount": "100.07", "status": "none"},
        ],
    },
    "payment_ways": {
        "schema": "payment_ways",
        "online": [
            {"label": "手机支付", "how": "在支付应用的生活缴费里输入户号。"},
            {"label": "银行代扣", "how": "到银行签约后，每月自动扣款。"},
        ],
        "offline": [
            {"label": "营业厅", "how": "带上户号，现金或刷卡都可以。"},
        ],
        "note": "缴费后一般很快入账。",
        "first": "offline",
    },
    "accounts": {
        "schema": "accounts",
        "items": [
            {**ACCOUNT, "selected": True},
            {"number_masked": "330901****", "address_masked": "海棠湾社区***", "selected": False},
        ],
    },
    "readings": {
        "schema": "readings",
        "account": ACCOUNT,
        "label": "2026年10月",
        "items": [
            {
                "label": "2026年10月",
                "meter_masked": "****4471",
                "read_on": "2026-11-01",
                "method": "remote",
                "method_label": "远程抄表",
                "rows": [
                    {"label": "总", "previous": "18204.12", "current": "18390.12", "kwh": "186"},
                    {"label": "峰", "previous": "12100.50", "current": "12227.50", "kwh": "127"},
                    {"label": "谷", "previous": "6103.62", "current": "6162.62", "kwh": "59"},
                ],
            }
        ],
    },
    "request": {
        "schema": "request",
        "number": "MD20261122-0007",
        "title": "电费异议核查",
        "summary": "客户对2026年8月账单有异议，要求核查。",
        "created_at": "2026-11-22T10:00:00+08:00",
        "due_at": "2026-11-30T17:30:00+08:00",
        "status": "open",
    },
}
