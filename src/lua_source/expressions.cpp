#include "lua_source/expressions.h"

#include "base/quantity.h"

namespace luamigrate::lua_source {
namespace {

bool plain_part(const std::string& name) {
  return !name.empty() && name.find('.') == std::string::npos;
}

// `orgs.id`, where the names can be written so.
std::optional<std::string> column_path(const std::string& schema, const std::string& table, const std::string& column) {
  if (!plain_part(table) || !plain_part(column) || (!schema.empty() && !plain_part(schema))) return std::nullopt;
  return (schema.empty() ? "" : schema + ".") + table + "." + column;
}

template <class Entries>
Expression by_name(const Entries& entries) {
  Expression result = table();
  for (const auto& [name, value] : entries) result.add(key_literal(name), expression(value));
  return result;
}

// A call, or a text where more is said of it.
Expression type_source(const schema::Type& type) {
  const std::string name = type.dialect.empty() ? type.name : type.dialect + "." + type.name;
  Expression options = table();
  for (const auto& [option, value] : type.options) options.add(key_literal(option), expression(value));
  Expression result = text(name);
  if (!type.arguments.empty()) {
    result = call(name);
    for (const schema::TypeArgument& argument : type.arguments) result.add(expression(argument));
    if (!options.items.empty()) result.add(std::move(options));
  } else if (!options.items.empty()) {
    result = text(name + laid_out(options));  // DateTime{ timezone = true }
  }
  if (type.variants.empty()) return result;
  std::string source = laid_out(result);
  for (const schema::TypeVariant& variant : type.variants)
    source += ":on(" + text_literal(variant.dialect) + ", " + laid_out(type_source(variant.type)) + ")";
  return text(std::move(source));
}

}  // namespace

Expression expression(bool value) {
  return text(value ? "true" : "false");
}
Expression expression(std::int64_t value) {
  return text(integer_literal(value));
}
Expression expression(double value) {
  return text(float_literal(value));
}
Expression expression(const std::string& value) {
  return text(text_literal(value));
}
Expression expression(schema::Null) {
  return text("null");
}
Expression expression(const schema::Sql& value) {
  return text("sql(" + text_literal(value.text) + ")");
}
Expression expression(const schema::Blob& value) {
  return text("blob(" + bytes_literal(value.bytes) + ")");
}

// The document is decoded when it is read: what is written is its text.
Expression expression(const schema::Json& value) {
  return text("json(require(\"json\").decode(" + text_literal(value.text) + "))");
}

Expression expression(const schema::Name& value) {
  return text(value.final ? "op.f(" + text_literal(value.text) + ")" : text_literal(value.text));
}

Expression expression(const schema::NameList& value) {
  return value.names.size() == 1 ? expression(value.names.front()) : expression(value.names);
}

Expression expression(const schema::Type& value) {
  return type_source(value);
}
Expression expression(const base::Box<schema::Type>& value) {
  return expression(*value);
}

Expression expression(const schema::Identity& value) {
  if (value == schema::Identity{}) return text("true");
  Expression result = table();
  add_options(result, value);
  return result;
}

Expression expression(const schema::Computed& value) {
  Expression result = table();
  add_positional(result, value);
  add_options(result, value);
  return result;
}

Expression expression(const schema::Reference& value) {
  Expression result = table();
  const auto path = column_path(value.schema, value.table, value.column);
  if (!path) {
    add_options(result, value);
    return result;
  }
  add_options(result, value,
              [](std::string_view name) { return name == "schema" || name == "table" || name == "column"; });
  if (result.items.empty()) return expression(*path);
  result.keys.insert(result.keys.begin(), std::string());
  result.items.insert(result.items.begin(), expression(*path));
  return result;
}

Expression expression(const schema::Referent& value) {
  Expression result = table();
  for (const std::string& column : value.columns) {
    const auto path = column_path(value.table.schema, value.table.name, column);
    if (!path) {
      Expression parts = table();
      if (!value.table.schema.empty()) parts.add("schema", expression(value.table.schema));
      parts.add("table", expression(value.table.name));
      parts.add("columns", expression(value.columns));
      return parts;
    }
    result.add(expression(*path));
  }
  return result;
}

Expression expression(const schema::IndexColumn& value) {
  if (value == schema::IndexColumn{.expression = value.expression}) return expression(value.expression);
  Expression result = table();
  add_positional(result, value);
  add_options(result, value);
  return result;
}

Expression expression(const schema::ExcludeElement& value) {
  Expression result = table();
  add_positional(result, value);
  return result;
}

Expression expression(const schema::OptionMap& value) {
  return by_name(value);
}
Expression expression(const schema::Row& value) {
  return by_name(value);
}

Expression expression(const schema::Parameters& value) {
  if (const auto* list = std::get_if<schema::PositionalParameters>(&value)) return expression(*list);
  if (const auto* named = std::get_if<schema::NamedParameters>(&value)) return by_name(*named);
  return text("nil");
}

Expression expression(const std::vector<schema::Element>& value) {
  Expression result = table();
  for (const schema::Element& element : value) result.add(expression(element));
  result.item_a_line = !value.empty();
  return result;
}

Expression expression(const schema::NamingConvention& value) {
  Expression result = table();
  add_options(result, value);
  return result;
}

Expression expression(const std::vector<std::pair<std::string, ops::Assigned>>& value) {
  Expression result = table();
  for (const auto& [column, assigned] : value) result.add(key_literal(column), expression(assigned));
  return result;
}

Expression expression(std::chrono::milliseconds value) {
  return text(text_literal(base::to_text(value)));
}

Expression expression(const ops::TableOptions& value) {
  Expression result = table();
  add_options(result, value);
  return result;
}

void add_dialect_options(Expression& result, const schema::DialectOptions& options) {
  for (const schema::DialectOption& option : options.all())
    result.add(key_literal(option.dialect.empty() ? option.name : option.dialect + "_" + option.name),
               expression(option.value));
}

}  // namespace luamigrate::lua_source
