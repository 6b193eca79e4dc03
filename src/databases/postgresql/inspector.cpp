#include "databases/postgresql/inspector.h"

#include <algorithm>

#include "databases/postgresql/read_objects.h"
#include "databases/postgresql/read_others.h"
#include "databases/postgresql/read_rest.h"
#include "databases/postgresql/read_tables.h"

namespace luamigrate::databases::postgresql {
namespace {

using namespace schema;

// Rows of a relation by name; the first in the search path where no schema is given.
constexpr const char* find_relation =
    "SELECT c.oid::bigint, obj_description(c.oid, 'pg_class')"
    " FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace"
    " WHERE c.relname = $1::text AND c.relkind = ANY ($3::\"char\"[])"
    " AND CASE WHEN $2::text = '' THEN pg_table_is_visible(c.oid) ELSE n.nspname = $2::text END";

// Partitions belong to their table, and what an extension brought along to it.
constexpr const char* find_tables =
    "SELECT c.oid::bigint, n.nspname::text, c.relname::text, obj_description(c.oid, 'pg_class'),"
    "  CASE WHEN c.relkind = 'p' THEN pg_get_partkeydef(c.oid) END, c.relrowsecurity, c.relforcerowsecurity,"
    "  concat_ws(',', array_to_string(c.reloptions, ','), (SELECT string_agg('toast.' || o, ',') FROM pg_class t,"
    "   unnest(t.reloptions) o WHERE t.oid = c.reltoastrelid)), s.spcname::text,"
    "  nullif(am.amname::text, current_setting('default_table_access_method'))"
    " FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace LEFT JOIN pg_tablespace s ON s.oid ="
    "  c.reltablespace LEFT JOIN pg_am am ON am.oid = c.relam"
    " WHERE c.relkind IN ('r', 'p') AND NOT c.relispartition AND n.nspname = ANY ($1::text[]) AND NOT EXISTS"
    "  (SELECT FROM pg_depend d WHERE d.classid = 'pg_class'::regclass AND d.objid = c.oid AND d.deptype = 'e')"
    // Heirs behind those they inherit from, whose sequences they take values of.
    " ORDER BY n.nspname COLLATE \"C\", CASE WHEN EXISTS (SELECT FROM pg_inherits i WHERE i.inhrelid = c.oid)"
    "  THEN (WITH RECURSIVE above(id) AS (SELECT i.inhparent FROM pg_inherits i WHERE i.inhrelid = c.oid UNION"
    "   SELECT i.inhparent FROM pg_inherits i JOIN above ON above.id = i.inhrelid) SELECT count(*) FROM above)"
    "  ELSE 0 END, c.relname COLLATE \"C\"";

constexpr const char* find_schemas =
    "SELECT nspname::text, nspname = current_schema() FROM pg_namespace"
    " WHERE nspname NOT LIKE 'pg\\_%' AND nspname <> 'information_schema' ORDER BY nspname COLLATE \"C\"";

// Of a table that was found.
DialectOptions options_of(const Values& row) {
  DialectOptions options;
  if (!is_null(row[4])) options.set({"postgresql", "partition_by", Sql{text(row[4])}});
  if (flag(row[5])) options.set({"postgresql", "row_security", true});
  if (flag(row[6])) options.set({"postgresql", "force_row_security", true});
  if (const std::string settings = text(row[7]); !settings.empty())
    options.set({"postgresql", "with", storage_parameters(settings)});
  if (!is_null(row[8])) options.set({"postgresql", "tablespace", text(row[8])});
  if (!is_null(row[9])) options.set({"postgresql", "using", text(row[9])});
  return options;
}

class PostgresqlInspector final : public Inspector {
 public:
  explicit PostgresqlInspector(Connection& connection) : connection_(connection) {}

  std::vector<TableName> table_names(std::string_view schema) override {
    std::vector<TableName> names;
    for (const Values& row :
         rows_of(connection_,
                 "SELECT c.relname::text FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace"
                 " WHERE c.relkind IN ('r', 'p') AND n.nspname = coalesce(nullif($1::text, ''),"
                 " current_schema()::text) ORDER BY c.relname COLLATE \"C\"",
                 {std::string(schema)}))
      names.push_back({std::string(schema), text(row[0])});
    return names;
  }

  bool has_table(const TableName& table) override {
    return !rows_of(connection_, find_relation, {table.name, table.schema, "{r,p,f,v,m}"}).empty();
  }

  bool has_index(const TableName& table, std::string_view index) override {
    const auto found = rows_of(connection_, find_relation, {table.name, table.schema, "{r,p,f,v,m}"});
    return !found.empty() && !rows_of(connection_,
                                      "SELECT 1 FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid"
                                      " WHERE i.indrelid = $1::oid AND c.relname = $2::text",
                                      {found[0][0], std::string(index)})
                                  .empty();
  }

  std::optional<Table> find_table(const TableName& name) const override {
    const auto found = rows_of(connection_, find_relation, {name.name, name.schema, "{r,p,f,m}"});
    if (found.empty()) return std::nullopt;
    return read_tables(connection_, {{number(found[0][0]), name, text(found[0][1])}}).front();
  }

  Catalogue read_catalogue(const CatalogueRequest& request) override {
    Catalogue catalogue;
    for (const Values& row : rows_of(connection_, find_schemas)) {
      catalogue.schemas.push_back(text(row[0]));
      if (flag(row[1])) catalogue.default_schema = text(row[0]);
    }
    std::vector<std::string> wanted = request.all_schemas ? catalogue.schemas : request.schemas;
    for (std::string& schema : wanted)
      if (schema.empty()) schema = catalogue.default_schema;
    std::vector<Relation> relations;
    for (const Values& row : rows_of(connection_, find_tables, {text_array(wanted)})) {
      const std::string schema = text(row[1]);
      relations.push_back({number(row[0]),
                           {schema == catalogue.default_schema ? "" : schema, text(row[2])},
                           text(row[3]),
                           options_of(row)});
    }
    catalogue.tables = read_tables(connection_, relations);
    catalogue.objects = read_objects(connection_, wanted, catalogue.default_schema);
    if (request.others) {
      catalogue.others = read_others(connection_, wanted);
      catalogue.untold = read_untold(connection_, wanted);
    }
    return catalogue;
  }

 private:
  Connection& connection_;
};

}  // namespace

std::unique_ptr<Inspector> inspect(Connection& connection) {
  return std::make_unique<PostgresqlInspector>(connection);
}

}  // namespace luamigrate::databases::postgresql
