#include "commands/autogenerate.h"

#include <fmt/format.h>

#include <algorithm>
#include <memory>
#include <set>
#include <span>

#include "autogen/compare.h"
#include "autogen/definition.h"
#include "autogen/plainly.h"
#include "autogen/settled.h"
#include "base/lua_lines.h"
#include "commands/made.h"
#include "databases/schema_objects.h"
#include "lua_source/operations.h"
#include "luamigrate/error.h"
#include "revisions/lua_text.h"
#include "revisions/rows.h"

namespace luamigrate {
namespace {

databases::CatalogueRequest catalogue_request(const Migrator::Project& project,
                                              const std::set<std::string>& named = {}) {
  databases::CatalogueRequest request{.schemas = {""}, .all_schemas = project.environment().all_schemas()};
  for (const std::string& schema : project.environment().schemas()) request.schemas.push_back(schema);
  for (const std::string& schema : named)
    if (std::ranges::find(request.schemas, schema) == request.schemas.end()) request.schemas.push_back(schema);
  return request;
}

// The dialect, where enums are types with names of their own.
std::string_view enum_types(const databases::Dialect& dialect) {
  try {
    dialect.compile({ops::CreateEnum{.name = "e", .values = {"v"}}, {}}, schema::NoTables());
    return dialect.name();
  } catch (const Error&) {
    return {};
  }
}

// Than a statement of a run for what another session has locked: a catalogue waits for tables that are being changed.
void wait_no_longer(const Migrator::Project& project, const Session& session) {
  if (session.database->session_run_lock) session.connection->set_lock_timeout(project.settings().lock_timeout);
}

// The tables of our own, which are nobody's models.
std::vector<schema::TableName> own_tables(const Migrator::Project& project, const std::string& default_schema) {
  const config::Settings& settings = project.settings();
  const std::string schema =
      settings.version_table_schema == default_schema ? std::string() : settings.version_table_schema;
  std::vector<schema::TableName> tables{{schema, settings.version_table}};
  if (settings.log_table) tables.push_back({schema, *settings.log_table});
  return tables;
}

void leave_own_out(const Migrator::Project& project, databases::Catalogue& catalogue) {
  const std::vector<schema::TableName> own = own_tables(project, catalogue.default_schema);
  std::erase_if(catalogue.tables,
                [&](const schema::Table& table) { return std::ranges::find(own, table.name) != own.end(); });
}

autogen::Wanted models_of(const Migrator::Project& project, const std::string& default_schema) {
  return autogen::wanted(project.environment().models(),
                         {.convention = project.naming_convention(),
                          .limit = project.database().dialect->identifier_limit(),
                          .default_schema = default_schema,
                          .indexes_share_names = project.database().dialect->indexes_share_names(),
                          .ignores_case_of_names = project.database().dialect->ignores_case_of_names(),
                          .enum_types = enum_types(*project.database().dialect),
                          .taken = own_tables(project, default_schema)});
}

// What is wrong with the models is told before anything is connected to.
autogen::Wanted checked_models(const Migrator::Project& project) {
  if (project.environment().models().empty())
    throw Error(
        ErrorKind::config, "the project has no models",
        "describe the tables in lua/models.lua; \"luamigrate reflect -o lua/models.lua\" begins with those of a "
        "database");
  autogen::Wanted wanted = models_of(project, {});
  for (const ops::Operation& creation : autogen::creations(wanted, *project.database().dialect))
    databases::create_for_a_moment(creation,
                                   [&] { project.database().dialect->compile(creation, schema::NoTables()); });
  return wanted;
}

// Where all schemas are read, `include_name` is asked about each of them but the default one.
void leave_out_schemas(databases::Catalogue& live, autogen::Filters& filters) {
  std::set<std::string> left_out;
  for (const std::string& schema : live.schemas)
    if (schema != live.default_schema && !filters.include_name({.name = schema, .type = "schema"}))
      left_out.insert(schema);
  if (left_out.empty()) return;
  std::erase_if(live.tables, [&](const schema::Table& table) { return left_out.contains(table.name.schema); });
  databases::each_list_in_schemas(live.objects, [&](auto& objects) {
    std::erase_if(objects, [&](const auto& object) { return left_out.contains(object.schema); });
  });
}

// A schema that cannot be read is told where a model names it.
databases::Catalogue read_live(const Migrator::Project& project, const Session& session,
                               const autogen::Wanted& wanted) {
  try {
    return session.inspector->read_catalogue(
        catalogue_request(project, autogen::schemas_of(wanted, *project.database().dialect)));
  } catch (Error& error) {
    if (error.kind() != ErrorKind::config) throw;  // nothing that the database says
    std::set<std::string> others{""};
    for (const autogen::WantedTable& one : wanted.tables) {
      if (!others.insert(one.table.name.schema).second) continue;
      try {
        session.inspector->read_catalogue({.schemas = {one.table.name.schema}});
      } catch (const Error&) {
        error.facts().file = one.model.origin.file;
        error.facts().line = one.model.origin.line;
        throw error;
      }
    }
    throw;
  }
}

bool names_schema(const autogen::Wanted& wanted, const databases::Dialect& dialect, const std::string& schema) {
  const auto in_it = [&](const auto& object) { return object.schema == schema; };
  const auto refers_to_it = [&](const schema::ForeignKey& key) { return key.referent.table.schema == schema; };
  return autogen::schemas_of(wanted, dialect).contains(schema) || std::ranges::any_of(wanted.objects.triggers, in_it) ||
         std::ranges::any_of(wanted.tables, [&](const autogen::WantedTable& table) {
           return std::ranges::any_of(table.table.foreign_keys, refers_to_it);
         });
}

// What the database makes of the models. Only what could differ from what is there is asked for.
databases::Catalogue show(const databases::Database& database, databases::Connection& connection,
                          const autogen::Wanted& wanted, const databases::Catalogue& live) {
  const std::set<schema::TableName> settled = autogen::settled(wanted, live, *database.dialect);
  const std::set<schema::ObjectName> enums = autogen::settled_enums(wanted, live, *database.dialect);
  const std::vector<ops::Operation> creations = autogen::creations(wanted, *database.dialect, settled, enums);
  databases::Catalogue shown;
  if (!creations.empty()) shown = database.show_models(connection, creations);
  autogen::add_settled(shown, live, settled, enums);
  return shown;
}

void require_up_to_date(const revisions::Graph& graph, const revisions::Rows& rows) {
  if (revisions::plan_upgrade(graph, rows, "heads").steps.empty()) return;
  throw Error(ErrorKind::version_table,
              "the database is not at the newest revision: what is pending would be proposed again",
              "run \"luamigrate upgrade heads\" first");
}

// Those of texts that a database writes in words of its own.
bool is_of_words(const autogen::Difference& found) {
  return found.kind == "add_check" || found.kind == "modify_default" || found.kind == "modify_computed" ||
         found.kind == "modify_view" || found.kind == "add_index";
}

// Tables that differ in their words, and all of them where a view does, which may stand on any.
databases::Catalogue concerned(databases::Catalogue catalogue, const std::vector<autogen::Difference>& differences) {
  std::set<schema::TableName> tables;
  bool views = false;
  for (const autogen::Difference& found : differences) {
    if (is_of_words(found)) tables.insert(found.table);
    views = views || found.kind == "modify_view";
  }
  if (views) return catalogue;
  std::erase_if(catalogue.tables, [&](const schema::Table& table) { return !tables.contains(table.name); });
  catalogue.objects.views.clear();
  return catalogue;
}

// A text that a database wrote may be written in yet other words when the database reads it again: what was once made
// from such a text, as a downgrade does, differs from what was made from the script. So both sides are read once more.
// Whether that could be done.
bool in_the_words_of_the_database(const databases::Database& database, databases::Connection& connection,
                                  const std::vector<autogen::Difference>& differences, databases::Catalogue& shown,
                                  databases::Catalogue& live) {
  try {
    for (databases::Catalogue* side : {&shown, &live}) {
      databases::Catalogue again =
          database.show_models(connection, autogen::creations(concerned(*side, differences), *database.dialect));
      autogen::take_texts(*side, again);
    }
    return true;
  } catch (const Error&) {
    return false;  // something is there that cannot be made anew; the first words must do
  }
}

std::string as_comment(const std::string& lines) {
  std::string result;
  for (std::size_t begin = 0; begin < lines.size();) {
    const std::size_t end = std::min(lines.find('\n', begin), lines.size());
    result += revisions::lua_comment(std::string_view(lines).substr(begin, end - begin));
    begin = end + 1;
  }
  return result;
}

std::string withheld_text(const ModelComparison& comparison) {
  std::string text;
  for (const autogen::Difference& found : comparison.differences) {
    if (found.withheld.empty()) continue;
    std::vector<ops::Operation> operations = found.upgrade;
    autogen::say_plainly(operations, *comparison.database->dialect);
    text += as_comment(
        fmt::format("{} ({}):", found.description.empty() ? found.object : found.description, found.withheld));
    text += as_comment(lua_source::to_lua(operations));
  }
  return text;
}

}  // namespace

databases::Catalogue read_all(const Migrator::Project& project, const Session& session) {
  databases::CatalogueRequest request = catalogue_request(project);
  request.others = true;
  wait_no_longer(project, session);
  databases::Catalogue catalogue = session.inspector->read_catalogue(request);
  leave_own_out(project, catalogue);
  for (const schema::Table& table : catalogue.tables)
    for (const schema::ForeignKey& key : table.foreign_keys)
      if (!request.all_schemas &&
          std::ranges::find(request.schemas, key.referent.table.schema) == request.schemas.end())
        project.observer().warning(fmt::format(
            "a foreign key of \"{}\" refers to \"{}\", whose schema is not read: name it in include_schemas of "
            "lua/env.lua, or say include_schemas = true there",
            schema::shown(table.name), schema::shown(key.referent.table)));
  return catalogue;
}

ModelComparison compare_with_models(const Migrator::Project& project, bool allow_drop, bool whatever_is_pending) {
  const databases::Database& database = project.database();
  const databases::Dialect& dialect = *database.dialect;
  autogen::Wanted wanted = checked_models(project);

  const Session session = project.connect(Migrator::Project::Access::trial);
  wait_no_longer(project, session);
  if (!database.show_models)
    throw Error(ErrorKind::unsupported, fmt::format("models cannot be compared with {}", database.title));
  const revisions::Graph graph = project.read_graph(session);
  const revisions::Rows rows = project.version_table(dialect).read(*session.connection, *session.inspector);
  if (!whatever_is_pending) require_up_to_date(graph, rows);

  databases::Catalogue live = read_live(project, session, wanted);
  leave_own_out(project, live);
  if (project.environment().all_schemas()) leave_out_schemas(live, project.environment());
  if (names_schema(wanted, dialect, live.default_schema)) wanted = models_of(project, live.default_schema);
  databases::Catalogue shown = show(database, *session.connection, wanted, live);
  std::unique_ptr<autogen::Made> made;
  if (allow_drop)
    made = std::make_unique<EverythingMade>();
  else
    made = std::make_unique<MadeByRevisions>(project, database, graph, rows);
  bindings::Environment& environment = project.environment();
  ModelComparison result{.database = &database, .description = session.connection->description(), .differences = {}};
  result.differences = autogen::compare({wanted, shown, live, dialect, environment}, *made);
  if (std::ranges::any_of(result.differences, is_of_words) &&
      in_the_words_of_the_database(database, *session.connection, result.differences, shown, live))
    result.differences = autogen::compare({wanted, shown, live, dialect, environment}, *made);
  return result;
}

namespace {

// Whether it stands there as a literal, or as an item of an array that is one.
bool names_value(std::string_view text, const std::string& value) {
  constexpr std::string_view before = "'\"{,", behind = "'\"},";
  for (std::size_t at = text.find(value); at != std::string_view::npos; at = text.find(value, at + 1)) {
    const std::size_t end = at + value.size();
    if (at > 0 && end < text.size() && before.find(text[at - 1]) != std::string_view::npos &&
        behind.find(text[end]) != std::string_view::npos)
      return true;
  }
  return false;
}

// A new value of an enum can be used when it has been committed: what the revision uses itself is added in a block of
// its own, which goes first.
std::string with_values_committed(std::vector<ops::Operation> operations) {
  const auto others = std::stable_partition(operations.begin(), operations.end(), [](const ops::Operation& one) {
    return std::holds_alternative<ops::AddEnumValue>(one.body);
  });
  const std::string rest = lua_source::to_lua(std::span(others, operations.end()));
  const std::span values(operations.begin(), others);
  if (std::ranges::none_of(values, [&](const ops::Operation& operation) {
        return names_value(rest, std::get<ops::AddEnumValue>(operation.body).value);
      }))
    return lua_source::to_lua(values) + rest;
  return "op.autocommit_block(function()\n" + base::indented_lua(lua_source::to_lua(values), "  ") + "end)\n" + rest;
}

// What goes and comes back unchanged is not quite what it was.
std::string remarks(const ModelComparison& comparison, std::vector<ops::Operation> autogen::Difference::*direction) {
  bool functions = false, columns = false;
  for (const autogen::Difference& found : comparison.differences) {
    if (found.kind != "modify_enum" && found.kind != "modify_computed") continue;
    if (!found.withheld.empty()) continue;
    for (const ops::Operation& operation : found.*direction) {
      functions = functions || std::holds_alternative<ops::DropFunction>(operation.body);
      columns = columns || std::holds_alternative<ops::DropColumn>(operation.body);
    }
  }
  std::string text;
  if (functions)
    text += revisions::lua_comment("Functions are made again here: their owners, privileges and comments are not.");
  if (columns) text += revisions::lua_comment("Generated columns are made again here, at the end of their tables.");
  return text;
}

}  // namespace

std::string upgrade_text(const ModelComparison& comparison) {
  return remarks(comparison, &autogen::Difference::upgrade) +
         with_values_committed(autogen::upgrade_operations(comparison.differences, *comparison.database->dialect)) +
         withheld_text(comparison);
}

std::string downgrade_text(const ModelComparison& comparison) {
  return remarks(comparison, &autogen::Difference::downgrade) +
         lua_source::to_lua(autogen::downgrade_operations(comparison.differences, *comparison.database->dialect));
}

}  // namespace luamigrate
