// What the models call otherwise than the database. It is renamed before anything else happens, so that all that
// follows is compared under the new names.
#pragma once

#include <map>
#include <string>
#include <string_view>

#include "autogen/compare.h"
#include "autogen/compare_table.h"

namespace luamigrate::autogen {

struct Renames {
  std::map<schema::TableName, schema::TableName> tables;                    // new names by old ones
  std::map<schema::TableName, std::map<std::string, std::string>> columns;  // of a table by its new name: the same

  const schema::TableName& old_name(const schema::TableName& table) const;
  const std::string& old_name(const schema::TableName& table, const std::string& column) const;
  // A text with the columns of the table under their old names.
  std::string old_text(const schema::TableName& table, const std::string& sql, const databases::Dialect& dialect) const;
};

// By `renamed_from`, where the old name is in the database and the new one is not, or gets a new name itself.
Renames find_renames(const Wanted& wanted, const databases::Catalogue& live);

// What the database holds after them, in its texts too, as databases follow a rename.
databases::Catalogue renamed(databases::Catalogue live, const Renames& renames, const databases::Dialect& dialect);

// `sql` with other names of columns, new ones by old ones.
std::string with_names(std::string_view sql, const std::map<std::string, std::string>& names,
                       const databases::Dialect& dialect);

void report_renames(const Renames& renames, const Report& report);

}  // namespace luamigrate::autogen
