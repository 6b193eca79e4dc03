#include "databases/postgresql/scratch.h"

#include <fmt/format.h>

#include "databases/postgresql/dialect.h"
#include "databases/postgresql/inspector.h"
#include "databases/postgresql/scratch_names.h"
#include "luamigrate/error.h"

namespace luamigrate::databases::postgresql {
namespace {

class RolledBack {
 public:
  explicit RolledBack(Connection& connection) : connection_(connection) { connection_.begin(); }
  ~RolledBack() {
    try {
      if (connection_.in_transaction()) connection_.rollback();
    } catch (const Error&) {
      // The connection is gone, and all of it with the connection.
    }
  }
  RolledBack(const RolledBack&) = delete;
  RolledBack& operator=(const RolledBack&) = delete;

 private:
  Connection& connection_;
};

void make_schema(Connection& connection, const std::string& name) {
  try {
    connection.execute({.sql = "CREATE SCHEMA " + name});
  } catch (Error& error) {
    if (error.kind() != ErrorKind::database) throw;
    error.facts().state = "nothing was changed";
    throw error.told_as(
        ErrorKind::database,
        fmt::format("the models cannot be made for a moment, to see them as the database shows them: {}",
                    error.message()),
        "the schema is rolled back: let the role make it by GRANT CREATE ON DATABASE ... TO ..., on a "
        "server that takes writes");
  }
}

}  // namespace

Catalogue show_models(Connection& connection, const std::vector<ops::Operation>& creations) {
  StandIns stand_ins(scratch_prefix);
  const std::string main = stand_ins.name("");
  std::vector<ops::Operation> moved = stand_ins.moved(creations);
  // Nothing is to be read of the tables below.
  for (ops::Operation& operation : moved)
    if (auto* view = std::get_if<ops::CreateView>(&operation.body);
        view && view->options.flag("postgresql", "materialized"))
      view->select += "\nWITH NO DATA";

  const RolledBack transaction(connection);
  for (const auto& [schema, stand_in] : stand_ins.all()) make_schema(connection, stand_in);
  const schema::Value path = scalar(connection, {.sql = "SELECT current_setting('search_path')"});
  const schema::Value home = scalar(connection, {.sql = "SELECT coalesce(current_schema()::text, '')"});
  const ScratchNames names(stand_ins, creations, std::get<std::string>(home));
  connection.execute({.sql = fmt::format("SET LOCAL search_path = {}, {}", main, std::get<std::string>(path))});
  // Bodies may name what is made later.
  connection.execute({.sql = "SET LOCAL check_function_bodies = off"});
  const auto inspector = inspect(connection);
  for (ops::Operation& operation : moved) {
    create_for_a_moment(operation, [&] {
      names.move(operation);
      // Texts may say the schema where it will be.
      if (auto* extension = std::get_if<ops::CreateExtension>(&operation.body); extension && extension->schema == main)
        extension->schema = std::get<std::string>(home);
      for (const Statement& statement : dialect().compile(operation, *inspector)) connection.execute(statement);
    });
  }
  CatalogueRequest request{.schemas = {}};
  for (const auto& [schema, stand_in] : stand_ins.all()) request.schemas.push_back(stand_in);
  Catalogue catalogue = inspector->read_catalogue(request);
  names.put_back(catalogue);
  stand_ins.put_back(catalogue);
  return catalogue;
}

}  // namespace luamigrate::databases::postgresql
