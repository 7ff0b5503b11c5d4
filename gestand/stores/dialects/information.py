"""What MariaDB is asked of the schema of a database: its information schema knows."""

from __future__ import annotations

import sqlalchemy as sa

COLUMNS = sa.text(
    "SELECT table_name, column_name, column_type, character_set_name, collation_name"
    " FROM information_schema.columns WHERE table_schema = database()"
)
COLLATIONS = sa.text(
    "SELECT column_name, collation_name FROM information_schema.columns"
    " WHERE table_schema = database() AND table_name = :table AND collation_name IS NOT NULL"
)
TRIGGERS = sa.text(
    "SELECT event_object_table, trigger_name FROM information_schema.triggers"
    " WHERE event_object_schema = database() AND event_manipulation IN ('DELETE', 'UPDATE')"
)
FIRST_OF_INDEX = sa.text(
    "SELECT column_name FROM information_schema.statistics"
    " WHERE table_schema = database() AND table_name = :table AND seq_in_index = 1"
)
VERSIONED = sa.text(
    "SELECT table_name FROM information_schema.tables"
    " WHERE table_schema = database() AND table_type = 'SYSTEM VERSIONED' ORDER BY table_name"
)
CHECKS = sa.text(
    "SELECT table_name, check_clause FROM information_schema.check_constraints"
    " WHERE constraint_schema = database()"
)
