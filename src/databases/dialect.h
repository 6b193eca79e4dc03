// A dialect turns operations into SQL. It is pure: no connection, no clock, no state; what it must know of the live
// tables it asks of a TableLookup. One object serves all threads.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "databases/statement.h"
#include "ops/operation.h"
#include "schema/identifier.h"
#include "schema/table.h"
#include "schema/table_lookup.h"
#include "schema/type.h"
#include "schema/value.h"
#include "sql/syntax.h"
#include "sql/tokenizer.h"

namespace luamigrate::databases {

class Dialect {
 public:
  virtual ~Dialect() = default;

  // The database's one name: folder, `op.dialect`, prefix of options, suffix of golden files.
  virtual std::string_view name() const = 0;

  // The statements that carry `operation` out, in order; none when there is nothing to do (`if_exists`).
  // Throws Error{unsupported} for what the database cannot do, Error{script} for what makes no sense, both with a hint.
  virtual std::vector<Statement> compile(const ops::Operation& operation, const schema::TableLookup& tables) const = 0;

  // What a block of changes to a table is done by: operations one after the other, of which each is compiled when those
  // before it are done. They depend on the block alone.
  virtual std::vector<ops::Operation> parts(const ops::BatchAlterTable& op) const;

  // A statement of the script's own with its parameters: one Statement for each statement in the text.
  std::vector<Statement> compile_execute(std::string_view sql, const schema::Parameters& parameters) const;

  // INSERT of one row of values for these columns, with as many placeholders.
  virtual std::string insert_sql(const schema::TableName& table, const std::vector<std::string>& columns) const = 0;

  // UPDATE of one row: placeholders for the columns, then for the keys.
  virtual std::string update_sql(const schema::TableName& table, const std::vector<std::string>& columns,
                                 const std::vector<std::string>& keys) const = 0;

  // A piece of a table in the order of its keys, at most `limit` rows for which `where` (SQL, may be empty) holds.
  // Behind `after`, the keys of a row, if it is not empty. Nobody else can change the rows until the transaction ends.
  struct Piece {
    const schema::TableName& table;
    const std::vector<std::string>& keys;
    const std::vector<std::string>& columns;  // read behind the keys
    const std::string& where;
    const std::vector<schema::Value>& after;
    std::int64_t limit;
  };
  virtual Statement select_piece(const Piece& piece) const = 0;
  // The keys of the last row of the piece if it has all `limit` rows; no row otherwise.
  virtual Statement select_last_key(const Piece& piece) const = 0;
  // How many rows there are from the beginning of the piece to the end of the table.
  virtual Statement count_from(const Piece& piece) const = 0;
  // A row of the piece, as far as the table goes, by whose key one cannot go: one that another row has too, or with
  // NULL in it; no row where there is none. Where keys are known to be unique only NULL is looked for.
  virtual Statement find_bad_key(const Piece& piece, bool are_unique) const = 0;
  // Whether a column that the catalogue calls NOT NULL, for it is in the primary key, may hold NULL all the same.
  virtual bool primary_key_takes_null() const { return false; }
  // A query with a row if other tables inherit from this one, whose rows are seen as its own and no key of it spans.
  virtual std::optional<Statement> find_heirs(const schema::TableName& /*table*/) const { return std::nullopt; }
  // Where a statement that failed spoils its transaction: what makes a place to go back to, what goes back to it, and
  // what forgets it.
  struct Savepoint {
    std::string_view set, go_back, release;
  };
  virtual Savepoint savepoint() const { return {}; }
  // What a value of this column compares as, in the order that ORDER BY has: mostly itself.
  virtual schema::Value compared(const schema::Column& column, const schema::Value& value) const;
  // The UPDATE for the rows behind the key `after` up to the key `last`; empty: from the first row, to the last one.
  virtual Statement update_range(const ops::BatchedUpdate& update, const std::vector<std::string>& keys,
                                 const std::vector<schema::Value>& after,
                                 const std::vector<schema::Value>& last) const = 0;

  virtual std::string quote(std::string_view identifier) const = 0;   // in quotes only where it needs them
  std::string quote(const schema::ObjectName& name) const;            // with its schema, if any
  virtual std::string literal(const schema::Value& value) const = 0;  // for offline SQL
  virtual std::string type_sql(const schema::Type& type) const = 0;

  virtual const sql::Syntax& syntax() const = 0;  // how its SQL is cut into tokens and parameters written
  // Whether names of columns, constraints and indexes that differ by case alone are one.
  virtual bool ignores_case_of_names() const { return false; }
  bool same_name(std::string_view a, std::string_view b) const;
  virtual schema::NameLimit identifier_limit() const = 0;
  virtual bool transactional_ddl() const = 0;  // whether DDL rolls back

  // Whether a statement that a script wrote may run in a transaction and is undone with it; no where that is not sure.
  virtual bool rolls_back(std::string_view sql) const;

  // A token as it stands in a script, where the database's own program would read it as something else. Throws
  // Error{unsupported} for one that no script can hold.
  virtual std::string in_script(const sql::Token& token) const;

  // Whether constraints and columns of a table change by making the table anew.
  virtual bool rebuilds_tables() const { return false; }
  // Whether a name that no column of the table has may stand for its key of one integer (SQLite's rowid).
  virtual bool names_row_id(std::string_view /*column*/) const { return false; }
  // Whether a block of changes to a table is one statement, which looks only at what the table is at its end, and a key
  // or an index that another part of the table needs can go alone only there.
  virtual bool changes_tables_at_once() const { return false; }
  // SQL that makes a column's values fit another type where the database does not by itself; empty: it does.
  virtual std::string conversion(const std::string& /*column*/, const schema::Type& /*from*/,
                                 const schema::Type& /*to*/) const {
    return {};
  }
  // The name that the database gives to a constraint without one; empty: it does not, or none that could be told here.
  enum class NamedKind { primary_key, unique, foreign_key };
  virtual std::string usual_name(NamedKind, const std::string& /*table*/,
                                 const std::vector<std::string>& /*columns*/) const {
    return {};
  }
  // Whether two indexes of a schema cannot have one name, even where they are on two tables.
  virtual bool indexes_share_names() const { return false; }
  // Whether the database makes an index for a foreign key by itself, which stays when the key goes.
  virtual bool indexes_foreign_keys() const { return false; }
  // The table of a model as the database would show it, as far as that can be told without asking: a part that cannot
  // is left as it was written, so that it seems to differ, never to agree. Nothing: ask the database.
  virtual std::optional<schema::Table> as_shown(schema::Table /*written*/) const { return std::nullopt; }
  // A sequence likewise, with what was not written as far as it is known.
  virtual ops::CreateSequence sequence_as_shown(ops::CreateSequence written) const { return written; }
  // Whether two texts of SQL, as the database shows them, say the same.
  virtual bool same_sql(std::string_view a, std::string_view b) const { return a == b; }

  virtual std::string_view script_head() const { return {}; }     // what a script says before all else; empty: nothing
  virtual std::string_view begin_sql() const { return "BEGIN"; }  // for offline SQL
  virtual std::string_view commit_sql() const { return "COMMIT"; }
  // A statement, with the semicolon at its end, as the database's own program reads it as one, and an empty line.
  virtual std::string script_piece(std::string_view sql) const;

  // A text of any language, of at most `length` characters if that is set, in the tables that luamigrate makes for
  // itself.
  virtual schema::Type text_type(std::optional<std::int64_t> length) const;
};

// `sql` with the values of `params` written in as literals: what an offline script shows. Throws Error{script} for a
// value that has no literal.
std::string with_literals(const Dialect& dialect, const Statement& statement);

// The same as the database's own program reads it, with a semicolon that a comment at the end does not swallow.
std::string as_script(const Dialect& dialect, const Statement& statement);

// What stands in a script for the beginning and the end of a transaction.
std::string script_begin(const Dialect& dialect);
std::string script_commit(const Dialect& dialect);

}  // namespace luamigrate::databases
