#pragma once

#include <span>
#include <string>
#include <string_view>

#include "ops/operation.h"
#include "sql/syntax.h"

namespace luamigrate::databases::ansi {

// The SQL texts among the arguments of an operation, each by itself, for each is put into a statement with more before
// and behind it. Throws Error{script} for one that closes what it did not open, ends in a comment that would take along
// what stands behind it, or goes on with a part of the statement that is not its own.
// What is for another database than the one called `dialect` is not looked at.
void check_sql_texts(const ops::Operation& operation, const sql::Syntax& syntax, std::string_view dialect);

// The same for one text that is put in parentheses, with a new line behind a comment at its end. `ends`: the words
// outside of its own parentheses that begin another part of the statement.
void check_closes_itself(const std::string& text, const sql::Syntax& syntax,
                         std::span<const std::string_view> ends = {});

// Throws Error{script} for a text that stands beside parameters of ours, and has one of its own.
void check_has_no_parameter(const std::string& text, const sql::Syntax& syntax);

}  // namespace luamigrate::databases::ansi
