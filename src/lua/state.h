// An interpreter of Lua: the state, the memory it may use and the time it may take. Knows nothing of migrations.
#pragma once

#include <chrono>
#include <cstddef>
#include <lua.hpp>
#include <memory>
#include <optional>
#include <stop_token>

#include "lua/alarm.h"
#include "luamigrate/error.h"

namespace luamigrate::lua {

inline constexpr std::size_t default_memory_limit = std::size_t{512} * 1024 * 1024;

// Owns a lua_State. Scripts that ask for more than `memory_limit` bytes meet Lua's "not enough memory". For one thread
// at a time.
class State {
 public:
  explicit State(std::size_t memory_limit = default_memory_limit);
  ~State();
  State(const State&) = delete;
  State& operator=(const State&) = delete;

  lua_State* get() const noexcept { return state_.get(); }
  std::size_t memory_used() const noexcept;
  std::size_t memory_limit() const noexcept;

  // Throws what ends a script whose time is up, or that is asked to stop: for functions that take long.
  void require_time() const;

  // The State that `L`, or the coroutine `L`, is of.
  static State& of(lua_State* L) noexcept;

 private:
  friend class TimeLimit;
  struct Memory;
  struct Close {
    void operator()(lua_State* L) const noexcept { lua_close(L); }
  };

  std::unique_ptr<Memory> memory_;
  std::unique_ptr<lua_State, Close> state_;
  class TimeLimit* time_limit_ = nullptr;
};

// While it lives, Lua code of the state that runs for longer, or goes on after `stop` was requested, ends with an
// error, again at each further instruction, so that no pcall in a script can swallow it. Time spent inside one call of
// a C function is seen when it returns, or calls require_time(). Zero: no limit of time.
//
// An alarm sets a hook of Lua's when it is time, as the Lua program does at Ctrl-C. No one can tell which coroutine
// runs then, so coroutines are watched from the beginning: they look at the clock between instructions.
class TimeLimit {
 public:
  TimeLimit(State& state, std::chrono::milliseconds limit, std::stop_token stop = {});
  ~TimeLimit();
  TimeLimit(const TimeLimit&) = delete;
  TimeLimit& operator=(const TimeLimit&) = delete;

  // For each new coroutine.
  static void watch(lua_State* coroutine);

 private:
  friend class State;
  static void hook(lua_State* L, lua_Debug* activation);
  static void ring(void* state) noexcept;
  static void watch_as_usual(State& state, lua_State* L);
  bool is_limited() const { return limit_.count() > 0 || stop_.stop_possible(); }
  bool is_over() const;
  Error why() const;

  State& state_;
  TimeLimit* outer_;
  std::chrono::milliseconds limit_;
  std::chrono::steady_clock::time_point deadline_;
  std::stop_token stop_;
  std::optional<Alarm> alarm_;
};

}  // namespace luamigrate::lua
