#include "autogen/plainly.h"

#include <algorithm>
#include <charconv>
#include <optional>
#include <string>
#include <variant>

namespace luamigrate::autogen {
namespace {

template <class Number>
std::optional<schema::DefaultValue> number_of(std::string_view text) {
  Number value{};
  const auto [end, problem] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (problem != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return value;
}

// The literal that the text begins with; a cast may follow.
std::optional<std::string> literal(std::string_view text) {
  std::string value;
  for (std::size_t at = 1; at < text.size(); ++at) {
    if (text[at] == '\\') return std::nullopt;  // an escape to one database, itself to another
    if (text[at] == '\'' && text.substr(at + 1, 1) != "'") {
      const std::string_view behind = text.substr(at + 1);
      if (!behind.empty() && !behind.starts_with("::")) return std::nullopt;
      return value;
    }
    if (text[at] == '\'') ++at;
    value += text[at];
  }
  return std::nullopt;
}

std::optional<schema::DefaultValue> number(std::string_view text) {
  if (text.find_first_not_of("0123456789.-") != std::string_view::npos) return std::nullopt;
  const std::optional<schema::DefaultValue> integer = number_of<std::int64_t>(text);
  return integer ? integer : number_of<double>(text);
}

// What the text might mean, the plainest first.
std::vector<schema::DefaultValue> readings(std::string_view text) {
  if (text == "true") return {true};
  if (text == "false") return {false};
  std::optional<std::string> quoted;
  if (text.starts_with('\'')) quoted = literal(text);
  std::vector<schema::DefaultValue> result;
  if (const auto value = number(quoted ? *quoted : text)) result.push_back(*value);
  if (quoted) result.emplace_back(std::move(*quoted));
  return result;
}

struct Plainly {
  const databases::Dialect& dialect;

  void say(std::optional<schema::DefaultValue>& written, const schema::Column& column) const {
    const auto* shown = written ? std::get_if<schema::Sql>(&*written) : nullptr;
    if (!shown) return;
    schema::Table table{.name = {"", "t"}, .columns = {column}};
    for (const schema::DefaultValue& reading : readings(shown->text)) {
      table.columns.front().server_default = reading;
      const auto again = dialect.as_shown(table);
      if (!again || again->columns.front().server_default != written) continue;
      written = reading;
      return;
    }
  }
  void say(schema::Column& column) const { say(column.server_default, {.name = column.name, .type = column.type}); }

  void operator()(ops::CreateTable& op) const {
    for (schema::Element& element : op.elements)
      if (auto* column = std::get_if<schema::Column>(&element)) {
        say(*column);
        if (column->autoincrement.value_or(false)) leave_out_counting(op, *column);
      }
  }
  void operator()(ops::AddColumn& op) const { say(op.column); }
  void operator()(ops::AlterColumn& op) const {
    const std::optional<schema::Type>& type = op.type ? op.type : op.existing_type;
    if (type) say(op.server_default, {.name = op.column, .type = *type});
    if (op.existing_type) say(op.existing_server_default, {.name = op.column, .type = *op.existing_type});
  }
  void operator()(ops::BatchAlterTable& op) const {
    for (ops::Operation& operation : op.operations) std::visit(*this, operation.body);
  }
  void operator()(ops::CreateSequence& op) const {
    leave_out(op, &ops::CreateSequence::type);
    leave_out(op, &ops::CreateSequence::start);
    leave_out(op, &ops::CreateSequence::increment);
    leave_out(op, &ops::CreateSequence::minvalue);
    leave_out(op, &ops::CreateSequence::maxvalue);
    leave_out(op, &ops::CreateSequence::cache);
    leave_out(op, &ops::CreateSequence::cycle);
  }
  template <class Other>
  void operator()(Other&) const {}

 private:
  // A key that counts by itself.
  void leave_out_counting(const ops::CreateTable& op, schema::Column& counting) const {
    counting.autoincrement.reset();
    const auto shown = dialect.as_shown(schema::table_from_elements({op.schema, op.name}, op.elements));
    const schema::Column* column = shown ? shown->find_column(counting.name) : nullptr;
    if (!column || !column->autoincrement.value_or(false)) counting.autoincrement = true;
  }

  // What would be shown all the same.
  template <class Part>
  void leave_out(ops::CreateSequence& op, Part ops::CreateSequence::*part) const {
    ops::CreateSequence without = op;
    without.*part = Part();
    if (dialect.sequence_as_shown(without) == dialect.sequence_as_shown(op)) op = std::move(without);
  }
};

}  // namespace

void say_plainly(std::vector<ops::Operation>& operations, const databases::Dialect& dialect) {
  for (ops::Operation& operation : operations) std::visit(Plainly{dialect}, operation.body);
}

}  // namespace luamigrate::autogen
