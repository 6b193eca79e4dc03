// Ways through a table by ranges of its key, in constant memory: op.transform_rows and op.batched_update.
#pragma once

#include <stop_token>

#include "databases/connection.h"
#include "databases/dialect.h"
#include "luamigrate/observer.h"
#include "ops/sink.h"
#include "runtime/journal.h"
#include "runtime/transaction.h"
#include "schema/table_lookup.h"

namespace luamigrate::runtime {

// The run around a walk. With CommitAt::batch each batch is kept with its place in the journal, and a run that takes up
// an earlier one begins behind the last batch of that.
struct WalkContext {
  databases::Connection& connection;
  const databases::Dialect& dialect;
  const schema::TableLookup& tables;
  Transaction& transaction;
  Journal& journal;
  Observer& observer;
  const std::stop_token& stop;
};

// Both return how many rows they changed. They throw Error{script} where the table has no key to go by, or the function
// answers what it must not, and Error{interrupted} between two batches when the run is asked to stop.
//
// Each batch is read whole before its first row is handed out, so that `transform` may use the connection. With
// CommitAt::revision the batch behind is read, and the one before written, while `transform` goes through a batch.
std::int64_t transform_rows(const WalkContext& context, const ops::Transformation& transformation,
                            const ops::RowTransform& transform);
std::int64_t update_in_ranges(const WalkContext& context, const ops::BatchedUpdate& update);

}  // namespace luamigrate::runtime
