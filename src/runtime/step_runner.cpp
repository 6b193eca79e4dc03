#include "runtime/step_runner.h"

#include <fmt/format.h>

#include "luamigrate/error.h"
#include "runtime/recording_sink.h"

namespace luamigrate::runtime {

void run_script(ops::Script& script, const revisions::RevisionHeader& header, Direction direction, ops::Sink& sink,
                const RunSettings& settings, schema::NameLimit identifier_limit) {
  const ops::ScriptContext context{header.revision, settings.tag, settings.x_arguments, settings.stop};
  const bool up = direction == Direction::upgrade;
  const auto wanted = up ? ops::ScriptFunction::upgrade : ops::ScriptFunction::downgrade;
  if (!up && header.irreversible)
    throw Error(ErrorKind::script,
                fmt::format("revision {} cannot be downgraded: {}", header.revision, *header.irreversible),
                "restore a backup, or write a new revision that goes forward");
  if (script.defines(wanted)) {
    script.run(wanted, sink, context);
  } else if (!script.defines(ops::ScriptFunction::change)) {
    throw Error(ErrorKind::script,
                fmt::format("revision {} defines no {}()", header.revision, up ? "upgrade" : "downgrade"),
                fmt::format("define it, or one reversible change(){}", up ? "" : ", or say irreversible = \"why\""));
  } else if (up) {
    script.run(ops::ScriptFunction::change, sink, context);
  } else {
    RecordingSink recording(sink, settings.naming, identifier_limit);
    script.run(ops::ScriptFunction::change, recording, context);
    for (const ops::Operation& operation : recording.inverse()) sink.apply(operation);
  }
}

StepEvent event_for(const revisions::Step& step, const revisions::RevisionHeader& header, const std::string& shown_path,
                    std::size_t number, std::size_t total) {
  return {.direction = step.direction,
          .revision = header.revision,
          .from = step.from,
          .to = step.to,
          .message = header.message,
          .path = shown_path,
          .number = number,
          .total = total};
}

}  // namespace luamigrate::runtime
