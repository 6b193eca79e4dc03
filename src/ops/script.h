#pragma once

#include <map>
#include <stop_token>
#include <string>

#include "ops/sink.h"

namespace luamigrate::ops {

enum class ScriptFunction { upgrade, downgrade, change };

// What `op` tells a script about the run.
struct ScriptContext {
  std::string revision;
  std::string tag;                                 // --tag
  std::map<std::string, std::string> x_arguments;  // -x key=value
  std::stop_token stop;                            // the script ends with Error{interrupted} when it is asked to
};

// The functions of a revision file, wherever they come from.
class Script {
 public:
  virtual ~Script() = default;

  virtual bool defines(ScriptFunction function) const = 0;

  // Calls the function, which drives `sink`. Errors of the script come out as Error{script} with file, line and
  // traceback; errors of the sink as they were thrown, with the place added. REQUIRES: defines(function).
  virtual void run(ScriptFunction function, Sink& sink, const ScriptContext& context) = 0;
};

}  // namespace luamigrate::ops
