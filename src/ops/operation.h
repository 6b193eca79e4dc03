// An operation: one change that a script, a comparison or an import asks for. It is made and checked once and after
// that only read: dialects compile it, lint judges it, lua_source writes it, reverse() inverts it.
//
// A new one is a struct in its section's header, a name in AnyOperation below, and what the compiler then asks for:
// its dialects, its inverse, its description.
#pragma once

#include <string>
#include <string_view>
#include <variant>

#include "ops/access.h"
#include "ops/batch.h"
#include "ops/columns.h"
#include "ops/constraints.h"
#include "ops/data.h"
#include "ops/enums.h"
#include "ops/indexes.h"
#include "ops/routines.h"
#include "ops/schemas.h"
#include "ops/sequences.h"
#include "ops/tables.h"
#include "ops/views.h"

namespace luamigrate::ops {

using AnyOperation = std::variant<CreateTable, DropTable, RenameTable, CreateTableComment, DropTableComment,          //
                                  AddColumn, DropColumn, AlterColumn,                                                 //
                                  CreatePrimaryKey, CreateUniqueConstraint, CreateCheckConstraint, CreateForeignKey,  //
                                  CreateExcludeConstraint, DropConstraint, ValidateConstraint,                        //
                                  CreateIndex, DropIndex,                                                             //
                                  CreateSchema, DropSchema, CreateExtension, DropExtension,                           //
                                  CreateView, DropView, RefreshMaterializedView,                                      //
                                  CreateFunction, DropFunction, CreateTrigger, DropTrigger,                           //
                                  CreateSequence, AlterSequence, DropSequence,                                        //
                                  CreateEnum, AddEnumValue, RenameEnumValue, DropEnum,                                //
                                  Grant, Revoke, EnableRowSecurity, DisableRowSecurity, CreatePolicy, DropPolicy,     //
                                  Execute, BulkInsert, BatchedUpdate,                                                 //
                                  BatchAlterTable>;

// Copied, moved, destroyed and compared in operation.cpp: inline, each file that holds an operation would compile that
// for every kind of them, which took a third of the whole build.
struct OperationBody : AnyOperation {
  using AnyOperation::AnyOperation;
  OperationBody();
  OperationBody(const OperationBody& other);
  OperationBody(OperationBody&& other) noexcept;
  OperationBody& operator=(const OperationBody& other);
  OperationBody& operator=(OperationBody&& other) noexcept;
  ~OperationBody();
  friend bool operator==(const OperationBody& a, const OperationBody& b);
};

// Where an operation was asked for.
struct Origin {
  std::string revision;
  std::string file;  // as messages show it
  int line = 0;      // 1-based; 0: not from a file
  friend bool operator==(const Origin&, const Origin&) = default;
};

struct Operation {
  OperationBody body;
  Origin origin;

  // Where an operation comes from is no part of what it does.
  friend bool operator==(const Operation& a, const Operation& b) { return a.body == b.body; }
};

// "create_table": as `op` calls it.
std::string_view name_of(const Operation& operation);

}  // namespace luamigrate::ops
