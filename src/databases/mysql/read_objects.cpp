#include "databases/mysql/read_objects.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "base/text.h"
#include "databases/mysql/dialect.h"
#include "databases/mysql/read_tables.h"
#include "sql/tokenizer.h"

namespace luamigrate::databases::mysql {
namespace {

// In each {} is the condition on the schema.
constexpr const char* find_views =
    "SELECT TABLE_SCHEMA, TABLE_NAME, VIEW_DEFINITION, SECURITY_TYPE FROM information_schema.VIEWS WHERE {}"
    " ORDER BY TABLE_SCHEMA, TABLE_NAME";
constexpr const char* find_triggers =
    "SELECT TRIGGER_SCHEMA, TRIGGER_NAME, EVENT_OBJECT_TABLE, ACTION_TIMING, EVENT_MANIPULATION, ACTION_STATEMENT"
    " FROM information_schema.TRIGGERS WHERE {} ORDER BY TRIGGER_SCHEMA, EVENT_OBJECT_TABLE, ACTION_TIMING,"
    " EVENT_MANIPULATION, ACTION_ORDER";
constexpr const char* find_parameters =
    "SELECT SPECIFIC_SCHEMA, SPECIFIC_NAME, ROUTINE_TYPE, PARAMETER_MODE, PARAMETER_NAME, DTD_IDENTIFIER"
    " FROM information_schema.PARAMETERS WHERE ORDINAL_POSITION > 0 AND {}"
    " ORDER BY SPECIFIC_SCHEMA, SPECIFIC_NAME, ROUTINE_TYPE, ORDINAL_POSITION";
constexpr const char* find_routines =
    "SELECT ROUTINE_SCHEMA, ROUTINE_NAME, ROUTINE_TYPE, DTD_IDENTIFIER, ROUTINE_DEFINITION, IS_DETERMINISTIC,"
    "  SQL_DATA_ACCESS, SECURITY_TYPE"
    " FROM information_schema.ROUTINES WHERE {} AND ROUTINE_TYPE IN ('FUNCTION', 'PROCEDURE')"
    " ORDER BY CREATED, ROUTINE_SCHEMA, ROUTINE_NAME";
constexpr const char* find_sequences =
    "SELECT TABLE_SCHEMA, TABLE_NAME FROM information_schema.TABLES WHERE TABLE_TYPE = 'SEQUENCE' AND {}"
    " ORDER BY TABLE_SCHEMA, TABLE_NAME";

std::vector<sql::Token> tokens_of(std::string_view text) {
  std::vector<sql::Token> tokens;
  sql::Tokenizer tokenizer(text, dialect().syntax());
  for (sql::Token token = tokenizer.next(); token.kind != sql::TokenKind::end; token = tokenizer.next())
    tokens.push_back(token);
  return tokens;
}

}  // namespace

std::string without_schema(std::string_view text, const std::string& schema) {
  std::string quoted = "`";
  for (const char c : schema) quoted += c == '`' ? "``" : std::string(1, c);
  quoted += '`';
  const std::vector<sql::Token> tokens = tokens_of(text);
  std::string result;
  for (std::size_t i = 0; i < tokens.size(); ++i) {
    if (tokens[i].text == quoted && i + 1 < tokens.size() && tokens[i + 1].text == ".")
      ++i;
    else
      result += tokens[i].text;
  }
  return result;
}

namespace {

// `BEGIN a; b; END` without its frame: what op.create_trigger takes.
std::string trigger_body(std::string_view text) {
  text = base::trimmed(text);
  const std::vector<sql::Token> tokens = tokens_of(text);
  if (tokens.size() < 3 || !sql::equals_ignoring_case(tokens.front().text, "begin") ||
      !sql::equals_ignoring_case(tokens.back().text, "end"))
    return std::string(text);
  const std::size_t begin = tokens.front().text.size();
  return std::string(base::trimmed(text.substr(begin, text.size() - begin - tokens.back().text.size())));
}

// A view stands behind those that it names.
std::vector<ops::CreateView> in_order(std::vector<ops::CreateView> views) {
  const auto names = [](const ops::CreateView& view, const ops::CreateView& other) {
    return &view != &other && view.select.find("`" + other.name + "`") != std::string::npos;
  };
  std::vector<ops::CreateView> result;
  while (!views.empty()) {
    auto next = std::ranges::find_if(views, [&](const ops::CreateView& view) {
      return std::ranges::none_of(views, [&](const ops::CreateView& other) { return names(view, other); });
    });
    if (next == views.end()) next = views.begin();
    result.push_back(std::move(*next));
    views.erase(next);
  }
  return result;
}

class ObjectReader {
 public:
  ObjectReader(Connection& connection, const std::vector<std::string>& schemas, const std::string& default_schema)
      : connection_(connection), schemas_(schemas), default_schema_(default_schema) {}

  ops::Objects read() {
    ops::Objects objects;
    for (const Values& row : rows(find_views, "TABLE_SCHEMA")) {
      ops::CreateView view{
          .name = text(row[1]), .select = without_schema(text(row[2]), text(row[0])), .schema = schema_of(row)};
      if (text(row[3]) == "INVOKER") view.options.set({.dialect = "mysql", .name = "security_invoker", .value = true});
      objects.views.push_back(std::move(view));
    }
    objects.views = in_order(std::move(objects.views));
    for (const Values& row : rows(find_triggers, "TRIGGER_SCHEMA"))
      objects.triggers.push_back({.name = text(row[1]),
                                  .table = text(row[2]),
                                  .when = text(row[3]) + " " + text(row[4]),
                                  .schema = schema_of(row),
                                  .body = trigger_body(text(row[5]))});
    objects.functions = functions();
    objects.sequences = sequences();
    return objects;
  }

 private:
  std::vector<Values> rows(std::string_view sql, std::string_view schema_column) {
    Values params;
    const std::string condition = in_schemas(schema_column, schemas_, params);
    return rows_of(connection_, fmt::format(fmt::runtime(sql), condition), std::move(params));
  }

  std::string schema_of(const Values& row) const {
    const std::string found = text(row[0]);
    return found == default_schema_ ? std::string() : found;
  }

  std::vector<ops::CreateFunction> functions() {
    std::map<std::string, std::string> parameters;
    const auto key = [](const Values& row, std::size_t kind) {
      return fmt::format("{}.{}.{}", text(row[0]), text(row[1]), text(row[kind]));
    };
    for (const Values& row : rows(find_parameters, "SPECIFIC_SCHEMA")) {
      std::string& list = parameters[key(row, 2)];
      if (!list.empty()) list += ", ";
      if (text(row[2]) == "PROCEDURE" && text(row[3]) != "IN") list += text(row[3]) + " ";
      list += dialect().quote(text(row[4])) + " " + text(row[5]);
    }
    std::vector<ops::CreateFunction> result;
    for (const Values& row : rows(find_routines, "ROUTINE_SCHEMA")) {
      ops::CreateFunction function{
          .signature = fmt::format("{}({})", dialect().quote(text(row[1])), parameters[key(row, 2)]),
          .body = text(row[4]),
          .schema = schema_of(row),
          .returns = text(row[3]),
          .language = "sql",
          .security_definer = text(row[7]) == "DEFINER",
          .procedure = text(row[2]) == "PROCEDURE"};
      if (text(row[5]) == "YES")
        function.volatility = ops::Volatility::immutable;
      else if (text(row[6]) == "READS SQL DATA")
        function.volatility = ops::Volatility::stable;
      result.push_back(std::move(function));
    }
    return result;
  }

  // What a sequence is stands in itself.
  std::vector<ops::CreateSequence> sequences() {
    std::vector<ops::CreateSequence> result;
    std::string sql;
    for (const Values& row : rows(find_sequences, "TABLE_SCHEMA")) {
      if (!sql.empty()) sql += " UNION ALL ";
      sql += fmt::format(
          "SELECT {} AS place, start_value, increment, minimum_value, maximum_value, cache_size, cycle_option FROM {}",
          result.size(), dialect().quote(schema::ObjectName{text(row[0]), text(row[1])}));
      result.push_back({.name = text(row[1]), .schema = schema_of(row)});
    }
    if (sql.empty()) return result;
    for (const Values& row : rows_of(connection_, sql)) {
      ops::CreateSequence& sequence = result.at(static_cast<std::size_t>(number(row[0])));
      sequence.start = number(row[1]);
      sequence.increment = number(row[2]);
      sequence.minvalue = number(row[3]);
      sequence.maxvalue = number(row[4]);
      sequence.cache = number(row[5]);
      sequence.cycle = number(row[6]) != 0;
    }
    return result;
  }

  Connection& connection_;
  const std::vector<std::string>& schemas_;
  const std::string& default_schema_;
};

}  // namespace

ops::Objects read_objects(Connection& connection, const std::vector<std::string>& schemas,
                          const std::string& default_schema) {
  return ObjectReader(connection, schemas, default_schema).read();
}

}  // namespace luamigrate::databases::mysql
