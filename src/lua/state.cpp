#include "lua/state.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstdlib>
#include <cstring>
#include <new>

#include "lua/call.h"
#include "lua/pool.h"
#include "luamigrate/error.h"

namespace luamigrate::lua {
namespace {

// Instructions between two looks at the clock: some ten microseconds.
constexpr int hook_interval = 2000;

}  // namespace

struct State::Memory {
  explicit Memory(std::size_t most) : limit(most) {}

  std::size_t limit;
  std::size_t used = 0;
  Pool pool;

  static void* allocate(void* memory, void* block, std::size_t old_size, std::size_t new_size) {
    auto& self = *static_cast<Memory*>(memory);
    if (!block) old_size = 0;  // Lua passes the kind of a new object there
    // Lua relies on shrinking never to fail.
    if (new_size > old_size && new_size - old_size > self.limit - self.used) return nullptr;
    void* result = self.moved(block, old_size, new_size);
    if (result || new_size == 0) self.used += new_size - old_size;
    return result;
  }

 private:
  void* moved(void* block, std::size_t old_size, std::size_t new_size) {
    const bool was_small = block && old_size <= Pool::largest, is_small = new_size <= Pool::largest;
    if (was_small && is_small && new_size > 0 && Pool::same_class(old_size, new_size)) return block;
    if (block && !was_small && !is_small) return std::realloc(block, new_size);
    void* result = nullptr;
    if (new_size > 0) {
      result = is_small ? pool.take(new_size) : std::malloc(new_size);
      if (!result) return nullptr;
      if (block) std::memcpy(result, block, std::min(old_size, new_size));
    }
    if (was_small)
      pool.give(block, old_size);
    else
      std::free(block);
    return result;
  }
};

State::State(std::size_t memory_limit) : memory_(std::make_unique<Memory>(memory_limit)) {
  state_.reset(lua_newstate(&Memory::allocate, memory_.get()));
  if (!state_) throw Error(ErrorKind::config, "the memory limit is too small to start Lua", "raise [lua] memory_limit");
  static_assert(LUA_EXTRASPACE >= sizeof(State*));
  // New coroutines copy the extra space of the main thread.
  *static_cast<State**>(lua_getextraspace(state_.get())) = this;
}

State::~State() = default;

std::size_t State::memory_used() const noexcept {
  return memory_->used;
}
std::size_t State::memory_limit() const noexcept {
  return memory_->limit;
}

State& State::of(lua_State* L) noexcept {
  return **static_cast<State**>(lua_getextraspace(L));
}

void State::require_time() const {
  if (time_limit_ && time_limit_->is_over()) throw time_limit_->why();
}

TimeLimit::TimeLimit(State& state, std::chrono::milliseconds limit, std::stop_token stop)
    : state_(state),
      outer_(state.time_limit_),
      limit_(limit),
      deadline_(std::chrono::steady_clock::now() + limit),
      stop_(std::move(stop)) {
  if (!is_limited()) return;
  state_.time_limit_ = this;
  lua_sethook(state_.get(), &TimeLimit::hook, LUA_MASKCOUNT, hook_interval);
}

TimeLimit::~TimeLimit() {
  if (!is_limited()) return;
  state_.time_limit_ = outer_;
  if (outer_)
    lua_sethook(state_.get(), &TimeLimit::hook, LUA_MASKCOUNT, hook_interval);
  else
    lua_sethook(state_.get(), nullptr, 0, 0);
}

bool TimeLimit::is_over() const {
  return stop_.stop_requested() || (limit_.count() > 0 && std::chrono::steady_clock::now() >= deadline_);
}

Error TimeLimit::why() const {
  if (stop_.stop_requested())
    return Error(ErrorKind::interrupted, "interrupted in the script", "run the same command again to go on");
  return Error(ErrorKind::script, fmt::format("the script ran for longer than {} ms", limit_.count()),
               "raise [lua] time_limit, or do less in Lua");
}

void TimeLimit::hook(lua_State* L, lua_Debug*) {
  TimeLimit* limit = State::of(L).time_limit_;
  if (!limit) {  // a coroutine that outlived its limit
    lua_sethook(L, nullptr, 0, 0);
    return;
  }
  if (!limit->is_over()) return;
  lua_sethook(L, &TimeLimit::hook, LUA_MASKCOUNT, 1);
  raise(L, limit->why());
}

}  // namespace luamigrate::lua
