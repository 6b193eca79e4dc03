#pragma once

#include <string>
#include <string_view>

namespace luamigrate::revisions {

// Why a text cannot be the id of a revision, or a branch label; empty: it can. A target could not be told apart from
// its syntax otherwise.
std::string why_no_id(std::string_view id);
std::string why_no_label(std::string_view label);

}  // namespace luamigrate::revisions
