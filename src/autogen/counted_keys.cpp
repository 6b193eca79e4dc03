#include "autogen/counted_keys.h"

#include <fmt/format.h>

#include <algorithm>

#include "autogen/definition.h"

namespace luamigrate::autogen {
namespace {

using Operations = std::vector<ops::Operation>;

// The column that is the whole key and counts. nullptr: there is none.
const schema::Column* counted_key(const schema::Table* table) {
  if (!table || !table->primary_key || table->primary_key->columns.size() != 1) return nullptr;
  const schema::Column* column = table->find_column(table->primary_key->columns.front());
  return column && column->autoincrement == true && !column->identity ? column : nullptr;
}

Difference* find(std::vector<Difference>& differences, std::string_view kind, const schema::TableName& table,
                 const std::string& column = {}) {
  const auto found = std::ranges::find_if(differences, [&](const Difference& one) {
    return one.kind == kind && one.table == table && one.withheld.empty() && !one.upgrade.empty() &&
           (column.empty() || one.object == column);
  });
  return found == differences.end() ? nullptr : &*found;
}

// The key has the name that the database gives until it gets its own.
Operations naming_of_key(const schema::Table& table, const databases::Dialect& dialect) {
  using enum databases::Dialect::NamedKind;
  const schema::PrimaryKey& key = *table.primary_key;
  const std::string usual = dialect.usual_name(primary_key, table.name.name, key.columns);
  if (!key.name || key.name->text == usual) return {};
  return {{ops::Execute{.sql = fmt::format("ALTER TABLE {} RENAME CONSTRAINT {} TO {}", dialect.quote(table.name),
                                           dialect.quote(usual), dialect.quote(key.name->text))},
           {}}};
}

// `adding` puts the column into a table, and `keying` makes it the key of it.
void unite(const schema::Table& table, Operations& adding, Operations& keying, const databases::Dialect& dialect) {
  auto& op = std::get<ops::AddColumn>(adding.front().body);
  op.column.primary_key = op.inline_primary_key = true;
  op.column.nullable.reset();
  op.column.autoincrement.reset();
  keying = naming_of_key(table, dialect);
}

}  // namespace

void unite_keys_with_columns(const Sides& sides, std::vector<Difference>& differences) {
  // There the key is made with all its table.
  if (sides.dialect.rebuilds_tables()) return;
  for (const WantedTable& wanted : sides.wanted.tables) {
    const schema::TableName& name = wanted.table.name;
    const schema::Table *shown = sides.shown.find_table(name), *live = sides.live.find_table(name);
    const schema::Column *coming = counted_key(shown), *going = counted_key(live);
    Difference* added = coming ? find(differences, "add_column", name, coming->name) : nullptr;
    if (Difference* key = added ? find(differences, "add_primary_key", name) : nullptr)
      unite(*shown, added->upgrade, key->upgrade, sides.dialect);
    Difference* removed = going ? find(differences, "remove_column", name, going->name) : nullptr;
    if (Difference* key = removed ? find(differences, "remove_primary_key", name) : nullptr)
      unite(*live, removed->downgrade, key->downgrade, sides.dialect);
  }
}

}  // namespace luamigrate::autogen
