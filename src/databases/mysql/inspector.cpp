#include "databases/mysql/inspector.h"

#include <fmt/format.h>

#include "databases/mysql/read_objects.h"
#include "databases/mysql/read_tables.h"

namespace luamigrate::databases::mysql {
namespace {

using namespace schema;

constexpr const char* find_tables =
    "SELECT TABLE_NAME FROM information_schema.TABLES WHERE TABLE_SCHEMA = COALESCE(NULLIF(?, ''), DATABASE())"
    " AND TABLE_TYPE IN ('BASE TABLE', 'SYSTEM VERSIONED') ORDER BY TABLE_NAME";

constexpr const char* find_relation =
    "SELECT 1 FROM information_schema.TABLES WHERE TABLE_SCHEMA = COALESCE(NULLIF(?, ''), DATABASE())"
    " AND TABLE_NAME = ? AND TABLE_TYPE <> 'SEQUENCE'";

constexpr const char* find_index =
    "SELECT 1 FROM information_schema.STATISTICS WHERE TABLE_SCHEMA = COALESCE(NULLIF(?, ''), DATABASE())"
    " AND TABLE_NAME = ? AND INDEX_NAME = ? LIMIT 1";

constexpr const char* find_schemas =
    "SELECT SCHEMA_NAME, COALESCE(SCHEMA_NAME = DATABASE(), 0) FROM information_schema.SCHEMATA WHERE SCHEMA_NAME NOT "
    "IN"
    " ('information_schema', 'mysql', 'performance_schema', 'sys') ORDER BY SCHEMA_NAME";

constexpr const char* find_versioned =
    "SELECT CONCAT(IF(TABLE_SCHEMA = DATABASE(), '', CONCAT(TABLE_SCHEMA, '.')), TABLE_NAME)"
    " FROM information_schema.TABLES WHERE TABLE_TYPE = 'SYSTEM VERSIONED' AND {}"
    " ORDER BY TABLE_SCHEMA, TABLE_NAME";

std::vector<std::string> read_untold(Connection& connection, const std::vector<std::string>& schemas) {
  std::vector<std::string> told;
  Values params;
  const std::string condition = in_schemas("TABLE_SCHEMA", schemas, params);
  for (const Values& row : rows_of(connection, fmt::format(fmt::runtime(find_versioned), condition), params))
    told.push_back(fmt::format("WITH SYSTEM VERSIONING of the table \"{}\"", text(row[0])));
  return told;
}

class MysqlInspector final : public Inspector {
 public:
  explicit MysqlInspector(Connection& connection) : connection_(connection) {}

  std::vector<TableName> table_names(std::string_view schema) override {
    std::vector<TableName> names;
    for (const Values& row : rows_of(connection_, find_tables, {std::string(schema)}))
      names.push_back({std::string(schema), text(row[0])});
    return names;
  }

  bool has_table(const TableName& table) override {
    return !rows_of(connection_, find_relation, {table.schema, table.name}).empty();
  }

  bool has_index(const TableName& table, std::string_view index) override {
    return !rows_of(connection_, find_index, {table.schema, table.name, std::string(index)}).empty();
  }

  std::optional<Table> find_table(const TableName& name) const override {
    std::vector<Table> found = read_tables(connection_, {name.schema}, name.name);
    if (found.empty()) return std::nullopt;
    found.front().name = name;
    return found.front();
  }

  Catalogue read_catalogue(const CatalogueRequest& request) override {
    Catalogue catalogue;
    for (const Values& row : rows_of(connection_, find_schemas)) {
      catalogue.schemas.push_back(text(row[0]));
      if (number(row[1]) == 1) catalogue.default_schema = text(row[0]);
    }
    const std::vector<std::string>& wanted = request.all_schemas ? catalogue.schemas : request.schemas;
    catalogue.tables = read_tables(connection_, wanted);
    catalogue.objects = read_objects(connection_, wanted, catalogue.default_schema);
    if (request.others) catalogue.untold = read_untold(connection_, wanted);
    return catalogue;
  }

 private:
  bool ignores_case_of_columns() const override { return true; }

  Connection& connection_;
};

}  // namespace

std::unique_ptr<Inspector> inspect(Connection& connection) {
  return std::make_unique<MysqlInspector>(connection);
}

}  // namespace luamigrate::databases::mysql
