#include "databases/postgresql/scratch.h"

#include <fmt/format.h>

#include <map>

#include "databases/postgresql/dialect.h"
#include "databases/postgresql/inspector.h"
#include "luamigrate/error.h"

namespace luamigrate::databases::postgresql {
namespace {

// Schemas that stand in for those of the models, "" for the default one.
class StandIns {
 public:
  const std::string& name(const std::string& schema) {
    auto& name = names_[schema];
    if (name.empty()) name = fmt::format("luamigrate_scratch_{}", names_.size());
    return name;
  }
  const std::map<std::string, std::string>& all() const noexcept { return names_; }

  void put_back(std::string& schema) const {
    for (const auto& [own, stand_in] : names_)
      if (schema == stand_in) schema = own;
  }

 private:
  std::map<std::string, std::string> names_;
};

void move_type(schema::Type& type, StandIns& stand_ins) {
  for (auto& [name, value] : type.options)
    if (auto* schema = std::get_if<std::string>(&value); schema && name == "schema") *schema = stand_ins.name(*schema);
}

struct Move {
  StandIns& stand_ins;

  void operator()(ops::CreateExtension& op) const { op.if_not_exists = true; }
  void operator()(ops::CreateTable& op) const {
    op.schema = stand_ins.name(op.schema);
    for (schema::Element& element : op.elements)
      if (auto* column = std::get_if<schema::Column>(&element)) move_type(column->type, stand_ins);
  }
  template <class T>
  void operator()(T& op) const {
    if constexpr (requires { op.schema; }) op.schema = stand_ins.name(op.schema);
  }
};

template <class List>
void put_back(List& list, const StandIns& stand_ins) {
  for (auto& object : list) stand_ins.put_back(object.schema);
}

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

}  // namespace

Catalogue show_models(Connection& connection, const std::vector<ops::Operation>& creations) {
  StandIns stand_ins;
  const std::string main = stand_ins.name("");
  std::vector<ops::Operation> moved = creations;
  for (ops::Operation& operation : moved) std::visit(Move{stand_ins}, operation.body);

  const RolledBack transaction(connection);
  for (const auto& [schema, stand_in] : stand_ins.all()) connection.execute({.sql = "CREATE SCHEMA " + stand_in});
  const schema::Value path = scalar(connection, {.sql = "SELECT current_setting('search_path')"});
  connection.execute({.sql = fmt::format("SET LOCAL search_path = {}, {}", main, std::get<std::string>(path))});
  // Bodies may name what is made later.
  connection.execute({.sql = "SET LOCAL check_function_bodies = off"});
  const auto inspector = inspect(connection);
  for (const ops::Operation& operation : moved) {
    create_for_a_moment(operation, [&] {
      for (const Statement& statement : dialect().compile(operation, *inspector)) connection.execute(statement);
    });
  }
  CatalogueRequest request{.schemas = {}};
  for (const auto& [schema, stand_in] : stand_ins.all()) request.schemas.push_back(stand_in);
  Catalogue catalogue = inspector->read_catalogue(request);
  for (schema::Table& table : catalogue.tables) stand_ins.put_back(table.name.schema);
  put_back(catalogue.objects.enums, stand_ins);
  put_back(catalogue.objects.sequences, stand_ins);
  put_back(catalogue.objects.functions, stand_ins);
  put_back(catalogue.objects.views, stand_ins);
  put_back(catalogue.objects.triggers, stand_ins);
  return catalogue;
}

}  // namespace luamigrate::databases::postgresql
