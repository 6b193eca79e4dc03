// What the system's list of processes shows of this one.
#pragma once

namespace luamigrate::cli {

// Puts stars over the passwords of URLs among the arguments, in place, once they are parsed: anybody on the machine
// can read them in `ps` and in /proc/PID/cmdline.
void hide_passwords(int argc, char** argv);

}  // namespace luamigrate::cli
