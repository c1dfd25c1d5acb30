"""Create the tables."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from bot.databases.types import Moment, ScaledDecimal

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:

    op.create_table(
        "customers",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=128), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("customer_class", sa.String(length=16), nullable=False),
        sa.Column("grade", sa.String(length=16), nullable=False),
        sa.Column("tags", sa.String(length=255), nullable=False),
        sa.Column("birth_year", sa.Integer(), nullable=True),
        sa.Column("phone", sa.String(length=20), nullable=True),
        sa.Column("contact_preference", sa.String(length=16), nullable=False),
        sa.Column("quiet_hours", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_customers")),
    )
    op.create_index(op.f("ix_customers_phone"), "customers", ["phone"], unique=False)

    op.create_table(
        "demo_seeds",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("today", sa.Date(), nullable=False),
        sa.Column("scale", sa.Integer(), nullable=False),
        sa.Column("version", sa.String(length=16), nullable=False),
        sa.Column("finished", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_demo_seeds")),
    )
    op.create_table(
        "supply_stations",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=64), nullable=False),
        sa.Column("address", sa.String(length=128), nullable=False),
        sa.Column("phone", sa.String(length=20), nullable=True),
        sa.Column("opening_hours", sa.String(length=128), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_supply_stations")),
    )
    op.create_table(
        "areas",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("parent_id", sa.Integer(), nullable=True),
        sa.Column("level", sa.String(length=16), nullable=False),
        sa.Column("name", sa.String(length=64), nullable=False),
        sa.Column("supply_station_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["parent_id"], ["areas.id"], name=op.f("fk_areas_parent_id")),
        sa.ForeignKeyConstraint(
            ["supply_station_id"], ["supply_stations.id"], name=op.f("fk_areas_supply_station_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_areas")),
    )
    op.create_index(op.f("ix_areas_parent_id"), "areas", ["parent_id"], unique=False)
    op.create_index(
        op.f("ix_areas_supply_station_id"), "areas", ["supply_station_id"], unique=False
    )

    op.create_table(
        "accounts",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("number", sa.String(length=20), nullable=False),
        sa.Column("customer_id", sa.Integer(), nullable=False),
        sa.Column("area_id", sa.Integer(), nullable=False),
        sa.Column("address", sa.String(length=160), nullable=False),
        sa.Column("region", sa.String(length=16), nullable=False),
        sa.Column("tariff_class", sa.String(length=32), nullable=False),
        sa.Column("voltage", sa.String(length=16), nullable=False),
        sa.Column("capacity_kw", sa.Integer(), nullable=False),
        sa.Column("payment_mode", sa.String(length=16), nullable=False),
        sa.Column("time_of_use", sa.Boolean(), nullable=False),
        sa.Column("household_size", sa.Integer(), nullable=True),
        sa.Column("household_valid_until", sa.Date(), nullable=True),
        sa.Column("welfare", sa.String(length=16), nullable=True),
        sa.Column("opened_on", sa.Date(), nullable=False),
        sa.Column("closed_on", sa.Date(), nullable=True),
        sa.Column("status", sa.String(length=16), nullable=False),
        sa.Column("cut_off_at", Moment(), nullable=True),
        sa.Column("balance", ScaledDecimal(2), nullable=False),
        sa.Column("balance_as_of", Moment(), nullable=True),
        sa.ForeignKeyConstraint(["area_id"], ["areas.id"], name=op.f("fk_accounts_area_id")),
        sa.ForeignKeyConstraint(
            ["customer_id"], ["customers.id"], name=op.f("fk_accounts_customer_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_accounts")),
        sa.UniqueConstraint("number", name=op.f("uq_accounts_number")),
    )
    op.create_index(op.f("ix_accounts_area_id"), "accounts", ["area_id"], unique=False)
    op.create_index(op.f("ix_accounts_customer_id"), "accounts", ["customer_id"], unique=False)

    op.create_table(
        "bills",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("month", sa.Date(), nullable=False),
        sa.Column("period_start", sa.Date(), nullable=False),
        sa.Column("period_end", sa.Date(), nullable=False),
        sa.Column("kwh", ScaledDecimal(2), nullable=False),
        sa.Column("peak_kwh", ScaledDecimal(2), nullable=True),
        sa.Column("valley_kwh", ScaledDecimal(2), nullable=True),
        sa.Column("year_kwh_before", ScaledDecimal(2), nullable=False),
        sa.Column("price_set_id", sa.String(length=64), nullable=False),
        sa.Column("time_of_use", sa.Boolean(), nullable=False),
        sa.Column("household_size", sa.Integer(), nullable=True),
        sa.Column("welfare", sa.String(length=16), nullable=True),
        sa.Column("amount", ScaledDecimal(2), nullable=False),
        sa.Column("paid_amount", ScaledDecimal(2), nullable=False),
        sa.Column("issued_on", sa.Date(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("settled_on", sa.Date(), nullable=True),
        sa.Column("disputed", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["accounts.id"], name=op.f("fk_bills_account_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_bills")),
        sa.UniqueConstraint("account_id", "month", name=op.f("uq_bills_account_id_month")),
    )
    op.create_index(op.f("ix_bills_account_id"), "bills", ["account_id"], unique=False)
    op.create_index(op.f("ix_bills_month"), "bills", ["month"], unique=False)

    op.create_table(
        "meters",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("asset_number", sa.String(length=24), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("direction", sa.String(length=16), nullable=False),
        sa.Column("installed_on", sa.Date(), nullable=False),
        sa.Column("removed_on", sa.Date(), nullable=True),
        sa.Column("condition", sa.String(length=16), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["accounts.id"], name=op.f("fk_meters_account_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_meters")),
        sa.UniqueConstraint("asset_number", name=op.f("uq_meters_asset_number")),
    )
    op.create_index(op.f("ix_meters_account_id"), "meters", ["account_id"], unique=False)

    op.create_table(
        "payments",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("paid_at", Moment(), nullable=False),
        sa.Column("amount", ScaledDecimal(2), nullable=False),
        sa.Column("channel", sa.String(length=24), nullable=False),
        sa.Column("reference", sa.String(length=40), nullable=False),
        sa.Column("status", sa.String(length=16), nullable=False),
        sa.Column("posted_at", Moment(), nullable=True),
        sa.ForeignKeyConstraint(
            ["account_id"], ["accounts.id"], name=op.f("fk_payments_account_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_payments")),
        sa.UniqueConstraint("reference", name=op.f("uq_payments_reference")),
    )
    op.create_index(
        "ix_payments_account_id_paid_at", "payments", ["account_id", "paid_at"], unique=False
    )

    op.create_table(
        "bill_lines",
        sa.Column("bill_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=24), nullable=False),
        sa.Column("tier", sa.Integer(), nullable=True),
        sa.Column("band", sa.String(length=8), nullable=True),
        sa.Column("kwh", ScaledDecimal(2), nullable=True),
        sa.Column("unit_price", ScaledDecimal(8), nullable=True),
        sa.Column("amount", ScaledDecimal(2), nullable=False),
        sa.ForeignKeyConstraint(["bill_id"], ["bills.id"], name=op.f("fk_bill_lines_bill_id")),
        sa.PrimaryKeyConstraint("bill_id", "position", name=op.f("pk_bill_lines")),
    )
    op.create_table(
        "daily_readings",
        sa.Column("meter_id", sa.Integer(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("kwh", ScaledDecimal(2), nullable=False),
        sa.Column("peak_kwh", ScaledDecimal(2), nullable=True),
        sa.Column("valley_kwh", ScaledDecimal(2), nullable=True),
        sa.Column("quality", sa.String(length=16), nullable=False),
        sa.ForeignKeyConstraint(
            ["meter_id"], ["meters.id"], name=op.f("fk_daily_readings_meter_id")
        ),
        sa.PrimaryKeyConstraint("meter_id", "day", name=op.f("pk_daily_readings")),
    )
    op.create_table(
        "invoices",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("bill_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.String(length=24), nullable=False),
        sa.Column("title", sa.String(length=128), nullable=False),
        sa.Column("tax_number", sa.String(length=24), nullable=True),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("amount", ScaledDecimal(2), nullable=False),
        sa.Column("issued_on", sa.Date(), nullable=False),
        sa.Column("status", sa.String(length=16), nullable=False),
        sa.ForeignKeyConstraint(["bill_id"], ["bills.id"], name=op.f("fk_invoices_bill_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_invoices")),
        sa.UniqueConstraint("bill_id", name=op.f("uq_invoices_bill_id")),
        sa.UniqueConstraint("number", name=op.f("uq_invoices_number")),
    )
    op.create_table(
        "monthly_readings",
        sa.Column("meter_id", sa.Integer(), nullable=False),
        sa.Column("month", sa.Date(), nullable=False),
        sa.Column("read_on", sa.Date(), nullable=False),
        sa.Column("reading", ScaledDecimal(2), nullable=False),
        sa.Column("reading_peak", ScaledDecimal(2), nullable=True),
        sa.Column("reading_valley", ScaledDecimal(2), nullable=True),
        sa.Column("previous_reading", ScaledDecimal(2), nullable=False),
        sa.Column("previous_peak", ScaledDecimal(2), nullable=True),
        sa.Column("previous_valley", ScaledDecimal(2), nullable=True),
        sa.Column("method", sa.String(length=16), nullable=False),
        sa.ForeignKeyConstraint(
            ["meter_id"], ["meters.id"], name=op.f("fk_monthly_readings_meter_id")
        ),
        sa.PrimaryKeyConstraint("meter_id", "month", name=op.f("pk_monthly_readings")),
    )
    op.create_table(
        "payment_allocations",
        sa.Column("payment_id", sa.Integer(), nullable=False),
        sa.Column("bill_id", sa.Integer(), nullable=False),
        sa.Column("amount", ScaledDecimal(2), nullable=False),
        sa.Column("late_fee", ScaledDecimal(2), nullable=False),
        sa.ForeignKeyConstraint(
            ["bill_id"], ["bills.id"], name=op.f("fk_payment_allocations_bill_id")
        ),
        sa.ForeignKeyConstraint(
            ["payment_id"], ["payments.id"], name=op.f("fk_payment_allocations_payment_id")
        ),
        sa.PrimaryKeyConstraint("payment_id", "bill_id", name=op.f("pk_payment_allocations")),
    )
    op.create_index(
        op.f("ix_payment_allocations_bill_id"), "payment_allocations", ["bill_id"], unique=False
    )


def downgrade() -> None:

    op.drop_index(op.f("ix_payment_allocations_bill_id"), "payment_allocations")

    op.drop_table("payment_allocations")
    op.drop_table("monthly_readings")
    op.drop_table("invoices")
    op.drop_table("daily_readings")
    op.drop_table("bill_lines")
    op.drop_index("ix_payments_account_id_paid_at", "payments")

    op.drop_table("payments")
    op.drop_index(op.f("ix_meters_account_id"), "meters")

    op.drop_table("meters")
    op.drop_index(op.f("ix_bills_month"), "bills")
    op.drop_index(op.f("ix_bills_account_id"), "bills")

    op.drop_table("bills")
    op.drop_index(op.f("ix_accounts_customer_id"), "accounts")
    op.drop_index(op.f("ix_accounts_area_id"), "accounts")

    op.drop_table("accounts")
    op.drop_index(op.f("ix_areas_supply_station_id"), "areas")
    op.drop_index(op.f("ix_areas_parent_id"), "areas")

    op.drop_table("areas")
    op.drop_table("supply_stations")
    op.drop_table("demo_seeds")
    op.drop_index(op.f("ix_customers_phone"), "customers")

    op.drop_table("customers")
