-- The tables as the program wants them: what the revisions in versions/ lead to.
local db = metadata()

local now = sql("CURRENT_TIMESTAMP")

local function user_id(table_name)
  return column("user_id", Integer, {
    nullable = false,
    references = { "users.id", name = "fk_" .. table_name .. "_user_id_users", ondelete = "CASCADE" },
  })
end

db:table("users", {
  column("id", Integer, { primary_key = true }),
  column("email", String(255), { nullable = false }),
  column("full_name", String(200)),
  column("password_hash", String(255), { nullable = false }),
  column("is_active", Boolean, { nullable = false, server_default = true }),
  column("created_at", DateTime, { nullable = false, server_default = now }),
  column("first_name", String(100)),
  column("last_name", String(100)),
  index("ix_users_email", { "email" }, { unique = true }),
})

db:table("blacklisted_tokens", {
  column("id", Integer, { primary_key = true }),
  user_id("blacklisted_tokens"),
  column("jti", String(64), { nullable = false }),
  column("expires_at", DateTime, { nullable = false }),
  column("blacklisted_at", DateTime, { nullable = false, server_default = now }),
  unique({ "jti" }, { name = "uq_blacklisted_tokens_jti" }),
  index("ix_blacklisted_tokens_user_id", { "user_id" }),
})

db:table("file_metadata", {
  column("id", Integer, { primary_key = true }),
  user_id("file_metadata"),
  column("file_name", String(255), { nullable = false }),
  column("content_type", String(100), { nullable = false }),
  column("storage_path", String(500), { nullable = false }),
  column("uploaded_at", DateTime, { nullable = false, server_default = now }),
  column("file_size", BigInteger, { nullable = false, server_default = 0 }),
  unique({ "storage_path" }, { name = "uq_file_metadata_storage_path" }),
  index("ix_file_metadata_user_id", { "user_id" }),
})

db:table("user_sessions", {
  column("id", Integer, { primary_key = true }),
  user_id("user_sessions"),
  column("token_hash", String(64), { nullable = false }),
  column("user_agent", String(400)),
  column("created_at", DateTime, { nullable = false, server_default = now }),
  column("expires_at", DateTime, { nullable = false }),
  unique({ "token_hash" }, { name = "uq_user_sessions_token_hash" }),
  index("ix_user_sessions_user_id", { "user_id" }),
})

db:table("used_password_reset_tokens", {
  column("id", Integer, { primary_key = true }),
  user_id("used_password_reset_tokens"),
  column("token_hash", String(64), { nullable = false }),
  column("used_at", DateTime, { nullable = false, server_default = now }),
  unique({ "token_hash" }, { name = "uq_used_password_reset_tokens_token_hash" }),
  index("ix_used_password_reset_tokens_user_id", { "user_id" }),
})

db:table("review_states", {
  column("code", String(20), { primary_key = true }),
  column("title", String(60), { nullable = false }),
})

db:table("reviews", {
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
  index("ix_reviews_state", { "state" }),
})

return db
