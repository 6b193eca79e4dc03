// Samples of the objects beside tables.
#include "samples.h"

namespace luamigrate::tests {

using namespace ops;  // NOLINT(google-build-using-namespace): each operation is named below

namespace {

schema::DialectOptions with_option(std::string name) {
  schema::DialectOptions result;
  result.set({"", std::move(name), true});
  return result;
}

}  // namespace

template <>
std::vector<CreateSchema> samples() {
  return {{.name = "s"}, {.name = "S", .if_not_exists = true, .authorization = "me"}};
}

template <>
std::vector<DropSchema> samples() {
  return {{.name = "s"}, {.name = "s", .if_exists = true, .cascade = true}};
}

template <>
std::vector<CreateExtension> samples() {
  return {{.name = "e"},
          {.name = "uuid-ossp", .schema = "s", .version = "1.1", .if_not_exists = true, .cascade = true}};
}

template <>
std::vector<DropExtension> samples() {
  return {{.name = "e"}, {.name = "e", .if_exists = true, .cascade = true}};
}

template <>
std::vector<CreateView> samples() {
  return {{.name = "v", .select = "SELECT 1"},
          {.name = "v",
           .select = "SELECT \"a\"\n",
           .schema = "s",
           .columns = {"a", "b"},
           .indexes = {schema::Index{.name = schema::Name{"ix", true},
                                     .columns = {schema::IndexColumn{.expression = std::string("a")}},
                                     .unique = true}},
           .replace = true,
           .if_not_exists = true,
           .temporary = true,
           .options = with_option("materialized")}};
}

template <>
std::vector<DropView> samples() {
  return {{.name = "v"}, {.name = "v", .schema = "s", .if_exists = true, .options = with_option("cascade")}};
}

template <>
std::vector<RefreshMaterializedView> samples() {
  return {{.name = "v"}, {.name = "v", .schema = "s", .concurrently = true, .with_data = false}};
}

template <>
std::vector<CreateFunction> samples() {
  return {{.signature = "f()", .body = "SELECT 1"},
          {.signature = "f(a text DEFAULT 'x')",
           .body = "]]\nBEGIN\nEND",
           .schema = "s",
           .returns = "text",
           .language = "plpgsql",
           .volatility = Volatility::volatile_,
           .attributes = "STRICT COST 5",
           .replace = true,
           .security_definer = true,
           .procedure = true}};
}

template <>
std::vector<DropFunction> samples() {
  return {{.signature = "f"},
          {.signature = "f(text)", .schema = "s", .procedure = true, .if_exists = true, .cascade = true}};
}

template <>
std::vector<CreateTrigger> samples() {
  return {{.name = "t", .table = "users"},
          {.name = "t",
           .table = "users",
           .when = "AFTER INSERT",
           .schema = "s",
           .for_each = TriggerScope::statement,
           .condition = "NEW.a > 1",
           .execute = "f()",
           .body = "SELECT 1",
           .replace = true,
           .if_not_exists = true}};
}

template <>
std::vector<DropTrigger> samples() {
  return {{.name = "t", .table = "users"},
          {.name = "t", .table = "users", .schema = "s", .if_exists = true, .options = with_option("cascade")}};
}

template <>
std::vector<CreateSequence> samples() {
  return {{.name = "n"},
          {.name = "n",
           .schema = "s",
           .type = "smallint",
           .start = 1,
           .increment = -2,
           .minvalue = -10,
           .maxvalue = 10,
           .cache = 5,
           .cycle = false,
           .owned_by = "users.id",
           .if_not_exists = true}};
}

template <>
std::vector<AlterSequence> samples() {
  return {{.name = "n"}, {.name = "n", .schema = "s", .increment = 3, .cycle = true, .restart = 9}};
}

template <>
std::vector<DropSequence> samples() {
  return {{.name = "n"}, {.name = "n", .schema = "s", .if_exists = true, .cascade = true}};
}

template <>
std::vector<CreateEnum> samples() {
  return {{.name = "mood", .values = {"sad"}},
          {.name = "mood", .values = {"sad", "it's \"ok\""}, .schema = "s", .if_not_exists = true}};
}

template <>
std::vector<AddEnumValue> samples() {
  return {{.name = "mood", .value = "a"},
          {.name = "mood", .value = "a", .schema = "s", .before = "b", .after = "c", .if_not_exists = true}};
}

template <>
std::vector<RenameEnumValue> samples() {
  return {{.name = "mood", .old_value = "a", .new_value = "b"},
          {.name = "mood", .old_value = "a", .new_value = "b", .schema = "s"}};
}

template <>
std::vector<DropEnum> samples() {
  return {{.name = "mood"}, {.name = "mood", .schema = "s", .if_exists = true, .cascade = true}};
}

template <>
std::vector<Grant> samples() {
  return {{.privileges = {"select"}, .object = "table t", .role = {{"web"}}},
          {.privileges = {"select", "update (a)"},
           .object = "schema s",
           .role = {{"web", "public"}},
           .with_grant_option = true}};
}

template <>
std::vector<Revoke> samples() {
  return {{.privileges = {"select"}, .object = "table t", .role = {{"web"}}},
          {.privileges = {"all"},
           .object = "schema s",
           .role = {{"web", "public"}},
           .grant_option_for = true,
           .cascade = true}};
}

template <>
std::vector<EnableRowSecurity> samples() {
  return {{.table = "t"}, {.table = "t", .schema = "s", .force = true}};
}

template <>
std::vector<DisableRowSecurity> samples() {
  return {{.table = "t"}, {.table = "t", .schema = "s"}};
}

template <>
std::vector<CreatePolicy> samples() {
  return {{.name = "p", .table = "t"},
          {.name = "p",
           .table = "t",
           .schema = "s",
           .for_ = "INSERT",
           .to = {{"web", "public"}},
           .using_ = "a",
           .with_check = "b",
           .permissive = false}};
}

template <>
std::vector<DropPolicy> samples() {
  return {{.name = "p", .table = "t"}, {.name = "p", .table = "t", .schema = "s", .if_exists = true}};
}

}  // namespace luamigrate::tests
