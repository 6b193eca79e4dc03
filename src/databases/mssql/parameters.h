// Values on their way to the server as bound parameters: one set of them, or many for one statement.
#pragma once

#include <string>
#include <vector>

#include "databases/mssql/session.h"
#include "databases/statement.h"
#include "schema/value.h"

namespace luamigrate::databases::mssql {

// A column of a table, as the driver describes it.
struct ColumnDescription {
  std::string name;
  SQLSMALLINT type = SQL_VARCHAR;
  SQLULEN size = 0;
  SQLSMALLINT digits = 0;
  bool is_identity = false;
};

std::vector<ColumnDescription> describe_columns(Session& session, SQLHANDLE statement, const std::string& sql);

bool is_binary(SQLSMALLINT type);

// Values for one placeholder, one of each row.
class Parameter {
 public:
  // What its values are sent as; a Null goes with every other kind.
  enum class Kind { null, boolean, integer, real, text, bytes };

  void clear();
  // Whether a value can stand beside those before it.
  bool takes(const schema::Value& value, bool as_bytes) const;
  void add(const schema::Value& value, bool as_bytes);
  // Bytes that the widest of its values takes, times their number.
  std::size_t room() const { return widest_ * lengths_.size(); }
  std::size_t room_with(const schema::Value& value) const;
  // `described`: the column that it is for, if that is known. What is bound must stay until the statement has run.
  SQLRETURN bind(Session& session, SQLHANDLE statement, SQLUSMALLINT number, const ColumnDescription* described);

 private:
  void lay_out(std::size_t width, std::size_t unit);

  Kind kind_ = Kind::null;
  bool is_ascii_ = true;
  std::size_t widest_ = 0;  // in bytes of UTF-8, or of the number
  std::vector<schema::Value> values_;
  std::vector<SQLLEN> lengths_;
  std::vector<char> data_;
};

// Binds the values of a statement, a Null written into its text: it fits what it is put into whatever that is.
class BoundStatement {
 public:
  BoundStatement(Session& session, const Statement& statement);
  // Starts it. Parameters live as long as this does.
  void execute(SQLHANDLE handle);
  const std::string& sql() const { return sql_; }

 private:
  Session& session_;
  std::string sql_;
  std::vector<Parameter> parameters_;
};

}  // namespace luamigrate::databases::mssql
