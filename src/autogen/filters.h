// What a project says about which objects are compared, and how.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <variant>

#include "schema/table.h"

namespace luamigrate::autogen {

// An object under comparison. What is no part of a table is known by its name alone.
using ObjectView =
    std::variant<const schema::Table*, const schema::Column*, const schema::PrimaryKey*, const schema::Unique*,
                 const schema::Check*, const schema::ForeignKey*, const schema::Index*, const schema::ObjectName*>;

struct NameQuestion {
  std::string_view name;
  std::string_view type;             // "schema", "table", "column", "index", "unique_constraint", ..., "view", "enum"
  const schema::TableName* table{};  // of what belongs to a table
  std::string_view schema;
};

struct ObjectQuestion {
  ObjectView object;
  std::string_view name;
  std::string_view type;
  bool reflected = false;  // found in the database, not in the models
  const ObjectView* compare_to = nullptr;
  const schema::TableName* table{};
};

class Filters {
 public:
  virtual ~Filters() = default;
  // Whether an object is compared at all: what is in the database is asked for by its name first. `schema` is that of
  // an object that belongs to no table.
  bool included(const ObjectQuestion& question, std::string_view schema = {}) {
    return (!question.reflected || include_name({question.name, question.type, question.table, schema})) &&
           include_object(question);
  }

  // Asked for names in the database before anything else is.
  virtual bool include_name(const NameQuestion&) { return true; }
  virtual bool include_object(const ObjectQuestion&) { return true; }
  // Whether they differ; nothing: compare them as usual.
  virtual std::optional<bool> compare_type(const schema::TableName&, const schema::Column& /*reflected*/,
                                           const schema::Column& /*model*/) {
    return std::nullopt;
  }
  virtual std::optional<bool> compare_server_default(const schema::TableName&, const schema::Column& /*reflected*/,
                                                     const schema::Column& /*model*/) {
    return std::nullopt;
  }
};

}  // namespace luamigrate::autogen
