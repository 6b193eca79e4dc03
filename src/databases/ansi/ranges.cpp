// UPDATE and SELECT over ranges of a key.
#include <fmt/format.h>

#include <array>
#include <string_view>

#include "databases/ansi/dialect.h"
#include "databases/ansi/known_columns.h"
#include "databases/ansi/one_statement.h"
#include "databases/ansi/sql_texts.h"
#include "luamigrate/error.h"
#include "sql/tokenizer.h"

namespace luamigrate::databases::ansi {
namespace {

// Parts of a WHERE; their parameters go behind those that the statement has.
class Conditions {
 public:
  void add(std::string condition) {
    if (!condition.empty()) text_ += (text_.empty() ? " WHERE " : " AND ") + std::move(condition);
  }
  const std::string& text() const noexcept { return text_; }

 private:
  std::string text_;
};

// A SQL text of a script's own with more behind it: a comment at its end must not take that along.
std::string closed(std::string sql, const sql::Syntax& syntax) {
  sql::Tokenizer tokens(sql, syntax);
  sql::Token last;
  for (sql::Token token = tokens.next(); token.kind != sql::TokenKind::end; token = tokens.next()) last = token;
  if (last.kind == sql::TokenKind::comment && !last.text.starts_with("/*")) sql += '\n';
  return sql;
}

std::string in_parentheses(const std::string& sql, const sql::Syntax& syntax) {
  if (sql.empty()) return sql;
  check_closes_itself(sql, syntax);
  check_has_no_parameter(sql, syntax);
  return "(" + closed(sql, syntax) + ")";
}

Statement checked(Statement statement, const sql::Syntax& syntax) {
  check_one_statement(statement, syntax);
  return statement;
}

}  // namespace

// `(a, b) > (?, ?)`; the values become parameters. Empty without values.
std::string AnsiDialect::key_condition(const std::vector<std::string>& keys, std::string_view comparison,
                                       const std::vector<schema::Value>& values,
                                       std::vector<schema::Value>& params) const {
  if (values.empty()) return {};
  std::vector<std::string> places;
  for (const schema::Value& value : values) {
    params.push_back(value);
    places.push_back(placeholder(params.size()));
  }
  const bool single = values.size() == 1;
  return fmt::format(fmt::runtime(single ? "{} {} {}" : "({}) {} ({})"), quote_list(keys), comparison,
                     joined(places, ", "));
}

std::string AnsiDialect::spelled_out_key_condition(const std::vector<std::string>& keys, std::string_view comparison,
                                                   const std::vector<schema::Value>& values,
                                                   std::vector<schema::Value>& params) const {
  if (values.size() < 2) return AnsiDialect::key_condition(keys, comparison, values, params);
  const std::string strict(comparison.substr(0, 1));
  const auto compare = [&](std::size_t i, std::string_view sign) {
    params.push_back(values[i]);
    return fmt::format("{} {} {}", quote(keys[i]), sign, placeholder(params.size()));
  };
  std::string text = compare(0, strict + "=") + " AND (";
  for (std::size_t last = 0; last < values.size(); ++last) {
    if (last > 0) text += " OR (";
    for (std::size_t i = 0; i < last; ++i) text += compare(i, "=") + " AND ";
    text += compare(last, last + 1 == values.size() ? comparison : strict);
    if (last > 0) text += ")";
  }
  return text + ")";
}

std::string AnsiDialect::rows_clause(std::int64_t limit, std::int64_t offset) const {
  return offset == 0 ? fmt::format(" LIMIT {}", limit) : fmt::format(" LIMIT {} OFFSET {}", limit, offset);
}

std::string AnsiDialect::update_sql(const schema::TableName& table, const std::vector<std::string>& columns,
                                    const std::vector<std::string>& keys) const {
  check_named_once(*this, columns);
  std::size_t number = 0;
  const auto assigned = [&](const std::vector<std::string>& names) {
    std::vector<std::string> parts;
    parts.reserve(names.size());
    for (const std::string& name : names) parts.push_back(fmt::format("{} = {}", quote(name), placeholder(++number)));
    return parts;
  };
  const std::string values = joined(assigned(columns), ", ");
  return fmt::format("UPDATE {} SET {} WHERE {}", quote(table), values, joined(assigned(keys), " AND "));
}

Statement AnsiDialect::select_piece(const Piece& piece) const {
  Statement result;
  Conditions where;
  where.add(in_parentheses(piece.where, syntax()));
  where.add(key_condition(piece.keys, ">", piece.after, result.params));
  const std::string keys = quote_list(piece.keys);
  result.sql = fmt::format("SELECT {}{}{} FROM {}{}{} ORDER BY {}{}{}", keys, piece.columns.empty() ? "" : ", ",
                           quote_list(piece.columns), quote(piece.table), table_hint(), where.text(), keys,
                           rows_clause(piece.limit, 0), row_lock());
  return checked(std::move(result), syntax());
}

Statement AnsiDialect::select_last_key(const Piece& piece) const {
  Statement result;
  Conditions where;
  where.add(in_parentheses(piece.where, syntax()));
  where.add(key_condition(piece.keys, ">", piece.after, result.params));
  const std::string keys = quote_list(piece.keys);
  result.sql = fmt::format("SELECT {} FROM {}{} ORDER BY {}{}", keys, quote(piece.table), where.text(), keys,
                           rows_clause(1, piece.limit - 1));
  return checked(std::move(result), syntax());
}

Statement AnsiDialect::count_from(const Piece& piece) const {
  Statement result;
  Conditions where;
  where.add(in_parentheses(piece.where, syntax()));
  where.add(key_condition(piece.keys, ">", piece.after, result.params));
  result.sql = fmt::format("SELECT {} FROM {}{}", count_all(), quote(piece.table), where.text());
  return checked(std::move(result), syntax());
}

Statement AnsiDialect::find_bad_key(const Piece& piece, bool are_unique) const {
  const std::string keys = quote_list(piece.keys);
  std::string has_null;
  for (const std::string& key : piece.keys)
    has_null += fmt::format("{}{} IS NULL", has_null.empty() ? "" : " OR ", quote(key));
  Statement result;
  Conditions where;
  where.add(in_parentheses(piece.where, syntax()));
  where.add(key_condition(piece.keys, ">", piece.after, result.params));
  std::string groups;
  if (are_unique)
    where.add("(" + has_null + ")");
  else
    groups = fmt::format(" GROUP BY {} HAVING {} > 1 OR {}", keys, count_all(), has_null);
  result.sql = fmt::format("SELECT {} FROM {}{}{} ORDER BY {}{}", keys, quote(piece.table), where.text(), groups, keys,
                           rows_clause(1, 0));
  return checked(std::move(result), syntax());
}

namespace {

std::string assigned(const std::string& sql, const sql::Syntax& syntax) {
  static constexpr std::array<std::string_view, 1> behind_assignments{"where"};
  check_closes_itself(sql, syntax, behind_assignments);
  check_has_no_parameter(sql, syntax);
  return closed(sql, syntax);
}

}  // namespace

Statement AnsiDialect::update_range(const ops::BatchedUpdate& update, const std::vector<std::string>& keys,
                                    const std::vector<schema::Value>& after,
                                    const std::vector<schema::Value>& last) const {
  Statement result;
  std::string set;
  if (const auto* text = std::get_if<schema::Sql>(&update.set)) {
    set = assigned(text->text, syntax());
  } else {
    for (const auto& [column, wanted] : std::get<1>(update.set)) {
      set += fmt::format("{}{} = ", set.empty() ? "" : ", ", quote(column));
      std::visit(
          [&]<class T>(const T& value) {
            if constexpr (std::is_same_v<T, schema::Sql>) {
              set += assigned(value.text, syntax());
            } else {
              result.params.emplace_back(value);
              set += placeholder(result.params.size());
            }
          },
          wanted);
    }
  }
  Conditions where;
  where.add(in_parentheses(update.where, syntax()));
  where.add(key_condition(keys, ">", after, result.params));
  where.add(key_condition(keys, "<=", last, result.params));
  result.sql =
      fmt::format("UPDATE {} SET {}{}", quote(schema::TableName{update.schema, update.table}), set, where.text());
  return checked(std::move(result), syntax());
}

Statements AnsiDialect::batched_update(const ops::BatchedUpdate& op, const schema::TableLookup&) const {
  return {update_range(op, {}, {}, {})};
}

}  // namespace luamigrate::databases::ansi
