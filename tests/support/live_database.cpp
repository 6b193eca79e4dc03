#include "support/live_database.h"

#include <fmt/format.h>

#include <cctype>
#include <stdexcept>

#include "base/process.h"
#include "base/sha256.h"
#include "databases/registry.h"
#include "support/temporary_folder.h"

namespace luamigrate::test {
namespace {

std::string server_url(const std::string& name) {
  std::string variable = "LUAMIGRATE_TEST_";
  for (const char c : name) variable += static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
  const auto url = base::environment_variable(variable);
  if (!url || url->empty())
    throw std::runtime_error(variable + " is not set: run scripts/test, which starts the servers that the tests need");
  return *url;
}

std::string with_database(const std::string& url, const std::string& database) {
  const std::size_t query = url.find('?');
  const std::string options = query == std::string::npos ? "" : url.substr(query);
  const std::string base = url.substr(0, query);
  return base.substr(0, base.rfind('/') + 1) + database + options;
}

void execute_on(const databases::Database& database, const std::string& url, const std::string& sql) {
  database.connect(databases::parse_url(url), {})->execute({.sql = sql});
}

std::string as_text(const schema::Value& value) {
  struct Text {
    std::string operator()(const schema::Null&) const { return "NULL"; }
    std::string operator()(bool flag) const { return flag ? "true" : "false"; }
    std::string operator()(std::int64_t number) const { return fmt::to_string(number); }
    std::string operator()(double number) const { return fmt::to_string(number); }
    std::string operator()(const std::string& text) const { return text; }
    std::string operator()(const schema::Blob& blob) const { return "bytes:" + blob.bytes; }
    std::string operator()(const schema::Json& json) const { return json.text; }
  };
  return std::visit(Text{}, value);
}

}  // namespace

// There is no server of SQL Server's to be had: its tests are in tests/databases/mssql.
std::vector<std::string> live_databases() {
  std::vector<std::string> names;
  for (const databases::Database* database : databases::all_databases())
    if (database->connect && database->name != "mssql") names.emplace_back(database->name);
  return names;
}

std::vector<std::string> databases_that_roll_back_ddl() {
  std::vector<std::string> names = live_databases();
  std::erase_if(names,
                [](const std::string& name) { return !databases::find_database(name)->dialect->transactional_ddl(); });
  return names;
}

LiveDatabase::LiveDatabase(const std::string& name) : database_(databases::find_database(name)) {
  if (name == "sqlite") {
    folder_ = make_temporary_folder();
    url_ = "sqlite:///" + (folder_ / "test.db").string();
    return;
  }
  const std::string server = server_url(name);
  created_ = "lm_test_" + base::random_hex(6);
  execute_on(*database_, server, "CREATE DATABASE " + created_);
  url_ = with_database(server, created_);
}

LiveDatabase::LiveDatabase(CopyOf copy) : database_(copy.original.database_) {
  const LiveDatabase& original = copy.original;
  if (!original.folder_.empty()) {
    folder_ = make_temporary_folder();
    url_ = "sqlite:///" + (folder_ / "test.db").string();
    if (std::filesystem::exists(original.folder_ / "test.db"))
      std::filesystem::copy_file(original.folder_ / "test.db", folder_ / "test.db");
    return;
  }
  const std::string server = server_url(std::string(database_->name));
  created_ = "lm_test_" + base::random_hex(6);
  url_ = with_database(server, created_);
  if (database_->name == "mysql") {
    execute_on(*database_, server, "CREATE DATABASE " + created_);
    copy_tables(original);
    return;
  }
  execute_on(*database_, server, fmt::format("CREATE DATABASE {} TEMPLATE {}", created_, original.created_));
}

LiveDatabase::~LiveDatabase() {
  if (!folder_.empty()) std::filesystem::remove_all(folder_);
  if (created_.empty()) return;
  try {
    const std::string force = database_->name == "postgresql" ? " WITH (FORCE)" : "";
    execute_on(*database_, server_url(std::string(database_->name)), "DROP DATABASE " + created_ + force);
  } catch (const std::exception&) {
    // The private server is removed with everything in it.
  }
}

// MySQL has no way to copy a database.
void LiveDatabase::copy_tables(const LiveDatabase& original) const {
  const auto source = original.connect(), target = connect();
  target->execute({.sql = "SET foreign_key_checks = 0"});
  for (const std::string& table : original.rows("SHOW TABLES")) {
    const auto shown = source->query({.sql = "SHOW CREATE TABLE " + table});
    std::vector<schema::Value> row;
    shown->next(row);
    target->execute({.sql = std::get<std::string>(row.at(1))});
    target->execute({.sql = fmt::format("INSERT INTO {0} SELECT * FROM {1}.{0}", table, original.created_)});
  }
}

std::unique_ptr<databases::Connection> LiveDatabase::connect() const {
  return database_->connect(databases::parse_url(url_), {});
}

std::vector<std::string> LiveDatabase::rows(const std::string& sql) const {
  const auto connection = connect();
  const auto cursor = connection->query({.sql = sql});
  std::vector<std::string> result;
  std::vector<schema::Value> values;
  while (cursor->next(values)) {
    std::string row;
    for (std::size_t i = 0; i < values.size(); ++i) row += (i == 0 ? "" : "|") + as_text(values[i]);
    result.push_back(std::move(row));
  }
  return result;
}

void LiveDatabase::execute(const std::string& sql) const {
  const auto connection = connect();
  for (const auto& statement : database_->dialect->compile_execute(sql, {})) connection->execute(statement);
}

bool LiveDatabase::keeps_comments() const {
  return database_->name != "sqlite";
}
bool LiveDatabase::renders_booleans_as_words() const {
  return database_->name == "postgresql";
}

}  // namespace luamigrate::test
