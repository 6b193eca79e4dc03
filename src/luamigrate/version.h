#pragma once

namespace luamigrate {

// "0.1.0": of the library that is linked, not of these headers.
const char* version() noexcept;

}  // namespace luamigrate
