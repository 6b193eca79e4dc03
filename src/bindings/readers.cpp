#include "bindings/readers.h"

#include <fmt/format.h>

#include "base/quantity.h"
#include "bindings/read_fields.h"
#include "bindings/types.h"
#include "luamigrate/error.h"

namespace luamigrate::bindings {
namespace {

std::string read_name_text(const lua::Value& value, std::string_view expected) {
  std::string text = lua::read_string(value, expected);
  if (text.empty()) lua::refuse(value, expected);
  return text;
}

struct ColumnPath {
  schema::TableName table;
  std::string column;
};

// "orgs.id", "schema.orgs.id".
ColumnPath read_column_path(const lua::Value& value) {
  constexpr std::string_view expected = "\"table.column\" or \"schema.table.column\"";
  const std::string text = read_name_text(value, expected);
  std::vector<std::string> parts(1);
  for (const char c : text) {
    if (c == '.')
      parts.emplace_back();
    else
      parts.back() += c;
  }
  for (const std::string& part : parts)
    if (part.empty()) lua::refuse(value, expected);
  if (parts.size() == 2) return {{{}, parts[0]}, parts[1]};
  if (parts.size() == 3) return {{parts[0], parts[1]}, parts[2]};
  lua::refuse(value, expected, parts.size() > 3 ? "names with dots are written { schema =, table =, column = }" : "");
}

// A referent by its parts, for names with dots.
struct ReferentParts {
  std::string schema;
  std::string table;
  std::vector<std::string> columns;

  static constexpr std::string_view lua_name = "referent";
  static constexpr auto fields() {
    return std::tuple(base::option("schema", &ReferentParts::schema), base::option("table", &ReferentParts::table),
                      base::option("columns", &ReferentParts::columns));
  }
};

// Pushes the item `position` of the table; the value is good until it is popped.
lua::Value push_item(const lua::Value& table, lua_Integer position, const lua::Place& place) {
  luaL_checkstack(table.L, 6, nullptr);
  lua_rawgeti(table.L, table.index, position);
  return {table.L, lua_gettop(table.L), place};
}

}  // namespace

std::vector<std::string> Reader<std::vector<std::string>>::read(const lua::Value& value) {
  constexpr std::string_view expected = "a list of names";
  std::vector<std::string> names;
  lua::for_each_item(value, expected, [&](const lua::Value& item) { names.push_back(read_name_text(item, "a name")); });
  if (names.empty())
    throw Error(ErrorKind::script, fmt::format("{}: expected {}, got an empty list", value.place.text(), expected));
  return names;
}

schema::NameList Reader<schema::NameList>::read(const lua::Value& value) {
  if (value.type() == LUA_TSTRING) return {{lua::read_string(value)}};
  return {Reader<std::vector<std::string>>::read(value)};
}

schema::Name Reader<schema::Name>::read(const lua::Value& value) {
  if (const auto* name = lua::to_object<schema::Name>(value.L, value.index)) return *name;
  return {read_name_text(value, "a name: a string or op.f(...)")};
}

schema::NameOrSql Reader<schema::NameOrSql>::read(const lua::Value& value) {
  if (const auto* sql = lua::to_object<schema::Sql>(value.L, value.index)) return *sql;
  return read_name_text(value, "a name or sql(...)");
}

schema::DefaultValue Reader<schema::DefaultValue>::read(const lua::Value& value) {
  lua_State* L = value.L;
  switch (value.type()) {
    case LUA_TBOOLEAN: return lua::read_boolean(value);
    case LUA_TNUMBER:
      if (lua_isinteger(L, value.index)) return static_cast<std::int64_t>(lua_tointeger(L, value.index));
      return static_cast<double>(lua_tonumber(L, value.index));
    case LUA_TSTRING: return lua::read_string(value);
    default: break;
  }
  if (lua::to_object<schema::Null>(L, value.index)) return schema::Null{};
  if (const auto* sql = lua::to_object<schema::Sql>(L, value.index)) return *sql;
  lua::refuse(value, "a string, a number, a boolean, sql(...) or null");
}

schema::NullableText Reader<schema::NullableText>::read(const lua::Value& value) {
  if (lua::to_object<schema::Null>(value.L, value.index)) return schema::Null{};
  return lua::read_string(value, "a string or null");
}

schema::Type Reader<schema::Type>::read(const lua::Value& value) {
  return read_type(value);
}

schema::Identity Reader<schema::Identity>::read(const lua::Value& value) {
  if (value.type() == LUA_TBOOLEAN && lua_toboolean(value.L, value.index)) return {};
  if (value.type() != LUA_TTABLE) lua::refuse(value, "true or a table such as { always = true, start = 1 }");
  return read_table<schema::Identity>(value);
}

schema::NullableIdentity Reader<schema::NullableIdentity>::read(const lua::Value& value) {
  if (lua::to_object<schema::Null>(value.L, value.index)) return schema::Null{};
  return Reader<schema::Identity>::read(value);
}

schema::Computed Reader<schema::Computed>::read(const lua::Value& value) {
  if (value.type() != LUA_TTABLE) lua::refuse(value, "a table such as { \"price * amount\", persisted = true }");
  return read_table<schema::Computed>(value);
}

schema::Reference Reader<schema::Reference>::read(const lua::Value& value) {
  schema::Reference reference;
  const auto set_path = [&](ColumnPath path) {
    reference.schema = std::move(path.table.schema);
    reference.table = std::move(path.table.name);
    reference.column = std::move(path.column);
  };
  if (value.type() == LUA_TSTRING) {
    set_path(read_column_path(value));
    return reference;
  }
  if (value.type() != LUA_TTABLE)
    lua::refuse(value, "\"table.column\" or a table such as { \"orgs.id\", ondelete = \"CASCADE\" }");
  const lua::Place place = value.place.item(1);
  const lua::Value first = push_item(value, 1, place);
  const bool has_path = !first.is_nil();
  if (has_path) set_path(read_column_path(first));
  lua_pop(value.L, 1);
  const ColumnPath path{{reference.schema, reference.table}, reference.column};
  read_options(value, reference, has_path ? 1 : 0);
  const bool named =
      reference.schema != path.table.schema || reference.table != path.table.name || reference.column != path.column;
  if (has_path && named)
    throw Error(ErrorKind::script, fmt::format("{}: the column is named twice", value.place.text()),
                "write \"orgs.id\" or table = and column =, not both");
  if (reference.table.empty() || reference.column.empty())
    throw Error(ErrorKind::script, fmt::format("{}: expected the column that is referred to", value.place.text()),
                "write { \"orgs.id\", ... } or { table = \"orgs\", column = \"id\", ... }");
  return reference;
}

schema::Referent Reader<schema::Referent>::read(const lua::Value& value) {
  constexpr std::string_view expected = "a list of columns such as { \"orgs.id\" }";
  schema::Referent referent;
  if (value.type() == LUA_TTABLE) {
    luaL_checkstack(value.L, 4, nullptr);
    const bool by_parts = lua_getfield(value.L, value.index, "table") != LUA_TNIL;
    lua_pop(value.L, 1);
    if (by_parts) {
      ReferentParts parts = read_table<ReferentParts>(value);
      if (parts.columns.empty()) lua::refuse(value, "a referent with columns = { ... }");
      return {{std::move(parts.schema), std::move(parts.table)}, std::move(parts.columns)};
    }
  }
  lua::for_each_item(value, expected, [&](const lua::Value& item) {
    ColumnPath path = read_column_path(item);
    if (!referent.columns.empty() && path.table != referent.table)
      throw Error(ErrorKind::script,
                  fmt::format("{}: expected a column of \"{}\" as before, got one of \"{}\"", item.place.text(),
                              schema::shown(referent.table), schema::shown(path.table)));
    referent.table = std::move(path.table);
    referent.columns.push_back(std::move(path.column));
  });
  if (referent.columns.empty())
    throw Error(ErrorKind::script, fmt::format("{}: expected {}, got an empty list", value.place.text(), expected));
  return referent;
}

schema::Column Reader<schema::Column>::read(const lua::Value& value) {
  return lua::read_object<schema::Column>(value, "a column, as column(...) makes it");
}

std::vector<schema::IndexColumn> Reader<std::vector<schema::IndexColumn>>::read(const lua::Value& value) {
  constexpr std::string_view expected = "a list of columns";
  std::vector<schema::IndexColumn> columns;
  lua::for_each_item(value, expected, [&](const lua::Value& item) {
    if (item.type() == LUA_TTABLE)
      columns.push_back(read_table<schema::IndexColumn>(item));
    else if (item.type() == LUA_TSTRING || lua::to_object<schema::Sql>(item.L, item.index))
      columns.push_back({.expression = Reader<schema::NameOrSql>::read(item)});
    else
      lua::refuse(item, "a name, sql(...) or a table such as { \"created_at\", desc = true }");
  });
  if (columns.empty())
    throw Error(ErrorKind::script, fmt::format("{}: expected {}, got an empty list", value.place.text(), expected));
  return columns;
}

std::vector<schema::ExcludeElement> Reader<std::vector<schema::ExcludeElement>>::read(const lua::Value& value) {
  std::vector<schema::ExcludeElement> elements;
  lua::for_each_item(value, "a list of pairs such as { { \"room\", \"=\" } }", [&](const lua::Value& item) {
    if (item.type() != LUA_TTABLE) lua::refuse(item, "a pair such as { \"room\", \"=\" }");
    elements.push_back(read_table<schema::ExcludeElement>(item));
  });
  if (elements.empty())
    throw Error(ErrorKind::script, fmt::format("{}: expected a list of pairs, got an empty list", value.place.text()));
  return elements;
}

namespace {

template <std::size_t position = 0>
bool take_element(const lua::Value& item, std::vector<schema::Element>& elements) {
  if constexpr (position == std::variant_size_v<schema::Element>) {
    return false;
  } else {
    using T = std::variant_alternative_t<position, schema::Element>;
    if (const T* element = lua::to_object<T>(item.L, item.index)) {
      elements.emplace_back(*element);
      return true;
    }
    return take_element<position + 1>(item, elements);
  }
}

}  // namespace

std::vector<schema::Element> Reader<std::vector<schema::Element>>::read(const lua::Value& value) {
  std::vector<schema::Element> elements;
  lua::for_each_item(value, "a list of columns, constraints and indexes", [&](const lua::Value& item) {
    if (!take_element(item, elements)) lua::refuse(item, "a column, a constraint or an index");
  });
  return elements;
}

std::vector<std::vector<std::string>> Reader<std::vector<std::vector<std::string>>>::read(const lua::Value& value) {
  std::vector<std::vector<std::string>> lists;
  lua::for_each_item(value, "a list of lists of columns such as { { \"a\", \"b\" } }",
                     [&](const lua::Value& item) { lists.push_back(Reader<std::vector<std::string>>::read(item)); });
  return lists;
}

schema::NamingConvention Reader<schema::NamingConvention>::read(const lua::Value& value) {
  if (value.type() != LUA_TTABLE) lua::refuse(value, "a table such as { uq = \"uq_%(table)s_%(columns)s\" }");
  return read_table<schema::NamingConvention>(value);
}

ops::Assignments Reader<ops::Assignments>::read(const lua::Value& value) {
  constexpr std::string_view expected = "a table of values by column, or SQL text";
  lua_State* L = value.L;
  if (value.type() == LUA_TSTRING) return schema::Sql{read_name_text(value, expected)};
  if (const auto* text = lua::to_object<schema::Sql>(L, value.index)) return *text;
  if (value.type() != LUA_TTABLE) lua::refuse(value, expected);
  luaL_checkstack(L, 4, nullptr);
  std::vector<std::pair<std::string, ops::Assigned>> columns;
  for (const std::string& column : lua::option_names(value, 0)) {
    lua_getfield(L, value.index, column.c_str());
    const int index = lua_gettop(L);
    const lua::Place place = value.place.key(column);
    if (const auto* expression = lua::to_object<schema::Sql>(L, index))
      columns.emplace_back(column, *expression);
    else
      columns.emplace_back(column, std::visit([](auto&& given) { return ops::Assigned(std::move(given)); },
                                              read_value({L, index, place})));
    lua_pop(L, 1);
  }
  if (columns.empty()) lua::refuse(value, expected, "name at least one column");
  return columns;
}

std::chrono::milliseconds Reader<std::chrono::milliseconds>::read(const lua::Value& value) {
  const auto duration = base::duration_of(lua::read_string(value, base::expected_duration));
  if (!duration) lua::refuse(value, base::expected_duration);
  return *duration;
}

ops::TableOptions Reader<ops::TableOptions>::read(const lua::Value& value) {
  if (value.type() != LUA_TTABLE) lua::refuse(value, "a table of options such as { sqlite_strict = true }");
  return read_table<ops::TableOptions>(value);
}

}  // namespace luamigrate::bindings
