#include "databases/postgresql/scratch_names.h"

#include <algorithm>
#include <array>
#include <functional>
#include <optional>

#include "base/text.h"
#include "databases/postgresql/dialect.h"
#include "databases/postgresql/types.h"
#include "sql/names.h"

namespace luamigrate::databases::postgresql {
namespace {

using Change = std::function<std::string(const std::string&)>;

void change(std::string& sql, const Change& with) {
  if (!sql.empty()) sql = with(sql);
}
void change(schema::NameOrSql& expression, const Change& with) {
  if (auto* sql = std::get_if<schema::Sql>(&expression)) change(sql->text, with);
}
void change(std::optional<schema::DefaultValue>& value, const Change& with) {
  if (auto* sql = value ? std::get_if<schema::Sql>(&*value) : nullptr) change(sql->text, with);
}
void change(schema::DialectOptions& options, const Change& with) {
  for (schema::DialectOption option : std::vector(options.all())) {
    auto* sql = std::get_if<schema::Sql>(&option.value);
    auto* text = option.name == "where" ? std::get_if<std::string>(&option.value) : nullptr;  // a script may say it so
    if (!sql && !text) continue;
    change(sql ? sql->text : *text, with);
    options.set(std::move(option));
  }
}

void change(schema::Column& column, const Change& with) {
  change(column.server_default, with);
  change(column.check, with);
  if (column.computed) change(column.computed->expression, with);
}
void change(schema::Check& check, const Change& with) {
  change(check.condition, with);
}
void change(schema::Exclude& exclude, const Change& with) {
  for (schema::ExcludeElement& element : exclude.elements) change(element.expression, with);
  change(exclude.options, with);
}
void change(schema::Index& index, const Change& with) {
  for (schema::IndexColumn& column : index.columns) change(column.expression, with);
  change(index.options, with);
}
void change(schema::Element& element, const Change& with) {
  std::visit(
      [&](auto& one) {
        if constexpr (requires { change(one, with); }) change(one, with);
      },
      element);
}

void change(ops::CreateTable& table, const Change& with) {
  for (schema::Element& element : table.elements) change(element, with);
  change(table.options, with);
}
void change(schema::Table& table, const Change& with) {
  for (schema::Column& column : table.columns) change(column, with);
  for (schema::Check& check : table.checks) change(check, with);
  for (schema::Exclude& exclude : table.excludes) change(exclude, with);
  for (schema::Index& index : table.indexes) change(index, with);
  change(table.options, with);
}
void change(ops::CreateView& view, const Change& with) {
  change(view.select, with);
  for (schema::Element& element : view.indexes) change(element, with);
}
void change(ops::CreateFunction& function, const Change& with) {
  change(function.signature, with);
  change(function.returns, with);
}
void change(ops::CreateTrigger& trigger, const Change& with) {
  change(trigger.condition, with);
  change(trigger.execute, with);
}
void change(ops::CreatePolicy& policy, const Change& with) {
  change(policy.using_, with);
  change(policy.with_check, with);
}

// Whether the literal behind `before` is a name: nextval('audit.numbers'), or 'audit.numbers'::regclass.
bool is_name_in_literal(const std::vector<std::string>& before, std::string_view rest) {
  static constexpr std::array<std::string_view, 4> functions{"nextval", "setval", "currval", "to_regclass"};
  if (before.size() > 1 && before.back() == "(" &&
      std::ranges::find(functions, base::lower(before[before.size() - 2])) != functions.end())
    return true;
  sql::Tokenizer tokens(rest, dialect().syntax());
  if (tokens.next_significant().text != "::") return false;
  return sql::equals_ignoring_case(tokens.next_significant().text, "regclass");
}

// `sql` with what `rename` answers for the schema of each name that says one; nothing: it stays.
using Rename = std::function<std::optional<std::string>(const schema::ObjectName&)>;
std::string renamed(std::string_view sql, const Rename& rename) {
  std::string result;
  const auto prefix = [](const std::string& schema) {
    return schema.empty() ? std::string() : dialect().quote(std::string_view(schema)) + ".";
  };
  const auto behind = [&](const sql::Token& token) {
    return sql.substr(static_cast<std::size_t>(token.text.data() - sql.data()) + token.text.size());
  };
  std::vector<std::string> before;  // the tokens that count
  sql::Tokenizer tokens(sql, dialect().syntax());
  sql::Token token = tokens.next();
  while (token.kind != sql::TokenKind::end) {
    const std::string_view text = token.text;
    const bool is_part = !before.empty() && before.back() == ".";
    if (token.kind != sql::TokenKind::space && token.kind != sql::TokenKind::comment) before.emplace_back(text);
    if (token.kind == sql::TokenKind::string && text.size() > 2 && text.starts_with('\'')) {
      before.pop_back();
      const std::string_view inside = text.substr(1, text.size() - 2);
      const std::size_t dot = inside.find('.');
      std::optional<std::string> schema;
      if (dot != std::string_view::npos && dot > 0 && is_name_in_literal(before, behind(token)))
        schema = rename({sql::unquoted(inside.substr(0, dot)), sql::unquoted(inside.substr(dot + 1))});
      result += schema ? "'" + prefix(*schema) + std::string(inside.substr(dot + 1)) + "'" : std::string(text);
      before.emplace_back(text);
    } else if (sql::is_name(token) && !is_part) {
      const sql::Token dot = tokens.next();
      if (dot.text != ".") {
        result += text;
        token = dot;
        continue;
      }
      before.emplace_back(dot.text);
      const sql::Token name = tokens.next();
      const std::optional<std::string> schema =
          sql::is_name(name) ? rename({sql::unquoted(text), sql::unquoted(name.text)}) : std::nullopt;
      result += schema ? prefix(*schema) : std::string(text) + ".";
      token = name;
      continue;
    } else {
      result += text;
    }
    token = tokens.next();
  }
  return result;
}

std::string_view name_of(const ops::CreateFunction& function) {
  return base::trimmed(std::string_view(function.signature).substr(0, function.signature.find('(')));
}

}  // namespace

ScratchNames::ScratchNames(const StandIns& stand_ins, const std::vector<ops::Operation>& creations,
                           std::string default_schema) {
  const auto said = [&](const std::string& schema) { return schema.empty() ? default_schema : schema; };
  for (const auto& [schema, stand_in] : stand_ins.all()) {
    stand_ins_.emplace(said(schema), stand_in);
    schemas_.emplace(stand_in, schema);
  }
  for (const ops::Operation& creation : creations)
    std::visit(
        [&]<class T>(const T& op) {
          if constexpr (std::is_same_v<T, ops::CreateFunction>)
            made_.insert({said(op.schema), sql::unquoted(name_of(op))});
          else if constexpr (
              requires { op.schema, op.name.size(); } && !requires { op.table; })
            made_.insert({said(op.schema), op.name});
          if constexpr (std::is_same_v<T, ops::CreateTable>)
            for (const schema::Element& element : op.elements)
              if (const auto* column = std::get_if<schema::Column>(&element))
                if (const schema::Type* type = find_enum(column->type))
                  made_.insert({said(type->text_option("schema")), type->text_option("name")});
        },
        creation.body);
}

std::string ScratchNames::moved(const std::string& sql) const {
  return renamed(sql, [&](const schema::ObjectName& name) -> std::optional<std::string> {
    const auto found = stand_ins_.find(name.schema);
    return found == stand_ins_.end() || !made_.contains(name) ? std::nullopt : std::optional(found->second);
  });
}

std::string ScratchNames::back(const std::string& sql) const {
  return renamed(sql, [&](const schema::ObjectName& name) -> std::optional<std::string> {
    const auto found = schemas_.find(name.schema);
    return found == schemas_.end() ? std::nullopt : std::optional(found->second);
  });
}

void ScratchNames::move(ops::Operation& operation) const {
  const Change with = [this](const std::string& sql) { return moved(sql); };
  std::visit(
      [&](auto& op) {
        if constexpr (requires { change(op, with); }) change(op, with);
      },
      operation.body);
}

void ScratchNames::put_back(Catalogue& catalogue) const {
  const Change with = [this](const std::string& sql) {
    return sql.find(scratch_prefix) == std::string::npos ? sql : back(sql);
  };
  for (schema::Table& table : catalogue.tables) change(table, with);
  for (ops::CreateView& view : catalogue.objects.views) change(view, with);
  for (ops::CreateFunction& function : catalogue.objects.functions) change(function, with);
  for (ops::CreateTrigger& trigger : catalogue.objects.triggers) change(trigger, with);
  for (ops::CreatePolicy& policy : catalogue.objects.policies) change(policy, with);
}

}  // namespace luamigrate::databases::postgresql
