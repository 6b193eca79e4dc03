// Operations as the Lua source that asks for them: idiomatic, laid out as a person would, defaults left out.
// The law: what is written here and run gives an equal operation.
#pragma once

#include <span>
#include <string>

#include "ops/operation.h"
#include "schema/elements.h"

namespace luamigrate::lua_source {

// `op.add_column("users", column("email", String(255)))`: one statement, perhaps on several lines; no line end behind.
// base::indented_lua indents it without changing what it means.
std::string to_lua(const ops::Operation& operation);

// A statement for each, every one with its line end: the body of a function, unindented.
std::string to_lua(std::span<const ops::Operation> operations);

// The object of a model: `db:table("users", { ... })`. REQUIRES: an operation that creates what models know.
std::string to_model(const ops::Operation& operation);

std::string to_lua(const schema::Type& type);
std::string to_lua(const schema::Element& element);

}  // namespace luamigrate::lua_source
