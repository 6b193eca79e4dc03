// Values on their way to and from the server, all in text format: the server converts them, and nothing is lost.
#pragma once

#include <optional>
#include <pqxx/result>
#include <string>
#include <vector>

#include "schema/value.h"

namespace luamigrate::databases::postgresql {

// A parameter; empty: NULL. Throws Error{script} for a text with a zero byte, which PostgreSQL cannot hold.
std::optional<std::string> to_text(const schema::Value& value);

// The same as a field of a line for COPY, added to `line`.
void add_copy_field(std::string& line, const schema::Value& value);

// int2, int4 and int8 become integers, float4 and float8 floats, booleans booleans, bytea bytes; all else is text. The
// storage of `value` is used again.
void read_value(const pqxx::field& field, schema::Value& value);

// What libpqxx binds: a null pointer for NULL. Views into `texts`.
std::vector<const char*> pointers(const std::vector<std::optional<std::string>>& texts);

}  // namespace luamigrate::databases::postgresql
