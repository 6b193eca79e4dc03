// What a table is made of: columns, constraints and indexes, as the element constructors of the Lua API make them.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <tuple>
#include <variant>
#include <vector>

#include "base/fields.h"
#include "schema/dialect_options.h"
#include "schema/identifier.h"
#include "schema/type.h"
#include "schema/value.h"
#include "schema/words.h"

namespace luamigrate::schema {

// GENERATED ... AS IDENTITY. A part that is not set is left to the database (in alter_column: left as it is).
struct Identity {
  std::optional<bool> always;
  std::optional<std::int64_t> start;
  std::optional<std::int64_t> increment;
  std::optional<std::int64_t> minvalue;
  std::optional<std::int64_t> maxvalue;
  std::optional<std::int64_t> cache;
  std::optional<bool> cycle;
  friend bool operator==(const Identity&, const Identity&) = default;

  static constexpr std::string_view lua_name = "identity";
  static constexpr auto fields() {
    return std::tuple(base::option("always", &Identity::always), base::option("start", &Identity::start),
                      base::option("increment", &Identity::increment), base::option("minvalue", &Identity::minvalue),
                      base::option("maxvalue", &Identity::maxvalue), base::option("cache", &Identity::cache),
                      base::option("cycle", &Identity::cycle));
  }
};

// In alter_column: Null drops the identity.
using NullableIdentity = std::variant<Null, Identity>;

struct Computed {
  std::string expression;
  std::optional<bool> persisted;  // not set: the database's own default
  friend bool operator==(const Computed&, const Computed&) = default;

  static constexpr std::string_view lua_name = "computed";
  static constexpr auto fields() {
    return std::tuple(base::positional("expression", &Computed::expression),
                      base::option("persisted", &Computed::persisted));
  }
};

// The foreign key of one column, written with the column.
struct Reference {
  std::string schema;
  std::string table;
  std::string column;
  OptionalName name;
  std::string ondelete;  // of words::actions; empty: not given
  std::string onupdate;
  DialectOptions options;
  friend bool operator==(const Reference&, const Reference&) = default;

  static constexpr std::string_view lua_name = "references";
  static constexpr auto fields() {
    return std::tuple(base::option("schema", &Reference::schema), base::option("table", &Reference::table),
                      base::option("column", &Reference::column), base::option("name", &Reference::name),
                      base::option("ondelete", &Reference::ondelete, words::actions),
                      base::option("onupdate", &Reference::onupdate, words::actions),
                      base::dialect_options("foreign_key", &Reference::options));
  }
};

struct Column {
  std::string name;
  Type type;
  bool primary_key = false;
  std::optional<bool> nullable;  // not set: true, or false in a primary key
  std::optional<DefaultValue> server_default;
  bool unique = false;
  bool index = false;
  std::optional<Reference> references;
  std::string check;  // SQL text; empty: none
  std::string comment;
  std::optional<bool> autoincrement;
  std::optional<Identity> identity;
  std::optional<Computed> computed;
  std::string collation;
  std::string renamed_from;  // models only
  DialectOptions options;
  friend bool operator==(const Column&, const Column&) = default;

  static constexpr std::string_view lua_name = "column";
  static constexpr auto fields() {
    return std::tuple(
        base::positional("name", &Column::name), base::positional("type", &Column::type),
        base::option("primary_key", &Column::primary_key), base::option("nullable", &Column::nullable),
        base::option("server_default", &Column::server_default), base::option("unique", &Column::unique),
        base::option("index", &Column::index), base::option("references", &Column::references),
        base::option("check", &Column::check), base::option("comment", &Column::comment),
        base::option("autoincrement", &Column::autoincrement), base::option("identity", &Column::identity),
        base::option("computed", &Column::computed), base::option("collation", &Column::collation),
        base::option("renamed_from", &Column::renamed_from), base::dialect_options("column", &Column::options));
  }
};

struct PrimaryKey {
  std::vector<std::string> columns;
  OptionalName name;
  DialectOptions options;
  friend bool operator==(const PrimaryKey&, const PrimaryKey&) = default;

  static constexpr std::string_view lua_name = "primary_key";
  static constexpr auto fields() {
    return std::tuple(base::positional("columns", &PrimaryKey::columns), base::option("name", &PrimaryKey::name),
                      base::dialect_options("primary_key", &PrimaryKey::options));
  }
};

struct Unique {
  std::vector<std::string> columns;
  OptionalName name;
  DialectOptions options;
  friend bool operator==(const Unique&, const Unique&) = default;

  static constexpr std::string_view lua_name = "unique";
  static constexpr auto fields() {
    return std::tuple(base::positional("columns", &Unique::columns), base::option("name", &Unique::name),
                      base::dialect_options("unique", &Unique::options));
  }
};

struct Check {
  std::string condition;  // SQL text
  OptionalName name;
  DialectOptions options;
  friend bool operator==(const Check&, const Check&) = default;

  static constexpr std::string_view lua_name = "check";
  static constexpr auto fields() {
    return std::tuple(base::positional("condition", &Check::condition), base::option("name", &Check::name),
                      base::dialect_options("check", &Check::options));
  }
};

// The far side of a foreign key: every column is of the same table.
struct Referent {
  TableName table;
  std::vector<std::string> columns;
  friend bool operator==(const Referent&, const Referent&) = default;
};

struct ForeignKey {
  std::vector<std::string> columns;
  Referent referent;
  OptionalName name;
  std::string ondelete;
  std::string onupdate;
  DialectOptions options;
  friend bool operator==(const ForeignKey&, const ForeignKey&) = default;

  static constexpr std::string_view lua_name = "foreign_key";
  static constexpr auto fields() {
    return std::tuple(base::positional("columns", &ForeignKey::columns),
                      base::positional("referent", &ForeignKey::referent), base::option("name", &ForeignKey::name),
                      base::option("ondelete", &ForeignKey::ondelete, words::actions),
                      base::option("onupdate", &ForeignKey::onupdate, words::actions),
                      base::dialect_options("foreign_key", &ForeignKey::options));
  }
};

struct ExcludeElement {
  NameOrSql expression;
  std::string operation;  // "=", "&&"
  friend bool operator==(const ExcludeElement&, const ExcludeElement&) = default;

  static constexpr std::string_view lua_name = "exclude element";
  static constexpr auto fields() {
    return std::tuple(base::positional("expression", &ExcludeElement::expression),
                      base::positional("operator", &ExcludeElement::operation));
  }
};

struct Exclude {
  std::vector<ExcludeElement> elements;
  OptionalName name;
  DialectOptions options;
  friend bool operator==(const Exclude&, const Exclude&) = default;

  static constexpr std::string_view lua_name = "exclude";
  static constexpr auto fields() {
    return std::tuple(base::positional("elements", &Exclude::elements), base::option("name", &Exclude::name),
                      base::dialect_options("exclude", &Exclude::options));
  }
};

struct IndexColumn {
  NameOrSql expression;
  bool desc = false;
  std::string nulls;  // of words::places_of_nulls; empty: not given
  std::string opclass;
  std::string collation;
  DialectOptions options;
  friend bool operator==(const IndexColumn&, const IndexColumn&) = default;

  static constexpr std::string_view lua_name = "index column";
  static constexpr auto fields() {
    return std::tuple(
        base::positional("expression", &IndexColumn::expression), base::option("desc", &IndexColumn::desc),
        base::option("nulls", &IndexColumn::nulls, words::places_of_nulls),
        base::option("opclass", &IndexColumn::opclass), base::option("collation", &IndexColumn::collation),
        base::dialect_options("index_column", &IndexColumn::options));
  }
};

struct Index {
  OptionalName name;
  std::vector<IndexColumn> columns;
  bool unique = false;
  bool if_not_exists = false;
  DialectOptions options;
  bool invalid = false;  // as found in a database: left behind by a build that failed, and used by no query
  friend bool operator==(const Index&, const Index&) = default;

  static constexpr std::string_view lua_name = "index";
  static constexpr auto fields() {
    return std::tuple(base::positional("name", &Index::name), base::positional("columns", &Index::columns),
                      base::option("unique", &Index::unique), base::option("if_not_exists", &Index::if_not_exists),
                      base::dialect_options("index", &Index::options));
  }
};

using Element = std::variant<Column, PrimaryKey, Unique, Check, ForeignKey, Exclude, Index>;

}  // namespace luamigrate::schema
