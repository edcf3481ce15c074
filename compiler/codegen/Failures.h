#pragma once
// What happens when an operation fails. Fast kernels gather suspicion and go on; exact code returns the site
// at once.

#include "compiler/codegen/TypeMap.h"
#include "compiler/ir/Fn.h"

#include <llvm/ADT/STLFunctionalExtras.h>

#include <functional>

namespace flow::codegen {

class ModuleEmitter;

/// Returned by what fails without a place in the source.
constexpr uint32_t kNoSite = UINT32_MAX;

class Failures {
public:
  virtual ~Failures() = default;
  /// Fast: suspicion is enough, so tests may be imprecise but must be cheap and free of branches.
  virtual bool isFast() const = 0;
  /// Writes a reason with the values in it into the context; null: the site's own will do.
  using Tell = llvm::function_ref<void()>;
  /// `condition` (i1) already holds the guard; `kind` is the reason when it may be another than the site's
  /// own. Exact code calls `tell` where it is sure that there is a failure.
  virtual void failIf(llvm::Value *condition, uint32_t site, std::optional<abi::FailureKind> kind, Tell tell = {}) = 0;
  /// Fails when the sign bit of `word` is set and `guard` (null: always) holds. Only when isFast().
  virtual void failIfNegative(llvm::Value *word, llvm::Value *guard) = 0;
  /// `site` (i32) is what a callee returned: 0 when it did not fail.
  virtual void failWith(llvm::Value *site) = 0;
  /// Fails here and now with `site` (i32); exact code ends the block.
  virtual void fail(llvm::Value *site) = 0;
  /// What is to be written where control leaves because of a failure, until it is set anew; null: nothing. Fast code
  /// goes on, and has nothing to clean up.
  virtual void setCleanup(std::function<void()>) {}
};

/// The lane of a row in a block of kLanes, where lanes do not know of each other; see StageEmitter.h.
struct Lane {
  llvm::Value *number = nullptr;     ///< i64
  llvm::MDNode *rowAccess = nullptr; ///< the access group that says so
};

/// Ors suspicion into words that live outside the loop; one word per width, so that vector code needs no
/// conversions. With lanes each has words of its own.
class GatheredFailures : public Failures {
public:
  /// `entry` is where the words are made.
  GatheredFailures(llvm::IRBuilderBase &builder, llvm::BasicBlock *entry, std::optional<Lane> lane = {})
      : builder_(builder), entry_(entry), lane_(lane) {}
  bool isFast() const override { return true; }
  void failIf(llvm::Value *condition, uint32_t site, std::optional<abi::FailureKind> kind, Tell tell) override;
  void failIfNegative(llvm::Value *word, llvm::Value *guard) override;
  void failWith(llvm::Value *site) override;
  void fail(llvm::Value *site) override { failWith(site); }
  /// After the loop: nonzero when anything was suspect.
  llvm::Value *result();

private:
  void orInto(llvm::AllocaInst *&word, llvm::Value *value);
  llvm::Value *gathered(llvm::AllocaInst *word);

  llvm::IRBuilderBase &builder_;
  llvm::BasicBlock *entry_;
  std::optional<Lane> lane_;
  llvm::AllocaInst *flags_ = nullptr; // i32, nonzero: suspect
  llvm::AllocaInst *signs_[5] = {};   // i8, i16, i32, i64, i128; negative: suspect
};

/// Of fast code whose failures are looked for elsewhere.
class IgnoredFailures : public Failures {
public:
  bool isFast() const override { return true; }
  void failIf(llvm::Value *, uint32_t, std::optional<abi::FailureKind>, Tell) override {}
  void failIfNegative(llvm::Value *, llvm::Value *) override {}
  void failWith(llvm::Value *) override {}
  void fail(llvm::Value *) override {}
};

/// Of an operation that gives none where it fails: precise, and free of branches.
class CollectedFailures : public Failures {
public:
  explicit CollectedFailures(llvm::IRBuilderBase &builder) : builder_(builder) {}
  bool isFast() const override { return false; }
  void failIf(llvm::Value *condition, uint32_t site, std::optional<abi::FailureKind> kind, Tell tell) override;
  void failIfNegative(llvm::Value *word, llvm::Value *guard) override;
  void failWith(llvm::Value *site) override;
  void fail(llvm::Value *site) override { failWith(site); }
  /// i1: whether the operation has failed.
  llvm::Value *result() const;

private:
  llvm::IRBuilderBase &builder_;
  llvm::Value *failed_ = nullptr; // null: it cannot
};

/// Branches to where a failure goes: out of the function, which returns the site, or to a handler.
class ReturnedFailures : public Failures {
public:
  /// The function returns {i32 site, leaves of the results...}; `leavesObject`: to code that does not know the numbers
  /// that sites have in the object.
  ReturnedFailures(llvm::IRBuilderBase &builder, llvm::Function *function, llvm::Value *context,
                   ModuleEmitter &module, bool leavesObject)
      : builder_(builder), function_(function), context_(context), module_(module), leavesObject_(leavesObject) {}
  bool isFast() const override { return false; }
  void failIf(llvm::Value *condition, uint32_t site, std::optional<abi::FailureKind> kind, Tell tell) override;
  void failIfNegative(llvm::Value *word, llvm::Value *guard) override;
  void failWith(llvm::Value *site) override;
  void fail(llvm::Value *site) override;
  void setCleanup(std::function<void()> cleanup) override { cleanup_ = std::move(cleanup); }

  /// A block and what it learns of the failure.
  struct Handler {
    llvm::BasicBlock *entry = nullptr;
    llvm::PHINode *site = nullptr; ///< i32
  };
  /// Where failures of what is written from now on go; null: out of the function.
  void setHandler(const Handler *handler) { handler_ = handler; }

private:
  const Handler &destination();
  void branch(llvm::Value *condition, llvm::Value *site);

  llvm::IRBuilderBase &builder_;
  llvm::Function *function_;
  llvm::Value *context_;
  ModuleEmitter &module_;
  bool leavesObject_;
  const Handler *handler_ = nullptr;
  Handler exit_;
  std::function<void()> cleanup_;
};

} // namespace flow::codegen
