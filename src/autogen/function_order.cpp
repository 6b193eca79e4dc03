#include "autogen/function_order.h"

#include "base/text.h"
#include "sql/names.h"

namespace luamigrate::autogen {

std::string function_name(std::string_view signature) {
  return sql::unquoted(base::trimmed(signature.substr(0, signature.find('('))));
}

NamesInTables::NamesInTables(const std::vector<ops::Operation>& creations, const databases::Dialect& dialect) {
  for (const ops::Operation& creation : creations)
    for (const databases::Statement& statement : dialect.compile(creation, schema::NoTables())) {
      sql::Tokenizer tokens(statement.sql, dialect.syntax());
      for (sql::Token token = tokens.next(); token.kind != sql::TokenKind::end; token = tokens.next())
        if (sql::is_name(token)) names_.insert(base::lower(sql::unquoted(token.text)));
    }
}

bool NamesInTables::contain(const ops::CreateFunction& function) const {
  return names_.contains(base::lower(function_name(function.signature)));
}

}  // namespace luamigrate::autogen
