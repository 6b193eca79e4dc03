--- index users by email
--
-- Revision ID: e7724a1b6f90
-- Revises: c05e7b93d4a8
-- Create Date: 2026-06-08 08:25:19

revision = "e7724a1b6f90"
down_revision = "c05e7b93d4a8"
branch_labels = nil
depends_on = nil

function upgrade()
  op.create_index("ix_users_email", "users", { "email" }, { unique = true })
end

function downgrade()
  op.drop_index("ix_users_email", "users")
end
