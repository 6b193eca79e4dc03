#include "databases/mssql/inspector.h"

#include "databases/mssql/read_objects.h"
#include "databases/mssql/read_tables.h"

namespace luamigrate::databases::mssql {
namespace {

using namespace schema;

constexpr const char* of_schema = "s.name = COALESCE(NULLIF(?, ''), SCHEMA_NAME())";

constexpr const char* find_tables =
    "SELECT t.name FROM sys.tables t JOIN sys.schemas s ON s.schema_id = t.schema_id"
    " WHERE t.is_ms_shipped = 0 AND ";
constexpr const char* find_relation =
    "SELECT 1 FROM sys.objects o JOIN sys.schemas s ON s.schema_id = o.schema_id"
    " WHERE o.type IN ('U', 'V') AND o.name = ? AND ";
constexpr const char* find_index =
    "SELECT 1 FROM sys.indexes i JOIN sys.tables t ON t.object_id = i.object_id"
    " JOIN sys.schemas s ON s.schema_id = t.schema_id WHERE t.name = ? AND i.name = ? AND ";
// Those of the server's own roles have numbers from 16384 on.
constexpr const char* find_schemas =
    "SELECT s.name, CASE WHEN s.name = SCHEMA_NAME() THEN 1 ELSE 0 END FROM sys.schemas s"
    " WHERE s.schema_id < 16384 AND s.name NOT IN ('sys', 'INFORMATION_SCHEMA', 'guest') ORDER BY s.name";

class MssqlInspector final : public Inspector {
 public:
  explicit MssqlInspector(Connection& connection) : connection_(connection) {}

  std::vector<TableName> table_names(std::string_view schema) override {
    std::vector<TableName> names;
    for (const Values& row :
         rows_of(connection_, std::string(find_tables) + of_schema + " ORDER BY t.name", {std::string(schema)}))
      names.push_back({std::string(schema), text(row[0])});
    return names;
  }

  bool has_table(const TableName& table) override {
    return !rows_of(connection_, std::string(find_relation) + of_schema, {table.name, table.schema}).empty();
  }

  bool has_index(const TableName& table, std::string_view index) override {
    return !rows_of(connection_, std::string(find_index) + of_schema, {table.name, std::string(index), table.schema})
                .empty();
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
      if (is_set(row[1])) catalogue.default_schema = text(row[0]);
    }
    const std::vector<std::string>& wanted = request.all_schemas ? catalogue.schemas : request.schemas;
    catalogue.tables = read_tables(connection_, wanted);
    catalogue.objects = read_objects(connection_, wanted, catalogue.default_schema);
    return catalogue;
  }

 private:
  Connection& connection_;
};

}  // namespace

std::unique_ptr<Inspector> inspect(Connection& connection) {
  return std::make_unique<MssqlInspector>(connection);
}

}  // namespace luamigrate::databases::mssql
