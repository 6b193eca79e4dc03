--- add reviews
--
-- Revision ID: 1d8e60b5a97f
-- Revises: f91d3c58e2b7
-- Create Date: 2026-10-01 10:30:00

revision = "1d8e60b5a97f"
down_revision = "f91d3c58e2b7"
branch_labels = nil
depends_on = nil

function upgrade()
  op.create_table("review_states", {
    column("code", String(20), { primary_key = true }),
    column("title", String(60), { nullable = false }),
  })
  op.bulk_insert("review_states", {
    { code = "open", title = "waiting for a reviewer" },
    { code = "accepted", title = "good as it is" },
    { code = "changes", title = "to be changed" },
  })

  op.create_table("reviews", {
    column("id", Integer, { primary_key = true }),
    column("file_id", Integer, { nullable = false }),
    column("reviewer_id", Integer),
    column("state", String(20), { nullable = false, server_default = "open" }),
    column("rating", SmallInteger),
    column("comment", Text),
    foreign_key({ "file_id" }, { "file_metadata.id" }, { name = "fk_reviews_file_id_file_metadata", ondelete = "CASCADE" }),
    foreign_key({ "reviewer_id" }, { "users.id" }, { name = "fk_reviews_reviewer_id_users", ondelete = "SET NULL" }),
    foreign_key({ "state" }, { "review_states.code" }, { name = "fk_reviews_state_review_states" }),
    unique({ "file_id", "reviewer_id" }, { name = "uq_reviews_file_id_reviewer_id" }),
    check("rating BETWEEN 1 AND 5", { name = "ck_reviews_rating" }),
  })
  op.create_index("ix_reviews_state", "reviews", { "state" })

  -- Every file that is there already waits for its first review.
  op.execute("INSERT INTO reviews (file_id, state) SELECT id, 'open' FROM file_metadata ORDER BY id")
end

function downgrade()
  op.drop_table("reviews")
  op.drop_table("review_states")
end
