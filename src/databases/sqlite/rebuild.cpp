#include "databases/sqlite/rebuild.h"

#include <fmt/format.h>

#include <algorithm>

#include "databases/sqlite/affinity.h"
#include "databases/sqlite/dependents.h"
#include "databases/sqlite/index_text.h"
#include "databases/sqlite/names.h"
#include "databases/sqlite/object_text.h"
#include "databases/sqlite/one_item.h"
#include "luamigrate/error.h"

namespace luamigrate::databases::sqlite {
namespace {

using schema::StoredObject;
using schema::StoredObjectKind;

// The rows that break a foreign key of the table, or one that points to it.
std::string foreign_key_check(const Dialect& dialect, const schema::TableName& table) {
  const std::string schema = dialect.literal(table.schema.empty() ? std::string("main") : table.schema);
  const std::string master = dialect.quote(schema::ObjectName{table.schema, "sqlite_master"});
  return fmt::format(
      "SELECT broken.\"table\", broken.rowid, broken.parent FROM (SELECT DISTINCT t.name FROM {1} t LEFT JOIN "
      "pragma_foreign_key_list(t.name, {2}) f WHERE t.type = 'table' AND (t.name = {0} COLLATE NOCASE OR f.\"table\" = "
      "{0} COLLATE NOCASE)) tables, pragma_foreign_key_check(tables.name, {2}) broken",
      dialect.literal(table.name), master, schema);
}

// Refuses where a CHECK of the table or of another column, or another generated column, names the column.
void refuse_where_clauses_name(const schema::Table& table, const CreateTableText& text, std::string_view column) {
  const auto check = [&](const ClauseText& clause) {
    const bool counts = clause.kind == ClauseKind::check || clause.kind == ClauseKind::generated;
    if (!counts || !names_column(clause.text, column)) return;
    refuse_drop(table, column, clause.name.empty() ? clause.text : fmt::format("the constraint \"{}\"", clause.name));
  };
  for (const ColumnText& other : text.columns)
    if (!same_name(other.name, column)) std::ranges::for_each(other.clauses, check);
  std::ranges::for_each(text.constraints, check);
  if (text.columns.size() == 1)
    throw Error(ErrorKind::unsupported,
                fmt::format("\"{}\" is the only column of \"{}\"", column, schema::shown(table.name)),
                "drop the table, or add another column first");
}

// A CHECK without the name of its table in front of columns (`t.a`), under which the table is not made.
std::string without_table(std::string_view clause, std::string_view table) {
  const std::vector<sql::Token> tokens = significant_tokens(clause);
  std::string result;
  std::size_t copied = 0;
  for (std::size_t i = 0; i + 2 < tokens.size(); ++i) {
    const bool qualifies = sql::is_name(tokens[i]) && same_name(unquoted(tokens[i].text), table) &&
                           is_symbol(tokens[i + 1], ".") && !(i > 0 && is_symbol(tokens[i - 1], "."));
    if (!qualifies) continue;
    result += clause.substr(copied, static_cast<std::size_t>(tokens[i].text.data() - clause.data()) - copied);
    copied = static_cast<std::size_t>(tokens[i + 2].text.data() - clause.data());
  }
  return result += clause.substr(copied);
}

CreateTableText without_table(CreateTableText text, std::string_view table) {
  const auto mend = [&](ClauseText& clause) {
    if (clause.kind == ClauseKind::check) clause.text = without_table(clause.text, table);
  };
  for (ColumnText& column : text.columns) std::ranges::for_each(column.clauses, mend);
  std::ranges::for_each(text.constraints, mend);
  return text;
}

bool is_index_with(const StoredObject& object, std::string_view column) {
  if (object.kind != StoredObjectKind::index) return false;
  const IndexText index = parse_create_index(object.definition);
  return names_column(index.where, column) || std::ranges::any_of(index.items, [&](const IndexText::Item& item) {
           return names_column(item.expression, column);
         });
}

ops::ConstraintType constraint_type(ClauseKind kind) {
  switch (kind) {
    case ClauseKind::primary_key: return ops::ConstraintType::primary;
    case ClauseKind::unique: return ops::ConstraintType::unique;
    case ClauseKind::references: return ops::ConstraintType::foreignkey;
    default: return ops::ConstraintType::check;
  }
}

}  // namespace

Rebuild::Rebuild(const Dialect& dialect, schema::Table table, std::string_view source)
    : dialect_(dialect), table_(std::move(table)), old_text_(parse_create_table(table_.definition)), text_(old_text_) {
  if (source.empty()) return;
  source_ = parse_create_table(source);
  for (const ColumnText& gone : source_->columns) {
    if (text_.find_column(gone.name)) continue;
    refuse_where_objects_name(table_, gone.name);
    drops_columns_ = true;
  }
}

std::string Rebuild::current_name(const ColumnText& column) const {
  std::string name = column.name;
  for (const After& step : after_)
    if (step.renames(name)) name = step.to;
  return name;
}

const ColumnText* Rebuild::find_column(std::string_view name) const {
  for (const ColumnText& column : text_.columns)
    if (same_name(current_name(column), name)) return &column;
  return nullptr;
}

std::vector<std::string> Rebuild::column_names() const {
  std::vector<std::string> names;
  for (const ColumnText& known : text_.columns) names.push_back(current_name(known));
  return names;
}

std::ptrdiff_t Rebuild::place_of(std::string_view name) {
  if (const ColumnText* found = find_column(name)) return found - text_.columns.data();
  throw Error(ErrorKind::script, fmt::format("the table \"{}\" has no column \"{}\"", schema::shown(table_.name), name),
              fmt::format("its columns are {}", fmt::join(column_names(), ", ")));
}

ColumnText& Rebuild::column(std::string_view name) {
  return text_.columns[static_cast<std::size_t>(place_of(name))];
}

void Rebuild::refuse_second(std::string_view column_name) const {
  if (find_column(column_name))
    throw Error(ErrorKind::script,
                fmt::format("the table \"{}\" has a column \"{}\" already", schema::shown(table_.name), column_name),
                "choose another name, or drop or rename that column first");
}

std::string Rebuild::with_old_names(std::string_view clause) const {
  const std::vector<sql::Token> tokens = significant_tokens(clause);
  std::string result;
  std::size_t copied = 0;
  for (std::size_t i = 0; i < tokens.size(); ++i) {
    const sql::Token& token = tokens[i];
    // Behind it stand columns of another table.
    if (is_word(token, "REFERENCES") && i + 1 < tokens.size() &&
        !same_name(unquoted(tokens[i + 1].text), table_.name.name))
      break;
    const bool is_name = token.kind == sql::TokenKind::word || token.kind == sql::TokenKind::quoted_name;
    const bool is_constraint = i > 0 && is_word(tokens[i - 1], "CONSTRAINT");
    const bool is_function =
        token.kind == sql::TokenKind::word && i + 1 < tokens.size() && is_symbol(tokens[i + 1], "(");
    if (!is_name || is_constraint || is_function) continue;
    const ColumnText* named = find_column(unquoted(token.text));
    if (!named || current_name(*named) == named->name) continue;
    const auto begin = static_cast<std::size_t>(token.text.data() - clause.data());
    result += clause.substr(copied, begin - copied);
    result += named->name_text;
    copied = begin + token.text.size();
  }
  return result += clause.substr(copied);
}

void Rebuild::add_column(std::string_view name, const std::string& clause, std::string_view before,
                         std::string_view after) {
  refuse_second(name);
  if (text_.find_column(name))
    throw Error(ErrorKind::unsupported,
                fmt::format("the column \"{}\" is renamed in this block, and another one of its name added", name),
                "rename it in a block of its own before");
  needed_ = true;
  text_.append(parse_column(with_old_names(clause)));
  // Behind a column stand those that were put there before: as Alembic orders them.
  std::string last(after);
  if (before.empty() && !after.empty()) {
    for (auto next = static_cast<std::size_t>(place_of(after)) + 1; next < text_.columns.size(); ++next) {
      if (!contains_name(added_, text_.columns[next].name)) break;
      last = current_name(text_.columns[next]);
    }
  }
  added_.emplace_back(name);
  move_column(name, before, last);
}

void Rebuild::move_column(std::string_view name, std::string_view before, std::string_view after) {
  if (before.empty() && after.empty()) return;
  needed_ = true;
  const std::ptrdiff_t from = place_of(name);
  if (!before.empty() && !after.empty() && place_of(after) > place_of(before))
    throw Error(ErrorKind::script,
                fmt::format("\"{}\" cannot stand before \"{}\" and behind \"{}\"", name, before, after),
                "give insert_before or insert_after, or both for a place between them");
  const std::ptrdiff_t to = before.empty() ? place_of(after) + 1 : place_of(before);
  const auto begin = text_.columns.begin();
  if (from < to)
    std::rotate(begin + from, begin + from + 1, begin + to);
  else
    std::rotate(begin + to, begin + from, begin + from + 1);
}

void Rebuild::drop_column(std::string_view given) {
  const std::string name = column(given).name;
  std::string current = name;
  std::erase_if(after_, [&](const After& step) {
    const bool is_its_own = step.renames(current);
    if (is_its_own) current = step.to;
    return is_its_own;
  });
  refuse_where_clauses_name(table_, text_, name);
  refuse_where_objects_name(table_, name);
  const auto uses = [&](const ClauseText& clause) {
    if (contains_name(clause.columns, name)) return true;
    const bool to_itself = clause.kind == ClauseKind::references && mentions(clause.text, table_.name.name);
    return to_itself && mentions(clause.text, name);
  };
  const bool has_key = text_.primary_key() != nullptr;
  std::erase_if(text_.columns, [&](const ColumnText& other) { return same_name(other.name, name); });
  std::erase_if(text_.constraints, uses);
  for (ColumnText& other : text_.columns) std::erase_if(other.clauses, uses);
  if (has_key && !text_.primary_key() && text_.without_rowid())
    refuse_drop(table_, given, "the primary key, which a table WITHOUT ROWID must have,");
  std::erase_if(table_.dependents, [&](const StoredObject& object) { return is_index_with(object, name); });
  if (std::erase_if(added_, [&](const std::string& other) { return same_name(other, name); }) == 0)
    drops_columns_ = true;
  needed_ = true;
}

void Rebuild::rename_column(std::string_view name, const std::string& new_name) {
  const std::string from = current_name(column(name));
  if (!same_name(from, new_name)) {
    refuse_second(new_name);
    refuse_rename_behind_views(table_, from);
  }
  after_.push_back({.from = from, .to = new_name});
}

void Rebuild::set_type(std::string_view name, const std::string& type) {
  ColumnText& changed = column(name);
  ColumnText wanted = parse_column("x " + type);
  if ((wanted.type.empty() && !type.empty()) || wanted.clauses.size() > (wanted.find(ClauseKind::collate) ? 1U : 0U))
    throw Error(ErrorKind::script, fmt::format("\"{}\" is no type", type),
                "give the type alone; what else a column has is said by options of its own");
  if (const ClauseText* collate = wanted.find(ClauseKind::collate)) {
    needed_ = true;
    changed.remove(ClauseKind::collate);
    changed.clauses.insert(changed.clauses.begin(), *collate);
  }
  if (same_name(changed.type, wanted.type)) return;
  needed_ = true;
  // Texts keep the collation that they were compared by; numbers have no use for it.
  const Affinity affinity = affinity_of(wanted.type);
  if (!wanted.find(ClauseKind::collate) && affinity != Affinity::text && affinity != Affinity::blob)
    changed.remove(ClauseKind::collate);
  changed.type = std::move(wanted.type);
}

void Rebuild::set_nullable(std::string_view name, bool nullable) {
  ColumnText& changed = column(name);
  const bool is_required = changed.find(ClauseKind::not_null) != nullptr;
  if (nullable != is_required) return;
  needed_ = true;
  changed.remove(ClauseKind::not_null);
  changed.remove(ClauseKind::null);
  if (nullable) return;
  const auto place = std::ranges::find_if(changed.clauses, [](const ClauseText& clause) {
    return clause.kind != ClauseKind::collate && clause.kind != ClauseKind::default_value;
  });
  changed.clauses.insert(place, {.kind = ClauseKind::not_null, .text = "NOT NULL"});
}

void Rebuild::set_default(std::string_view name, const std::optional<std::string>& clause) {
  ColumnText& changed = column(name);
  const ClauseText* existing = changed.find(ClauseKind::default_value);
  if (clause ? existing && existing->text == *clause : !existing) return;
  needed_ = true;
  changed.remove(ClauseKind::default_value);
  if (!clause) return;
  const auto place =
      std::ranges::find_if(changed.clauses, [](const ClauseText& c) { return c.kind != ClauseKind::collate; });
  changed.clauses.insert(place, {.kind = ClauseKind::default_value, .text = *clause});
}

void Rebuild::add_constraint(const std::vector<std::string>& columns, const std::string& clause) {
  ClauseText added = parse_constraint(with_old_names(clause));
  for (const std::string& name : columns) column(name);
  if (added.kind == ClauseKind::primary_key) {
    if (const ClauseText* key = text_.primary_key())
      throw Error(ErrorKind::script,
                  fmt::format("the table \"{}\" has a primary key already", schema::shown(table_.name)),
                  fmt::format("drop it first: op.drop_constraint({}, \"{}\", {{ type = \"primary\" }})",
                              key->name.empty() ? "nil" : fmt::format("\"{}\"", key->name), table_.name.name));
    // A primary key that allows NULL is a fault that SQLite keeps for old programs' sake.
    for (const std::string& name : columns) set_nullable(name, false);
  }
  if (!added.name.empty() && contains_name(constraint_names(), added.name))
    throw Error(ErrorKind::script,
                fmt::format("the table \"{}\" has a constraint \"{}\" already", schema::shown(table_.name), added.name),
                "choose another name, or drop that constraint first");
  needed_ = true;
  text_.append(std::move(added));
}

bool Rebuild::drop_unnamed(ops::ConstraintType type, const std::vector<std::string>& columns,
                           std::string_view condition) {
  std::vector<std::string> old_names;
  for (const std::string& name : columns) {
    const ColumnText* known = find_column(name);
    old_names.push_back(known ? known->name : name);
  }
  const std::string old_condition = with_old_names(condition);
  const auto is_meant = [&](const ClauseText& clause, const std::vector<std::string>& own) {
    if (!clause.name.empty() || constraint_type(clause.kind) != type) return false;
    if (type == ops::ConstraintType::check)
      return clause.kind == ClauseKind::check && same_sql(inside_parentheses(clause), old_condition);
    return type == ops::ConstraintType::primary || std::ranges::equal(own, old_names, same_name);
  };
  // One of them, where several say the same.
  const auto drop_last = [](std::vector<ClauseText>& clauses, const auto& meant) {
    const auto last = std::find_if(clauses.rbegin(), clauses.rend(), meant);
    if (last == clauses.rend()) return false;
    clauses.erase(std::next(last).base());
    return true;
  };
  bool dropped =
      drop_last(text_.constraints, [&](const ClauseText& clause) { return is_meant(clause, clause.columns); });
  for (ColumnText& known : text_.columns)
    dropped =
        dropped || drop_last(known.clauses, [&](const ClauseText& clause) { return is_meant(clause, {known.name}); });
  needed_ = needed_ || dropped;
  return dropped;
}

bool Rebuild::drop_constraint(std::string_view name, std::optional<ops::ConstraintType> type) {
  return erase_clauses([&](const ClauseText& clause, const std::vector<std::string>&) {
    if (type && constraint_type(clause.kind) != *type) return false;
    if (!clause.name.empty()) return same_name(clause.name, name);
    return clause.kind == ClauseKind::primary_key && type.has_value();
  });
}

bool Rebuild::drop_checks(const std::function<bool(const ClauseText&)>& is_meant) {
  return erase_clauses([&](const ClauseText& clause, const std::vector<std::string>&) {
    return clause.kind == ClauseKind::check && is_meant(clause);
  });
}

template <class IsMeant>
bool Rebuild::erase_clauses(const IsMeant& is_meant) {
  std::size_t erased =
      std::erase_if(text_.constraints, [&](const ClauseText& clause) { return is_meant(clause, clause.columns); });
  for (ColumnText& known : text_.columns)
    erased += std::erase_if(known.clauses, [&](const ClauseText& clause) { return is_meant(clause, {known.name}); });
  needed_ = needed_ || erased > 0;
  return erased > 0;
}

void Rebuild::add_index(std::string name, Statement create) {
  after_.push_back({.index = std::move(name), .create = std::move(create)});
}

bool Rebuild::drop_index(std::string_view name) {
  if (std::erase_if(after_, [&](const After& step) { return same_name(step.index, name); }) > 0) return true;
  needed_ = true;
  return std::erase_if(table_.dependents, [&](const StoredObject& object) {
           return object.kind == StoredObjectKind::index && same_name(object.name, name);
         }) > 0;
}

bool Rebuild::is_own_trigger(const StoredObject& object) const {
  return object.kind == StoredObjectKind::trigger && same_name(table_of_trigger(object.definition), table_.name.name);
}

std::string Rebuild::rowid_name() const {
  if (text_.without_rowid() || source().without_rowid() || text_.rowid_column()) return {};
  for (const std::string_view name : {"rowid", "_rowid_", "oid"})
    if (!text_.find_column(name) && !source().find_column(name)) return std::string(name);
  return {};
}

std::string Rebuild::copy_rows(const std::string& target) const {
  std::vector<std::string> into;
  std::vector<std::string> from;
  if (const std::string rowid = rowid_name(); !rowid.empty()) {
    into.push_back(rowid);
    from.push_back(rowid);
  }
  for (const ColumnText& copied : text_.columns) {
    if (copied.is_generated() || contains_name(added_, copied.name)) continue;
    if (!source().find_column(copied.name))
      throw Error(ErrorKind::script,
                  fmt::format("the table \"{}\" has no column \"{}\"", schema::shown(table_.name), copied.name),
                  "take it out of `copy_from`, which says what is there; batch.add_column adds a column");
    const std::string quoted = dialect_.quote(copied.name);
    const ColumnText* old = old_text_.find_column(copied.name);
    into.push_back(quoted);
    // With the table's name, for SQLite takes "x" for a string where there is no column x.
    const std::string value = quoted == copied.name ? quoted : dialect_.quote(table_.name.name) + "." + quoted;
    // A column of any type takes a value as it is; CAST knows the word for a number's.
    const bool takes_any = text_.strict() && same_name(copied.type, "ANY");
    from.push_back(old && !takes_any && needs_cast(old->type, copied.type)
                       ? fmt::format("CAST({} AS {})", value, copied.type)
                       : value);
  }
  // OR ABORT: a conflict clause of the table (ON CONFLICT IGNORE, REPLACE) must not lose rows here.
  return fmt::format("INSERT OR ABORT INTO {} ({}) SELECT {} FROM {}", target, fmt::join(into, ", "),
                     fmt::join(from, ", "), dialect_.quote(table_.name));
}

void Rebuild::add_rebuild(std::vector<Statement>& result) const {
  // Each statement carries the check, which keeps the connection from enforcing foreign keys meanwhile.
  const std::string check = foreign_key_check(dialect_, table_.name);
  const auto add = [&](std::string sql) { result.push_back({.sql = std::move(sql), .check_before_commit = check}); };
  const std::string& schema = table_.name.schema;
  const schema::TableName temporary{schema, std::string(temporary_prefix) + table_.name.name};
  const std::string target = dialect_.quote(temporary);
  // Renaming in the old way leaves the texts of views, triggers and foreign keys that name the table alone: they are
  // right again as soon as the new table has the name. (Dropping the views instead would drop their triggers too.)
  add("PRAGMA legacy_alter_table=ON");
  add(without_table(text_, table_.name.name).text(target));
  add(copy_rows(target));
  if (text_.autoincrement() && source().autoincrement()) {
    const std::string sequence = dialect_.quote(schema::ObjectName{schema, "sqlite_sequence"});
    add(fmt::format("DELETE FROM {} WHERE name = {}", sequence, dialect_.literal(temporary.name)));
    add(fmt::format("INSERT INTO {0} (name, seq) SELECT {1}, seq FROM {0} WHERE name = {2}", sequence,
                    dialect_.literal(temporary.name), dialect_.literal(table_.name.name)));
  }
  add(fmt::format("DROP TABLE {}", dialect_.quote(table_.name)));
  add(fmt::format("ALTER TABLE {} RENAME TO {}", target, dialect_.quote(table_.name.name)));
  add("PRAGMA legacy_alter_table=OFF");
  for (const StoredObject& object : table_.dependents) {
    if (object.kind == StoredObjectKind::view || (object.kind == StoredObjectKind::trigger && !is_own_trigger(object)))
      continue;
    add(schema.empty() ? object.definition : with_schema(object.definition, dialect_.quote(schema)));
  }
  if (!drops_columns_) return;
  // A view that names a column that is gone fails here, and everything is rolled back.
  for (const StoredObject& object : table_.dependents)
    if (object.kind == StoredObjectKind::view)
      add(fmt::format("SELECT 1 FROM {} LIMIT 0", dialect_.quote(schema::ObjectName{schema, object.name})));
}

std::vector<Statement> Rebuild::statements() const {
  std::vector<Statement> result;
  if (needed_) add_rebuild(result);
  for (const After& step : after_)
    result.push_back(
        !step.create.sql.empty()
            ? step.create
            : Statement{.sql = fmt::format("ALTER TABLE {} RENAME COLUMN {} TO {}", dialect_.quote(table_.name),
                                           dialect_.quote(step.from), dialect_.quote(step.to))});
  return result;
}

bool Rebuild::in_primary_key(std::string_view name) {
  const ColumnText& asked = column(name);
  const ClauseText* key = text_.primary_key();
  return key && (asked.find(ClauseKind::primary_key) || contains_name(key->columns, asked.name));
}

std::optional<std::vector<Statement>> native_drop_column(const Dialect& dialect, const schema::Table& table,
                                                         std::string_view column) {
  const CreateTableText text = parse_create_table(table.definition);
  const ColumnText* dropped = text.find_column(column);
  const auto uses = [&](const ClauseText& clause) {
    const bool key = clause.kind == ClauseKind::primary_key || clause.kind == ClauseKind::unique ||
                     clause.kind == ClauseKind::references;
    return key && mentions(clause.text, column);
  };
  if (!dropped || std::ranges::any_of(text.constraints, uses)) return std::nullopt;
  // SQLite looks back from the last column for the comma before it, and finds one in a comment.
  if (dropped == &text.columns.back() && text.columns.size() > 1) {
    const Surroundings& before = text.columns[text.columns.size() - 2].around;
    if ((before.after_comma + dropped->around.before).find(',') != std::string::npos) return std::nullopt;
  }
  for (const ColumnText& other : text.columns)
    if (std::ranges::any_of(other.clauses, uses)) return std::nullopt;
  if (dropped->find(ClauseKind::primary_key) || dropped->find(ClauseKind::unique) ||
      dropped->find(ClauseKind::references))
    return std::nullopt;

  // What foreign keys point to has a unique index; the rebuild sees whether one is left without its column.
  const auto is_unique = [&](const StoredObject& object) {
    return is_index_with(object, column) && parse_create_index(object.definition).unique;
  };
  if (std::ranges::any_of(table.dependents, is_unique)) return std::nullopt;

  refuse_where_clauses_name(table, text, column);
  refuse_where_objects_name(table, column);
  std::vector<Statement> result;
  for (const StoredObject& object : table.dependents)
    if (is_index_with(object, column))
      result.push_back({.sql = fmt::format("DROP INDEX IF EXISTS {}",
                                           dialect.quote(schema::ObjectName{table.name.schema, object.name}))});
  result.push_back(
      {.sql = fmt::format("ALTER TABLE {} DROP COLUMN {}", dialect.quote(table.name), dialect.quote(dropped->name))});
  return result;
}

}  // namespace luamigrate::databases::sqlite
