#include "runtime/loop/EventLoop.h"

#include "runtime/abi/Check.h"

#include <fcntl.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstring>
#include <deque>
#include <thread>
#include <uv.h>

namespace flow::loop {

namespace {
struct SignalWatch {
  uv_signal_t handle;
  std::function<void()> handler;
};
struct TimerWatch {
  uv_timer_t handle;
  std::function<void()> handler;
};
} // namespace

struct EventLoop::State {
  uv_loop_t loop;
  uv_async_t stopRequest;
  std::deque<SignalWatch> signals; // deques: libuv keeps the addresses
  std::deque<TimerWatch> timers;
  std::thread thread;
};

Result<std::unique_ptr<EventLoop>> EventLoop::create() {
  // libuv ends the process when it cannot open one of its pipes: whether there is room is tried before.
  std::array<int, 10> files;
  int error = 0;
  for (int &file : files)
    if ((file = open("/dev/null", O_RDONLY | O_CLOEXEC)) < 0) error = errno;
  for (int file : files)
    if (file >= 0) close(file);
  if (error == 0) return std::unique_ptr<EventLoop>(new EventLoop);
  return Status::fail(FailureKind::IoError,
                      std::string("a program cannot run with so few files open at a time: ") + std::strerror(error));
}

EventLoop::EventLoop() : state_(std::make_unique<State>()) {
  FLOW_CHECK_EQ(uv_loop_init(&state_->loop), 0);
  int status = uv_async_init(&state_->loop, &state_->stopRequest, [](uv_async_t *handle) { uv_stop(handle->loop); });
  FLOW_CHECK_EQ(status, 0);
}

EventLoop::~EventLoop() {
  stop();
  auto closeHandle = [](uv_handle_t *handle, void *) {
    if (!uv_is_closing(handle)) uv_close(handle, nullptr);
  };
  uv_walk(&state_->loop, closeHandle, nullptr);
  uv_run(&state_->loop, UV_RUN_DEFAULT); // lets the handles close
  FLOW_CHECK_EQ(uv_loop_close(&state_->loop), 0);
}

void EventLoop::onSignal(int signal, std::function<void()> handler) {
  FLOW_CHECK(!state_->thread.joinable(), "watches are registered before start()");
  SignalWatch &watch = state_->signals.emplace_back();
  watch.handler = std::move(handler);
  FLOW_CHECK_EQ(uv_signal_init(&state_->loop, &watch.handle), 0);
  watch.handle.data = &watch;
  auto call = [](uv_signal_t *handle, int) { static_cast<SignalWatch *>(handle->data)->handler(); };
  FLOW_CHECK_EQ(uv_signal_start(&watch.handle, call, signal), 0);
}

void EventLoop::every(uint64_t firstMs, uint64_t repeatMs, std::function<void()> handler) {
  FLOW_CHECK(!state_->thread.joinable(), "watches are registered before start()");
  TimerWatch &watch = state_->timers.emplace_back();
  watch.handler = std::move(handler);
  FLOW_CHECK_EQ(uv_timer_init(&state_->loop, &watch.handle), 0);
  watch.handle.data = &watch;
  auto call = [](uv_timer_t *handle) { static_cast<TimerWatch *>(handle->data)->handler(); };
  FLOW_CHECK_EQ(uv_timer_start(&watch.handle, call, firstMs, repeatMs), 0);
}

void EventLoop::start() {
  FLOW_CHECK(!state_->thread.joinable(), "the loop runs already");
  state_->thread = std::thread([loop = &state_->loop] { uv_run(loop, UV_RUN_DEFAULT); });
}

void EventLoop::stop() {
  if (!state_->thread.joinable()) return;
  uv_async_send(&state_->stopRequest);
  state_->thread.join();
}

} // namespace flow::loop
