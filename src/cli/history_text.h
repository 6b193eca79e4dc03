// A history as a drawing: in the terminal, or as a document for other programs.
#pragma once

#include <string>
#include <vector>

#include "cli/style.h"
#include "luamigrate/report.h"

namespace luamigrate::cli {

struct DrawingOptions {
  bool verbose = false;  // the whole entry of each revision
  bool unicode = true;   // lines in box-drawing characters, else in ASCII
};

// Forks and merges in lanes beside the lines of `history`. Each line ends in a newline.
std::string history_drawing(const std::vector<RevisionInfo>& revisions, const DrawingOptions& options,
                            const Style& style);

// Whether the locale of the environment writes UTF-8.
bool locale_is_unicode();

// Documents. Edges run from child to parent; dependencies are dashed.
std::string history_dot(const std::vector<RevisionInfo>& revisions);      // Graphviz
std::string history_mermaid(const std::vector<RevisionInfo>& revisions);  // https://mermaid.js.org, flowchart
std::string history_svg(const std::vector<RevisionInfo>& revisions);

}  // namespace luamigrate::cli
