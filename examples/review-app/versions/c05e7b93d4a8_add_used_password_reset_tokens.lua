--- add used password reset tokens
--
-- Revision ID: c05e7b93d4a8
-- Revises: 8b64d21fa0c3
-- Create Date: 2026-04-27 11:02:33

revision = "c05e7b93d4a8"
down_revision = "8b64d21fa0c3"
branch_labels = nil
depends_on = nil

function upgrade()
  op.create_table("used_password_reset_tokens", {
    column("id", Integer, { primary_key = true }),
    column("user_id", Integer, {
      nullable = false,
      references = { "users.id", name = "fk_used_password_reset_tokens_user_id_users", ondelete = "CASCADE" },
    }),
    column("token_hash", String(64), { nullable = false }),
    column("used_at", DateTime, { nullable = false, server_default = sql("CURRENT_TIMESTAMP") }),
    unique({ "token_hash" }, { name = "uq_used_password_reset_tokens_token_hash" }),
  })
  op.create_index("ix_used_password_reset_tokens_user_id", "used_password_reset_tokens", { "user_id" })
end

function downgrade()
  op.drop_table("used_password_reset_tokens")
end
