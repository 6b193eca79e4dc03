#include "cli/json.h"

#include <chrono>

namespace luamigrate::cli {
namespace {

using Json = nlohmann::ordered_json;

// As the file writes it: nothing, one, or a list.
Json one_or_list(const std::vector<std::string>& texts) {
  if (texts.empty()) return nullptr;
  if (texts.size() == 1) return texts.front();
  return texts;
}

}  // namespace

Json to_json(const RevisionInfo& revision) {
  return {{"revision", revision.revision},
          {"down_revision", one_or_list(revision.down_revisions)},
          {"branch_labels", revision.labels},
          {"depends_on", revision.depends_on},
          {"message", revision.message},
          {"path", revision.path.empty() ? Json() : Json(revision.path)},
          {"is_head", revision.is_head},
          {"is_base", revision.is_base},
          {"is_branch_point", revision.is_branch_point},
          {"is_merge_point", revision.is_merge_point}};
}

Json to_json(const std::vector<RevisionInfo>& revisions) {
  Json list = Json::array();
  for (const RevisionInfo& revision : revisions) list.push_back(to_json(revision));
  return list;
}

Json to_json(const CurrentReport& report) {
  Json list = Json::array();
  for (const RevisionInfo& revision : report.revisions) {
    Json object = to_json(revision);
    object["applied_at"] = revision.applied_at ? Json(*revision.applied_at) : Json(nullptr);
    list.push_back(std::move(object));
  }
  return list;
}

namespace {

std::string_view word_of(const StepReport& step) {
  if (step.revision.empty()) return "stamp";
  return step.direction == Direction::upgrade ? "upgrade" : "downgrade";
}

}  // namespace

Json dry_run_to_json(const RunReport& report, bool was_tried) {
  Json steps = Json::array();
  for (const StepReport& step : report.steps) {
    steps.push_back({{"op", word_of(step)},
                     {"revision", step.revision},
                     {"message", step.message},
                     {"statements", step.statements}});
    if (!was_tried) continue;
    steps.back()["rows_touched"] = step.rows_touched;
    steps.back()["duration_ms"] = std::chrono::duration_cast<std::chrono::milliseconds>(step.duration).count();
  }
  return {{"steps", std::move(steps)}};
}

Json to_json(const RunReport& report) {
  Json steps = Json::array();
  for (const StepReport& step : report.steps) {
    const auto milliseconds = std::chrono::duration_cast<std::chrono::milliseconds>(step.duration).count();
    steps.push_back({{"op", word_of(step)},
                     {"revision", step.revision.empty() ? Json(nullptr) : Json(step.revision)},
                     {"from", step.from},
                     {"to", step.to},
                     {"message", step.message},
                     {"duration_ms", milliseconds}});
  }
  return {{"steps", std::move(steps)}, {"rows", report.rows}};
}

Json to_json(const LogInfo& entry) {
  return {{"revision", entry.revision},
          {"op", entry.direction == Direction::upgrade ? "upgrade" : "downgrade"},
          {"outcome", entry.outcome},
          {"error", entry.error.empty() ? Json(nullptr) : Json(entry.error)},
          {"started_at", entry.started_at},
          {"duration_ms", entry.duration.count()},
          {"operations", entry.operations},
          {"user", entry.user_name},
          {"host", entry.host},
          {"tool_version", entry.tool_version},
          {"checksum", entry.checksum}};
}

Json to_json(const std::vector<LogInfo>& log) {
  Json list = Json::array();
  for (const LogInfo& entry : log) list.push_back(to_json(entry));
  return list;
}

Json to_json(const StatusReport& report) {
  return {{"database", report.database},
          {"clean", report.is_clean},
          {"current", to_json(CurrentReport{.revisions = report.current})},
          {"pending", to_json(report.pending)},
          {"changed", to_json(report.changed)},
          {"missing", report.missing},
          {"failed", to_json(report.unfinished)},
          {"last_run", report.last_run ? to_json(*report.last_run) : Json(nullptr)}};
}

Json to_json(const CheckReport& report) {
  Json differences = Json::array();
  for (const DifferenceInfo& found : report.differences)
    differences.push_back({{"kind", found.kind},
                           {"table", found.table.empty() ? Json() : Json(found.table)},
                           {"object", found.object.empty() ? Json() : Json(found.object)},
                           {"description", found.description},
                           {"withheld", found.withheld.empty() ? Json() : Json(found.withheld)}});
  return {{"database", report.database}, {"agree", report.differences.empty()}, {"differences", differences}};
}

Json to_json(const NewRevisionReport& report) {
  return {{"revision", report.revision}, {"path", report.path}};
}

Json to_json(const RebaseReport& report) {
  return {{"revision", report.revision},
          {"down_revision", report.onto},
          {"from", one_or_list(report.from)},
          {"path", report.path},
          {"changed", report.changed}};
}

Json to_json(const InitReport& report) {
  return {{"written", report.written}, {"kept", report.kept}};
}

Json to_json(const std::vector<TemplateInfo>& templates) {
  Json list = Json::array();
  for (const TemplateInfo& known : templates) list.push_back({{"name", known.name}, {"summary", known.summary}});
  return list;
}

Json to_json(const Error& error, bool traceback) {
  const ErrorFacts& facts = error.facts();
  Json object = {{"kind", to_string(error.kind())}, {"message", error.message()}, {"hint", error.hint()}};
  const auto add = [&](const char* name, const std::string& value) {
    if (!value.empty()) object[name] = value;
  };
  add("revision", facts.revision);
  add("file", facts.file);
  if (facts.line > 0) object["line"] = facts.line;
  add("operation", facts.operation);
  add("hook", facts.hook);
  add("sql", facts.sql);
  add("sqlstate", facts.sqlstate);
  add("database_message", facts.database_message);
  add("blocked_by", facts.blocked_by);
  if (!facts.applied.empty()) object["applied"] = facts.applied;
  if (!facts.kept_operations.empty()) object["kept_operations"] = facts.kept_operations;
  add("state", facts.state);
  if (traceback) add("traceback", facts.traceback);
  return {{"error", std::move(object)}};
}

std::string document(const Json& json) {
  return json.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

}  // namespace luamigrate::cli
