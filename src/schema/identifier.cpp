#include "schema/identifier.h"

namespace luamigrate::schema {

std::string shown(const ObjectName& name) {
  return name.schema.empty() ? name.name : name.schema + "." + name.name;
}

}  // namespace luamigrate::schema
