// What a catalogue tells in full, as a person writes it.
#pragma once

#include <vector>

#include "databases/dialect.h"
#include "ops/operation.h"

namespace luamigrate::autogen {

// The default sql("'new'::character varying") is "new" and sql("0") is 0 where the database would show them so again,
// and a sequence says what is not usual: as the dialect tells what would be shown. All else stays.
void say_plainly(std::vector<ops::Operation>& operations, const databases::Dialect& dialect);

}  // namespace luamigrate::autogen
