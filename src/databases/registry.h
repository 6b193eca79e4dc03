// The databases that luamigrate knows: one explicit table.
#pragma once

#include <memory>
#include <span>
#include <string_view>

#include "databases/database.h"

namespace luamigrate::databases {

std::span<const Database* const> all_databases();

// nullptr: none of that name.
const Database* find_database(std::string_view name);

// The database of a URL scheme. Throws Error{config} that lists the schemes there are.
const Database& database_for_scheme(std::string_view scheme);

// database.connect, or Error{config} where this build has no driver.
std::unique_ptr<Connection> connect(const Database& database, const Url& url, const ConnectOptions& options);

}  // namespace luamigrate::databases
