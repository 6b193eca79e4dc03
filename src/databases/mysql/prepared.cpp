#include "databases/mysql/prepared.h"

#include <fmt/format.h>

#include <charconv>
#include <cmath>
#include <cstring>

namespace luamigrate::databases::mysql {
namespace {

constexpr unsigned binary_charset = 63;
constexpr std::size_t usual_length = 256;
constexpr std::size_t least_packet = std::size_t{1} * 1024 * 1024;  // that servers are set to take

MYSQL_BIND bind_of(enum_field_types type, const void* data, std::size_t length) {
  MYSQL_BIND bind{};
  bind.buffer_type = type;
  bind.buffer = const_cast<void*>(data);  // the library only reads parameters
  bind.buffer_length = static_cast<unsigned long>(length);
  bind.length_value = static_cast<unsigned long>(length);
  return bind;
}

bool is_bytes(const MYSQL_FIELD& field) {
  if (field.charsetnr != binary_charset) return false;
  switch (field.type) {
    case MYSQL_TYPE_TINY_BLOB:
    case MYSQL_TYPE_MEDIUM_BLOB:
    case MYSQL_TYPE_LONG_BLOB:
    case MYSQL_TYPE_BLOB:
    case MYSQL_TYPE_VAR_STRING:
    case MYSQL_TYPE_STRING:
    case MYSQL_TYPE_VARCHAR:
    case MYSQL_TYPE_GEOMETRY: return true;
    default: return false;
  }
}

// What the field is read as: numbers as they are, all else as text or bytes.
enum_field_types buffer_type(const MYSQL_FIELD& field) {
  switch (field.type) {
    case MYSQL_TYPE_TINY:
    case MYSQL_TYPE_SHORT:
    case MYSQL_TYPE_INT24:
    case MYSQL_TYPE_LONG:
    case MYSQL_TYPE_LONGLONG:
    case MYSQL_TYPE_YEAR: return MYSQL_TYPE_LONGLONG;
    case MYSQL_TYPE_FLOAT: return MYSQL_TYPE_FLOAT;
    case MYSQL_TYPE_DOUBLE: return MYSQL_TYPE_DOUBLE;
    default: return is_bytes(field) || field.type == MYSQL_TYPE_BIT ? MYSQL_TYPE_BLOB : MYSQL_TYPE_STRING;
  }
}

template <class Number>
Number number_in(const std::vector<char>& buffer) {
  Number number{};
  std::memcpy(&number, buffer.data(), sizeof number);
  return number;
}

// The double that is written as the float is: 0.1 stays 0.1.
double widened(float number) {
  const std::string text = fmt::format("{}", number);
  double result = static_cast<double>(number);
  std::from_chars(text.data(), text.data() + text.size(), result);
  return result;
}

schema::Value integer(const std::vector<char>& buffer, bool is_unsigned) {
  const auto number = number_in<std::int64_t>(buffer);
  // Above what a signed number holds: as text, exactly.
  if (is_unsigned && number < 0) return std::to_string(static_cast<std::uint64_t>(number));
  return number;
}

// As bits: with the highest of 64 the number is negative.
schema::Value bits(const std::vector<char>& buffer, std::size_t length) {
  std::uint64_t number = 0;
  for (std::size_t i = 0; i < length; ++i) number = number << 8U | static_cast<unsigned char>(buffer[i]);
  return static_cast<std::int64_t>(number);
}

}  // namespace

void Parameters::add(const schema::Value& value) {
  static constexpr signed char one = 1, zero = 0;
  struct Bind {
    MYSQL_BIND operator()(schema::Null) const { return bind_of(MYSQL_TYPE_NULL, nullptr, 0); }
    MYSQL_BIND operator()(const bool& flag) const { return bind_of(MYSQL_TYPE_TINY, flag ? &one : &zero, 1); }
    MYSQL_BIND operator()(const std::int64_t& number) const {
      return bind_of(MYSQL_TYPE_LONGLONG, &number, sizeof number);
    }
    MYSQL_BIND operator()(const double& number) const {
      // Into a column of integers the server writes 0 for it, and says nothing.
      if (!std::isfinite(number))
        throw Error(ErrorKind::script, "MySQL has no NaN and no infinity", "write null where that is meant");
      return bind_of(MYSQL_TYPE_DOUBLE, &number, sizeof number);
    }
    MYSQL_BIND operator()(const std::string& text) const {
      return bind_of(MYSQL_TYPE_STRING, text.data(), text.size());
    }
    MYSQL_BIND operator()(const schema::Blob& blob) const {
      return bind_of(MYSQL_TYPE_BLOB, blob.bytes.data(), blob.bytes.size());
    }
    MYSQL_BIND operator()(const schema::Json& json) const {
      return bind_of(MYSQL_TYPE_STRING, json.text.data(), json.text.size());
    }
  };
  binds_.push_back(std::visit(Bind{}, value));
}

std::size_t Parameters::bytes() const {
  std::size_t sum = 0;
  for (const MYSQL_BIND& bind : binds_) sum += bind.buffer_length;
  return sum;
}

Prepared::Prepared(Session& session, std::string sql) : session_(session), sql_(std::move(sql)) {
  session_.require_usable(sql_);
  statement_.reset(mysql_stmt_init(session_.raw()));
  if (!statement_) throw std::bad_alloc();
  if (mysql_stmt_prepare(statement_.get(), sql_.data(), sql_.size()) == 0) return;
  if (!cannot_be_prepared(mysql_stmt_errno(statement_.get()))) throw session_.failure(sql_, statement_.get());
  statement_.reset();
}

void Prepared::send(Parameters& parameters) {
  session_.require_usable(sql_);
  const std::size_t wanted = mysql_stmt_param_count(statement_.get());
  if (wanted != parameters.size())
    throw Error(ErrorKind::script,
                fmt::format("the SQL has {} parameters, and {} values are given", wanted, parameters.size()),
                "give one value for each ?");
  if (wanted > 0 && mysql_stmt_bind_param(statement_.get(), parameters.data()) != 0)
    throw session_.failure(sql_, statement_.get());
  if (mysql_stmt_execute(statement_.get()) == 0) return;
  const Error error = session_.failure(sql_, statement_.get());
  // The server drops whoever sends it too much at a time.
  if (error.kind() != ErrorKind::connection || parameters.bytes() < least_packet) throw error;
  throw error.told_as(fmt::format("{}; {} bytes were sent in one go, which may be more than its max_allowed_packet",
                                  error.message(), parameters.bytes()));
}

std::int64_t Prepared::execute(Parameters& parameters) {
  send(parameters);
  const bool has_rows = mysql_stmt_field_count(statement_.get()) > 0;
  const auto touched = has_rows ? -1 : static_cast<std::int64_t>(mysql_stmt_affected_rows(statement_.get()));
  int more = 0;
  do {
    mysql_stmt_free_result(statement_.get());
    more = mysql_stmt_more_results(statement_.get()) ? mysql_stmt_next_result(statement_.get()) : -1;
    if (more > 0) throw session_.failure(sql_, statement_.get());
  } while (more == 0);
  session_.statement_is_over();
  return touched;
}

void Prepared::start_query(Parameters& parameters, bool held) {
  const unsigned long kind = held ? CURSOR_TYPE_READ_ONLY : CURSOR_TYPE_NO_CURSOR;
  const unsigned long portion = 1000;
  mysql_stmt_attr_set(statement_.get(), STMT_ATTR_CURSOR_TYPE, &kind);
  mysql_stmt_attr_set(statement_.get(), STMT_ATTR_PREFETCH_ROWS, &portion);
  send(parameters);
  bind_fields();
  if (!fields_.empty()) {
    if (mysql_stmt_bind_result(statement_.get(), binds_.data()) != 0) throw session_.failure(sql_, statement_.get());
    if (!statement_->cursor_exists && mysql_stmt_store_result(statement_.get()) != 0)
      throw session_.failure(sql_, statement_.get());
  }
  session_.statement_is_over();
}

void Prepared::bind_fields() {
  const unsigned count = mysql_stmt_field_count(statement_.get());
  fields_ = std::vector<Field>(count);
  binds_.assign(count, MYSQL_BIND{});
  if (count == 0) return;
  const MYSQL_FIELD* about = mariadb_stmt_fetch_fields(statement_.get());
  for (std::size_t i = 0; i < count; ++i) {
    Field& field = fields_[i];
    field.about = about[i];
    field.buffer.resize(usual_length);
    MYSQL_BIND& bind = binds_[i];
    bind.buffer_type = buffer_type(field.about);
    bind.is_unsigned = (field.about.flags & UNSIGNED_FLAG) != 0 ? 1 : 0;
    bind.buffer = field.buffer.data();
    bind.buffer_length = static_cast<unsigned long>(field.buffer.size());
    bind.length = &field.length;
    bind.is_null = &field.is_null;
    bind.error = &field.is_cut;
  }
}

std::vector<std::string> Prepared::column_names() const {
  std::vector<std::string> names;
  for (const Field& field : fields_) names.emplace_back(field.about.name, field.about.name_length);
  return names;
}

bool Prepared::next(std::vector<schema::Value>& values) {
  if (fields_.empty()) return false;
  const int status = mysql_stmt_fetch(statement_.get());
  if (status == MYSQL_NO_DATA) return false;
  if (status != 0 && status != MYSQL_DATA_TRUNCATED) throw session_.failure(sql_, statement_.get());
  read_cut_values();
  values.resize(fields_.size());
  for (std::size_t i = 0; i < fields_.size(); ++i) values[i] = value(i);
  return true;
}

// Values that were longer than their buffers, which stay as long as they now get. To bind forgets where the values of
// this row are: it comes after all of them.
void Prepared::read_cut_values() {
  bool any = false;
  for (std::size_t i = 0; i < fields_.size(); ++i) {
    Field& field = fields_[i];
    if (field.is_null != 0 || field.length <= field.buffer.size()) continue;
    MYSQL_BIND& bind = binds_[i];
    field.buffer.resize(field.length);
    bind.buffer = field.buffer.data();
    bind.buffer_length = static_cast<unsigned long>(field.buffer.size());
    if (mysql_stmt_fetch_column(statement_.get(), &bind, static_cast<unsigned>(i), 0) != 0)
      throw session_.failure(sql_, statement_.get());
    any = true;
  }
  if (any && mysql_stmt_bind_result(statement_.get(), binds_.data()) != 0)
    throw session_.failure(sql_, statement_.get());
}

schema::Value Prepared::value(std::size_t place) {
  const Field& field = fields_[place];
  if (field.is_null != 0) return schema::Null{};
  switch (binds_[place].buffer_type) {
    case MYSQL_TYPE_LONGLONG: return integer(field.buffer, binds_[place].is_unsigned != 0);
    case MYSQL_TYPE_FLOAT: return widened(number_in<float>(field.buffer));
    case MYSQL_TYPE_DOUBLE: return number_in<double>(field.buffer);
    default: break;
  }
  if (field.about.type == MYSQL_TYPE_BIT) return bits(field.buffer, field.length);
  std::string text(field.buffer.data(), field.length);
  if (is_bytes(field.about)) return schema::Blob{std::move(text)};
  return text;
}

}  // namespace luamigrate::databases::mysql
