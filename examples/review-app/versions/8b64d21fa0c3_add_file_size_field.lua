--- add file size field
--
-- Revision ID: 8b64d21fa0c3
-- Revises: 3a1f0c9d7e52
-- Create Date: 2026-03-19 16:40:51

revision = "8b64d21fa0c3"
down_revision = "3a1f0c9d7e52"
branch_labels = nil
depends_on = nil

function upgrade()
  op.add_column("file_metadata", column("file_size", BigInteger, { nullable = false, server_default = 0 }))
end

function downgrade()
  op.drop_column("file_metadata", "file_size")
end
