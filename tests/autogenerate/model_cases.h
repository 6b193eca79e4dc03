// Models that differ in a thing or a few, for tests of autogenerate.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace luamigrate::test {

struct ModelGroup {
  std::string name;
  std::vector<std::string> databases;  // that have such a thing; empty: all
  std::vector<std::string> variants;   // the body of a file of models, `db` being there
  bool renames = false;                // names that a database gave for the old ones stay
  bool loses = false;                  // asks for --allow-drop
};

const std::vector<ModelGroup>& model_groups();
// Those of them that differ in several things.
std::vector<ModelGroup> groups_of_changes_together();

// The live databases whose models can be compared.
std::vector<std::string> databases_that_show_models();

// lua/models.lua with this body.
std::string model_file(std::string_view body);

}  // namespace luamigrate::test
