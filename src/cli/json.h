// Reports and errors as JSON documents, as docs/cli.md describes them.
#pragma once

#include <nlohmann/json.hpp>
#include <vector>

#include "luamigrate/error.h"
#include "luamigrate/report.h"

namespace luamigrate::cli {

nlohmann::ordered_json to_json(const RevisionInfo& revision);
nlohmann::ordered_json to_json(const std::vector<RevisionInfo>& revisions);
nlohmann::ordered_json to_json(const CurrentReport& report);
nlohmann::ordered_json to_json(const RunReport& report);
nlohmann::ordered_json dry_run_to_json(const RunReport& report, bool was_tried);
nlohmann::ordered_json to_json(const std::vector<LogInfo>& log);
nlohmann::ordered_json to_json(const StatusReport& report);
nlohmann::ordered_json to_json(const CheckReport& report);
nlohmann::ordered_json to_json(const NewRevisionReport& report);
nlohmann::ordered_json to_json(const RebaseReport& report);
nlohmann::ordered_json to_json(const InitReport& report);
nlohmann::ordered_json to_json(const std::vector<TemplateInfo>& templates);
nlohmann::ordered_json to_json(const Error& error, bool traceback);

// The document on lines of its own, in UTF-8; bytes that are none are replaced.
std::string document(const nlohmann::ordered_json& json);

}  // namespace luamigrate::cli
