#include "compiler/codegen/HostTarget.h"

#include <llvm/ADT/STLExtras.h>
#include <llvm/ADT/SmallVector.h>
#include <llvm/ADT/StringMap.h>
#include <llvm/TargetParser/Host.h>
#include <llvm/TargetParser/X86TargetParser.h>

#include <algorithm>
#include <vector>

namespace flow::codegen {

/// Only what differs from the CPU's usual features (a hypervisor hides some): LLVM reads the list many times.
static std::string unusualFeatures(const std::string &cpu) {
  llvm::SmallVector<llvm::StringRef> usual;
  llvm::X86::getFeaturesForCPU(cpu, usual);
  std::vector<std::string> features;
  for (const auto &feature : llvm::sys::getHostCPUFeatures()) {
    bool isUsual = llvm::is_contained(usual, feature.first());
    if (feature.second != isUsual) features.push_back((feature.second ? "+" : "-") + feature.first().str());
  }
  std::sort(features.begin(), features.end());
  std::string text;
  for (const std::string &feature : features) text += (text.empty() ? "" : ",") + feature;
  return text;
}

static HostTarget findHostTarget() {
  HostTarget target;
  target.triple = llvm::sys::getProcessTriple();
  target.cpu = llvm::sys::getHostCPUName().str();
  target.features = unusualFeatures(target.cpu);
  return target;
}

const HostTarget &hostTarget() {
  static const HostTarget target = findHostTarget();
  return target;
}

} // namespace flow::codegen
