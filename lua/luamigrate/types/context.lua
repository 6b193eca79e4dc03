---@meta
-- `op` beside the operations, which op.lua has. For the Lua language server; never run.

---@class luamigrate.op
---@field dialect "sqlite"|"postgresql"|"mysql"|"mssql" the database that the script runs on
---@field offline boolean true under --sql
---@field revision string the revision that is run
---@field tag string --tag
---@field x table<string, string> the -x key=value arguments
op = {}

---@class luamigrate.SchemaOptions
---@field schema? string

---A name that naming conventions leave alone.
---@param name string
---@return luamigrate.Name
function op.f(name) end

---@param text string
function op.log(text) end

---@param name string
---@param options? luamigrate.SchemaOptions
---@return boolean
function op.has_table(name, options) end

---@param table string
---@param name string
---@param options? luamigrate.SchemaOptions
---@return boolean
function op.has_column(table, name, options) end

---@param table string
---@param name string
---@param options? luamigrate.SchemaOptions
---@return boolean
function op.has_index(table, name, options) end

---The table as it stands, or nil.
---@param name string
---@param options? luamigrate.SchemaOptions
---@return table?
function op.inspect(name, options) end

---The statements of a file of the project.
---@param path string
---@param params? luamigrate.Value[]|table<string, luamigrate.Value>
---@return integer rows that the last statement touched
function op.execute_file(path, params) end

---Rows, one at a time: for row in op.query("SELECT ...") do ... end
---@param sql string
---@param params? luamigrate.Value[]|table<string, luamigrate.Value>
---@return fun(): luamigrate.Row?
function op.query(sql, params) end

---The first row, or nil.
---@param sql string
---@param params? luamigrate.Value[]|table<string, luamigrate.Value>
---@return luamigrate.Row?
function op.first(sql, params) end

---The first column of the first row, or nil.
---@param sql string
---@param params? luamigrate.Value[]|table<string, luamigrate.Value>
---@return any
function op.scalar(sql, params) end

---@class luamigrate.TransformOptions
---@field set string[] the columns that may be changed; read too
---@field columns? string[] read beside the key
---@field where? string
---@field key? string|string[] default: the primary key
---@field batch_size? integer
---@field commit? "revision"|"batch"
---@field pause? string between two batches, as in "100ms"
---@field schema? string

---Runs a function over the rows of a table; what it returns is written, nil leaves the row as it is.
---@param table string
---@param options luamigrate.TransformOptions
---@param fn fun(row: luamigrate.Row): luamigrate.Row?
---@return integer rows changed
function op.transform_rows(table, options, fn) end

---@class luamigrate.Progress
---@field advance fun(self: luamigrate.Progress, n?: integer)
---@field finish fun(self: luamigrate.Progress)

---Shows how far a script has come.
---@param label string
---@param total? integer
---@return luamigrate.Progress
function op.progress(label, total) end

---@class luamigrate.Batch
---@field [string] fun(...) the operations of `op` on a table, without the table
---@class luamigrate.BatchOptions
---@field schema? string
---@field recreate? "auto"|"always"|"never"
---@field copy_from? luamigrate.Element[] the table as it stands, in the place of looking
---@field reflect_overrides? luamigrate.Element[] in the place of what stands in the database
---@field table_args? luamigrate.Element[] added to the new table
---@field table_kwargs? table<string, any> options of the table, as for create_table
---@field naming_convention? { pk: string?, fk: string?, uq: string?, ck: string?, ix: string? }
---@field partial_reordering? string[][] in each list, columns in the order wanted

---@param table string
---@param options luamigrate.BatchOptions|fun(batch: luamigrate.Batch)|nil
---@param block? fun(batch: luamigrate.Batch)
function op.batch_alter_table(table, options, block) end

---Runs outside the transaction: what came before is committed.
---@param block fun()
function op.autocommit_block(block) end

---`up` now; `down` when change() is run backwards.
---@param up fun()
---@param down fun()
function op.reversible(up, down) end

---Lint lets what is inside pass.
---@param why string
---@param block fun()
function op.assured(why, block) end
