"""The first tables."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make them."""
    op.create_table(
        "child",
        sa.Column("child_id", sa.String(), nullable=False),
        sa.Column("forename", sa.String(), nullable=True),
        sa.Column("surname", sa.String(), nullable=True),
        sa.Column("date_of_birth", sa.Date(), nullable=True),
        sa.Column("preferred_language", sa.String(), nullable=True),
        sa.Column("sibling_group", sa.String(), nullable=True),
        sa.Column("team", sa.String(), nullable=True),
        sa.Column("social_worker", sa.String(), nullable=True),
        sa.Column("team_manager", sa.String(), nullable=True),
        sa.Column("iro", sa.String(), nullable=True),
        sa.Column("looked_after_since", sa.Date(), nullable=True),
        sa.Column("ceased_date", sa.Date(), nullable=True),
        sa.Column("ceased_reason", sa.String(), nullable=True),
        sa.Column("legal_status", sa.String(), nullable=True),
        sa.Column("legal_status_date", sa.Date(), nullable=True),
        sa.Column("court", sa.String(), nullable=True),
        sa.Column("case_number", sa.String(), nullable=True),
        sa.Column("application_disposed_date", sa.Date(), nullable=True),
        sa.Column("s91_14_until", sa.Date(), nullable=True),
        sa.Column("s91_14_names", sa.String(), nullable=True),
        sa.Column("proceedings_open", sa.Boolean(), nullable=True),
        sa.Column("plan_to_move", sa.Boolean(), nullable=True),
        sa.Column("placement_code", sa.String(), nullable=True),
        sa.Column("placement_start", sa.Date(), nullable=True),
        sa.Column("carer_since", sa.Date(), nullable=True),
        sa.Column("long_term", sa.Boolean(), nullable=True),
        sa.Column("out_of_county", sa.Boolean(), nullable=True),
        sa.Column("moves_12_months", sa.Integer(), nullable=True),
        sa.Column("weekly_cost", sa.Integer(), nullable=True),
        sa.Column("carer_1_name", sa.String(), nullable=True),
        sa.Column("carer_2_name", sa.String(), nullable=True),
        sa.Column("carer_1_date_of_birth", sa.Date(), nullable=True),
        sa.Column("carer_2_date_of_birth", sa.Date(), nullable=True),
        sa.Column("carer_relationship", sa.String(), nullable=True),
        sa.Column("carer_has_pr", sa.Boolean(), nullable=True),
        sa.Column("carer_approval", sa.String(), nullable=True),
        sa.Column("temporary_approval_start", sa.Date(), nullable=True),
        sa.Column("temporary_approval_extended", sa.Boolean(), nullable=True),
        sa.Column("carer_seeks", sa.String(), nullable=True),
        sa.Column("la_consents", sa.Boolean(), nullable=True),
        sa.Column("sgo_notice_date", sa.Date(), nullable=True),
        sa.Column("sgo_report_date", sa.Date(), nullable=True),
        sa.Column("sgo_support_plan_date", sa.Date(), nullable=True),
        sa.Column("carer_checks_date", sa.Date(), nullable=True),
        sa.Column("pwp_immediate", sa.Boolean(), nullable=True),
        sa.Column("pwp_approval_date", sa.Date(), nullable=True),
        sa.Column("assessment_date", sa.Date(), nullable=True),
        sa.Column("last_review_date", sa.Date(), nullable=True),
        sa.Column("next_review_date", sa.Date(), nullable=True),
        sa.Column("reviews_held", sa.Integer(), nullable=True),
        sa.Column("review_endorses", sa.String(), nullable=True),
        sa.Column("iro_view", sa.String(), nullable=True),
        sa.Column("last_visit_date", sa.Date(), nullable=True),
        sa.Column("last_seen_alone_date", sa.Date(), nullable=True),
        sa.Column("cp_registered", sa.Boolean(), nullable=True),
        sa.Column("s47_open", sa.Boolean(), nullable=True),
        sa.Column("cp_registration_end", sa.Date(), nullable=True),
        sa.Column("last_incident_date", sa.Date(), nullable=True),
        sa.Column("last_incident_kind", sa.String(), nullable=True),
        sa.Column("household_change_date", sa.Date(), nullable=True),
        sa.Column("pr_exercised_date", sa.Date(), nullable=True),
        sa.Column("concerns", sa.String(), nullable=True),
        sa.Column("step_down_lead", sa.String(), nullable=True),
        sa.Column("step_down_plan_date", sa.Date(), nullable=True),
        sa.Column("plan_date", sa.Date(), nullable=True),
        sa.Column("wishes_date", sa.Date(), nullable=True),
        sa.Column("child_wishes", sa.String(), nullable=True),
        sa.Column("pr_holder_1_name", sa.String(), nullable=True),
        sa.Column("pr_holder_1_relationship", sa.String(), nullable=True),
        sa.Column("pr_holder_1_position", sa.String(), nullable=True),
        sa.Column("pr_holder_2_name", sa.String(), nullable=True),
        sa.Column("pr_holder_2_relationship", sa.String(), nullable=True),
        sa.Column("pr_holder_2_position", sa.String(), nullable=True),
        sa.Column("pr_holder_3_name", sa.String(), nullable=True),
        sa.Column("pr_holder_3_relationship", sa.String(), nullable=True),
        sa.Column("pr_holder_3_position", sa.String(), nullable=True),
        sa.Column("pr_holder_4_name", sa.String(), nullable=True),
        sa.Column("pr_holder_4_relationship", sa.String(), nullable=True),
        sa.Column("pr_holder_4_position", sa.String(), nullable=True),
        sa.Column("proceedings_open_confirmed_on", sa.Date(), nullable=True),
        sa.Column("plan_to_move_confirmed_on", sa.Date(), nullable=True),
        sa.Column("cp_registered_confirmed_on", sa.Date(), nullable=True),
        sa.Column("s47_open_confirmed_on", sa.Date(), nullable=True),
        sa.PrimaryKeyConstraint("child_id", name=op.f("pk_child")),
    )
    op.create_table(
        "import_run",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("profile", sa.String(), nullable=False),
        sa.Column("as_of", sa.Date(), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("by", sa.String(), nullable=False),
        sa.Column("new", sa.Integer(), nullable=False),
        sa.Column("changed", sa.Integer(), nullable=False),
        sa.Column("unchanged", sa.Integer(), nullable=False),
        sa.Column("refused", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_import_run")),
    )
    op.create_table(
        "setting",
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("value", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_setting")),
    )
    op.create_table(
        "surgery",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("date", sa.Date(), nullable=False),
        sa.Column("time", sa.Time(), nullable=False),
        sa.Column("place", sa.String(), nullable=True),
        sa.Column("chair", sa.String(), nullable=True),
        sa.Column("lawyer", sa.String(), nullable=True),
        sa.Column("apologies", sa.String(), nullable=True),
        sa.Column("minutes_per_case", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("made_at", sa.DateTime(), nullable=False),
        sa.Column("made_by", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_surgery")),
        sqlite_autoincrement=True,  # a number is never used again
    )
    op.create_table(
        "source_file",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("import_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("sha256", sa.String(), nullable=False),
        sa.Column("encoding", sa.String(), nullable=False),
        sa.Column("rows_read", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["import_id"], ["import_run.id"], name=op.f("fk_source_file_import_id_import_run")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_source_file")),
    )
    op.create_table(
        "surgery_case",
        sa.Column("surgery_id", sa.Integer(), nullable=False),
        sa.Column("child_id", sa.String(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("added_at", sa.DateTime(), nullable=False),
        sa.Column("added_by", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["child_id"], ["child.child_id"], name=op.f("fk_surgery_case_child_id_child")
        ),
        sa.ForeignKeyConstraint(
            ["surgery_id"], ["surgery.id"], name=op.f("fk_surgery_case_surgery_id_surgery")
        ),
        sa.PrimaryKeyConstraint("surgery_id", "child_id", name=op.f("pk_surgery_case")),
    )
    op.create_table(
        "change_record",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("child_id", sa.String(), nullable=False),
        sa.Column("import_id", sa.Integer(), nullable=True),
        sa.Column("file_id", sa.Integer(), nullable=True),
        sa.Column("row", sa.Integer(), nullable=True),
        sa.Column("as_of", sa.Date(), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("by", sa.String(), nullable=False),
        sa.Column("changes", sa.String(), nullable=False),
        sa.Column("confirmed", sa.String(), nullable=False),
        sa.Column("origins", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(
            ["child_id"], ["child.child_id"], name=op.f("fk_change_record_child_id_child")
        ),
        sa.ForeignKeyConstraint(
            ["file_id"], ["source_file.id"], name=op.f("fk_change_record_file_id_source_file")
        ),
        sa.ForeignKeyConstraint(
            ["import_id"], ["import_run.id"], name=op.f("fk_change_record_import_id_import_run")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_change_record")),
    )
    op.create_index("ix_change_record_child", "change_record", ["child_id", "id"], unique=False)
    op.create_table(
        "court_outcome",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("child_id", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("date", sa.Date(), nullable=False),
        sa.Column("court", sa.String(), nullable=True),
        sa.Column("case_number", sa.String(), nullable=True),
        sa.Column("file_id", sa.Integer(), nullable=True),
        sa.Column("row", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["child_id"], ["child.child_id"], name=op.f("fk_court_outcome_child_id_child")
        ),
        sa.ForeignKeyConstraint(
            ["file_id"], ["source_file.id"], name=op.f("fk_court_outcome_file_id_source_file")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_court_outcome")),
    )
    op.create_index(
        "uq_court_outcome_event", "court_outcome", ["child_id", "kind", "date"], unique=True
    )
    op.create_table(
        "episode",
        sa.Column("child_id", sa.String(), nullable=False),
        sa.Column("start", sa.Date(), nullable=False),
        sa.Column("end", sa.Date(), nullable=True),
        sa.Column("reason_started", sa.String(), nullable=True),
        sa.Column("legal_status", sa.String(), nullable=True),
        sa.Column("placement_code", sa.String(), nullable=True),
        sa.Column("reason_ended", sa.String(), nullable=True),
        sa.Column("file_id", sa.Integer(), nullable=False),
        sa.Column("row", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["child_id"], ["child.child_id"], name=op.f("fk_episode_child_id_child")
        ),
        sa.ForeignKeyConstraint(
            ["file_id"], ["source_file.id"], name=op.f("fk_episode_file_id_source_file")
        ),
        sa.PrimaryKeyConstraint("child_id", "start", name=op.f("pk_episode")),
    )
    op.create_table(
        "review_held",
        sa.Column("child_id", sa.String(), nullable=False),
        sa.Column("held_on", sa.Date(), nullable=False),
        sa.Column("file_id", sa.Integer(), nullable=False),
        sa.Column("row", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["child_id"], ["child.child_id"], name=op.f("fk_review_held_child_id_child")
        ),
        sa.ForeignKeyConstraint(
            ["file_id"], ["source_file.id"], name=op.f("fk_review_held_file_id_source_file")
        ),
        sa.PrimaryKeyConstraint("child_id", "held_on", name=op.f("pk_review_held")),
    )
