-- The tables as they are meant to be, for autogenerate. See docs/lua.md, "Models".
local db = metadata()

-- db:table("users", {
--   column("id", Integer, { primary_key = true }),
--   column("email", String(255), { nullable = false, unique = true }),
-- })

return db
