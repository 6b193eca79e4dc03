#include <fmt/format.h>

#include "autogen/definition.h"
#include "autogen/plainly.h"
#include "base/clock.h"
#include "base/file.h"
#include "commands/autogenerate.h"
#include "commands/post_write_hooks.h"
#include "commands/project.h"
#include "commands/templates.h"
#include "lua_source/operations.h"
#include "luamigrate/error.h"
#include "revisions/lua_text.h"
#include "revisions/new_file.h"
#include "revisions/target.h"

namespace luamigrate {
namespace {

namespace fs = std::filesystem;

bool lies_in(const fs::path& path, const fs::path& folder, bool recursive) {
  if (!recursive) return path == folder;
  const fs::path relative = path.lexically_relative(folder);
  return !relative.empty() && *relative.begin() != "..";
}

// The folder that the new file goes to: the one asked for, else its first parent's, else the only one there is.
fs::path version_location(const config::Settings& settings, const revisions::Graph& graph,
                          const std::vector<revisions::Index>& parents, const std::string& asked_for) {
  if (!asked_for.empty()) {
    const fs::path asked = fs::absolute(asked_for).lexically_normal();
    for (const fs::path& location : settings.version_locations)
      if (lies_in(asked, fs::absolute(location).lexically_normal(), settings.recursive_version_locations)) return asked;
    throw Error(ErrorKind::usage, fmt::format("\"{}\" is not among the version_locations of this project", asked_for),
                "add it to version_locations in migrate.toml, or the new revision would not be found");
  }
  if (!parents.empty()) {
    const fs::path folder = graph.header(parents.front()).path.parent_path();
    for (const fs::path& location : settings.version_locations)
      if (lies_in(fs::absolute(folder).lexically_normal(), fs::absolute(location).lexically_normal(),
                  settings.recursive_version_locations))
        return location;
  }
  if (settings.version_locations.size() > 1)
    throw Error(ErrorKind::usage, "there are several version_locations, and a new base may go to any",
                "say which by --version-path");
  return settings.version_locations.front();
}

std::string template_text(const config::Settings& settings) {
  const fs::path own = settings.script_location / "lua" / "revision.lua.tmpl";
  return fs::exists(own) ? base::read_file(own) : std::string(embedded_text("templates/revision.lua.tmpl"));
}

struct FileRequest {
  std::string message;
  std::vector<revisions::Index> parents;
  std::vector<std::string> branch_labels;
  std::vector<std::string> depends_on;
  std::string version_path;
  std::string revision_id;
  std::string upgrade_body, downgrade_body;
  bool has_directives = false;  // process_revision_directives is asked
};

// The statements as the hook sees and changes them.
bool ask_directives(const Migrator::Project& project, revisions::NewFile& file) {
  const auto lines = [](const std::string& body) {
    return body.empty() ? std::vector<std::string>() : std::vector{body};
  };
  bindings::RevisionDirectives directives{.message = file.message,
                                          .revision = file.revision,
                                          .upgrade = lines(file.upgrade_body),
                                          .downgrade = lines(file.downgrade_body)};
  if (!project.environment().process_revision_directives(directives)) return false;
  const auto joined = [](const std::vector<std::string>& statements) {
    std::string body;
    for (const std::string& statement : statements) {
      body += statement;
      if (!body.ends_with('\n')) body += '\n';
    }
    return body;
  };
  file.message = directives.message;
  file.revision = directives.revision;
  file.upgrade_body = joined(directives.upgrade);
  file.downgrade_body = joined(directives.downgrade);
  return true;
}

// The statements of a hook may be anything.
void check_lua(const Migrator::Project& project, const fs::path& path, const std::string& text) {
  try {
    project.read_header(path, text);
  } catch (Error& error) {
    error.facts().state = "no file was written";
    throw error.told_as(error.kind(), "the revision would not be Lua: " + error.message(),
                        "look at what process_revision_directives in lua/env.lua makes of its statements, and at "
                        "lua/revision.lua.tmpl");
  }
}

NewRevisionReport write_revision(const Migrator::Project& project, const revisions::Graph& graph,
                                 const FileRequest& request) {
  const config::Settings& settings = project.settings();
  const auto now = project.clock()();
  revisions::NewFile file{.revision = request.revision_id.empty() ? project.new_revision_id() : request.revision_id,
                          .branch_labels = request.branch_labels,
                          .message = request.message,
                          .create_date = base::to_text(base::civil_time(now, settings.timezone))};
  file.upgrade_body = request.upgrade_body;
  file.downgrade_body = request.downgrade_body;
  if (request.has_directives && !ask_directives(project, file)) return {.written = false};
  revisions::check_new_names(graph, file.revision, file.branch_labels);
  for (const revisions::Index parent : request.parents) file.down_revisions.push_back(graph.id(parent));
  for (const std::string& target : request.depends_on)
    file.depends_on.push_back(revisions::resolve_dependency(graph, target));

  const revisions::FileNameRules rules{settings.file_template, settings.truncate_slug_length, settings.timezone};
  const fs::path path = version_location(settings, graph, request.parents, request.version_path) /
                        revisions::new_file_name(rules, file.revision, file.message, now);
  const std::string text = revisions::new_file_text(template_text(settings), file);
  if (request.has_directives) check_lua(project, path, text);
  base::write_new_file(path, text);
  run_post_write_hooks(project, path);
  return {.revision = file.revision, .path = fs::absolute(path).string(), .shown_path = project.shown(path)};
}

}  // namespace

NewRevisionReport Migrator::revision(const NewRevisionRequest& request) {
  if (request.autogenerate && request.from_database)
    throw Error(ErrorKind::usage, "--autogenerate and --from-database exclude each other",
                "the one goes from the database to the models, the other from nothing to the database");
  if (request.stamp && !request.from_database)
    throw Error(ErrorKind::usage, "--stamp goes with --from-database", "run \"luamigrate stamp\" by itself");
  const revisions::Graph graph = project_->read_graph();
  const std::vector<std::string> heads = {request.head};
  FileRequest file{.message = request.message,
                   .parents = revisions::resolve_parents(graph, heads, request.splice),
                   .branch_labels = request.branch_labels,
                   .depends_on = request.depends_on,
                   .version_path = request.version_path,
                   .revision_id = request.revision_id,
                   .has_directives = request.autogenerate || request.from_database};
  if (request.autogenerate) {
    const ModelComparison comparison = compare_with_models(*project_, request.allow_drop, false);
    for (const autogen::Difference& found : comparison.differences)
      if (!found.description.empty())
        project_->observer().note(found.description +
                                  (found.withheld.empty() ? "" : fmt::format(" (as a comment: {})", found.withheld)));
    if (comparison.differences.empty()) project_->observer().note("models and database agree: the revision is empty");
    file.upgrade_body = upgrade_text(comparison);
    file.downgrade_body = downgrade_text(comparison);
  }
  if (request.from_database) {
    const Session session = project_->connect(Project::Access::read);
    const databases::Catalogue catalogue = read_all(*project_, session);
    autogen::WholeDatabase whole = autogen::whole_database(catalogue, *session.database->dialect);
    autogen::say_plainly(whole.upgrade, *session.database->dialect);
    file.upgrade_body = lua_source::to_lua(whole.upgrade);
    for (const std::string& one : catalogue.untold) {
      file.upgrade_body += revisions::lua_comment("Not written here: " + one);
      project_->observer().warning(fmt::format("not written: {}", one));
    }
    file.downgrade_body = lua_source::to_lua(whole.downgrade);
  }
  NewRevisionReport report = write_revision(*project_, graph, file);
  if (request.stamp && report.written) stamp({.targets = {report.revision}, .stop = request.stop});
  return report;
}

NewRevisionReport Migrator::merge(const MergeRequest& request) {
  const revisions::Graph graph = project_->read_graph();
  const std::vector<revisions::Index> parents = revisions::resolve_parents(graph, request.revisions, request.splice);
  if (parents.size() < 2)
    throw Error(ErrorKind::target, "a merge needs at least two revisions",
                "run \"luamigrate heads\" to see what can be merged");
  return write_revision(*project_, graph,
                        {.message = request.message,
                         .parents = parents,
                         .branch_labels = request.branch_labels,
                         .revision_id = request.revision_id});
}

}  // namespace luamigrate
