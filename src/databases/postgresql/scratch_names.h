// Names in texts that say their schema, when another one stands in for it.
#pragma once

#include <map>
#include <set>
#include <string>
#include <vector>

#include "databases/scratch.h"

namespace luamigrate::databases::postgresql {

inline constexpr const char* scratch_prefix = "luamigrate_scratch_";

class ScratchNames {
 public:
  // `default_schema`: what the models say nothing for, by its name.
  ScratchNames(const StandIns& stand_ins, const std::vector<ops::Operation>& creations, std::string default_schema);

  // In the texts of an operation: names of what the creations make are said with the stand-in. Bodies of functions,
  // which are run by nobody, are left as they are.
  void move(ops::Operation& operation) const;
  // In all texts and types: the stand-ins say the schemas of the models again.
  void put_back(Catalogue& catalogue) const;

 private:
  std::string moved(const std::string& sql) const;
  std::string back(const std::string& sql) const;

  std::map<std::string, std::string> stand_ins_, schemas_;  // by schema; by stand-in
  std::set<schema::ObjectName> made_;                       // under the schemas that texts may say
};

}  // namespace luamigrate::databases::postgresql
