#include "cli/text.h"

#include <fmt/format.h>

#include "base/clock.h"
#include "base/text.h"

namespace luamigrate::cli {
namespace {

std::string comma(const std::vector<std::string>& texts) {
  return fmt::format("{}", fmt::join(texts, ", "));
}

// The steps of a long run by their ends.
std::string steps(const std::vector<std::string>& names, std::string_view what) {
  constexpr std::size_t shown = 6;
  if (names.size() <= shown) return fmt::format("{}", fmt::join(names, what == "operations" ? "; " : ", "));
  return fmt::format("{} {}, {} to {}", names.size(), what, names.front(), names.back());
}

}  // namespace

std::string ids(const std::vector<std::string>& revisions) {
  return revisions.empty() ? std::string("<base>") : comma(revisions);
}

// Source of the forms: Alembic, alembic/script/base.py, Script._head_only and Script.log_entry.
std::string revision_line(const RevisionInfo& revision, const LineParts& parts, const Style& style) {
  std::string line;
  if (parts.parents) {
    line += ids(revision.down_revisions);
    if (!revision.dependencies.empty()) line += fmt::format(" ({})", comma(revision.dependencies));
    line += " -> ";
  }
  line += style.yellow(revision.revision);
  if (parts.labels && !revision.labels.empty()) line += style.cyan(fmt::format(" ({})", comma(revision.labels)));
  if (revision.is_effective_head)
    line += style.green(" (head)");
  else if (revision.is_head)
    line += style.green(" (effective head)");
  if (revision.is_current) line += style.bold(" (current)");
  if (parts.tree && revision.is_branch_point) line += " (branchpoint)";
  if (parts.tree && revision.is_merge_point) line += " (mergepoint)";
  if (parts.needs && !revision.dependencies.empty()) line += fmt::format(" (needs {})", comma(revision.dependencies));
  if (parts.message && !revision.message.empty()) line += ", " + revision.message;
  return line;
}

std::string revision_entry(const RevisionInfo& revision, const Style& style) {
  std::string text = "Rev: " + style.yellow(revision.revision);
  if (revision.is_head) text += style.green(" (head)");
  if (revision.is_branch_point) text += " (branchpoint)";
  if (revision.is_merge_point) text += " (mergepoint)";
  if (revision.is_current) text += style.bold(" (current)");
  text += fmt::format("\n{}: {}\n", revision.is_merge_point ? "Merges" : "Parent", ids(revision.down_revisions));
  if (!revision.dependencies.empty()) text += fmt::format("Also depends on: {}\n", comma(revision.dependencies));
  if (revision.is_branch_point) text += fmt::format("Branches into: {}\n", comma(revision.children));
  if (!revision.labels.empty()) text += fmt::format("Branch names: {}\n", comma(revision.labels));
  if (revision.applied_at) text += fmt::format("Applied at: {}\n", *revision.applied_at);
  text += fmt::format("Path: {}\n\n", revision.path.empty() ? "none, from the log table" : revision.path);
  return text + base::indented(revision.doc, "    ");
}

std::string log_line(const LogInfo& entry, const Style& style) {
  const std::string_view verb = entry.direction == Direction::upgrade ? "upgrade  " : "downgrade";
  const std::string outcome = fmt::format("{:<7}", entry.outcome);
  return fmt::format("{}  {}  {}  {}  {}@{}  {}", entry.started_at, verb, style.yellow(entry.revision),
                     entry.outcome == "failed" ? style.red(outcome) : style.green(outcome), entry.user_name, entry.host,
                     style.dim(fmt::format("({})", base::duration_text(entry.duration))));
}

std::string step_line(const StepEvent& event, const Style& style) {
  const bool stamp = event.revision.empty();
  const std::string_view verb = stamp ? "stamp    " : event.direction == Direction::upgrade ? "upgrade  " : "downgrade";
  std::string line = fmt::format("{}  {} -> {}", style.green(verb), ids(event.from), style.yellow(ids(event.to)));
  if (!event.message.empty()) line += "  " + event.message;
  return line;
}

std::string error_text(const Error& error, bool traceback, const Style& style) {
  const ErrorFacts& facts = error.facts();
  std::string text = fmt::format("{} {}\n", style.red("error:"), error.message());
  const auto fact = [&](std::string_view name, const std::string& value) {
    if (value.empty()) return;
    const bool long_text = value.find('\n') != std::string::npos;
    text += fmt::format("  {:<13}", fmt::format("{}:", name));
    text += long_text ? "\n" + base::indented(value, "    ") : value + "\n";
  };
  fact("revision", facts.revision);
  fact("file", facts.line > 0 ? fmt::format("{}:{}", facts.file, facts.line) : facts.file);
  fact("operation", facts.operation.empty() ? "" : "op." + facts.operation);
  fact("hook", facts.hook);
  fact("SQL", facts.sql);
  // The words of a connection that failed are the message already.
  const bool is_message = facts.sqlstate.empty() && error.message().find(facts.database_message) != std::string::npos;
  if (!is_message)
    fact("database", facts.sqlstate.empty() ? facts.database_message
                                            : fmt::format("{} ({})", facts.database_message, facts.sqlstate));
  fact("blocked by", facts.blocked_by);
  fact("done before", steps(facts.applied, "revisions"));
  fact("done of it", steps(facts.kept_operations, "operations"));
  fact("state", facts.state);
  if (traceback) fact("traceback", facts.traceback);
  if (!error.hint().empty()) text += fmt::format("{} {}\n", style.cyan("hint:"), error.hint());
  return text;
}

}  // namespace luamigrate::cli
