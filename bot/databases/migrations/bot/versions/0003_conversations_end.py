"""Let conversations end, and keep how each message was understood."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from bot.databases.types import Moment

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    # Added in place: SQLite would drop a table that others refer to.
    op.add_column("conversations", sa.Column("ended_at", Moment(), nullable=True))
    op.add_column("inbox", sa.Column("understood", sa.JSON(), nullable=True))


def downgrade() -> None:
    op.drop_column("inbox", "understood")
    op.drop_column("conversations", "ended_at")
