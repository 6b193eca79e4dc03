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

// Instructions between two looks at the clock, where that is needed: some ten microseconds.
constexpr int hook_interval = 2000;

}  // namespace

struct State::Memory {
  explicit Memory(std::size_t most) : limit(most) {}

  std::size_t limit;
  std::size_t used = 0;
  Pool pool;

  static void* allocate(void* memory, void* block, std::size_t old_size, std::size_t new_size) {
    auto& self = *static_cast<Memory*>(memory);
    if (!block) {
      old_size = 0;  // Lua passes the kind of a new object there
      if (is_small(new_size) && new_size <= self.limit - self.used) {
        if (void* const given_back = self.pool.take_again(new_size)) {
          self.used += new_size;
          return given_back;
        }
      }
    } else if (new_size == 0 && is_small(old_size)) {
      self.pool.give(block, old_size);
      self.used -= old_size;
      return nullptr;
    }
    return self.allocate_otherwise(block, old_size, new_size);
  }

 private:
  // What is rare: kept apart, so that the usual needs no registers saved.
  [[gnu::noinline]] void* allocate_otherwise(void* block, std::size_t old_size, std::size_t new_size) {
    if (new_size == 0) {
      give(block, old_size);
      used -= old_size;
      return nullptr;
    }
    // Lua relies on shrinking never to fail.
    if (new_size > old_size && new_size - old_size > limit - used) return nullptr;
    void* const result = block ? moved(block, old_size, new_size) : take(new_size);
    if (result) used += new_size - old_size;
    return result;
  }

  static bool is_small(std::size_t size) { return size <= Pool::largest; }

  void* take(std::size_t size) { return is_small(size) ? pool.take(size) : std::malloc(size); }
  void give(void* block, std::size_t size) {
    if (!block) return;
    if (is_small(size))
      pool.give(block, size);
    else
      std::free(block);
  }
  void* moved(void* block, std::size_t old_size, std::size_t new_size) {
    if (!is_small(old_size) && !is_small(new_size)) return std::realloc(block, new_size);
    if (is_small(old_size) && is_small(new_size) && Pool::same_class(old_size, new_size)) return block;
    void* const result = take(new_size);
    if (!result) return nullptr;
    std::memcpy(result, block, std::min(old_size, new_size));
    give(block, old_size);
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
  alarm_.emplace(&ring, state_.get(), limit_, stop_);
  watch_as_usual(state_, state_.get());
}

TimeLimit::~TimeLimit() {
  if (!is_limited()) return;
  alarm_.reset();
  state_.time_limit_ = outer_;
  watch_as_usual(state_, state_.get());
}

void TimeLimit::watch(lua_State* coroutine) {
  lua_sethook(coroutine, &hook, LUA_MASKCOUNT, hook_interval);
}

// As long as nothing is over. The alarm may ring in between, and will do so again.
void TimeLimit::watch_as_usual(State& state, lua_State* L) {
  const TimeLimit* limit = state.time_limit_;
  const bool is_coroutine = L != state.get();
  if (is_coroutine || (limit && !limit->alarm_->is_set()))
    watch(L);
  else
    lua_sethook(L, nullptr, 0, 0);
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
  State& state = State::of(L);
  const TimeLimit* limit = state.time_limit_;
  if (!limit || !limit->is_over()) return watch_as_usual(state, L);
  lua_sethook(L, &hook, LUA_MASKCOUNT, 1);
  raise(L, limit->why());
}

void TimeLimit::ring(void* state) noexcept {
  lua_sethook(static_cast<lua_State*>(state), &hook, LUA_MASKCOUNT, 1);
}

}  // namespace luamigrate::lua
