--- split names
--
-- Revision ID: f91d3c58e2b7
-- Revises: e7724a1b6f90
-- Create Date: 2026-09-15 14:07:42
--
-- first_name and last_name are filled from full_name, with spaces and capitals put right. full_name stays as the person
-- typed it, so that the downgrade loses nothing.

revision = "f91d3c58e2b7"
down_revision = "e7724a1b6f90"
branch_labels = nil
depends_on = nil

-- "ADA" and "ada" become "Ada"; what has capitals and small letters ("McCarthy") was meant so.
local function capitalize(word)
  if word ~= word:lower() and word ~= word:upper() then
    return word
  end
  return word:sub(1, 1):upper() .. word:sub(2):lower()
end

-- "  ada   KING lovelace " gives "Ada", "King Lovelace".
local function split(full_name)
  local words = {}
  for word in (full_name or ""):gmatch("%S+") do
    words[#words + 1] = capitalize(word)
  end
  return words[1], #words > 1 and table.concat(words, " ", 2) or nil
end

function upgrade()
  op.add_column("users", column("first_name", String(100)))
  op.add_column("users", column("last_name", String(100)))
  for user in op.query("SELECT id, full_name FROM users ORDER BY id") do
    local first, last = split(user.full_name)
    if first then
      op.execute("UPDATE users SET first_name = :first, last_name = :last WHERE id = :id", {
        first = first,
        last = last or null,
        id = user.id,
      })
    end
  end
end

function downgrade()
  -- Names that were changed since are written back; the others still stand in full_name as they were typed.
  for user in op.query("SELECT id, full_name, first_name, last_name FROM users ORDER BY id") do
    local first, last = split(user.full_name)
    if first ~= user.first_name or last ~= user.last_name then
      local words = {}
      words[#words + 1] = user.first_name
      words[#words + 1] = user.last_name
      op.execute("UPDATE users SET full_name = :full_name WHERE id = :id", {
        full_name = #words > 0 and table.concat(words, " ") or null,
        id = user.id,
      })
    end
  end
  op.drop_column("users", "last_name")
  op.drop_column("users", "first_name")
end
