#include "lua/pool.h"

#include <cstring>
#include <new>

namespace luamigrate::lua {

void* Pool::take(std::size_t size) noexcept {
  const std::size_t index = class_of(size);
  if (void* block = free_[index]) {
    std::memcpy(&free_[index], block, sizeof(void*));
    return block;
  }
  const std::size_t rounded = index * step;
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

void Pool::give(void* block, std::size_t size) noexcept {
  const std::size_t index = class_of(size);
  std::memcpy(block, &free_[index], sizeof(void*));
  free_[index] = block;
}

}  // namespace luamigrate::lua
