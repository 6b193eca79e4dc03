#include "databases/mysql/session.h"

#include <errmsg.h>
#include <fmt/format.h>

#include <array>
#include <charconv>
#include <mutex>

#include "base/suggest.h"
#include "databases/usable.h"

namespace luamigrate::databases::mysql {
namespace {

// Options of the URL, by the names that MySQL's own programs have for them.
struct TextOption {
  std::string_view name;
  mysql_option option;
};
constexpr std::array text_options{
    TextOption{"ssl_ca", MYSQL_OPT_SSL_CA},           TextOption{"ssl_capath", MYSQL_OPT_SSL_CAPATH},
    TextOption{"ssl_cert", MYSQL_OPT_SSL_CERT},       TextOption{"ssl_key", MYSQL_OPT_SSL_KEY},
    TextOption{"ssl_cipher", MYSQL_OPT_SSL_CIPHER},   TextOption{"ssl_crl", MYSQL_OPT_SSL_CRL},
    TextOption{"ssl_crlpath", MYSQL_OPT_SSL_CRLPATH}, TextOption{"tls_version", MARIADB_OPT_TLS_VERSION}};
constexpr std::array<std::string_view, 4> other_options{"charset", "connect_timeout", "ssl_mode", "unix_socket"};

[[noreturn]] void wrong_option(std::string_view name, std::string_view value, std::string hint) {
  throw Error(ErrorKind::config, fmt::format("the database URL says {}={}", name, value), std::move(hint));
}

void check_names(const Url& url) {
  std::vector<std::string> known(other_options.begin(), other_options.end());
  for (const TextOption& option : text_options) known.emplace_back(option.name);
  for (const auto& [name, value] : url.query)
    if (std::find(known.begin(), known.end(), name) == known.end())
      throw Error(ErrorKind::config, fmt::format("the database URL has the option \"{}\", which MySQL has not", name),
                  fmt::format("there are {}", fmt::join(known, ", ")));
}

unsigned number(std::string_view name, std::string_view text) {
  unsigned value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc() || end != text.data() + text.size()) wrong_option(name, text, "a whole number goes here");
  return value;
}

// PREFERRED, the default: TLS where the server has it.
void set_tls(MYSQL* handle, const Url& url) {
  const std::string* given = url.option("ssl_mode");
  const std::string mode = given ? *given : "PREFERRED";
  if (mode == "DISABLED") return;
  const bool verifies = mode == "VERIFY_CA" || mode == "VERIFY_IDENTITY";
  if (!verifies && mode != "REQUIRED" && mode != "PREFERRED")
    wrong_option("ssl_mode", mode, "write DISABLED, PREFERRED, REQUIRED, VERIFY_CA or VERIFY_IDENTITY");
  mysql_ssl_set(handle, nullptr, nullptr, nullptr, nullptr, nullptr);  // asks for TLS
  for (const TextOption& option : text_options)
    if (const std::string* value = url.option(option.name))
      mysql_optionsv(handle, option.option, static_cast<const void*>(value->c_str()));
  const my_bool verify = verifies ? 1 : 0;
  mysql_optionsv(handle, MYSQL_OPT_SSL_VERIFY_SERVER_CERT, static_cast<const void*>(&verify));
}

// The library asks for TLS, and goes on without where the server has none.
void require_tls(MYSQL* handle, const Url& url) {
  const std::string* mode = url.option("ssl_mode");
  if (!mode || *mode == "DISABLED" || *mode == "PREFERRED" || mysql_get_ssl_cipher(handle)) return;
  throw connect_error({.number = CR_SSL_CONNECTION_ERROR,
                       .sqlstate = "HY000",
                       .words = fmt::format("the server has no TLS, and ssl_mode is {}", *mode)},
                      url);
}

void set_options(MYSQL* handle, const Url& url, const ConnectOptions& options) {
  check_names(url);
  const std::string* charset = url.option("charset");
  if (charset && *charset != "utf8mb4" && *charset != "utf8")
    wrong_option("charset", *charset, "revision files are UTF-8: write charset=utf8mb4, or leave it out");
  mysql_optionsv(handle, MYSQL_SET_CHARSET_NAME, static_cast<const void*>("utf8mb4"));
  const std::string* seconds = url.option("connect_timeout");
  const unsigned timeout =
      seconds ? number("connect_timeout", *seconds)
              : static_cast<unsigned>(std::chrono::ceil<std::chrono::seconds>(options.connect_timeout).count());
  mysql_optionsv(handle, MYSQL_OPT_CONNECT_TIMEOUT, static_cast<const void*>(&timeout));
  // A session that came back by itself would have lost its transaction, its settings and the run lock.
  const my_bool reconnect = 0;
  mysql_optionsv(handle, MYSQL_OPT_RECONNECT, static_cast<const void*>(&reconnect));
  const my_bool truncation = 1;
  mysql_optionsv(handle, MYSQL_REPORT_DATA_TRUNCATION, static_cast<const void*>(&truncation));
  mysql_optionsv(handle, MYSQL_OPT_CONNECT_ATTR_ADD, "program_name", "luamigrate");
  // "localhost" is the socket for MySQL's programs; who names a port wants the port.
  if (!url.port.empty() && !url.option("unix_socket")) {
    const unsigned tcp = MYSQL_PROTOCOL_TCP;
    mysql_optionsv(handle, MYSQL_OPT_PROTOCOL, static_cast<const void*>(&tcp));
  }
  set_tls(handle, url);
}

const char* text_or_null(const std::string& text) {
  return text.empty() ? nullptr : text.c_str();
}

Failure failure_of(MYSQL* handle) {
  return {mysql_errno(handle), mysql_sqlstate(handle), mysql_error(handle)};
}

MYSQL* made() {
  static std::once_flag once;
  std::call_once(once, [] { mysql_server_init(0, nullptr, nullptr); });  // the first one is not safe among threads
  MYSQL* handle = mysql_init(nullptr);
  if (!handle) throw std::bad_alloc();
  return handle;
}

}  // namespace

Session::Session(const Url& url, const ConnectOptions& options) : handle_(made()) {
  for (const std::string* part : {&url.host, &url.user, &url.password, &url.path})
    if (part->find('\0') != std::string::npos)
      throw Error(ErrorKind::config, "the database URL holds a zero byte", "take out %00");
  set_options(raw(), url, options);
  const std::string* socket = url.option("unix_socket");
  const unsigned port = url.port.empty() ? 0 : number("port", url.port);
  // A row that an UPDATE finds counts, whether it was another before or not.
  if (!mysql_real_connect(raw(), socket ? "localhost" : text_or_null(url.host), text_or_null(url.user),
                          text_or_null(url.password), text_or_null(url.path), port, socket ? socket->c_str() : nullptr,
                          CLIENT_FOUND_ROWS | CLIENT_MULTI_RESULTS))
    throw connect_error(failure_of(raw()), url);
  require_tls(raw(), url);
  // Literals are written with \\ for a backslash. A run that waits must not be taken for an idle one.
  run("SET SESSION sql_mode = REPLACE(@@sql_mode, 'NO_BACKSLASH_ESCAPES', ''), wait_timeout = 2147483");
}

bool Session::is_mariadb() const {
  return mariadb_connection(handle_.get()) != 0;
}

void Session::require_usable(const std::string& sql) const {
  databases::require_usable(sql, rolled_back_);
}

std::int64_t Session::run(const std::string& sql) {
  require_usable(sql);
  const std::int64_t touched = send(sql);
  statement_is_over();
  return touched;
}

void Session::restore(const std::string& sql) {
  send(sql);
}

std::int64_t Session::send(const std::string& sql) {
  std::int64_t touched = -1;
  if (mysql_real_query(raw(), sql.data(), sql.size()) != 0) throw failure(sql);
  for (int more = 0; more == 0;) {
    if (MYSQL_RES* result = mysql_use_result(raw()))
      mysql_free_result(result);  // reads what is left of it
    else if (mysql_field_count(raw()) == 0)
      touched = static_cast<std::int64_t>(mysql_affected_rows(raw()));
    if (mysql_errno(raw()) != 0) throw failure(sql);
    more = mysql_next_result(raw());
    if (more > 0) throw failure(sql);
  }
  return touched;
}

Error Session::failure(const std::string& sql, MYSQL_STMT* statement, bool committing) {
  Failure found = failure_of(raw());
  if (statement && mysql_stmt_errno(statement) != 0)
    found = {mysql_stmt_errno(statement), mysql_stmt_sqlstate(statement), mysql_stmt_error(statement)};
  if (ends_the_session(found.number))
    in_transaction_ = rolled_back_ = false;
  else if (in_transaction_ && ends_the_transaction(found.number))
    rolled_back_ = true;
  return statement_error(found, sql, committing);
}

void Session::statement_is_over() {
  unsigned status = 0;
  mariadb_get_infov(raw(), MARIADB_CONNECTION_SERVER_STATUS, &status);
  in_transaction_ = (status & SERVER_STATUS_IN_TRANS) != 0;
  if (listener_ && mysql_warning_count(raw()) > 0) deliver_warnings();
}

void Session::deliver_warnings() {
  constexpr std::string_view sql = "SHOW WARNINGS LIMIT 20";
  if (mysql_real_query(raw(), sql.data(), sql.size()) != 0) return;  // the statement itself went well
  std::vector<std::string> texts;
  if (MYSQL_RES* result = mysql_store_result(raw())) {
    for (MYSQL_ROW row = mysql_fetch_row(result); row; row = mysql_fetch_row(result))
      texts.push_back(fmt::format("{}: {}", row[0], row[2]));
    mysql_free_result(result);
  }
  for (const std::string& text : texts) listener_(text);
}

void Session::begin() {
  run("START TRANSACTION");
}

void Session::commit() {
  constexpr std::string_view sql = "COMMIT";
  require_usable(std::string(sql));
  if (mysql_real_query(raw(), sql.data(), sql.size()) != 0) throw failure(std::string(sql), nullptr, true);
  statement_is_over();
}

void Session::rollback() {
  in_transaction_ = rolled_back_ = false;
  run("ROLLBACK");
}

std::string Session::next_name() {
  return fmt::format("luamigrate_{}", ++names_);
}

}  // namespace luamigrate::databases::mysql
