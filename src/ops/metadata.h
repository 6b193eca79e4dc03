// What models say a database holds: tables, and beside them the objects as the operations that make them.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "ops/operation.h"
#include "schema/naming.h"

namespace luamigrate::ops {

// "view audit.logins": what tells objects of all kinds apart.
inline std::string object_key(std::string_view kind, const std::string& schema, const std::string& name) {
  return std::string(kind) + " " + luamigrate::schema::shown(luamigrate::schema::ObjectName{schema, name});
}
inline std::string object_key(const CreateView& op) {
  return object_key("view", op.schema, op.name);
}
inline std::string object_key(const CreateEnum& op) {
  return object_key("enum", op.schema, op.name);
}
inline std::string object_key(const CreateSequence& op) {
  return object_key("sequence", op.schema, op.name);
}
inline std::string object_key(const CreateExtension& op) {
  return object_key("extension", {}, op.name);
}
inline std::string object_key(const CreateTrigger& op) {
  return object_key("trigger", op.schema, op.table + "." + op.name);
}
inline std::string object_key(const CreateFunction& op) {
  return object_key("function", op.schema, op.signature);
}

inline std::string object_key(const CreatePolicy& op) {
  return object_key("policy", op.schema, op.table + "." + op.name);
}

// Objects beside tables.
struct Objects {
  std::vector<CreateExtension> extensions;
  std::vector<CreateEnum> enums;
  std::vector<CreateSequence> sequences;
  std::vector<CreateFunction> functions;
  std::vector<CreateView> views;  // materialized ones too
  std::vector<CreateTrigger> triggers;
  std::vector<CreatePolicy> policies;
  std::multimap<std::string, Origin> origins;  // by object_key(): where models describe them, in their order

  // Where the first one of that key is described.
  Origin origin(const std::string& key) const {
    const auto found = origins.lower_bound(key);
    return found == origins.end() || found->first != key ? Origin() : found->second;
  }
};

// db:table(name, elements, opts): what op.create_table takes, and the name the table had before.
struct TableModel {
  std::string name;
  std::vector<schema::Element> elements;
  std::string schema;
  std::string comment;
  std::string renamed_from;
  luamigrate::schema::DialectOptions options;
  Origin origin;

  luamigrate::schema::TableName table_name() const { return {schema, name}; }
  CreateTable creation() const {
    return {.name = name, .elements = elements, .schema = schema, .comment = comment, .options = options};
  }

  static constexpr std::string_view lua_name = "table";
  static constexpr auto fields() {
    return std::tuple(base::positional("name", &TableModel::name), base::positional("elements", &TableModel::elements),
                      base::option("schema", &TableModel::schema), base::option("comment", &TableModel::comment),
                      base::option("renamed_from", &TableModel::renamed_from),
                      base::dialect_options("table", &TableModel::options));
  }
};

// metadata{ ... }
struct MetadataOptions {
  luamigrate::schema::NamingConvention naming_convention;
  std::string schema;  // of what says none itself
  friend bool operator==(const MetadataOptions&, const MetadataOptions&) = default;

  static constexpr std::string_view lua_name = "metadata";
  static constexpr auto fields() {
    return std::tuple(base::option("naming_convention", &MetadataOptions::naming_convention),
                      base::option("schema", &MetadataOptions::schema));
  }
};

struct Metadata {
  MetadataOptions options;
  std::vector<TableModel> tables;
  Objects objects;
};

}  // namespace luamigrate::ops
