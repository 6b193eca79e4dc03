#include <array>
#include <sstream>

#include "base/process.h"
#include "cli/history_text.h"
#include "cli/lanes.h"
#include "cli/text.h"

namespace luamigrate::cli {
namespace {

class Drawer {
 public:
  Drawer(const DrawingOptions& options, const Style& style) : options_(options), style_(style) {}

  std::string operator()(const std::vector<RevisionInfo>& revisions) const {
    const LaneLayout layout = lay_out(revisions);
    std::string result;
    for (std::size_t i = 0; i < revisions.size(); ++i) draw(layout.rows[i], revisions[i], result);
    return result;
  }

 private:
  void draw(const LaneRow& row, const RevisionInfo& revision, std::string& result) const {
    if (!row.joins.empty()) result += tied(row.joins) + '\n';
    std::istringstream lines(text_of(revision));
    std::string line;
    std::getline(lines, line);
    result += with_lanes(row.beside, row.column, node(revision), line);
    while (std::getline(lines, line)) result += with_lanes(row.below, row.beside.size(), {}, line);
    if (!row.forks.empty()) result += tied(row.forks) + '\n';
  }

  std::string text_of(const RevisionInfo& revision) const {
    if (options_.verbose) return revision_entry(revision, style_);
    return revision_line(revision, {.labels = true, .needs = true, .message = true}, style_);
  }

  std::string node(const RevisionInfo& revision) const {
    if (options_.unicode) return revision.is_current ? "◉" : "●";
    return revision.is_current ? "@" : "*";
  }

  // A line of text beside its lanes, in one of which may stand a revision.
  std::string with_lanes(const std::vector<bool>& lanes, std::size_t column, const std::string& node,
                         const std::string& text) const {
    std::string line;
    for (std::size_t lane = 0; lane < lanes.size(); ++lane) {
      if (lane == column)
        line += style_.lane(lane, node);
      else
        line += lanes[lane] ? style_.lane(lane, glyph({.up = true, .down = true})) : " ";
      line += ' ';
    }
    line += text;
    line.erase(line.find_last_not_of(' ') + 1);
    return line + '\n';
  }

  std::string tied(const std::vector<LaneCell>& cells) const {
    std::string line;
    for (std::size_t lane = 0; lane < cells.size(); ++lane) {
      line += style_.lane(lane, glyph(cells[lane]));
      line += cells[lane].right ? style_.lane(lane, glyph({.left = true, .right = true})) : " ";
    }
    line.erase(line.find_last_not_of(' ') + 1);
    return line;
  }

  std::string_view glyph(const LaneCell& cell) const {
    // By sides: 1 up, 2 down, 4 left, 8 right.
    static constexpr std::array<std::string_view, 16> box = {" ", "│", "│", "│", "─", "╯", "╮", "┤",
                                                             "─", "╰", "╭", "├", "─", "┴", "┬", "┼"};
    static constexpr std::array<std::string_view, 16> ascii = {" ", "|", "|", "|", "-", "'", ".", "+",
                                                               "-", "'", ".", "+", "-", "'", ".", "+"};
    const std::size_t sides =
        (cell.up ? 1U : 0U) + (cell.down ? 2U : 0U) + (cell.left ? 4U : 0U) + (cell.right ? 8U : 0U);
    return options_.unicode ? box[sides] : ascii[sides];
  }

  const DrawingOptions& options_;
  const Style& style_;
};

}  // namespace

std::string history_drawing(const std::vector<RevisionInfo>& revisions, const DrawingOptions& options,
                            const Style& style) {
  return Drawer(options, style)(revisions);
}

bool locale_is_unicode() {
  for (const char* name : {"LC_ALL", "LC_CTYPE", "LANG"}) {
    const auto value = base::environment_variable(name);
    if (!value || value->empty()) continue;
    return value->find("UTF-8") != std::string::npos || value->find("utf8") != std::string::npos ||
           value->find("UTF8") != std::string::npos || value->find("utf-8") != std::string::npos;
  }
  return false;
}

}  // namespace luamigrate::cli
