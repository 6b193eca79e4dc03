#pragma once

#include <string>
#include <string_view>

namespace luamigrate::base {

// SHA-256 of the bytes as 64 lower-case hexadecimal digits.
std::string sha256_hex(std::string_view bytes);

// MD5 of the bytes as 32 lower-case hexadecimal digits: only for names that must equal SQLAlchemy's.
std::string md5_hex(std::string_view bytes);

// `count` bytes of the system's random source as lower-case hexadecimal digits.
std::string random_hex(std::size_t count);

}  // namespace luamigrate::base
