#include "autogen/function_order.h"

#include "base/text.h"
#include "sql/names.h"

namespace luamigrate::autogen {

NamesInTables::NamesInTables(const std::vector<ops::Operation>& creations, const databases::Dialect& dialect) {
  for (const ops::Operation& creation : creations)
    for (const databases::Statement& statement : dialect.compile(creation, schema::NoTables())) {
      sql::Tokenizer tokens(statement.sql, dialect.syntax());
      for (sql::Token token = tokens.next(); token.kind != sql::TokenKind::end; token = tokens.next())
        if (sql::is_name(token)) names_.insert(base::lower(sql::unquoted(token.text)));
    }
}

bool NamesInTables::contain(const ops::CreateFunction& function) const {
  const std::string_view signature = function.signature;
  return names_.contains(base::lower(sql::unquoted(base::trimmed(signature.substr(0, signature.find('('))))));
}

}  // namespace luamigrate::autogen
