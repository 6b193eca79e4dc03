#include "lua_source/operations.h"

#include <optional>

#include "lua_source/expressions.h"

namespace luamigrate::lua_source {
namespace {

struct TableLeftOut {
  constexpr bool operator()(std::string_view field) const {
    return field == "table" || field == "schema" || field == "source" || field == "source_schema";
  }
};

// In a batch block, which knows its table.
std::string batch_statement(const ops::Operation& operation) {
  return std::visit(
      []<class T>(const T& body) {
        return laid_out(call_expression("batch." + std::string(T::lua_name), body, TableLeftOut{}), 2);
      },
      operation.body);
}

std::string batch_block(const ops::BatchAlterTable& batch) {
  std::string head = laid_out(call_expression("op.batch_alter_table", batch));
  head.pop_back();  // its closing parenthesis
  std::string result = head + ", function(batch)\n";
  for (const ops::Operation& operation : batch.operations) result += "  " + batch_statement(operation) + "\n";
  return result + "end)";
}

struct Statement {
  template <class T>
  std::string operator()(const T& body) const {
    return laid_out(call_expression("op." + std::string(T::lua_name), body));
  }
  std::string operator()(const ops::BatchAlterTable& batch) const { return batch_block(batch); }
};

// A materialized view says so by its method.
std::optional<ops::CreateView> materialized(const ops::Operation& operation) {
  const auto* view = std::get_if<ops::CreateView>(&operation.body);
  if (!view) return std::nullopt;
  ops::CreateView plain = *view;
  plain.options = {};
  bool found = false;
  for (const schema::DialectOption& option : view->options.all())
    if (option.name == "materialized")
      found = true;
    else
      plain.options.set(option);
  return found ? std::optional(std::move(plain)) : std::nullopt;
}

}  // namespace

std::string to_lua(const ops::Operation& operation) {
  return std::visit(Statement{}, operation.body);
}

std::string to_lua(std::span<const ops::Operation> operations) {
  std::string result;
  for (const ops::Operation& operation : operations) result += to_lua(operation) + "\n";
  return result;
}

std::string to_model(const ops::Operation& operation) {
  if (const auto view = materialized(operation)) return laid_out(call_expression("db:materialized_view", *view));
  return std::visit(
      []<class T>(const T& body) {
        const std::string_view method = std::is_same_v<T, ops::CreateTable>       ? "table"
                                        : std::is_same_v<T, ops::CreateView>      ? "view"
                                        : std::is_same_v<T, ops::CreateEnum>      ? "enum"
                                        : std::is_same_v<T, ops::CreateSequence>  ? "sequence"
                                        : std::is_same_v<T, ops::CreateFunction>  ? "func"
                                        : std::is_same_v<T, ops::CreateTrigger>   ? "trigger"
                                        : std::is_same_v<T, ops::CreatePolicy>    ? "policy"
                                        : std::is_same_v<T, ops::CreateExtension> ? "extension"
                                                                                  : "";
        return laid_out(call_expression("db:" + std::string(method), body));
      },
      operation.body);
}

std::string to_lua(const schema::Type& type) {
  return laid_out(expression(type));
}
std::string to_lua(const schema::Element& element) {
  return laid_out(expression(element));
}

}  // namespace luamigrate::lua_source
