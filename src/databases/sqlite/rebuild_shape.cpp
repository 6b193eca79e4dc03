// What a batch says about the table itself, beside its operations.
#include <fmt/format.h>

#include <algorithm>

#include "databases/sqlite/names.h"
#include "databases/sqlite/one_item.h"
#include "databases/sqlite/rebuild.h"
#include "luamigrate/error.h"

namespace luamigrate::databases::sqlite {
namespace {

// Whether two clauses say the same, however they are laid out.
bool same_words(std::string_view a, std::string_view b) {
  return std::ranges::equal(significant_tokens(a), significant_tokens(b),
                            [](const sql::Token& x, const sql::Token& y) { return same_name(x.text, y.text); });
}

schema::OptionalName name_by(const schema::NamingConvention& convention, const schema::TableName& table,
                             const ClauseText& clause, const std::vector<std::string>& columns,
                             const schema::NameLimit& limit) {
  switch (clause.kind) {
    case ClauseKind::primary_key: return schema::primary_key_name(convention, table, {.columns = columns}, limit);
    case ClauseKind::unique: return schema::unique_name(convention, table, {.columns = columns}, limit);
    case ClauseKind::references:
      return schema::foreign_key_name(
          convention, table,
          {.columns = columns, .referent = {{table.schema, clause.referent}, clause.referred_columns}}, limit);
    default: return std::nullopt;
  }
}

}  // namespace

void Rebuild::name_constraints(const schema::NamingConvention& convention) {
  const auto name = [&](ClauseText& clause, const std::vector<std::string>& columns) {
    if (!clause.name.empty()) return;
    const auto made = name_by(convention, table_.name, clause, columns, dialect_.identifier_limit());
    if (!made) return;
    clause.name = made->text;
    clause.text = fmt::format("CONSTRAINT {} {}", dialect_.quote(std::string_view(made->text)), clause.text);
  };
  for (ColumnText& known : text_.columns)
    for (ClauseText& clause : known.clauses) name(clause, {known.name});
  for (ClauseText& clause : text_.constraints) name(clause, clause.columns);
}

void Rebuild::drop_from_both(const std::function<bool(const ClauseText&)>& is_meant) {
  for (CreateTableText* text : {&old_text_, &text_}) {
    std::erase_if(text->constraints, is_meant);
    for (ColumnText& known : text->columns) std::erase_if(known.clauses, is_meant);
  }
}

void Rebuild::override_column(std::string_view name, const std::string& clause) {
  ColumnText wanted = parse_column(clause);
  const std::string known_name = column(name).name;
  for (const ClauseText& given : wanted.clauses) {
    if (given.kind == ClauseKind::check && !given.name.empty())
      drop_from_both([&](const ClauseText& old) { return same_name(old.name, given.name); });
    if (given.kind == ClauseKind::references)
      drop_from_both([&](const ClauseText& old) {
        return old.columns.size() == 1 && old.kind == ClauseKind::references &&
               same_name(old.columns.front(), known_name);
      });
  }
  for (CreateTableText* text : {&old_text_, &text_}) {
    ColumnText& known = *text->find_column(known_name);
    ColumnText over = wanted;
    for (const ClauseText& old : known.clauses) {
      const bool is_own = old.kind == ClauseKind::primary_key || old.kind == ClauseKind::unique ||
                          old.kind == ClauseKind::check || old.kind == ClauseKind::bare_name;
      const bool is_reference = old.kind == ClauseKind::references && !wanted.find(ClauseKind::references);
      if (is_own || is_reference) over.clauses.push_back(old);
    }
    known.type = over.type;
    known.clauses = std::move(over.clauses);
  }
  needed_ = true;
}

void Rebuild::state_constraint(const std::vector<std::string>& columns, const std::string& clause) {
  const ClauseText stated = parse_constraint(with_old_names(clause));
  const auto is_there = [&](const ClauseText& known) { return same_words(known.text, stated.text); };
  const bool in_column = std::ranges::any_of(
      text_.columns, [&](const ColumnText& known) { return std::ranges::any_of(known.clauses, is_there); });
  if (in_column || std::ranges::any_of(text_.constraints, is_there)) return;
  if (!stated.name.empty()) drop_constraint(stated.name, std::nullopt);
  if (stated.kind == ClauseKind::primary_key)
    if (const ClauseText* key = text_.primary_key())
      drop_constraint(std::string(key->name), ops::ConstraintType::primary);
  add_constraint(columns, clause);
}

void Rebuild::set_kind(std::optional<bool> without_rowid, std::optional<bool> strict) {
  const bool wants_none = without_rowid.value_or(text_.without_rowid());
  const bool wants_strict = strict.value_or(text_.strict());
  if (wants_none == text_.without_rowid() && wants_strict == text_.strict()) return;
  needed_ = true;
  text_.suffix = wants_none ? " WITHOUT ROWID" : "";
  if (wants_strict) text_.suffix += wants_none ? ", STRICT" : " STRICT";
}

void Rebuild::set_autoincrement(bool counts) {
  if (counts == text_.autoincrement()) return;
  needed_ = true;
  if (!counts) {
    text_.drop_autoincrement();
  } else if (!text_.set_autoincrement()) {
    throw Error(ErrorKind::script, "sqlite_autoincrement needs a primary key of one INTEGER column",
                "leave it out, or make the key so");
  }
}

// Source: SQLAlchemy, sqlalchemy/util/topological.py, sort with deterministic_order: level by level, so that columns
// that nothing is said about come to stand where Alembic puts them.
void Rebuild::reorder(const std::vector<std::vector<std::string>>& lists) {
  std::vector<std::vector<std::size_t>> before(text_.columns.size());  // of each column, those that come before it
  for (const std::vector<std::string>& list : lists)
    for (std::size_t i = 1; i < list.size(); ++i) {
      const auto first = static_cast<std::size_t>(place_of(list[i - 1]));
      const auto second = static_cast<std::size_t>(place_of(list[i]));
      if (first != second) before[second].push_back(first);
    }
  std::vector<ColumnText> sorted;
  std::vector<bool> is_placed(text_.columns.size(), false);
  while (sorted.size() < text_.columns.size()) {
    std::vector<std::size_t> level;
    for (std::size_t i = 0; i < before.size(); ++i)
      if (!is_placed[i] && std::ranges::all_of(before[i], [&](std::size_t other) { return is_placed[other]; }))
        level.push_back(i);
    if (level.empty())
      throw Error(ErrorKind::script, "partial_reordering wants a column before itself",
                  "put the columns in lists that do not contradict each other");
    for (const std::size_t i : level) {
      is_placed[i] = true;
      sorted.push_back(text_.columns[i]);
    }
  }
  text_.columns = std::move(sorted);
  needed_ = true;
}

}  // namespace luamigrate::databases::sqlite
