---@meta
-- The types of columns. For the Lua language server; never run.

---@class luamigrate.Type
---@operator call(...): luamigrate.Type
local Type = {}

---The same type with a variant for one database.
---@param database "sqlite"|"postgresql"|"mysql"|"mssql"
---@param variant luamigrate.Type
---@return luamigrate.Type
function Type:on(database, variant) end

---@type luamigrate.Type
SmallInteger = nil
---@type luamigrate.Type
Integer = nil
---@type luamigrate.Type
BigInteger = nil
---Numeric(precision, scale)
---@type luamigrate.Type
Numeric = nil
---Float(precision)
---@type luamigrate.Type
Float = nil
---@type luamigrate.Type
Double = nil
---@type luamigrate.Type
Boolean = nil
---String(length, { collation = })
---@type luamigrate.Type
String = nil
---Text{ collation = }
---@type luamigrate.Type
Text = nil
---Char(length, { collation = })
---@type luamigrate.Type
Char = nil
---@type luamigrate.Type
Date = nil
---Time{ timezone = }
---@type luamigrate.Type
Time = nil
---DateTime{ timezone = }
---@type luamigrate.Type
DateTime = nil
---@type luamigrate.Type
Interval = nil
---Binary(length)
---@type luamigrate.Type
Binary = nil
---Enum({ "a", "b" }, { name =, schema =, check = })
---@type luamigrate.Type
Enum = nil
---@type luamigrate.Type
JSON = nil
---@type luamigrate.Type
Uuid = nil
---SqlType("geometry(Point,4326)"): any other, as SQL text.
---@type luamigrate.Type
SqlType = nil

---Types of one database.
---@type table<string, luamigrate.Type>
sqlite = nil
---@type table<string, luamigrate.Type>
postgresql = nil
---@type table<string, luamigrate.Type>
mysql = nil
---@type table<string, luamigrate.Type>
mssql = nil
