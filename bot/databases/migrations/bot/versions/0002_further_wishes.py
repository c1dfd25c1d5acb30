"""Let inbox rows be further wishes of a message."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    # Added in place: made anew, SQLite's inbox would be dropped under the messages that refer to it.
    op.add_column("inbox", sa.Column("parent_id", sa.Integer(), nullable=True))


def downgrade() -> None:
    # The older version knows neither held wishes nor their place in the order.
    op.execute(
        "UPDATE inbox SET status = 'done' WHERE status = 'dropped' "
        "OR (parent_id IS NOT NULL AND status IN ('held', 'pending'))"
    )
    op.drop_column("inbox", "parent_id")
