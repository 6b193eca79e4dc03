// Hostile names and values in every text that an operation takes: what is in the catalogue afterwards is exactly the
// text given, or the operation was refused with a clear error. It never becomes other SQL. What --sql prints, run by
// the database's own program, does the same.
#include "hostile_cases.h"

#include <fmt/format.h>

#include <catch2/catch.hpp>
#include <map>
#include <set>
#include <stop_token>

#include "base/file.h"
#include "base/process.h"
#include "base/sha256.h"
#include "base/utf8.h"
#include "bindings/revision_file.h"
#include "databases/registry.h"
#include "lua_source/operations.h"
#include "luamigrate/error.h"
#include "runtime/live_sink.h"
#include "runtime/offline_sink.h"
#include "support/each_text.h"
#include "support/live_database.h"
#include "support/recording_sink.h"
#include "support/temporary_folder.h"

using namespace luamigrate;
using namespace luamigrate::test;
using namespace std::string_literals;

namespace {

using Lines = std::vector<std::string>;

const Lines hostile_texts = {
    "a\"; DROP TABLE canary; --",
    "a'); DROP TABLE canary; --",
    "1); DROP TABLE canary; --",
    "1; DROP TABLE canary",
    "x` [y] \\' \\\" \\",
    "-- /*",
    "*/ '' \"\" $$ $tag$ $body$ $make$ %s %(table)s %% {} :name ? ?? $1",
    "line\nbreak\r\n\ttab \xE2\x80\x8F\xE2\x80\xAE right to left \xF0\x9F\x92\xA3",
    "zero\0byte"s,
    std::string(10'000, 'L'),
    "\xFF\xFE not UTF-8",
    " leading and trailing ",
    "Select",
    "a.b.c",
};

// A word that ends in `x` is the script's own.
bool is_own(const std::string& text) {
  return text.size() > 2 && text.ends_with('x') &&
         std::ranges::all_of(text, [](char c) { return c >= 'a' && c <= 'z'; });
}
bool is_word(const std::string& text) {
  return std::ranges::all_of(text, [](char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_'; });
}

std::string replaced(std::string text, const std::string& from, const std::string& to) {
  for (std::size_t at = 0; (at = text.find(from, at)) != std::string::npos; at += to.size())
    text.replace(at, from.size(), to);
  return text;
}

bindings::Interpreter& interpreter() {
  static bindings::Interpreter the_one({});
  return the_one;
}

void run_script(const std::string& body, ops::Sink& sink) {
  bindings::RevisionFile file(interpreter(), "versions/r.lua",
                              "revision = \"r\"\nfunction upgrade()\n" + body + "\nend\n");
  file.run(ops::ScriptFunction::upgrade, sink, {.revision = "r"});
}

std::vector<ops::Operation> operations_of(const std::string& body, const std::string& database) {
  tests::RecordingSink sink;
  sink.dialect_name = database;
  run_script(body, sink);
  return sink.operations;
}

std::vector<ops::Operation> put(std::vector<ops::Operation> operations, const std::string& from,
                                const std::string& to) {
  for (ops::Operation& operation : operations)
    each_text(operation, [&](std::string& text) {
      if (text == from)
        text = to;
      else if (std::holds_alternative<ops::Execute>(operation.body))
        text = replaced(text, '"' + from + '"', '"' + replaced(to, "\"", "\"\"") + '"');
    });
  return operations;
}

Lines texts_in(std::vector<ops::Operation> operations) {
  std::set<std::string> texts;
  for (ops::Operation& operation : operations)
    each_text(operation, [&](std::string& text) {
      if (!text.empty()) texts.insert(text);
    });
  return {texts.begin(), texts.end()};
}

constexpr const char* canary = R"(CREATE TABLE canary (id INTEGER PRIMARY KEY, note TEXT, more TEXT))";

// Everything that has a name, in PostgreSQL's own catalogue, and all rows: names and values as they are, not quoted.
constexpr const char* postgresql_snapshot =
    R"(CREATE FUNCTION public.snapshot() RETURNS SETOF text LANGUAGE plpgsql AS $snapshot$
DECLARE relation record;
BEGIN
  RETURN QUERY SELECT 'schema ' || n.nspname || ' of ' || r.rolname FROM pg_namespace n JOIN pg_roles r ON r.oid = n.nspowner WHERE nspname !~ '^pg_' AND nspname <> 'information_schema';
  RETURN QUERY SELECT 'relation ' || regexp_replace(n.nspname, '^pg_temp_[0-9]+', 'pg_temp') || ' ' || c.relname || ' ' || c.relkind::text || c.relrowsecurity || c.relispopulated FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE nspname !~ '^pg_(catalog|toast)' AND nspname <> 'information_schema';
  RETURN QUERY SELECT 'column ' || c.relname || ' ' || a.attnum || ' ' || a.attname || ' ' || t.typname || a.atttypmod || a.attnotnull || a.attgenerated::text || a.attcollation FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid JOIN pg_namespace n ON n.oid = c.relnamespace JOIN pg_type t ON t.oid = a.atttypid WHERE nspname !~ '^pg_(catalog|toast)' AND nspname <> 'information_schema' AND attnum > 0 AND NOT attisdropped;
  RETURN QUERY SELECT 'constraint ' || c.conname || ' ' || c.contype::text || c.condeferrable || c.condeferred || c.confupdtype::text || c.confdeltype::text || c.convalidated || coalesce(c.conkey::text, '') || coalesce(c.confkey::text, '') FROM pg_constraint c JOIN pg_namespace n ON n.oid = c.connamespace WHERE nspname !~ '^pg_' AND nspname <> 'information_schema';
  RETURN QUERY SELECT 'type ' || regexp_replace(n.nspname, '^pg_temp_[0-9]+', 'pg_temp') || ' ' || t.typname FROM pg_type t JOIN pg_namespace n ON n.oid = t.typnamespace WHERE typtype IN ('e', 'd') AND nspname <> 'information_schema' AND nspname <> 'pg_catalog';
  RETURN QUERY SELECT 'label ' || row_number() OVER (PARTITION BY enumtypid ORDER BY enumsortorder) || ' ' || enumlabel FROM pg_enum;
  RETURN QUERY SELECT 'function ' || n.nspname || ' ' || p.proname || ' ' || p.prosrc FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace WHERE nspname <> 'pg_catalog' AND nspname <> 'information_schema';
  RETURN QUERY SELECT 'trigger ' || tgname FROM pg_trigger WHERE NOT tgisinternal;
  RETURN QUERY SELECT 'policy ' || polname || ' ' || polcmd::text FROM pg_policy;
  RETURN QUERY SELECT 'extension ' || extname || ' ' || extversion || ' ' || n.nspname FROM pg_extension e JOIN pg_namespace n ON n.oid = e.extnamespace;
  RETURN QUERY SELECT 'role ' || rolname FROM pg_roles;
  RETURN QUERY SELECT 'privilege ' || c.relname || ' ' || r.rolname || ' ' || x.privilege_type FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace, aclexplode(c.relacl) x JOIN pg_roles r ON r.oid = x.grantee WHERE nspname !~ '^pg_' AND nspname <> 'information_schema';
  RETURN QUERY SELECT 'comment ' || d.description FROM pg_description d LEFT JOIN pg_class c ON c.oid = d.objoid AND d.classoid = 'pg_class'::regclass LEFT JOIN pg_namespace n ON n.oid = c.relnamespace WHERE n.nspname !~ '^pg_' AND nspname <> 'information_schema';
  FOR relation IN SELECT n.nspname, c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE nspname !~ '^pg_(catalog|toast)' AND nspname <> 'information_schema' AND relkind IN ('r', 'v', 'S') LOOP
    RETURN QUERY EXECUTE format('SELECT %L || key || '' = '' || coalesce(value, ''NULL'') FROM (SELECT * FROM %I.%I) t, jsonb_each_text(to_jsonb(t))', 'row of ' || relation.relname || ' ', relation.nspname, relation.relname);
  END LOOP;
END $snapshot$)";

constexpr const char* sqlite_names = R"(
SELECT s.type || ' ' || s.name || ' on ' || s.tbl_name FROM (SELECT * FROM sqlite_schema UNION ALL SELECT * FROM sqlite_temp_schema) s
UNION ALL SELECT 'column ' || s.name || ' ' || c.cid || ' ' || c.name || ' ' || substr(c.type, 1, 7) || ' ' || c."notnull" || c.pk || c.hidden FROM sqlite_schema s, pragma_table_xinfo(s.name) c WHERE s.type IN ('table', 'view')
UNION ALL SELECT 'key ' || s.name || ' ' || f."table" || ' ' || f."from" || ' ' || f."to" || ' ' || f.on_update || ' ' || f.on_delete FROM sqlite_schema s, pragma_foreign_key_list(s.name) f WHERE s.type = 'table'
UNION ALL SELECT 'index ' || i.name || ' ' || i.partial || ' ' || x.seqno || ' ' || coalesce(x.name, '') || x.coll FROM sqlite_schema s, pragma_index_list(s.name) i, pragma_index_xinfo(i.name) x WHERE s.type = 'table')";

Lines rows_of(databases::Connection& connection, const std::string& sql) {
  Lines result;
  const auto cursor = connection.query_small({.sql = sql});
  std::vector<schema::Value> values;
  while (cursor->next(values))
    if (const auto* text = std::get_if<std::string>(&values.front())) result.push_back(*text);
  return result;
}

std::string text_of(const schema::Value& value) {
  if (const auto* text = std::get_if<std::string>(&value)) return *text;
  return schema::shown(value);
}

void add_rows_of_sqlite(databases::Connection& connection, const databases::Dialect& dialect, Lines& lines) {
  for (const std::string& table : rows_of(connection, "SELECT name FROM sqlite_schema WHERE type = 'table'")) {
    const auto cursor = connection.query_small({.sql = "SELECT * FROM " + dialect.quote(table)});
    std::vector<schema::Value> values;
    while (cursor->next(values))
      for (std::size_t i = 0; i < values.size(); ++i)
        lines.push_back("row of " + table + " " + cursor->columns()[i] + " = " + text_of(values[i]));
  }
}

std::string joined(const Lines& lines) {
  return fmt::format("{}", fmt::join(lines, "\n"));
}

std::string difference(const Lines& expected, const Lines& actual) {
  Lines result;
  for (const std::string& line : expected)
    if (std::ranges::find(actual, line) == actual.end()) result.push_back("missing: " + line.substr(0, 300));
  for (const std::string& line : actual)
    if (std::ranges::find(expected, line) == expected.end()) result.push_back("too much: " + line.substr(0, 300));
  return joined(result);
}

// A database with the canary, and ways to run a case in it that leave nothing behind.
class Cage {
 public:
  explicit Cage(const std::string& name) : live_(name), connection_(live_.connect()) {
    connection_->execute({.sql = canary});
    connection_->execute({.sql = "INSERT INTO canary (id, note) VALUES (1, 'alive')"});
    if (!is_sqlite()) connection_->execute({.sql = postgresql_snapshot});
    empty_ = snapshot(*connection_);
  }

  const databases::Database& database() const { return live_.database(); }
  bool is_sqlite() const { return database().name == "sqlite"; }
  const std::string& url() const { return live_.url(); }

  Lines snapshot(databases::Connection& connection) const {
    Lines lines = rows_of(connection, is_sqlite() ? sqlite_names : "SELECT * FROM public.snapshot()");
    if (is_sqlite()) add_rows_of_sqlite(connection, *database().dialect, lines);
    std::ranges::sort(lines);
    return lines;
  }
  Lines snapshot_at(const std::filesystem::path& file) const {
    return snapshot(*database().connect(databases::parse_url("sqlite:///" + file.string()), {}));
  }

  struct Outcome {
    Lines lines;  // what is there after it
    std::optional<Error> error;
  };

  // The script online, in a transaction that is rolled back.
  Outcome online(const std::string& script) {
    Outcome outcome;
    {
      const auto inspector = database().inspect(*connection_);
      runtime::Transaction transaction(*connection_, runtime::Transaction::Kind::trial);
      state::LogEntry entry;
      const state::Progress before;
      runtime::Journal journal(*connection_, nullptr, entry, before);
      const schema::NamingConvention convention;
      Observer observer;
      const std::stop_token stop;
      runtime::LiveSink sink(database(), *connection_, *inspector, transaction, journal, convention, observer, stop);
      try {
        run_script(script, sink);
        outcome.lines = snapshot(*connection_);
      } catch (const Error& error) {
        outcome.error = error;
      }
    }
    return outcome;
  }

  // After the runs of a case, all rolled back.
  void check_empty(const std::string& call) {
    if (const Lines lines = snapshot(*connection_); lines != empty_)
      FAIL("something was left behind by\n" << call << "\n" << difference(empty_, lines));
  }

  // The SQL that --sql prints for it, or nothing where there is no way without a database.
  std::optional<std::string> printed(const std::string& script) const {
    class Printed final : public Observer {
     public:
      void offline_sql(std::string_view sql) override { text += sql; }
      std::string text;
    } observer;
    const schema::NamingConvention convention;
    runtime::OfflineSink sink(*database().dialect, convention, observer, true);
    try {
      run_script(script, sink);
    } catch (const Error&) {
      return std::nullopt;
    }
    return observer.text;
  }

 private:
  LiveDatabase live_;
  std::unique_ptr<databases::Connection> connection_;
  Lines empty_;
};

// What was printed for a case, to be run by the database's own program, with what the online run left.
struct Printed {
  std::string script;
  std::string sql;
  Lines lines;
};

// Runs each script in a transaction of its own that is rolled back, all in one session of psql.
void check_by_psql(const Cage& cage, const std::vector<Printed>& all) {
  const TemporaryFolder folder;
  std::string text = "\\set QUIET 1\n\\set VERBOSITY terse\nSET client_min_messages = error;\n";
  for (std::size_t i = 0; i < all.size(); ++i)
    text += fmt::format(
        "BEGIN;\n{}\nSELECT 'case {} ' || md5(string_agg(s, chr(10) ORDER BY s COLLATE \"C\")) FROM public.snapshot() "
        "s;\n"
        "ROLLBACK;\n",
        all[i].sql, i);
  base::write_file(folder.path() / "all.sql", text);
  base::run_program({"sh", "-c", "psql -X -q -A -t -f all.sql -o sums.txt \"$0\" 2> errors.txt", cage.url()},
                    folder.path().string());
  const std::string output = base::read_file(folder.path() / "sums.txt");
  std::map<std::size_t, std::string> sums;
  std::size_t at = 0;
  while ((at = output.find("case ", at)) != std::string::npos) {
    const std::size_t space = output.find(' ', at + 5);
    sums[std::stoul(output.substr(at + 5))] = output.substr(space + 1, 32);
    at = space;
  }
  auto md5 = cage.database().connect(databases::parse_url(cage.url()), {});
  for (std::size_t i = 0; i < all.size(); ++i) {
    const std::string expected =
        text_of(databases::scalar(*md5, {.sql = "SELECT md5($1)", .params = {joined(all[i].lines)}}));
    if (sums[i] == expected) continue;
    FAIL_CHECK("psql did something else (" << sums[i] << ") with the script of\n"
                                           << all[i].script << "\n"
                                           << all[i].sql);
    return;
  }
}

void check_by_sqlite3(const Cage& cage, const std::vector<Printed>& all) {
  const TemporaryFolder folder;
  for (const Printed& one : all) {
    const auto file = folder.path() / "test.db";
    std::filesystem::remove(file);
    base::write_file(folder.path() / "one.sql",
                     fmt::format("{};\nINSERT INTO canary (id, note) VALUES (1, 'alive');\n{}", canary, one.sql));
    base::run_program({"sh", "-c", "sqlite3 -bail test.db < one.sql > errors.txt 2>&1"}, folder.path().string());
    const Lines lines = cage.snapshot_at(file);
    if (lines == one.lines) continue;
    FAIL_CHECK("sqlite3 did something else with the script of\n"
               << one.script << "\n"
               << one.sql << "\n"
               << base::read_file(folder.path() / "errors.txt") << "\n"
               << difference(one.lines, lines));
  }
}

// Not by a complaint about the grammar: then the text has become SQL.
bool refused_clearly(const Error& error) {
  if (error.kind() == ErrorKind::script || error.kind() == ErrorKind::unsupported) return !error.message().empty();
  const std::string& message = error.facts().database_message;
  return error.kind() == ErrorKind::database && message.find("syntax error") == std::string::npos &&
         message.find("unrecognized token") == std::string::npos && message.find("unterminated") == std::string::npos;
}

// What no name or value may hold on this database.
bool may_be_refused(const std::string& text, const schema::NameLimit& limit) {
  return text.find('\0') != std::string::npos || !base::is_utf8(text) || !limit.holds(text);
}

bool has_canary(const Lines& lines) {
  return std::ranges::find(lines, "row of canary note = alive") != lines.end();
}

// What is wrong with how one text of a case, in the place of another, came out; empty: nothing.
std::string complaint(const Cage& cage, const std::string& text, const std::string& replacement,
                      const Cage::Outcome& before, const Cage::Outcome& outcome) {
  if (outcome.error) {
    const Error& error = *outcome.error;
    const std::string message = error.message() + " " + error.facts().database_message;
    if (error.kind() == ErrorKind::internal) return "internal error: " + message;
    if (is_own(text) && !may_be_refused(replacement, cage.database().dialect->identifier_limit()))
      return "refused: " + message;
    if (is_own(text) && error.kind() == ErrorKind::database) return "refused by the database alone: " + message;
    if (is_word(text) && !refused_clearly(error)) return "became SQL: " + message;
    return {};
  }
  if (!is_own(text)) return has_canary(outcome.lines) ? "" : "the canary is dead";
  Lines expected;
  for (const std::string& line : before.lines) expected.push_back(replaced(line, text, replacement));
  std::ranges::sort(expected);
  return difference(expected, outcome.lines);
}

template <class... T>
std::set<std::string> operation_names(const std::variant<T...>*) {
  return {std::string(T::lua_name)...};
}

// A quarter of them in each place, in turn, unless all are asked for: there are some 5,000 of both.
bool all_texts() {
  return base::environment_variable("LUAMIGRATE_TEST_ALL_TEXTS").has_value();
}

}  // namespace

TEST_CASE("a hostile text works exactly or is refused, in each place of each operation") {
  const std::string database = GENERATE(from_range(databases_that_roll_back_ddl()));
  Cage cage(database);
  std::vector<Printed> printed;
  Lines complaints;
  std::size_t place = 0;
  for (const HostileCase& hostile : hostile_cases()) {
    if (hostile.database != database) continue;
    const auto setup = operations_of(hostile.setup, database);
    const auto call = operations_of(hostile.call, database);
    const Cage::Outcome plain = cage.online(lua_source::to_lua(setup) + lua_source::to_lua(call));
    if (plain.error) {
      complaints.push_back(fmt::format("{} as it is: {} {}\n{}", hostile.operation, plain.error->message(),
                                       plain.error->facts().database_message, hostile.call));
      continue;
    }
    for (const std::string& text : texts_in(call)) {
      ++place;
      for (std::size_t i = 0; i < hostile_texts.size(); ++i) {
        if (!all_texts() && (i + place) % 4 != 0) continue;
        const std::string& replacement = hostile_texts[i];
        const std::string script =
            lua_source::to_lua(put(setup, text, replacement)) + lua_source::to_lua(put(call, text, replacement));
        const Cage::Outcome outcome = cage.online(script);
        if (const std::string wrong = complaint(cage, text, replacement, plain, outcome); !wrong.empty())
          complaints.push_back(fmt::format("{}: \"{}\" as \"{}\": {}", hostile.operation, text,
                                           replacement.substr(0, 60), wrong.substr(0, 300)));
        if (outcome.error) continue;
        const bool temporary = cage.is_sqlite() && script.find("\"temp\"") != std::string::npos;  // gone with sqlite3
        if (auto sql = temporary ? std::nullopt : cage.printed(script))
          printed.push_back({script, std::move(*sql), outcome.lines});
      }
    }
    cage.check_empty(hostile.call);
  }
  if (!complaints.empty()) FAIL_CHECK(complaints.size() << " complaints:\n" << joined(complaints));
  CHECK(printed.size() > 100);
  if (cage.is_sqlite())
    check_by_sqlite3(cage, printed);
  else
    check_by_psql(cage, printed);
}

TEST_CASE("each operation has a case that gives every text it takes") {
  for (const std::string& name : operation_names(static_cast<const ops::OperationBody*>(nullptr))) {
    INFO(name);
    CHECK(std::ranges::any_of(hostile_cases(), [&](const HostileCase& one) { return one.operation == name; }));
  }
}
