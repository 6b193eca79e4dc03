// Operations on views.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "schema/elements.h"

namespace luamigrate::ops {

struct CreateView {
  std::string name;
  std::string select;  // SQL text
  std::string schema;
  std::vector<std::string> columns;
  std::vector<luamigrate::schema::Element> indexes;  // of a materialized view
  bool replace = false;
  bool if_not_exists = false;
  bool temporary = false;
  luamigrate::schema::DialectOptions options;
  friend bool operator==(const CreateView&, const CreateView&) = default;

  static constexpr std::string_view lua_name = "create_view";
  static constexpr auto fields() {
    return std::tuple(base::positional("name", &CreateView::name), base::positional("select", &CreateView::select),
                      base::option("schema", &CreateView::schema), base::option("columns", &CreateView::columns),
                      base::option("indexes", &CreateView::indexes), base::option("replace", &CreateView::replace),
                      base::option("if_not_exists", &CreateView::if_not_exists),
                      base::option("temporary", &CreateView::temporary),
                      base::dialect_options("view", &CreateView::options));
  }
};

struct DropView {
  std::string name;
  std::string schema;
  bool if_exists = false;
  luamigrate::schema::DialectOptions options;
  friend bool operator==(const DropView&, const DropView&) = default;

  static constexpr std::string_view lua_name = "drop_view";
  static constexpr auto fields() {
    return std::tuple(base::positional("name", &DropView::name), base::option("schema", &DropView::schema),
                      base::option("if_exists", &DropView::if_exists),
                      base::dialect_options("drop_view", &DropView::options));
  }
};

struct RefreshMaterializedView {
  std::string name;
  std::string schema;
  bool concurrently = false;  // readers are not locked out; the view needs a unique index
  bool with_data = true;
  friend bool operator==(const RefreshMaterializedView&, const RefreshMaterializedView&) = default;

  static constexpr std::string_view lua_name = "refresh_materialized_view";
  static constexpr auto fields() {
    return std::tuple(base::positional("name", &RefreshMaterializedView::name),
                      base::option("schema", &RefreshMaterializedView::schema),
                      base::option("concurrently", &RefreshMaterializedView::concurrently),
                      base::option("with_data", &RefreshMaterializedView::with_data));
  }
};

}  // namespace luamigrate::ops
