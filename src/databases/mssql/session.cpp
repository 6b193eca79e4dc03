#include "databases/mssql/session.h"

#include <fmt/format.h>

#include <algorithm>

#include "databases/mssql/connection_string.h"
#include "databases/mssql/text16.h"
#include "databases/usable.h"

namespace luamigrate::databases::mssql {
namespace {

// Of Microsoft's driver: whether several statements may be active. Source: msodbcsql.h.
constexpr SQLINTEGER mars_enabled = 1224;

SQLPOINTER as_pointer(std::uintptr_t value) {
  return reinterpret_cast<SQLPOINTER>(value);  // ODBC has numbers in the place of pointers
}

bool has_succeeded(SQLRETURN result) {
  return SQL_SUCCEEDED(result);
}

Failure record(SQLSMALLINT kind, SQLHANDLE handle, SQLSMALLINT number, bool& found) {
  SQLWCHAR state[6] = {};
  SQLINTEGER native = 0;
  std::vector<SQLWCHAR> text(1024);
  SQLSMALLINT length = 0;
  SQLRETURN result =
      SQLGetDiagRecW(kind, handle, number, state, &native, text.data(), static_cast<SQLSMALLINT>(text.size()), &length);
  if (has_succeeded(result) && static_cast<std::size_t>(length) >= text.size()) {
    text.resize(static_cast<std::size_t>(length) + 1);
    result = SQLGetDiagRecW(kind, handle, number, state, &native, text.data(), static_cast<SQLSMALLINT>(text.size()),
                            &length);
  }
  found = has_succeeded(result);
  if (!found) return {};
  return {from_utf16(state, 5), native, from_utf16(text.data(), static_cast<std::size_t>(length))};
}

// The first record that is no notice says what happened; drivers put general ones behind it.
Failure first_failure(SQLSMALLINT kind, SQLHANDLE handle) {
  Failure first{.sqlstate = "HY000", .number = 0, .words = "the driver says nothing about it"};
  for (SQLSMALLINT number = 1;; ++number) {
    bool found = false;
    Failure failure = record(kind, handle, number, found);
    if (!found) return first;
    if (number == 1) first = failure;
    if (!failure.sqlstate.starts_with("01")) return failure;
  }
}

std::vector<std::string> installed_drivers(SQLHANDLE environment) {
  std::vector<std::string> drivers;
  SQLWCHAR name[256] = {}, attributes[1024] = {};
  SQLSMALLINT name_length = 0, attributes_length = 0;
  SQLUSMALLINT direction = SQL_FETCH_FIRST;
  while (has_succeeded(
      SQLDriversW(environment, direction, name, 256, &name_length, attributes, 1024, &attributes_length))) {
    drivers.push_back(from_utf16(name, static_cast<std::size_t>(name_length)));
    direction = SQL_FETCH_NEXT;
  }
  return drivers;
}

SQLHANDLE made(SQLSMALLINT kind, SQLHANDLE from) {
  SQLHANDLE handle = nullptr;
  if (!has_succeeded(SQLAllocHandle(kind, from, &handle))) throw std::bad_alloc();
  return handle;
}

// What a driver shows must not hold the password, whatever it says.
std::string masked(std::string words, const std::string& password) {
  if (password.empty()) return words;
  for (std::size_t at = words.find(password); at != std::string::npos; at = words.find(password, at + 3))
    words.replace(at, password.size(), "***");
  return words;
}

}  // namespace

Session::Session(const Url& url, const ConnectOptions& options, Server server) : password_(url.password) {
  environment_.reset(made(SQL_HANDLE_ENV, SQL_NULL_HANDLE));
  SQLSetEnvAttr(environment_.get(), SQL_ATTR_ODBC_VERSION, as_pointer(SQL_OV_ODBC3), 0);
  connection_.reset(made(SQL_HANDLE_DBC, environment_.get()));
  const auto seconds = std::chrono::ceil<std::chrono::seconds>(options.connect_timeout).count();
  SQLSetConnectAttrW(connection_.get(), SQL_ATTR_LOGIN_TIMEOUT, as_pointer(static_cast<std::uintptr_t>(seconds)), 0);
  Text16 text = to_utf16(connection_string(url, installed_drivers(environment_.get())));
  if (!has_succeeded(SQLDriverConnectW(connection_.get(), nullptr, text.data(), static_cast<SQLSMALLINT>(text.size()),
                                       nullptr, 0, nullptr, SQL_DRIVER_NOPROMPT))) {
    Failure failed = first_failure(SQL_HANDLE_DBC, connection_.get());
    failed.words = masked(std::move(failed.words), password_);
    throw connect_error(failed, url);
  }
  connected_ = true;
  is_sql_server_ = info(SQL_DBMS_NAME) == "Microsoft SQL Server";
  if (!is_sql_server_ && server == Server::sql_server) {
    const std::string found = info(SQL_DBMS_NAME);
    SQLDisconnect(connection_.get());
    connected_ = false;
    throw Error(ErrorKind::config, fmt::format("{} leads to {}, and not to SQL Server", without_password(url), found),
                "luamigrate has URLs of its own for other databases; over ODBC it speaks to SQL Server");
  }
  if (!is_sql_server_) return;
  SQLULEN mars = 0;
  const bool told = has_succeeded(SQLGetConnectAttrW(connection_.get(), mars_enabled, &mars, 0, nullptr));
  reads_beside_ = told && mars != 0;
  // An error undoes the whole transaction, not a part of it.
  run("SET XACT_ABORT ON");
}

Session::~Session() {
  if (!connected_) return;
  if (in_transaction_) SQLEndTran(SQL_HANDLE_DBC, connection_.get(), SQL_ROLLBACK);
  SQLDisconnect(connection_.get());
}

std::string Session::info(SQLUSMALLINT what) const {
  SQLWCHAR text[512] = {};
  SQLSMALLINT bytes = 0;
  if (!has_succeeded(SQLGetInfoW(connection_.get(), what, text, sizeof text, &bytes))) return {};
  return from_utf16(text, std::min<std::size_t>(static_cast<std::size_t>(bytes) / sizeof(SQLWCHAR), 511));
}

StatementHandle Session::statement() {
  SQLHANDLE handle = nullptr;
  if (!has_succeeded(SQLAllocHandle(SQL_HANDLE_STMT, connection_.get(), &handle)))
    throw failure(SQL_HANDLE_DBC, connection_.get(), {}, false);
  StatementHandle statement(handle, FreeHandle<SQL_HANDLE_STMT>());
  if (statement_timeout_.count() > 0) {
    const auto seconds = std::chrono::ceil<std::chrono::seconds>(statement_timeout_).count();
    SQLSetStmtAttrW(handle, SQL_ATTR_QUERY_TIMEOUT, as_pointer(static_cast<std::uintptr_t>(seconds)), 0);
  }
  const std::lock_guard lock(mutex_);
  last_ = statement;
  return statement;
}

void Session::cancel() noexcept {
  const std::lock_guard lock(mutex_);
  if (const StatementHandle statement = last_.lock()) SQLCancel(statement.get());
}

void Session::require_usable(const std::string& sql) const {
  databases::require_usable(sql, rolled_back_);
}

void Session::check(SQLRETURN result, SQLHANDLE statement, const std::string& sql) {
  if (result == SQL_SUCCESS || result == SQL_NO_DATA) return;
  if (result != SQL_SUCCESS_WITH_INFO) throw failure(SQL_HANDLE_STMT, statement, sql, false);
  deliver_notices(SQL_HANDLE_STMT, statement);
}

std::int64_t Session::finish(SQLHANDLE statement, const std::string& sql, bool sum) {
  std::int64_t touched = -1;
  for (SQLRETURN more = SQL_SUCCESS; more != SQL_NO_DATA; more = SQLMoreResults(statement)) {
    check(more, statement, sql);
    SQLSMALLINT columns = 0;
    SQLNumResultCols(statement, &columns);
    SQLLEN rows = -1;
    if (columns == 0 && has_succeeded(SQLRowCount(statement, &rows)) && rows >= 0)
      touched = sum && touched >= 0 ? touched + rows : rows;
  }
  return touched;
}

std::int64_t Session::run(const std::string& sql) {
  require_usable(sql);
  const StatementHandle handle = statement();
  Text16 text = to_utf16(sql);
  check(SQLExecDirectW(handle.get(), text.data(), static_cast<SQLINTEGER>(text.size())), handle.get(), sql);
  return finish(handle.get(), sql);
}

void Session::restore(const std::string& sql) {
  const bool rolled_back = std::exchange(rolled_back_, false);
  try {
    run(sql);
  } catch (const Error&) {
    // The session ends it.
  }
  rolled_back_ = rolled_back;
}

Error Session::failure(SQLSMALLINT kind, SQLHANDLE handle, const std::string& sql, bool committing) {
  Failure found = first_failure(kind, handle);
  found.words = masked(std::move(found.words), password_);
  SQLUINTEGER dead = SQL_CD_FALSE;
  SQLGetConnectAttrW(connection_.get(), SQL_ATTR_CONNECTION_DEAD, &dead, 0, nullptr);
  if (dead == SQL_CD_TRUE && !ends_the_session(found)) found.sqlstate = "08S01";
  if (ends_the_session(found))
    in_transaction_ = rolled_back_ = false;
  else if (in_transaction_ && is_sql_server_)
    rolled_back_ = true;
  return statement_error(found, sql, committing);
}

void Session::deliver_notices(SQLSMALLINT kind, SQLHANDLE handle) {
  if (!listener_) return;
  for (SQLSMALLINT number = 1;; ++number) {
    bool found = false;
    const Failure notice = record(kind, handle, number, found);
    if (!found) return;
    listener_(masked(without_origins(notice.words), password_));
  }
}

void Session::set_autocommit(bool on) {
  const SQLRETURN result = SQLSetConnectAttrW(connection_.get(), SQL_ATTR_AUTOCOMMIT,
                                              as_pointer(on ? SQL_AUTOCOMMIT_ON : SQL_AUTOCOMMIT_OFF), SQL_IS_UINTEGER);
  if (!has_succeeded(result)) throw failure(SQL_HANDLE_DBC, connection_.get(), "BEGIN TRANSACTION", false);
}

void Session::begin() {
  set_autocommit(false);
  in_transaction_ = true;
}

void Session::commit() {
  require_usable("COMMIT");
  if (!has_succeeded(SQLEndTran(SQL_HANDLE_DBC, connection_.get(), SQL_COMMIT)))
    throw failure(SQL_HANDLE_DBC, connection_.get(), "COMMIT", true);
  in_transaction_ = false;
  set_autocommit(true);
}

void Session::rollback() {
  in_transaction_ = rolled_back_ = false;
  if (!has_succeeded(SQLEndTran(SQL_HANDLE_DBC, connection_.get(), SQL_ROLLBACK)))
    throw failure(SQL_HANDLE_DBC, connection_.get(), "ROLLBACK", false);
  set_autocommit(true);
}

}  // namespace luamigrate::databases::mssql
