--- initial migration
--
-- Revision ID: 3a1f0c9d7e52
-- Revises:
-- Create Date: 2026-03-02 09:14:07

revision = "3a1f0c9d7e52"
down_revision = nil
branch_labels = nil
depends_on = nil

local now = sql("CURRENT_TIMESTAMP")

-- What belongs to a person goes when the person goes.
local function user_id(table_name)
  return column("user_id", Integer, {
    nullable = false,
    references = { "users.id", name = "fk_" .. table_name .. "_user_id_users", ondelete = "CASCADE" },
  })
end

function upgrade()
  op.create_table("users", {
    column("id", Integer, { primary_key = true }),
    column("email", String(255), { nullable = false }),
    column("full_name", String(200)),
    column("password_hash", String(255), { nullable = false }),
    column("is_active", Boolean, { nullable = false, server_default = true }),
    column("created_at", DateTime, { nullable = false, server_default = now }),
  })

  op.create_table("blacklisted_tokens", {
    column("id", Integer, { primary_key = true }),
    user_id("blacklisted_tokens"),
    column("jti", String(64), { nullable = false }),
    column("expires_at", DateTime, { nullable = false }),
    column("blacklisted_at", DateTime, { nullable = false, server_default = now }),
    unique({ "jti" }, { name = "uq_blacklisted_tokens_jti" }),
  })
  op.create_index("ix_blacklisted_tokens_user_id", "blacklisted_tokens", { "user_id" })

  op.create_table("file_metadata", {
    column("id", Integer, { primary_key = true }),
    user_id("file_metadata"),
    column("file_name", String(255), { nullable = false }),
    column("content_type", String(100), { nullable = false }),
    column("storage_path", String(500), { nullable = false }),
    column("uploaded_at", DateTime, { nullable = false, server_default = now }),
    unique({ "storage_path" }, { name = "uq_file_metadata_storage_path" }),
  })
  op.create_index("ix_file_metadata_user_id", "file_metadata", { "user_id" })

  op.create_table("user_sessions", {
    column("id", Integer, { primary_key = true }),
    user_id("user_sessions"),
    column("token_hash", String(64), { nullable = false }),
    column("user_agent", String(400)),
    column("created_at", DateTime, { nullable = false, server_default = now }),
    column("expires_at", DateTime, { nullable = false }),
    unique({ "token_hash" }, { name = "uq_user_sessions_token_hash" }),
  })
  op.create_index("ix_user_sessions_user_id", "user_sessions", { "user_id" })
end

function downgrade()
  op.drop_table("user_sessions")
  op.drop_table("file_metadata")
  op.drop_table("blacklisted_tokens")
  op.drop_table("users")
end
