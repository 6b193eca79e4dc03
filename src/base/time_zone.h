// Time zones from the system's TZif files (RFC 8536), without the process-wide TZ of the C library.
#pragma once

#include <chrono>
#include <string_view>

namespace luamigrate::base {

// What must be added to UTC at this moment to get the local time of the zone: an IANA name such as "Europe/Berlin".
// Throws Error{config} when the zone is not known on this machine.
std::chrono::seconds utc_offset(std::string_view zone, std::chrono::sys_seconds at);

}  // namespace luamigrate::base
