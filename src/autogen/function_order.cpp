#include "autogen/function_order.h"

#include <map>

#include "base/text.h"
#include "luamigrate/error.h"
#include "sql/names.h"

namespace luamigrate::autogen {

std::string function_name(std::string_view signature) {
  return sql::unquoted(base::trimmed(signature.substr(0, signature.find('('))));
}

namespace {

void add_names(std::set<std::string>& names, std::string_view sql, const sql::Syntax& syntax) {
  sql::Tokenizer tokens(sql, syntax);
  for (sql::Token token = tokens.next(); token.kind != sql::TokenKind::end; token = tokens.next())
    if (sql::is_name(token)) names.insert(base::lower(sql::unquoted(token.text)));
}

// Each after those below it, by depth; a circle is left where it closes.
class CalledFirst {
 public:
  CalledFirst(const std::vector<ops::CreateFunction>& functions, const sql::Syntax& syntax)
      : functions_(functions), syntax_(syntax), seen_(functions.size()) {
    for (std::size_t i = 0; i < functions.size(); ++i)
      by_name_.emplace(base::lower(function_name(functions[i].signature)), i);
  }

  std::vector<std::size_t> order() {
    for (std::size_t i = 0; i < functions_.size(); ++i) visit(i);
    return std::move(order_);
  }

 private:
  void visit(std::size_t i) {
    if (seen_[i]) return;
    seen_[i] = true;
    std::set<std::string> names;
    try {
      add_names(names, functions_[i].body, syntax_);
    } catch (const Error&) {
      names.clear();  // a body in another language
    }
    std::set<std::size_t> below;
    for (const std::string& name : names)
      for (auto [found, end] = by_name_.equal_range(name); found != end; ++found) below.insert(found->second);
    for (const std::size_t one : below) visit(one);
    order_.push_back(i);
  }

  const std::vector<ops::CreateFunction>& functions_;
  const sql::Syntax& syntax_;
  std::vector<bool> seen_;
  std::multimap<std::string, std::size_t> by_name_;
  std::vector<std::size_t> order_;
};

}  // namespace

std::vector<std::size_t> called_first(const std::vector<ops::CreateFunction>& functions, const sql::Syntax& syntax) {
  return CalledFirst(functions, syntax).order();
}

NamesInTables::NamesInTables(const std::vector<ops::Operation>& creations, const databases::Dialect& dialect) {
  for (const ops::Operation& creation : creations)
    for (const databases::Statement& statement : dialect.compile(creation, schema::NoTables()))
      add_names(names_, statement.sql, dialect.syntax());
}

bool NamesInTables::contain(const ops::CreateFunction& function) const {
  return names_.contains(base::lower(function_name(function.signature)));
}

}  // namespace luamigrate::autogen
