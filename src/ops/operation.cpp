#include "ops/operation.h"

namespace luamigrate::ops {

OperationBody::OperationBody() = default;
OperationBody::OperationBody(const OperationBody& other) = default;
OperationBody::OperationBody(OperationBody&& other) noexcept = default;
OperationBody& OperationBody::operator=(const OperationBody& other) = default;
OperationBody& OperationBody::operator=(OperationBody&& other) noexcept = default;
OperationBody::~OperationBody() = default;

bool operator==(const OperationBody& a, const OperationBody& b) {
  return static_cast<const AnyOperation&>(a) == static_cast<const AnyOperation&>(b);
}

std::string_view name_of(const Operation& operation) {
  return std::visit([]<class T>(const T&) { return T::lua_name; }, operation.body);
}

}  // namespace luamigrate::ops
