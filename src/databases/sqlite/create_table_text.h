// The text of a CREATE TABLE as SQLite keeps it, cut into its parts, so that one part can be changed and all the others
// stay as they were written: what luamigrate has no word for survives.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace luamigrate::databases::sqlite {

enum class ClauseKind {
  primary_key,
  not_null,
  null,
  unique,
  check,
  default_value,
  collate,
  references,  // of a column: REFERENCES; of a table: FOREIGN KEY
  generated,
};

// A constraint of a column or of the table.
struct ClauseText {
  ClauseKind kind = ClauseKind::check;
  std::string name;                  // of CONSTRAINT name, without quotes; empty: none
  std::string text;                  // whole, with CONSTRAINT name
  std::vector<std::string> columns;  // of a table's key, unique or foreign key: the columns in its parentheses
};

struct ColumnText {
  std::string name;  // without quotes
  std::string name_text;
  std::string type;  // as written; may be empty
  std::vector<ClauseText> clauses;

  const ClauseText* find(ClauseKind kind) const;  // nullptr: none
  void remove(ClauseKind kind);
  bool is_generated() const { return find(ClauseKind::generated) != nullptr; }
  std::string text() const;
};

struct CreateTableText {
  std::vector<ColumnText> columns;
  std::vector<ClauseText> constraints;
  std::string suffix;  // behind the last parenthesis: "WITHOUT ROWID, STRICT"

  const ColumnText* find_column(std::string_view name) const;  // names compare without case, as SQLite does
  ColumnText* find_column(std::string_view name);
  bool without_rowid() const;

  // CREATE TABLE of a table of that name (quoted already where it must be).
  std::string text(std::string_view quoted_name) const;
};

// Throws Error{unsupported} for a text that is no CREATE TABLE with columns (CREATE TABLE AS, a virtual table).
CreateTableText parse_create_table(std::string_view text);

// Whether a piece of SQL names this identifier, in quotes or not.
bool mentions(std::string_view sql, std::string_view identifier);

bool same_name(std::string_view a, std::string_view b);
std::string unquoted(std::string_view identifier);

}  // namespace luamigrate::databases::sqlite
