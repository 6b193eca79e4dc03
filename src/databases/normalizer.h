// How a database shows what models say. Databases rewrite texts: types get their full names, defaults casts, conditions
// parentheses. So a comparison is one of what the database shows of the models with what it shows of itself.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "ops/operation.h"
#include "schema/table.h"

namespace luamigrate::databases {

enum class NamedKind { primary_key, unique, check, foreign_key };

class Normalizer {
 public:
  virtual ~Normalizer() = default;

  // What the database most likely shows of a table made so; asks nobody. Where it is what the database shows of its
  // own, the two are the same.
  virtual schema::Table expected(const ops::CreateTable& table) const = 0;

  // What it really shows, without foreign keys: made for a moment where nobody sees it, and kept nowhere. Nothing for a
  // table that the database refuses. All of them in a fixed number of exchanges, but for the making.
  virtual std::vector<std::optional<schema::Table>> shown(std::span<const ops::CreateTable> tables) = 0;

  // The same for the SELECT of views.
  virtual std::vector<std::optional<std::string>> shown(std::span<const ops::CreateView> views) = 0;

  // Whether two texts of SQL that the database shows are the same.
  virtual bool same_sql(std::string_view a, std::string_view b) const { return a == b; }

  // The name that the database itself gives to an unnamed constraint; empty: none.
  virtual std::string default_name(NamedKind, const schema::TableName&,
                                   const std::vector<std::string>& /*columns*/) const {
    return {};
  }
};

}  // namespace luamigrate::databases
