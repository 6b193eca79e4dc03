// Prepared statements: parameters on their way to the server, rows on their way back.
#pragma once

#include <mysql.h>

#include <memory>
#include <string>
#include <vector>

#include "databases/mysql/session.h"
#include "schema/value.h"

namespace luamigrate::databases::mysql {

// Values as MYSQL_BIND points to them. The values must outlive the execution.
class Parameters {
 public:
  void clear() { binds_.clear(); }
  void add(const schema::Value& value);
  MYSQL_BIND* data() { return binds_.data(); }
  std::size_t size() const { return binds_.size(); }
  std::size_t bytes() const;  // of texts, bytes and numbers

 private:
  std::vector<MYSQL_BIND> binds_;
};

class Prepared {
 public:
  Prepared(Session& session, std::string sql);

  // Whether the server takes this statement only as a text; nothing else can be done with it then.
  bool refused() const { return !statement_; }

  // How many rows it touched; -1 for a statement that returns rows, which are dropped.
  std::int64_t execute(Parameters& parameters);
  // Starts a query. `held`: the rows are kept by the server, which gives them out piece by piece, so that other
  // statements may run meanwhile; where it cannot, and else, they are all read now.
  void start_query(Parameters& parameters, bool held);

  std::vector<std::string> column_names() const;
  bool next(std::vector<schema::Value>& values);

 private:
  struct Close {
    void operator()(MYSQL_STMT* statement) const { mysql_stmt_close(statement); }
  };
  struct Field {
    MYSQL_FIELD about{};
    std::vector<char> buffer;
    unsigned long length = 0;
    my_bool is_null = 0;
    my_bool is_cut = 0;
  };

  void send(Parameters& parameters);
  void bind_fields();
  void read_cut_values();
  schema::Value value(std::size_t place);

  Session& session_;
  std::string sql_;
  std::unique_ptr<MYSQL_STMT, Close> statement_;
  std::vector<Field> fields_;
  std::vector<MYSQL_BIND> binds_;
};

}  // namespace luamigrate::databases::mysql
