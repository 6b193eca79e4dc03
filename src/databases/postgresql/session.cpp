#include "databases/postgresql/session.h"

#include <fmt/format.h>

#include <algorithm>

#include "databases/postgresql/errors.h"
#include "databases/postgresql/values.h"

namespace luamigrate::databases::postgresql {
namespace {

// libpq's `name='value'` form.
void add_parameter(std::string& text, std::string_view name, std::string_view value) {
  text += fmt::format("{}{}='", text.empty() ? "" : " ", name);
  for (const char c : value) {
    if (c == '\'' || c == '\\') text += '\\';
    text += c;
  }
  text += '\'';
}

std::string conninfo(const Url& url, const ConnectOptions& options) {
  std::string text;
  const auto add = [&](std::string_view name, const std::string& value) {
    if (!value.empty() && !url.option(name)) add_parameter(text, name, value);
  };
  add("host", url.host);
  add("port", url.port);
  add("user", url.user);
  add("password", url.password);
  add("dbname", url.path);
  const auto seconds = std::chrono::ceil<std::chrono::seconds>(options.connect_timeout).count();
  add("connect_timeout", seconds > 0 ? std::to_string(seconds) : "");
  add("fallback_application_name", "luamigrate");
  for (const auto& [name, value] : url.query) {
    // A driver of SQLAlchemy's own takes these; libpq refuses what it does not know.
    if (name == "client_encoding") continue;
    add_parameter(text, name, value);
  }
  add_parameter(text, "client_encoding", "UTF8");
  return text;
}

pqxx::connection opened(const Url& url, const ConnectOptions& options) {
  for (const std::string* part : {&url.host, &url.user, &url.password, &url.path})
    if (part->find('\0') != std::string::npos)
      throw Error(ErrorKind::config, "the database URL holds a zero byte", "take out %00");
  try {
    return pqxx::connection(conninfo(url, options));
  } catch (const pqxx::failure& failure) {
    throw connect_error(failure, url);
  }
}

}  // namespace

Session::Session(const Url& url, const ConnectOptions& options)
    : connection_(opened(url, options)), notices_(connection_) {
  // A session that came back by itself would have lost its transaction, its settings and the run lock.
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wdeprecated-declarations"
  connection_.inhibit_reactivation(true);
#pragma GCC diagnostic pop
  for (const char* setting : exact_values) run(fmt::format("SET {}", setting));
}

bool Session::Notices::operator()(const char text[]) noexcept {
  std::string_view notice(text);
  while (!notice.empty() && notice.back() == '\n') notice.remove_suffix(1);
  if (!notice.empty()) texts.emplace_back(notice);
  return false;
}

pqxx::result Session::run(const std::string& sql, const std::vector<schema::Value>& params) {
  if (sql.find('\0') != std::string::npos)
    throw Error(ErrorKind::script, "the SQL holds a zero byte", "use a bound parameter for bytes");
  std::vector<std::optional<std::string>> texts;
  texts.reserve(params.size());
  for (const schema::Value& value : params) texts.push_back(to_text(value));
  pqxx::result result;
  settle();
  try {
    pqxx::nontransaction work(connection_);
    result =
        texts.empty() ? work.exec(sql) : work.exec_params(sql, pqxx::prepare::make_dynamic_params(pointers(texts)));
  } catch (const pqxx::failure& thrown) {
    throw failure(thrown, sql);
  }
  deliver_notices();
  return result;
}

Session::Sent::Sent(Session& session, const std::string& sql, std::string told)
    : session_(session), told_(std::move(told)) {
  try {
    work_ = std::make_unique<Work>(session_.connection_);
    work_->pipeline.insert(sql);
  } catch (const pqxx::failure& thrown) {
    work_.reset();
    failure_ = std::make_exception_ptr(session_.failure(thrown, told_));
  }
}

void Session::Sent::receive() {
  if (!work_) return;
  try {
    result_ = work_->pipeline.retrieve().second;
    work_->pipeline.complete();
    work_.reset();
    session_.deliver_notices();
  } catch (const pqxx::failure& thrown) {
    work_.reset();
    failure_ = std::make_exception_ptr(session_.failure(thrown, told_));
  }
}

pqxx::result Session::Sent::take() {
  receive();
  if (failure_) std::rethrow_exception(failure_);
  return std::move(result_);
}

std::shared_ptr<Session::Sent> Session::send(const std::string& sql, const std::string& told) {
  settle();
  sent_ = std::make_shared<Sent>(*this, sql, told);
  return sent_;
}

void Session::settle() {
  if (const std::shared_ptr<Sent> sent = std::exchange(sent_, nullptr)) sent->receive();
}

Error Session::failure(const std::exception& thrown, const std::string& sql, bool committing) {
  failed_ = in_transaction_;
  deliver_notices();
  Error error = statement_error(thrown, sql, open(), committing);
  // The server's last words may arrive before the end of the connection is seen.
  if (error.kind() == ErrorKind::connection) in_transaction_ = failed_ = false;
  // "current transaction is aborted" says little: what it was aborted by may have failed on another thread.
  if (error.facts().sqlstate == "25P02") return abort_cause_.value_or(error);
  if (failed_) abort_cause_ = error;
  return error;
}

void Session::cancel() noexcept {
  try {
    connection_.cancel_query();
  } catch (const std::exception&) {
    // The statement goes on.
  }
}

void Session::deliver_notices() {
  const std::vector<std::string> texts = std::exchange(notices_.texts, {});
  if (!listener_) return;
  for (const std::string& text : texts) listener_(text);
}

void Session::begin() {
  run("BEGIN");
  ++transaction_;
  in_transaction_ = true;
  failed_ = false;
  abort_cause_.reset();
}

void Session::commit() {
  // COMMIT of a transaction that has failed rolls back and calls it a success; any other statement says what is wrong.
  settle();
  if (failed_) run("SELECT 1");
  try {
    pqxx::nontransaction work(connection_);
    work.exec("COMMIT");
  } catch (const pqxx::failure& thrown) {
    // A constraint that is checked now may refuse: the server has rolled back.
    const Error error = failure(thrown, "COMMIT", true);
    in_transaction_ = failed_ = false;
    throw error;
  }
  in_transaction_ = failed_ = false;
  deliver_notices();
}

void Session::rollback() {
  settle();
  in_transaction_ = failed_ = false;
  run("ROLLBACK");
}

std::string Session::next_cursor_name() {
  return fmt::format("luamigrate_{}", ++cursors_);
}

}  // namespace luamigrate::databases::postgresql
