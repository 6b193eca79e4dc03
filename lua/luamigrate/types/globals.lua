---@meta
-- What every script of luamigrate sees beside Lua itself. For the Lua language server; never run.

---SQL's NULL. In op.alter_column `server_default = null` drops a default.
---@class luamigrate.Null
null = {}

---@class luamigrate.Sql
---@class luamigrate.Blob
---@class luamigrate.Json
---@class luamigrate.Name
---@alias luamigrate.Value nil|boolean|integer|number|string|luamigrate.Null|luamigrate.Blob|luamigrate.Json
---@alias luamigrate.Default string|number|boolean|luamigrate.Sql|luamigrate.Null
---@alias luamigrate.NameOrSql string|luamigrate.Sql
---@alias luamigrate.IndexColumn luamigrate.NameOrSql|{ [1]: luamigrate.NameOrSql, desc: boolean?, nulls: "first"|"last"|nil, opclass: string?, collation: string?, postgresql_opclass: string?, postgresql_nulls: "first"|"last"|nil }
---@alias luamigrate.Row table<string, any>

---SQL text, put in as it stands.
---@param text string
---@return luamigrate.Sql
function sql(text) end

---Bytes as a value.
---@param bytes string
---@return luamigrate.Blob
function blob(bytes) end

---A JSON document as a value.
---@param value any
---@return luamigrate.Json
function json(value) end

---A new random UUID.
---@return string
function uuid() end

---The content of a file inside the project's folder.
---@param path string
---@return string
function read_file(path) end

---@class luamigrate.Column
---@class luamigrate.PrimaryKey
---@class luamigrate.Unique
---@class luamigrate.Check
---@class luamigrate.ForeignKey
---@class luamigrate.Exclude
---@class luamigrate.Index
---@alias luamigrate.Element luamigrate.Column|luamigrate.PrimaryKey|luamigrate.Unique|luamigrate.Check|luamigrate.ForeignKey|luamigrate.Exclude|luamigrate.Index
