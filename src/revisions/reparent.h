#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace luamigrate::revisions {

// The text of a revision file with another parent: the value of its one top-level `down_revision = ...`, an id in
// quotes (in braces or not) or nil, and what follows "Revises:" in the comment at its head. All else stays as it is,
// byte for byte. Nothing where there is no such line, or several.
std::optional<std::string> with_parent(std::string_view text, std::string_view parent);

}  // namespace luamigrate::revisions
