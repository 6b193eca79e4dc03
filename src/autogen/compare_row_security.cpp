#include <fmt/format.h>

#include "autogen/compare_table.h"

namespace luamigrate::autogen {
namespace {

struct RowSecurity {
  bool enabled = false, forced = false;
  friend bool operator==(const RowSecurity&, const RowSecurity&) = default;
};

RowSecurity of(const schema::Table& table, std::string_view dialect) {
  const bool enabled = table.options.flag(dialect, "row_security");
  return {enabled, enabled && table.options.flag(dialect, "force_row_security")};
}

std::string_view described(const RowSecurity& state) {
  return state.forced ? "forced" : state.enabled ? "enabled" : "off";
}

std::vector<ops::Operation> change(const schema::TableName& table, const RowSecurity& from, const RowSecurity& to) {
  std::vector<ops::Operation> result;
  if (!to.enabled || from.forced)
    result.push_back({ops::DisableRowSecurity{.table = table.name, .schema = table.schema}, {}});
  if (to.enabled)
    result.push_back({ops::EnableRowSecurity{.table = table.name, .schema = table.schema, .force = to.forced}, {}});
  return result;
}

}  // namespace

void compare_row_security(const Sides& sides, const Made& made, const TablePair& tables, const Report& report) {
  const schema::TableName& name = tables.wanted.table.name;
  const RowSecurity should = of(tables.wanted.table, sides.dialect.name()), is = of(tables.live, sides.dialect.name());
  if (should == is) return;
  // What nobody asked this project for goes no sooner than the policies beside it.
  const bool less = (is.enabled && !should.enabled) || (is.forced && !should.forced);
  const TablePart part{.kind = TablePart::Kind::row_security, .name = {}, .columns = {}, .condition = {}};
  report({.kind = "modify_row_security",
          .description = fmt::format("{}: row security is {}, and {} in the models", schema::shown(name), described(is),
                                     described(should)),
          .table = name,
          .upgrade = change(name, is, should),
          .downgrade = change(name, should, is),
          .withheld = less && !made.part(name, part) ? not_ours : ""});
}

}  // namespace luamigrate::autogen
