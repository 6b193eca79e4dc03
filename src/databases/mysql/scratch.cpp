#include "databases/mysql/scratch.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "databases/mysql/dialect.h"
#include "databases/mysql/inspector.h"
#include "databases/rows.h"
#include "luamigrate/error.h"
#include "sql/tokenizer.h"

namespace luamigrate::databases::mysql {
namespace {

constexpr const char* find_left_behind =
    "SELECT SCHEMA_NAME FROM information_schema.SCHEMATA"
    " WHERE SCHEMA_NAME LIKE 'luamigrate\\_scratch\\_%' AND IS_FREE_LOCK(SCHEMA_NAME) = 1";

// The databases, made with the ways of the one that is worked with. A lock that bears the name of each says that its
// session is alive: it ends with the session, however that ends.
class Scratch {
 public:
  Scratch(Connection& connection, const StandIns& stand_ins) : connection_(connection) {
    try {
      const Values row =
          rows_of(connection_, "SELECT DATABASE(), @@character_set_database, @@collation_database").at(0);
      home_ = text(row[0]);
      for (const Values& left : rows_of(connection_, find_left_behind)) drop(text(left[0]));
      for (const auto& [schema, name] : stand_ins.all()) make(name, text(row[1]), text(row[2]));
    } catch (Error& error) {
      clear();
      if (error.kind() == ErrorKind::connection || error.kind() == ErrorKind::lock_timeout) throw;
      error.facts().state = "nothing was changed";
      throw Error(ErrorKind::database,
                  fmt::format("the models cannot be made for a moment, to see them as the database shows them: {}",
                              error.message()),
                  "let the account make such databases: GRANT ALL ON `luamigrate\\_scratch\\_%`.* TO ...");
    }
  }
  ~Scratch() { clear(); }
  Scratch(const Scratch&) = delete;
  Scratch& operator=(const Scratch&) = delete;

  const std::string& home() const noexcept { return home_; }

 private:
  void make(const std::string& name, const std::string& charset, const std::string& collation) {
    rows_of(connection_, "SELECT GET_LOCK(?, 0)", {name});
    locked_.push_back(name);
    drop(name);  // of a session that had the same number
    connection_.execute({.sql = fmt::format("CREATE DATABASE {} CHARACTER SET {} COLLATE {}", dialect().quote(name),
                                            charset, collation)});
  }
  void drop(const std::string& name) {
    connection_.execute({.sql = "DROP DATABASE IF EXISTS " + dialect().quote(name)});
  }
  void clear() noexcept {
    try {
      if (!home_.empty()) connection_.execute({.sql = "USE " + dialect().quote(home_)});
      for (const std::string& name : locked_) {
        drop(name);
        rows_of(connection_, "SELECT RELEASE_LOCK(?)", {name});
      }
    } catch (const Error&) {
      // The connection is gone: the next one that needs such databases drops these.
    }
  }

  Connection& connection_;
  std::string home_;
  std::vector<std::string> locked_;
};

// A view may name tables that need not be made, because they are as the models say: views of them stand in for them.
class TablesBeside {
 public:
  TablesBeside(Connection& connection, const std::string& home, const std::vector<ops::Operation>& creations,
               const StandIns& stand_ins)
      : connection_(connection), home_(home), place_(stand_ins.all().at("")) {
    for (const Values& row : rows_of(connection_,
                                     "SELECT TABLE_NAME FROM information_schema.TABLES"
                                     " WHERE TABLE_SCHEMA = ? AND TABLE_TYPE <> 'VIEW'",
                                     {home_}))
      left_.insert(text(row[0]));
    for (const ops::Operation& creation : creations)
      if (const auto* table = std::get_if<ops::CreateTable>(&creation.body)) left_.erase(table->name);
  }

  void stand_in(const std::string& select) {
    sql::Tokenizer tokens(select, dialect().syntax());
    for (sql::Token token = tokens.next(); token.kind != sql::TokenKind::end; token = tokens.next()) {
      std::string name(token.text);
      std::erase(name, '`');
      if (left_.erase(name) == 0) continue;
      connection_.execute(
          {.sql = fmt::format("CREATE VIEW {} AS SELECT * FROM {}", dialect().quote(schema::ObjectName{place_, name}),
                              dialect().quote(schema::ObjectName{home_, name}))});
      made_.insert(name);
    }
  }
  void take_out(Catalogue& catalogue) const {
    std::erase_if(catalogue.objects.views,
                  [&](const ops::CreateView& view) { return view.schema.empty() && made_.contains(view.name); });
  }

 private:
  Connection& connection_;
  const std::string& home_;
  const std::string& place_;
  std::set<std::string> left_, made_;
};

}  // namespace

Catalogue show_models(Connection& connection, const std::vector<ops::Operation>& creations) {
  const std::int64_t session = number(rows_of(connection, "SELECT CONNECTION_ID()").at(0).at(0));
  StandIns stand_ins(fmt::format("luamigrate_scratch_{}_", session));
  const std::string main = stand_ins.name("");
  const std::vector<ops::Operation> moved = stand_ins.moved(creations);
  const Scratch scratch(connection, stand_ins);
  connection.execute({.sql = "USE " + dialect().quote(main)});
  TablesBeside beside(connection, scratch.home(), creations, stand_ins);
  const auto inspector = inspect(connection);
  for (const ops::Operation& operation : moved)
    create_for_a_moment(operation, [&] {
      if (const auto* view = std::get_if<ops::CreateView>(&operation.body)) beside.stand_in(view->select);
      for (const Statement& statement : dialect().compile(operation, *inspector)) connection.execute(statement);
    });
  CatalogueRequest request{.schemas = {}};
  for (const auto& [schema, stand_in] : stand_ins.all()) request.schemas.push_back(schema.empty() ? "" : stand_in);
  Catalogue catalogue = inspector->read_catalogue(request);
  stand_ins.put_back(catalogue);
  beside.take_out(catalogue);
  return catalogue;
}

}  // namespace luamigrate::databases::mysql
