#pragma once

#include <memory>

#include "databases/connection.h"
#include "databases/database.h"

namespace luamigrate::databases::mysql {

// Throws Error{connection} with what to do about it, Error{config} for an option of the URL that it does not know.
std::unique_ptr<Connection> connect(const Url& url, const ConnectOptions& options);

}  // namespace luamigrate::databases::mysql
