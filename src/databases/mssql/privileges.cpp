// Who may do what. Source of the forms: the documentation of SQL Server, GRANT and REVOKE.
#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "base/text.h"
#include "databases/mssql/dialect.h"
#include "luamigrate/error.h"
#include "sql/tokenizer.h"

namespace luamigrate::databases::mssql {
std::string MssqlDialect::privileges(const std::vector<std::string>& privileges) const {
  return ansi::privilege_words(privileges, "name some, as in { \"select\", \"insert\" }, or { \"control\" }");
}

// "table users", "view v", "function f(int)", "procedure p", "sequence s" are OBJECT::; "schema audit" and "type t".
std::string MssqlDialect::securable(std::string_view text) const {
  static constexpr std::array<std::string_view, 5> objects{"TABLE", "VIEW", "FUNCTION", "PROCEDURE", "SEQUENCE"};
  const std::size_t space = std::min(text.find(' '), text.size());
  const std::string kind = base::upper(text.substr(0, space));
  const std::string_view rest = base::trimmed(text.substr(space));
  if (kind == "ALL") unsupported("privileges on all objects of a kind", "grant them on the schema: \"schema audit\"");
  const bool is_object = std::ranges::find(objects, kind) != objects.end();
  if (rest.empty() || (!is_object && kind != "SCHEMA" && kind != "TYPE"))
    throw Error(ErrorKind::script, fmt::format("\"{}\" names no object that privileges are on", text),
                "write its kind first, as in \"table users\", \"schema audit\" or \"function f\"");
  std::string names;
  for (std::string_view left = base::trimmed(rest.substr(0, rest.find('('))); !left.empty();) {
    const std::size_t dot = left.starts_with('[') ? std::min(left.find("]."), left.size() - 1) + 1 : left.find('.');
    const std::string_view part = left.substr(0, dot);
    if (part.find(',') != std::string_view::npos)
      unsupported("privileges on several objects at once", "grant one by one");
    names += (names.empty() ? "" : ".") + (part.starts_with('[') ? std::string(part) : quote(part));
    left.remove_prefix(std::min(dot, left.size() - 1) + 1);
  }
  return fmt::format("{}::{}", is_object ? "OBJECT" : kind, names);
}

std::string MssqlDialect::principals(const schema::NameList& roles) const {
  std::vector<std::string> quoted_names;
  for (const std::string& role : roles.names) {
    if (base::upper(role) == "CURRENT_USER") unsupported("privileges for CURRENT_USER", "name the user or role");
    quoted_names.push_back(base::upper(role) == "PUBLIC" ? "public" : quote(role));
  }
  if (quoted_names.empty()) throw Error(ErrorKind::script, "no role is given", "name one, as in \"app\"");
  return ansi::joined(quoted_names, ", ");
}

MssqlDialect::Statements MssqlDialect::grant(const ops::Grant& op) const {
  return {{.sql = fmt::format("GRANT {} ON {} TO {}{}", privileges(op.privileges), securable(op.object),
                              principals(op.role), op.with_grant_option ? " WITH GRANT OPTION" : "")}};
}

MssqlDialect::Statements MssqlDialect::revoke(const ops::Revoke& op) const {
  return {{.sql = fmt::format("REVOKE {}{} ON {} FROM {}{}", op.grant_option_for ? "GRANT OPTION FOR " : "",
                              privileges(op.privileges), securable(op.object), principals(op.role),
                              op.cascade ? " CASCADE" : "")}};
}

}  // namespace luamigrate::databases::mssql
