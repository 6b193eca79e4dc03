#include "databases/sqlite/rebuild.h"

#include <fmt/format.h>

#include <algorithm>

#include "databases/sqlite/syntax.h"
#include "luamigrate/error.h"
#include "sql/tokenizer.h"

namespace luamigrate::databases::sqlite {
namespace {

constexpr std::string_view temporary_prefix = "_luamigrate_tmp_";

std::string list_of(const std::vector<std::string>& names) {
  return names.empty() ? std::string("none") : fmt::format("{}", fmt::join(names, ", "));
}

bool contains(const std::vector<std::string>& names, std::string_view name) {
  return std::ranges::any_of(names, [&](const std::string& other) { return same_name(other, name); });
}

// The rows that break a foreign key of the table, or one that points to it.
std::string foreign_key_check(const Dialect& dialect, const schema::TableName& table) {
  const std::string name = dialect.literal(table.name);
  return fmt::format(
      "SELECT broken.\"table\", broken.rowid, broken.parent FROM (SELECT DISTINCT t.name FROM sqlite_master t LEFT "
      "JOIN "
      "pragma_foreign_key_list(t.name) f WHERE t.type = 'table' AND (t.name = {0} COLLATE NOCASE OR f.\"table\" = {0} "
      "COLLATE NOCASE)) tables, pragma_foreign_key_check(tables.name) broken",
      name);
}

}  // namespace

Rebuild::Rebuild(const Dialect& dialect, schema::Table table)
    : dialect_(dialect), table_(std::move(table)), text_(parse_create_table(table_.definition)) {}

std::string Rebuild::old_name(std::string_view name) const {
  std::string result(name);
  for (auto rename = renames_.rbegin(); rename != renames_.rend(); ++rename)
    if (same_name(rename->second, result)) result = rename->first;
  return result;
}

std::string Rebuild::with_old_names(std::string_view sql) const {
  std::string result(sql);
  for (auto rename = renames_.rbegin(); rename != renames_.rend(); ++rename) {
    const std::string before = std::exchange(result, {});
    sql::Tokenizer tokenizer(before, syntax);
    for (sql::Token token = tokenizer.next(); token.kind != sql::TokenKind::end; token = tokenizer.next()) {
      const bool name = token.kind == sql::TokenKind::word || token.kind == sql::TokenKind::quoted_name;
      result += name && same_name(unquoted(token.text), rename->second) ? dialect_.quote(rename->first)
                                                                        : std::string(token.text);
    }
  }
  return result;
}

const ColumnText* Rebuild::find_column(std::string_view name) const {
  return text_.find_column(old_name(name));
}

ColumnText& Rebuild::column(std::string_view name) {
  if (ColumnText* found = text_.find_column(old_name(name))) return *found;
  std::vector<std::string> names;
  for (const ColumnText& known : text_.columns) names.push_back(known.name);
  throw Error(ErrorKind::script, fmt::format("the table \"{}\" has no column \"{}\"", schema::shown(table_.name), name),
              fmt::format("its columns are {}", list_of(names)));
}

std::size_t Rebuild::place_of(std::string_view name) const {
  const std::string old = old_name(name);
  for (std::size_t i = 0; i < text_.columns.size(); ++i)
    if (same_name(text_.columns[i].name, old)) return i;
  throw Error(ErrorKind::script,
              fmt::format("the table \"{}\" has no column \"{}\"", schema::shown(table_.name), name));
}

void Rebuild::add_column(std::string_view name, const std::string& clause, std::string_view before,
                         std::string_view after) {
  if (find_column(name))
    throw Error(ErrorKind::script,
                fmt::format("the table \"{}\" has a column \"{}\" already", schema::shown(table_.name), name));
  needed_ = true;
  const CreateTableText parsed = parse_create_table("CREATE TABLE t (" + clause + ")");
  text_.columns.push_back(parsed.columns.front());
  added_.emplace_back(name);
  move_column(name, before, after);
}

void Rebuild::move_column(std::string_view name, std::string_view before, std::string_view after) {
  if (before.empty() && after.empty()) return;
  needed_ = true;
  const std::size_t from = place_of(name);
  ColumnText moved = std::move(text_.columns[from]);
  text_.columns.erase(text_.columns.begin() + static_cast<std::ptrdiff_t>(from));
  const std::size_t to = before.empty() ? place_of(after) + 1 : place_of(before);
  text_.columns.insert(text_.columns.begin() + static_cast<std::ptrdiff_t>(to), std::move(moved));
}

void Rebuild::drop_column(std::string_view given) {
  const std::string name = column(given).name;
  const auto refuse = [&](std::string_view what) {
    throw Error(ErrorKind::unsupported,
                fmt::format("the column \"{}\" of \"{}\" cannot be dropped: {} names it", given,
                            schema::shown(table_.name), what),
                "drop or change that first");
  };
  const auto check = [&](const ClauseText& clause) {
    const bool counts = clause.kind == ClauseKind::check || clause.kind == ClauseKind::generated;
    if (counts && mentions(clause.text, name))
      refuse(clause.name.empty() ? clause.text : fmt::format("the constraint \"{}\"", clause.name));
  };
  for (const ColumnText& other : text_.columns)
    if (!same_name(other.name, name)) std::ranges::for_each(other.clauses, check);
  std::ranges::for_each(text_.constraints, check);
  for (const ClauseText& constraint : text_.constraints)
    if (constraint.kind == ClauseKind::primary_key && contains(constraint.columns, name)) refuse("the primary key");
  if (column(given).find(ClauseKind::primary_key)) refuse("the primary key");
  for (const schema::StoredObject& object : table_.dependents)
    if (object.kind == schema::StoredObjectKind::trigger && mentions(object.definition, name))
      refuse(fmt::format("the trigger \"{}\"", object.name));

  needed_ = true;
  std::erase_if(text_.constraints, [&](const ClauseText& clause) { return contains(clause.columns, name); });
  std::erase_if(table_.dependents, [&](const schema::StoredObject& object) {
    return object.kind == schema::StoredObjectKind::index && mentions(object.definition, name);
  });
  std::erase_if(text_.columns, [&](const ColumnText& other) { return same_name(other.name, name); });
  std::erase_if(added_, [&](const std::string& other) { return same_name(other, name); });
}

void Rebuild::rename_column(std::string_view name, const std::string& new_name) {
  const std::string old = column(name).name;
  if (!same_name(old, new_name) && find_column(new_name))
    throw Error(ErrorKind::script,
                fmt::format("the table \"{}\" has a column \"{}\" already", schema::shown(table_.name), new_name));
  renames_.emplace_back(std::string(name), new_name);
}

void Rebuild::set_type(std::string_view name, const std::string& type) {
  ColumnText& changed = column(name);
  if (changed.type == type) return;
  needed_ = true;
  changed.type = type;
  casts_[changed.name] = type;
}

void Rebuild::set_nullable(std::string_view name, bool nullable) {
  ColumnText& changed = column(name);
  const bool is_required = changed.find(ClauseKind::not_null) != nullptr;
  if (nullable != is_required) return;
  needed_ = true;
  changed.remove(ClauseKind::not_null);
  changed.remove(ClauseKind::null);
  if (!nullable) {
    const auto place = std::ranges::find_if(changed.clauses, [](const ClauseText& clause) {
      return clause.kind != ClauseKind::collate && clause.kind != ClauseKind::default_value;
    });
    changed.clauses.insert(place, {.kind = ClauseKind::not_null, .text = "NOT NULL"});
  }
}

void Rebuild::set_default(std::string_view name, const std::optional<std::string>& clause) {
  ColumnText& changed = column(name);
  const ClauseText* existing = changed.find(ClauseKind::default_value);
  if (!clause && !existing) return;
  needed_ = true;
  changed.remove(ClauseKind::default_value);
  if (clause) changed.clauses.insert(changed.clauses.begin(), {.kind = ClauseKind::default_value, .text = *clause});
}

void Rebuild::add_constraint(ClauseKind kind, const std::vector<std::string>& columns, const std::string& clause) {
  needed_ = true;
  ClauseText added = parse_create_table("CREATE TABLE t (x, " + with_old_names(clause) + ")").constraints.front();
  for (const std::string& name : columns) column(name);
  if (!added.name.empty() && contains(constraint_names(), added.name))
    throw Error(ErrorKind::script, fmt::format("the table \"{}\" has a constraint \"{}\" already",
                                               schema::shown(table_.name), added.name));
  if (kind == ClauseKind::primary_key) {
    const bool has_one = std::ranges::any_of(
        text_.columns, [](const ColumnText& known) { return known.find(ClauseKind::primary_key) != nullptr; });
    if (has_one || std::ranges::any_of(text_.constraints,
                                       [](const ClauseText& known) { return known.kind == ClauseKind::primary_key; }))
      throw Error(ErrorKind::script,
                  fmt::format("the table \"{}\" has a primary key already", schema::shown(table_.name)),
                  "drop it first: op.drop_constraint(name, table, { type = \"primary\" })");
    // A primary key that allows NULL is a fault that SQLite keeps for old programs' sake.
    for (const std::string& name : columns) set_nullable(name, false);
  }
  text_.constraints.push_back(std::move(added));
}

bool Rebuild::drop_constraint(std::string_view name, std::optional<ops::ConstraintType> type) {
  const auto is_meant = [&](const ClauseText& clause) {
    if (!clause.name.empty() && same_name(clause.name, name)) return true;
    // A primary key that was left unnamed is the only one there is.
    return clause.kind == ClauseKind::primary_key && type == ops::ConstraintType::primary && clause.name.empty();
  };
  std::size_t dropped = std::erase_if(text_.constraints, is_meant);
  for (ColumnText& known : text_.columns) dropped += std::erase_if(known.clauses, is_meant);
  needed_ = needed_ || dropped > 0;
  return dropped > 0;
}

bool Rebuild::drop_index(std::string_view name) {
  needed_ = true;
  return std::erase_if(table_.dependents, [&](const schema::StoredObject& object) {
           return object.kind == schema::StoredObjectKind::index && same_name(object.name, name);
         }) > 0;
}

std::vector<std::string> Rebuild::constraint_names() const {
  std::vector<std::string> names;
  for (const ClauseText& constraint : text_.constraints)
    if (!constraint.name.empty()) names.push_back(constraint.name);
  for (const ColumnText& known : text_.columns)
    for (const ClauseText& clause : known.clauses)
      if (!clause.name.empty()) names.push_back(clause.name);
  return names;
}

std::string Rebuild::rowid_name() const {
  if (text_.without_rowid()) return {};
  if (table_.primary_key && table_.primary_key->columns.size() == 1) {
    const ColumnText* key = text_.find_column(table_.primary_key->columns.front());
    if (key && same_name(key->type, "INTEGER")) return {};  // that column is the row id
  }
  for (const std::string_view name : {"rowid", "_rowid_", "oid"})
    if (!text_.find_column(name) && !table_.find_column(name)) return std::string(name);
  return {};
}

std::string Rebuild::copy_rows(const std::string& target) const {
  std::string into;
  std::string from;
  const auto add = [&](const std::string& column, const std::string& expression) {
    into += (into.empty() ? "" : ", ") + column;
    from += (from.empty() ? "" : ", ") + expression;
  };
  if (const std::string rowid = rowid_name(); !rowid.empty()) add(rowid, rowid);
  for (const ColumnText& copied : text_.columns) {
    if (copied.is_generated() || contains(added_, copied.name)) continue;
    const std::string quoted = dialect_.quote(copied.name);
    const auto cast = casts_.find(copied.name);
    add(quoted, cast == casts_.end() ? quoted : fmt::format("CAST({} AS {})", quoted, cast->second));
  }
  return fmt::format("INSERT INTO {} ({}) SELECT {} FROM {}", target, into, from, dialect_.quote(table_.name));
}

std::vector<Statement> Rebuild::statements() const {
  std::vector<Statement> result;
  const auto add = [&](std::string sql) { result.push_back({.sql = std::move(sql)}); };
  if (needed_) {
    if (!table_.name.schema.empty() && !table_.dependents.empty())
      throw Error(ErrorKind::unsupported,
                  fmt::format("the table \"{}\" lies in an attached database and has indexes or triggers, which a "
                              "rebuild could not make again there",
                              schema::shown(table_.name)),
                  "migrate that file by itself");
    const schema::TableName temporary{table_.name.schema, std::string(temporary_prefix) + table_.name.name};
    const std::string target = dialect_.quote(temporary);
    const bool counts = mentions(table_.definition, "AUTOINCREMENT");
    // Renaming in the old way leaves the texts of views, triggers and foreign keys that name the table alone: they are
    // right again as soon as the new table has the name.
    add("PRAGMA legacy_alter_table=ON");
    add(text_.text(target));
    add(copy_rows(target));
    if (counts) {
      const std::string sequence = dialect_.quote(schema::TableName{table_.name.schema, "sqlite_sequence"});
      add(fmt::format("DELETE FROM {} WHERE name = {}", sequence, dialect_.literal(temporary.name)));
      add(fmt::format("INSERT INTO {0} (name, seq) SELECT {1}, seq FROM {0} WHERE name = {2}", sequence,
                      dialect_.literal(temporary.name), dialect_.literal(table_.name.name)));
    }
    add(fmt::format("DROP TABLE {}", dialect_.quote(table_.name)));
    add(fmt::format("ALTER TABLE {} RENAME TO {}", target, dialect_.quote(table_.name.name)));
    add("PRAGMA legacy_alter_table=OFF");
    for (const schema::StoredObject& object : table_.dependents)
      if (object.kind != schema::StoredObjectKind::view) add(object.definition);
    // A view that names a column that is gone fails here, and everything is rolled back.
    for (const schema::StoredObject& object : table_.dependents)
      if (object.kind == schema::StoredObjectKind::view)
        add(fmt::format("SELECT 1 FROM {} LIMIT 0", dialect_.quote(object.name)));
    result.back().check_before_commit = foreign_key_check(dialect_, table_.name);
  }
  for (const auto& [from, to] : renames_)
    add(fmt::format("ALTER TABLE {} RENAME COLUMN {} TO {}", dialect_.quote(table_.name), dialect_.quote(from),
                    dialect_.quote(to)));
  for (const Statement& index : new_indexes_) result.push_back(index);
  return result;
}

}  // namespace luamigrate::databases::sqlite
