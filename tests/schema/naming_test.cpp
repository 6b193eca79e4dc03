#include "schema/naming.h"

#include <catch2/catch.hpp>

#include "luamigrate/error.h"

using namespace luamigrate;
using namespace luamigrate::schema;

namespace {

const NamingConvention convention{.primary_key = "pk_%(table)s",
                                  .foreign_key = "fk_%(table)s_%(columns)s_%(referred_table)s",
                                  .unique = "uq_%(table)s_%(columns)s",
                                  .check = "ck_%(table)s_%(name)s",
                                  .index = "ix_%(table)s_%(columns)s"};
const TableName users{"", "users"};
constexpr std::size_t limit = 63;

}  // namespace

TEST_CASE("a convention names what a script leaves unnamed") {
  CHECK(primary_key_name(convention, users, {.columns = {"id"}}, limit)->text == "pk_users");
  CHECK(unique_name(convention, users, {.columns = {"a", "b"}}, limit)->text == "uq_users_a_b");
  const ForeignKey key{.columns = {"org_id"}, .referent = {{"", "orgs"}, {"id"}}};
  CHECK(foreign_key_name(convention, users, key, limit)->text == "fk_users_org_id_orgs");
  CHECK(index_name(convention, users, {.columns = {{.expression = "email"}}}, limit).text == "ix_users_email");
}

TEST_CASE("a name that is given stays, but a check's is wrapped unless it is final") {
  CHECK(unique_name(convention, users, {.columns = {"a"}, .name = Name{"mine"}}, limit)->text == "mine");
  CHECK(check_name(convention, users, {.condition = "x", .name = Name{"positive"}}, limit)->text ==
        "ck_users_positive");
  CHECK(check_name(convention, users, {.condition = "x", .name = Name{"positive", true}}, limit)->text == "positive");
}

TEST_CASE("a convention for checks without the token of a name names those that have none") {
  const NamingConvention plain{.check = "ck_%(table)s"};
  CHECK(check_name(plain, users, {.condition = "x"}, limit)->text == "ck_users");
  CHECK(check_name(plain, users, {.condition = "x", .name = Name{"positive"}}, limit)->text == "positive");
}

TEST_CASE("without a convention only an index gets a name") {
  CHECK_FALSE(primary_key_name({}, users, {.columns = {"id"}}, limit));
  CHECK_FALSE(unique_name({}, users, {.columns = {"id"}}, limit));
  CHECK_FALSE(check_name({}, users, {.condition = "x"}, limit));
  CHECK(index_name({}, users, {.columns = {{.expression = "a"}, {.expression = "b"}}}, limit).text == "ix_users_a_b");
}

TEST_CASE("an index over an expression must be given a name") {
  const Index index{.columns = {{.expression = Sql{"lower(email)"}}}};
  CHECK_THROWS_WITH(index_name({}, users, index, limit), R"(an index over an expression on "users" needs a name)");
}

TEST_CASE("a made name over the limit is cut as SQLAlchemy cuts it") {
  // The first limit-8 characters, "_", the last 4 hexadecimal digits of the MD5.
  const Index index{.columns = {{.expression = std::string(80, 'c')}}};
  const std::string made = index_name({}, users, index, limit).text;
  CHECK(made == "ix_users_" + std::string(46, 'c') + "_1d5d");
  CHECK(made.size() == 60);
}

TEST_CASE("an unknown token of a convention is an error that lists the tokens") {
  const NamingConvention wrong{.unique = "uq_%(tabel)s"};
  CHECK_THROWS_AS(unique_name(wrong, users, {.columns = {"a"}}, limit), Error);
}
