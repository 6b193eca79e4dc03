---@meta
-- The constructors of elements and the operations. Made from their descriptions in src/ and held to them by a
-- test: LUAMIGRATE_WRITE_ANNOTATIONS=1 test_bindings writes it anew.

---@class luamigrate.Identity
---@field always? boolean
---@field start? integer
---@field increment? integer
---@field minvalue? integer
---@field maxvalue? integer
---@field cache? integer
---@field cycle? boolean

---@class luamigrate.Reference
---@field [1]? string the column: "orgs.id"
---@field schema? string
---@field table? string
---@field column? string
---@field name? string|luamigrate.Name
---@field ondelete? string
---@field onupdate? string
---@field [string] any options that only some databases honour

---@class luamigrate.column.Options
---@field primary_key? boolean
---@field nullable? boolean
---@field server_default? luamigrate.Default
---@field unique? boolean
---@field index? boolean
---@field references? string|luamigrate.Reference
---@field check? string
---@field comment? string
---@field autoincrement? boolean
---@field identity? true|luamigrate.Identity
---@field computed? { [1]: string, persisted: boolean? }
---@field collation? string
---@field renamed_from? string
---@field [string] any options that only some databases honour

---@param name string
---@param type luamigrate.Type
---@param options? luamigrate.column.Options
---@return luamigrate.Column
function column(name, type, options) end

---@class luamigrate.primary_key.Options
---@field name? string|luamigrate.Name
---@field [string] any options that only some databases honour

---@param columns string[]
---@param options? luamigrate.primary_key.Options
---@return luamigrate.PrimaryKey
function primary_key(columns, options) end

---@class luamigrate.unique.Options
---@field name? string|luamigrate.Name
---@field [string] any options that only some databases honour

---@param columns string[]
---@param options? luamigrate.unique.Options
---@return luamigrate.Unique
function unique(columns, options) end

---@class luamigrate.check.Options
---@field name? string|luamigrate.Name
---@field [string] any options that only some databases honour

---@param condition string
---@param options? luamigrate.check.Options
---@return luamigrate.Check
function check(condition, options) end

---@class luamigrate.foreign_key.Options
---@field name? string|luamigrate.Name
---@field ondelete? string
---@field onupdate? string
---@field [string] any options that only some databases honour

---@param columns string[]
---@param referent string[]
---@param options? luamigrate.foreign_key.Options
---@return luamigrate.ForeignKey
function foreign_key(columns, referent, options) end

---@class luamigrate.exclude.Options
---@field name? string|luamigrate.Name
---@field [string] any options that only some databases honour

---@param elements { [1]: luamigrate.NameOrSql, [2]: string }[]
---@param options? luamigrate.exclude.Options
---@return luamigrate.Exclude
function exclude(elements, options) end

---@class luamigrate.index.Options
---@field unique? boolean
---@field if_not_exists? boolean
---@field [string] any options that only some databases honour

---@param name string|luamigrate.Name|nil
---@param columns luamigrate.IndexColumn[]
---@param options? luamigrate.index.Options
---@return luamigrate.Index
function index(name, columns, options) end

---@class luamigrate.op.create_table.Options
---@field schema? string
---@field comment? string
---@field if_not_exists? boolean
---@field temporary? boolean
---@field [string] any options that only some databases honour

---@param name string
---@param elements luamigrate.Element[]
---@param options? luamigrate.op.create_table.Options
function op.create_table(name, elements, options) end

---@class luamigrate.op.drop_table.Options
---@field schema? string
---@field if_exists? boolean
---@field [string] any options that only some databases honour

---@param name string
---@param options? luamigrate.op.drop_table.Options
function op.drop_table(name, options) end

---@class luamigrate.op.rename_table.Options
---@field schema? string

---@param old_name string
---@param new_name string
---@param options? luamigrate.op.rename_table.Options
function op.rename_table(old_name, new_name, options) end

---@class luamigrate.op.create_table_comment.Options
---@field schema? string
---@field existing_comment? string|luamigrate.Null

---@param table string
---@param comment string
---@param options? luamigrate.op.create_table_comment.Options
function op.create_table_comment(table, comment, options) end

---@class luamigrate.op.drop_table_comment.Options
---@field schema? string
---@field existing_comment? string|luamigrate.Null

---@param table string
---@param options? luamigrate.op.drop_table_comment.Options
function op.drop_table_comment(table, options) end

---@class luamigrate.op.add_column.Options
---@field schema? string
---@field if_not_exists? boolean
---@field inline_references? boolean
---@field inline_primary_key? boolean
---@field insert_before? string
---@field insert_after? string
---@field [string] any options that only some databases honour

---@param table string
---@param column luamigrate.Column
---@param options? luamigrate.op.add_column.Options
function op.add_column(table, column, options) end

---@class luamigrate.op.drop_column.Options
---@field schema? string
---@field if_exists? boolean
---@field [string] any options that only some databases honour

---@param table string
---@param column string
---@param options? luamigrate.op.drop_column.Options
function op.drop_column(table, column, options) end

---@class luamigrate.op.alter_column.Options
---@field schema? string
---@field nullable? boolean
---@field type? luamigrate.Type
---@field new_column_name? string
---@field server_default? luamigrate.Default
---@field comment? string|luamigrate.Null
---@field autoincrement? boolean
---@field identity? true|luamigrate.Identity|luamigrate.Null
---@field existing_type? luamigrate.Type
---@field existing_nullable? boolean
---@field existing_server_default? luamigrate.Default
---@field existing_comment? string|luamigrate.Null
---@field existing_autoincrement? boolean
---@field existing_identity? true|luamigrate.Identity|luamigrate.Null
---@field insert_before? string
---@field insert_after? string
---@field [string] any options that only some databases honour

---@param table string
---@param column string
---@param options? luamigrate.op.alter_column.Options
function op.alter_column(table, column, options) end

---@class luamigrate.op.create_primary_key.Options
---@field schema? string
---@field [string] any options that only some databases honour

---@param name string|luamigrate.Name|nil
---@param table string
---@param columns string[]
---@param options? luamigrate.op.create_primary_key.Options
function op.create_primary_key(name, table, columns, options) end

---@class luamigrate.op.create_unique_constraint.Options
---@field schema? string
---@field [string] any options that only some databases honour

---@param name string|luamigrate.Name|nil
---@param table string
---@param columns string[]
---@param options? luamigrate.op.create_unique_constraint.Options
function op.create_unique_constraint(name, table, columns, options) end

---@class luamigrate.op.create_check_constraint.Options
---@field schema? string
---@field [string] any options that only some databases honour

---@param name string|luamigrate.Name|nil
---@param table string
---@param condition string
---@param options? luamigrate.op.create_check_constraint.Options
function op.create_check_constraint(name, table, condition, options) end

---@class luamigrate.op.create_foreign_key.Options
---@field source_schema? string
---@field referent_schema? string
---@field ondelete? string
---@field onupdate? string
---@field [string] any options that only some databases honour

---@param name string|luamigrate.Name|nil
---@param source string
---@param referent string
---@param local_columns string[]
---@param remote_columns string[]
---@param options? luamigrate.op.create_foreign_key.Options
function op.create_foreign_key(name, source, referent, local_columns, remote_columns, options) end

---@class luamigrate.op.create_exclude_constraint.Options
---@field schema? string
---@field [string] any options that only some databases honour

---@param name string|luamigrate.Name|nil
---@param table string
---@param elements { [1]: luamigrate.NameOrSql, [2]: string }[]
---@param options? luamigrate.op.create_exclude_constraint.Options
function op.create_exclude_constraint(name, table, elements, options) end

---@class luamigrate.op.drop_constraint.Options
---@field schema? string
---@field type? "primary"|"unique"|"check"|"foreignkey"
---@field columns? string[]
---@field condition? string
---@field if_exists? boolean
---@field [string] any options that only some databases honour

---@param name string|luamigrate.Name|nil
---@param table string
---@param options? luamigrate.op.drop_constraint.Options
function op.drop_constraint(name, table, options) end

---@class luamigrate.op.validate_constraint.Options
---@field schema? string

---@param name string|luamigrate.Name
---@param table string
---@param options? luamigrate.op.validate_constraint.Options
function op.validate_constraint(name, table, options) end

---@class luamigrate.op.create_index.Options
---@field schema? string
---@field unique? boolean
---@field if_not_exists? boolean
---@field [string] any options that only some databases honour

---@param name string|luamigrate.Name|nil
---@param table string
---@param columns luamigrate.IndexColumn[]
---@param options? luamigrate.op.create_index.Options
function op.create_index(name, table, columns, options) end

---@class luamigrate.op.drop_index.Options
---@field schema? string
---@field if_exists? boolean
---@field [string] any options that only some databases honour

---@param name string|luamigrate.Name
---@param table string|nil
---@param options? luamigrate.op.drop_index.Options
function op.drop_index(name, table, options) end

---@class luamigrate.op.create_schema.Options
---@field if_not_exists? boolean
---@field authorization? string

---@param name string
---@param options? luamigrate.op.create_schema.Options
function op.create_schema(name, options) end

---@class luamigrate.op.drop_schema.Options
---@field if_exists? boolean
---@field cascade? boolean

---@param name string
---@param options? luamigrate.op.drop_schema.Options
function op.drop_schema(name, options) end

---@class luamigrate.op.create_extension.Options
---@field schema? string
---@field version? string
---@field if_not_exists? boolean
---@field cascade? boolean

---@param name string
---@param options? luamigrate.op.create_extension.Options
function op.create_extension(name, options) end

---@class luamigrate.op.drop_extension.Options
---@field if_exists? boolean
---@field cascade? boolean

---@param name string
---@param options? luamigrate.op.drop_extension.Options
function op.drop_extension(name, options) end

---@class luamigrate.op.create_view.Options
---@field schema? string
---@field columns? string[]
---@field indexes? luamigrate.Element[]
---@field replace? boolean
---@field if_not_exists? boolean
---@field temporary? boolean
---@field [string] any options that only some databases honour

---@param name string
---@param select string
---@param options? luamigrate.op.create_view.Options
function op.create_view(name, select, options) end

---@class luamigrate.op.drop_view.Options
---@field schema? string
---@field if_exists? boolean
---@field [string] any options that only some databases honour

---@param name string
---@param options? luamigrate.op.drop_view.Options
function op.drop_view(name, options) end

---@class luamigrate.op.refresh_materialized_view.Options
---@field schema? string
---@field concurrently? boolean
---@field with_data? boolean

---@param name string
---@param options? luamigrate.op.refresh_materialized_view.Options
function op.refresh_materialized_view(name, options) end

---@class luamigrate.op.create_function.Options
---@field schema? string
---@field returns? string
---@field language? string
---@field volatility? "immutable"|"stable"|"volatile"
---@field attributes? string
---@field replace? boolean
---@field security_definer? boolean
---@field procedure? boolean

---@param signature string
---@param body string
---@param options? luamigrate.op.create_function.Options
function op.create_function(signature, body, options) end

---@class luamigrate.op.drop_function.Options
---@field schema? string
---@field procedure? boolean
---@field if_exists? boolean
---@field cascade? boolean

---@param signature string
---@param options? luamigrate.op.drop_function.Options
function op.drop_function(signature, options) end

---@class luamigrate.op.create_trigger.Options
---@field when? string
---@field schema? string
---@field for_each? "row"|"statement"
---@field condition? string
---@field execute? string
---@field body? string
---@field replace? boolean
---@field if_not_exists? boolean

---@param name string
---@param table string
---@param options? luamigrate.op.create_trigger.Options
function op.create_trigger(name, table, options) end

---@class luamigrate.op.drop_trigger.Options
---@field schema? string
---@field if_exists? boolean
---@field [string] any options that only some databases honour

---@param name string
---@param table string
---@param options? luamigrate.op.drop_trigger.Options
function op.drop_trigger(name, table, options) end

---@class luamigrate.op.create_sequence.Options
---@field schema? string
---@field type? string
---@field start? integer
---@field increment? integer
---@field minvalue? integer
---@field maxvalue? integer
---@field cache? integer
---@field cycle? boolean
---@field owned_by? string
---@field if_not_exists? boolean

---@param name string
---@param options? luamigrate.op.create_sequence.Options
function op.create_sequence(name, options) end

---@class luamigrate.op.alter_sequence.Options
---@field schema? string
---@field type? string
---@field start? integer
---@field increment? integer
---@field minvalue? integer
---@field maxvalue? integer
---@field cache? integer
---@field cycle? boolean
---@field owned_by? string
---@field restart? integer

---@param name string
---@param options? luamigrate.op.alter_sequence.Options
function op.alter_sequence(name, options) end

---@class luamigrate.op.drop_sequence.Options
---@field schema? string
---@field if_exists? boolean
---@field cascade? boolean

---@param name string
---@param options? luamigrate.op.drop_sequence.Options
function op.drop_sequence(name, options) end

---@class luamigrate.op.create_enum.Options
---@field schema? string
---@field if_not_exists? boolean

---@param name string
---@param values string[]
---@param options? luamigrate.op.create_enum.Options
function op.create_enum(name, values, options) end

---@class luamigrate.op.add_enum_value.Options
---@field schema? string
---@field before? string
---@field after? string
---@field if_not_exists? boolean

---@param name string
---@param value string
---@param options? luamigrate.op.add_enum_value.Options
function op.add_enum_value(name, value, options) end

---@class luamigrate.op.rename_enum_value.Options
---@field schema? string

---@param name string
---@param old_value string
---@param new_value string
---@param options? luamigrate.op.rename_enum_value.Options
function op.rename_enum_value(name, old_value, new_value, options) end

---@class luamigrate.op.drop_enum.Options
---@field schema? string
---@field if_exists? boolean
---@field cascade? boolean

---@param name string
---@param options? luamigrate.op.drop_enum.Options
function op.drop_enum(name, options) end

---@class luamigrate.op.grant.Options
---@field with_grant_option? boolean

---@param privileges string[]
---@param object string
---@param role string|string[]
---@param options? luamigrate.op.grant.Options
function op.grant(privileges, object, role, options) end

---@class luamigrate.op.revoke.Options
---@field grant_option_for? boolean
---@field cascade? boolean

---@param privileges string[]
---@param object string
---@param role string|string[]
---@param options? luamigrate.op.revoke.Options
function op.revoke(privileges, object, role, options) end

---@class luamigrate.op.enable_row_security.Options
---@field schema? string
---@field force? boolean

---@param table string
---@param options? luamigrate.op.enable_row_security.Options
function op.enable_row_security(table, options) end

---@class luamigrate.op.disable_row_security.Options
---@field schema? string

---@param table string
---@param options? luamigrate.op.disable_row_security.Options
function op.disable_row_security(table, options) end

---@class luamigrate.op.create_policy.Options
---@field schema? string
---@field for_? string
---@field to? string|string[]
---@field using? string
---@field with_check? string
---@field permissive? boolean

---@param name string
---@param table string
---@param options? luamigrate.op.create_policy.Options
function op.create_policy(name, table, options) end

---@class luamigrate.op.drop_policy.Options
---@field schema? string
---@field if_exists? boolean

---@param name string
---@param table string
---@param options? luamigrate.op.drop_policy.Options
function op.drop_policy(name, table, options) end

---@param sql string
---@param params? luamigrate.Value[]|table<string, luamigrate.Value>
---@return integer rows that the last statement touched
function op.execute(sql, params) end

---@class luamigrate.op.bulk_insert.Options
---@field schema? string

---@param table string
---@param rows luamigrate.Row[]|fun(): luamigrate.Row?
---@param options? luamigrate.op.bulk_insert.Options
---@return integer rows inserted
function op.bulk_insert(table, rows, options) end

---@class luamigrate.op.batched_update.Options
---@field set? string|luamigrate.Sql|table<string, luamigrate.Value|luamigrate.Sql>
---@field where? string
---@field key? string|string[]
---@field batch_size? integer
---@field commit? "revision"|"batch"
---@field pause? string
---@field schema? string

---@param table string
---@param options? luamigrate.op.batched_update.Options
---@return integer rows updated
function op.batched_update(table, options) end
