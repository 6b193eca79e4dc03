#include "databases/mssql/read_objects.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "base/text.h"
#include "databases/mssql/dialect.h"
#include "databases/mssql/read_tables.h"
#include "sql/tokenizer.h"

namespace luamigrate::databases::mssql {
namespace {

// In each {} is the condition on the schema. In the order in which they were made, which is one in which they can be.
constexpr const char* find_modules =
    "SELECT s.name, o.name, o.type, m.definition, p.name FROM sys.objects o"
    " JOIN sys.schemas s ON s.schema_id = o.schema_id JOIN sys.sql_modules m ON m.object_id = o.object_id"
    " LEFT JOIN sys.objects p ON p.object_id = o.parent_object_id"
    " WHERE o.is_ms_shipped = 0 AND o.type IN ('V', 'P', 'FN', 'IF', 'TF', 'TR') AND {}"
    " ORDER BY o.create_date, o.object_id";
constexpr const char* find_sequences =
    "SELECT s.name, q.name, y.name, CAST(q.start_value AS bigint), CAST(q.increment AS bigint),"
    " CAST(q.minimum_value AS bigint), CAST(q.maximum_value AS bigint), q.is_cycling, q.cache_size"
    " FROM sys.sequences q JOIN sys.schemas s ON s.schema_id = q.schema_id"
    " JOIN sys.types y ON y.user_type_id = q.user_type_id WHERE {} ORDER BY s.name, q.name";

// A body without the semicolon that ends it.
std::string_view without_end(std::string_view body) {
  body = base::trimmed(body);
  return body.substr(0, body.find_last_not_of("; \t\r\n") + 1);
}

// The text of a module, cut where its parts begin: what it is made by stands before the first AS that is no part of
// EXECUTE AS, and its body behind.
struct Module {
  std::string_view parameters;  // behind the name, in parentheses or not
  std::string_view returns;
  std::string_view when;  // of a trigger, behind its table
  std::string_view body;
  bool as_owner = false;
};

class Cutter {
 public:
  explicit Cutter(std::string_view text) : text_(text) {
    sql::Tokenizer tokenizer(text, dialect().syntax());
    for (sql::Token token = tokenizer.next_significant(); token.kind != sql::TokenKind::end;
         token = tokenizer.next_significant())
      tokens_.push_back(token);
  }

  Module cut() {
    Module module;
    std::size_t i = 0;
    while (i < tokens_.size() && !is(i, "view") && !is(i, "procedure") && !is(i, "proc") && !is(i, "function") &&
           !is(i, "trigger"))
      ++i;
    const bool trigger = is(i, "trigger");
    i = behind_name(i + 1);
    if (trigger && is(i, "on")) i = behind_name(i + 1);
    std::size_t returns = tokens_.size(), with = tokens_.size(), as = tokens_.size();
    int depth = 0;
    for (std::size_t k = i; k < tokens_.size(); ++k) {
      depth += tokens_[k].text == "(" ? 1 : tokens_[k].text == ")" ? -1 : 0;
      if (depth > 0) continue;
      if (is(k, "returns")) returns = std::min(returns, k);
      if (is(k, "with")) with = std::min(with, k);
      // `@days AS int` of a parameter is followed by its type, and has a name before it.
      if (is(k, "as") && !is(k - 1, "execute") && !is(k - 1, "exec") && !(k > 1 && tokens_[k - 2].text == "@")) {
        as = k;
        break;
      }
    }
    const std::size_t head_end = std::min({returns, with, as});
    module.parameters = module.when = between(i, head_end);
    if (returns < as) module.returns = between(returns + 1, std::min(with > returns ? with : as, as));
    for (std::size_t k = with; k + 2 < as; ++k)
      module.as_owner = module.as_owner || (is(k, "execute") && is(k + 1, "as") && is(k + 2, "owner"));
    if (trigger && with < as) {
      // WITH of a trigger stands before its events.
      std::size_t events = with;
      while (events < as && !is(events, "after") && !is(events, "for") && !is(events, "instead")) ++events;
      module.when = between(events, as);
    }
    module.body = without_end(as < tokens_.size() ? text_.substr(end_of(as)) : std::string_view());
    return module;
  }

 private:
  bool is(std::size_t i, std::string_view word) const {
    return i < tokens_.size() && tokens_[i].kind == sql::TokenKind::word &&
           sql::equals_ignoring_case(tokens_[i].text, word);
  }
  // Behind `shop.[Order Lines]`.
  std::size_t behind_name(std::size_t i) const {
    ++i;
    while (i + 1 < tokens_.size() && tokens_[i].text == ".") i += 2;
    return i;
  }
  std::size_t begin_of(std::size_t i) const {
    return i < tokens_.size() ? static_cast<std::size_t>(tokens_[i].text.data() - text_.data()) : text_.size();
  }
  std::size_t end_of(std::size_t i) const { return begin_of(i) + tokens_[i].text.size(); }
  std::string_view between(std::size_t from, std::size_t to) const {
    return base::trimmed(text_.substr(begin_of(from), begin_of(to) - begin_of(from)));
  }

  std::string_view text_;
  std::vector<sql::Token> tokens_;
};

std::string in_parentheses(std::string_view parameters) {
  return parameters.starts_with('(') ? std::string(parameters) : fmt::format("({})", parameters);
}

// `AFTER INSERT OR UPDATE` of `FOR INSERT, UPDATE`.
std::string events(std::string_view when) {
  std::string result(when);
  for (std::size_t comma = result.find(','); comma != std::string::npos; comma = result.find(',', comma))
    result.replace(comma, 1, " OR");
  if (result.size() > 4 && sql::equals_ignoring_case(result.substr(0, 4), "for ")) result.replace(0, 3, "AFTER");
  return result;
}

}  // namespace

ops::Objects read_objects(Connection& connection, const std::vector<std::string>& schemas,
                          const std::string& default_schema) {
  ops::Objects objects;
  const auto rows = [&](const char* sql) {
    Values params;
    const std::string condition = in_schemas(schemas, params);
    return rows_of(connection, fmt::format(fmt::runtime(sql), condition), std::move(params));
  };
  const auto schema_of = [&](const Values& row) {
    return text(row[0]) == default_schema ? std::string() : text(row[0]);
  };
  for (const Values& row : rows(find_modules)) {
    const std::string kind(base::trimmed(text(row[2])));  // CHAR(2)
    const std::string definition = text(row[3]);
    if (definition.empty()) continue;  // WITH ENCRYPTION
    const Module module = Cutter(definition).cut();
    if (kind == "V") {
      ops::CreateView view{.name = text(row[1]), .select = std::string(module.body), .schema = schema_of(row)};
      objects.views.push_back(std::move(view));
    } else if (kind == "TR") {
      objects.triggers.push_back({.name = text(row[1]),
                                  .table = text(row[4]),
                                  .when = events(module.when),
                                  .schema = schema_of(row),
                                  .body = std::string(module.body)});
    } else {
      objects.functions.push_back({.signature = dialect().quote(text(row[1])) + in_parentheses(module.parameters),
                                   .body = std::string(module.body),
                                   .schema = schema_of(row),
                                   .returns = std::string(module.returns),
                                   .security_definer = module.as_owner,
                                   .procedure = kind == "P"});
    }
  }
  for (const Values& row : rows(find_sequences)) {
    ops::CreateSequence sequence{.name = text(row[1]),
                                 .schema = schema_of(row),
                                 .type = text(row[2]) == "bigint" ? std::string() : text(row[2]),
                                 .start = number(row[3]),
                                 .increment = number(row[4]),
                                 .minvalue = number(row[5]),
                                 .maxvalue = number(row[6]),
                                 .cycle = is_set(row[7])};
    if (number(row[8]) > 0) sequence.cache = number(row[8]);
    objects.sequences.push_back(std::move(sequence));
  }
  return objects;
}

}  // namespace luamigrate::databases::mssql
