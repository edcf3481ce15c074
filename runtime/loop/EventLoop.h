#pragma once
// An event loop on its own thread. Register what to watch, then start(); stop() (or the destructor) ends the thread.
// Callbacks run on that thread, one at a time, and must not block.

#include "runtime/base/Status.h"

#include <cstdint>
#include <functional>
#include <memory>

namespace flow::loop {

class EventLoop {
public:
  /// Fails when the system has no room for the files that a loop keeps open.
  static Result<std::unique_ptr<EventLoop>> create();
  ~EventLoop();
  EventLoop(const EventLoop &) = delete;
  EventLoop &operator=(const EventLoop &) = delete;

  /// Calls `handler` each time the process gets the signal, instead of what the signal does by default.
  void onSignal(int signal, std::function<void()> handler);
  /// Calls `handler` after `firstMs` milliseconds and then every `repeatMs`.
  void every(uint64_t firstMs, uint64_t repeatMs, std::function<void()> handler);

  void start();
  /// After it returns no callback runs any more.
  void stop();

private:
  EventLoop();

  struct State;
  std::unique_ptr<State> state_;
};

} // namespace flow::loop
