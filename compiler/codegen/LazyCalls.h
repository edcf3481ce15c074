#pragma once
// Calls from one group of host functions to another, while groups are brought into the process one by one. Every object
// has a slot for each function of other groups that it calls. A slot has the address of the function when that is
// there; before, it has a stub that asks for it, which goes on to the function as if it had been called itself.

#include <cstdint>
#include <functional>
#include <memory>
#include <unordered_map>
#include <vector>

namespace flow::codegen {

class LazyCalls {
public:
  /// `find` gives the address of a function, and has called `define` for it by then. It is called by the threads that
  /// run generated code.
  explicit LazyCalls(std::function<void *(uint32_t function)> find);
  ~LazyCalls();
  LazyCalls(const LazyCalls &) = delete;

  // Not for several threads at once.
  /// Puts into the slot what leads to the function, now and when it is defined. Slots live as long as this.
  void connect(void **slot, uint32_t function);
  void define(uint32_t function, void *address);

  /// A function that some slot is for.
  struct Target {
    LazyCalls *calls = nullptr;
    uint32_t function = 0;
    std::vector<void **> slots; ///< that have the stub
  };
  /// For stubs.
  static void *addressOf(Target *target) { return target->calls->find_(target->function); }

private:
  struct Stubs;
  struct Entry {
    Target *target;
    void *stub;
  };
  Entry newEntry();

  std::function<void *(uint32_t)> find_;
  std::vector<std::unique_ptr<Stubs>> stubs_;
  std::unordered_map<uint32_t, Entry> entries_;    ///< by function
  std::unordered_map<uint32_t, void *> addresses_; ///< of functions that are there
};

} // namespace flow::codegen
