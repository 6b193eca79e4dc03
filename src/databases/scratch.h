// What a database makes of models. Databases rewrite texts: types get their full names, defaults casts, conditions
// parentheses. So models are compared as the database shows them: they are made for a moment where nobody sees them,
// read back, and kept nowhere.
#pragma once

#include <functional>
#include <map>
#include <string>
#include <vector>

#include "databases/catalogue.h"
#include "databases/connection.h"
#include "ops/operation.h"

namespace luamigrate::databases {

// `creations`: create_extension, create_enum, create_sequence, create_function, create_table (without foreign keys),
// create_view and create_trigger, in an order in which they can be made. Answers them under their own names, lists in
// the order in which they were made. An Error carries the origin of the operation that the database refuses.
//
// REQUIRES: no transaction is open on `connection`.
using ShowModels = std::function<Catalogue(Connection& connection, const std::vector<ops::Operation>& creations)>;

// Schemas that stand in for those of the models, "" for the default one.
class StandIns {
 public:
  explicit StandIns(std::string prefix) : prefix_(std::move(prefix)) {}

  const std::string& name(const std::string& schema);
  const std::map<std::string, std::string>& all() const noexcept { return names_; }  // by the schema of the models

  // The operations with the stand-ins for their schemas, but for those of extensions.
  std::vector<ops::Operation> moved(std::vector<ops::Operation> creations);
  // What was made of them, with the schemas of the models.
  void put_back(Catalogue& catalogue) const;

 private:
  std::string prefix_;
  std::map<std::string, std::string> names_;
};

// Runs `create` for one operation, and adds to an Error where it was asked for.
void create_for_a_moment(const ops::Operation& operation, const std::function<void()>& create);

}  // namespace luamigrate::databases
