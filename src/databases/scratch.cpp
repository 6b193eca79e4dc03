#include "databases/scratch.h"

#include "databases/schema_objects.h"
#include "luamigrate/error.h"

namespace luamigrate::databases {

namespace {

// The schemas that a type says for itself, for the items of an array, and for its variants.
void each_schema(schema::Type& type, const std::function<void(std::string&)>& visit) {
  for (auto& [name, value] : type.options)
    if (auto* schema = std::get_if<std::string>(&value); schema && name == "schema") visit(*schema);
  for (schema::TypeArgument& argument : type.arguments)
    if (auto* item = std::get_if<base::Box<schema::Type>>(&argument)) {
      schema::Type inner = **item;
      each_schema(inner, visit);
      *item = std::move(inner);
    }
  for (schema::TypeVariant& variant : type.variants) each_schema(variant.type, visit);
}

struct Move {
  StandIns& stand_ins;

  void operator()(ops::CreateExtension& op) const { op.if_not_exists = true; }
  void operator()(ops::CreateTable& op) const {
    op.schema = stand_ins.name(op.schema);
    for (schema::Element& element : op.elements)
      if (auto* column = std::get_if<schema::Column>(&element); column && column->type.name != "DOMAIN")
        each_schema(column->type, [&](std::string& schema) { schema = stand_ins.name(schema); });
  }
  template <class T>
  void operator()(T& op) const {
    if constexpr (requires { op.schema; }) op.schema = stand_ins.name(op.schema);
  }
};

}  // namespace

const std::string& StandIns::name(const std::string& schema) {
  auto& name = names_[schema];
  if (name.empty()) name = prefix_ + std::to_string(names_.size());
  return name;
}

std::vector<ops::Operation> StandIns::moved(std::vector<ops::Operation> creations) {
  for (ops::Operation& operation : creations) std::visit(Move{*this}, operation.body);
  return creations;
}

void StandIns::put_back(Catalogue& catalogue) const {
  const auto put_back = [&](std::string& schema) {
    for (const auto& [own, stand_in] : names_)
      if (schema == stand_in) {
        schema = own;
        return;
      }
  };
  for (schema::Table& table : catalogue.tables) {
    put_back(table.name.schema);
    for (schema::Column& column : table.columns) each_schema(column.type, put_back);
  }
  each_list_in_schemas(catalogue.objects, [&](auto& objects) {
    for (auto& object : objects) put_back(object.schema);
  });
}

void create_for_a_moment(const ops::Operation& operation, const std::function<void()>& create) {
  try {
    create();
  } catch (const Error& error) {
    if (error.kind() == ErrorKind::connection || error.kind() == ErrorKind::lock_timeout) throw;
    Error described =
        error.told_as(ErrorKind::config, "the database refuses what the models say: " + error.message(), error.hint());
    described.facts().file = operation.origin.file;
    described.facts().line = operation.origin.line;
    described.facts().state = "nothing was changed";
    throw described;
  }
}

}  // namespace luamigrate::databases
