#include "lua/pool.h"

#include <new>

namespace luamigrate::lua {

void* Pool::take_new(std::size_t size) noexcept {
  const std::size_t rounded = class_of(size) * step;
  if (left_ < rounded) {
    try {
      chunks_.reserve(chunks_.size() + 1);
      chunks_.push_back(std::make_unique_for_overwrite<std::byte[]>(chunk_size));
    } catch (const std::bad_alloc&) {
      return nullptr;
    }
    next_ = chunks_.back().get();
    left_ = chunk_size;
  }
  void* const block = next_;
  next_ += rounded;
  left_ -= rounded;
  return block;
}

}  // namespace luamigrate::lua
