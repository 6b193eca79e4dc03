#pragma once

#include "luamigrate/observer.h"
#include "ops/script.h"
#include "revisions/header.h"
#include "runtime/executor.h"

namespace luamigrate::runtime {

// Calls the function of `script` that `direction` asks for: upgrade() or downgrade(), else change(), forward or
// inverted. Throws Error{script} where there is no way: an irreversible revision, or no function.
void run_script(ops::Script& script, const revisions::RevisionHeader& header, Direction direction, ops::Sink& sink,
                const RunSettings& settings, schema::NameLimit identifier_limit);

// The step as observers and the offline script show it.
StepEvent event_for(const revisions::Step& step, const revisions::RevisionHeader& header, const std::string& shown_path,
                    std::size_t number, std::size_t total);

}  // namespace luamigrate::runtime
