#include "compiler/codegen/Optimize.h"

#include <llvm/Analysis/AliasAnalysis.h>
#include <llvm/Analysis/AssumptionCache.h>
#include <llvm/Analysis/BasicAliasAnalysis.h>
#include <llvm/Analysis/BlockFrequencyInfo.h>
#include <llvm/Analysis/BranchProbabilityInfo.h>
#include <llvm/Analysis/DemandedBits.h>
#include <llvm/Analysis/LazyValueInfo.h>
#include <llvm/Analysis/LoopAccessAnalysis.h>
#include <llvm/Analysis/LoopInfo.h>
#include <llvm/Analysis/MemoryDependenceAnalysis.h>
#include <llvm/Analysis/MemorySSA.h>
#include <llvm/Analysis/OptimizationRemarkEmitter.h>
#include <llvm/Analysis/PostDominators.h>
#include <llvm/Analysis/ProfileSummaryInfo.h>
#include <llvm/Analysis/ScalarEvolution.h>
#include <llvm/Analysis/ScopedNoAliasAA.h>
#include <llvm/Analysis/TargetLibraryInfo.h>
#include <llvm/Analysis/TargetTransformInfo.h>
#include <llvm/Analysis/TypeBasedAliasAnalysis.h>
#include <llvm/IR/Dominators.h>
#include <llvm/IR/PassInstrumentation.h>
#include <llvm/Transforms/IPO/AlwaysInliner.h>
#include <llvm/Transforms/IPO/GlobalDCE.h>
#include <llvm/Transforms/InstCombine/InstCombine.h>
#include <llvm/Transforms/Scalar/ADCE.h>
#include <llvm/Transforms/Scalar/ConstraintElimination.h>
#include <llvm/Transforms/Scalar/CorrelatedValuePropagation.h>
#include <llvm/Transforms/Scalar/EarlyCSE.h>
#include <llvm/Transforms/Scalar/GVN.h>
#include <llvm/Transforms/Scalar/IndVarSimplify.h>
#include <llvm/Transforms/Scalar/JumpThreading.h>
#include <llvm/Transforms/Scalar/LICM.h>
#include <llvm/Transforms/Scalar/LoopPassManager.h>
#include <llvm/Transforms/Scalar/LoopRotation.h>
#include <llvm/Transforms/Scalar/LoopUnrollPass.h>
#include <llvm/Transforms/Scalar/SROA.h>
#include <llvm/Transforms/Scalar/SimpleLoopUnswitch.h>
#include <llvm/Transforms/Scalar/SimplifyCFG.h>
#include <llvm/Transforms/Vectorize/LoopVectorize.h>

namespace flow::codegen {

namespace {

/// The analyses that the passes below ask for, and no others: registering all of LLVM's takes longer than
/// some kernels.
class Analyses {
public:
  explicit Analyses(llvm::TargetMachine &machine) : library_(machine.getTargetTriple()) {
    registerFunctionAnalyses(machine);
    loops_.registerPass([] { return llvm::PassInstrumentationAnalysis(); });
    loops_.registerPass([] { return llvm::ShouldRunExtraSimpleLoopUnswitch(); }); // what IndVarSimplify finds
    modules_.registerPass([] { return llvm::PassInstrumentationAnalysis(); });
    modules_.registerPass([] { return llvm::ProfileSummaryAnalysis(); });
    modules_.registerPass([&] { return llvm::FunctionAnalysisManagerModuleProxy(functions_); });
    functions_.registerPass([&] { return llvm::ModuleAnalysisManagerFunctionProxy(modules_); });
    functions_.registerPass([&] { return llvm::LoopAnalysisManagerFunctionProxy(loops_); });
    loops_.registerPass([&] { return llvm::FunctionAnalysisManagerLoopProxy(functions_); });
  }

  llvm::ModuleAnalysisManager &modules() { return modules_; }

private:
  void registerFunctionAnalyses(llvm::TargetMachine &machine) {
    functions_.registerPass([] { return llvm::PassInstrumentationAnalysis(); });
    functions_.registerPass([&] { return machine.getTargetIRAnalysis(); });
    functions_.registerPass([&] { return llvm::TargetLibraryAnalysis(library_); });
    functions_.registerPass([] { return llvm::AssumptionAnalysis(); });
    functions_.registerPass([] { return llvm::DominatorTreeAnalysis(); });
    functions_.registerPass([] { return llvm::PostDominatorTreeAnalysis(); });
    functions_.registerPass([] { return llvm::LoopAnalysis(); });
    functions_.registerPass([] { return llvm::ScalarEvolutionAnalysis(); });
    functions_.registerPass([] { return llvm::MemorySSAAnalysis(); });
    functions_.registerPass([] { return llvm::OptimizationRemarkEmitterAnalysis(); });
    functions_.registerPass([] { return llvm::BlockFrequencyAnalysis(); });
    functions_.registerPass([] { return llvm::BranchProbabilityAnalysis(); });
    functions_.registerPass([] { return llvm::DemandedBitsAnalysis(); });
    functions_.registerPass([] { return llvm::LoopAccessAnalysis(); });
    functions_.registerPass([] { return llvm::ShouldRunExtraVectorPasses(); });
    functions_.registerPass([] { return llvm::LazyValueAnalysis(); });
    functions_.registerPass([] { return llvm::MemoryDependenceAnalysis(); });
    functions_.registerPass([] { return llvm::BasicAA(); });
    functions_.registerPass([] { return llvm::ScopedNoAliasAA(); });
    functions_.registerPass([] { return llvm::TypeBasedAA(); });
    functions_.registerPass([] {
      llvm::AAManager manager;
      manager.registerFunctionAnalysis<llvm::BasicAA>();
      manager.registerFunctionAnalysis<llvm::ScopedNoAliasAA>();
      manager.registerFunctionAnalysis<llvm::TypeBasedAA>();
      return manager;
    });
  }

  llvm::TargetLibraryInfoImpl library_;
  llvm::LoopAnalysisManager loops_;
  llvm::FunctionAnalysisManager functions_;
  llvm::ModuleAnalysisManager modules_; // its results refer to the others: it goes first
};

void addLoopPasses(llvm::FunctionPassManager &passes) {
  llvm::LoopPassManager loops;
  loops.addPass(llvm::LoopRotatePass(/*EnableHeaderDuplication=*/true));
  loops.addPass(llvm::LICMPass(llvm::LICMOptions()));
  passes.addPass(llvm::createFunctionToLoopPassAdaptor(std::move(loops), /*UseMemorySSA=*/true));
}

llvm::FunctionPassManager functionPasses(int level, bool accumulates) {
  llvm::FunctionPassManager passes;
  passes.addPass(llvm::SROAPass(llvm::SROAOptions::ModifyCFG));
  passes.addPass(llvm::EarlyCSEPass());
  passes.addPass(llvm::SimplifyCFGPass());
  passes.addPass(llvm::InstCombinePass());
  addLoopPasses(passes);
  if (level >= 2) {
    passes.addPass(llvm::LoopVectorizePass());
    passes.addPass(llvm::SimplifyCFGPass());
    passes.addPass(llvm::InstCombinePass());
    if (accumulates) addLoopPasses(passes);
  }
  passes.addPass(llvm::EarlyCSEPass());
  passes.addPass(llvm::SimplifyCFGPass());
  passes.addPass(llvm::ADCEPass());
  return passes;
}

/// Functions return structs, the site that failed first. Where one is inlined, a phi chooses between the structs of its
/// returns; as phis of their members they let control that failed, or did not, go its own way.
struct SplitStructPhis : llvm::PassInfoMixin<SplitStructPhis> {
  llvm::PreservedAnalyses run(llvm::Function &function, llvm::FunctionAnalysisManager &) {
    llvm::SmallVector<llvm::PHINode *> found;
    for (llvm::BasicBlock &block : function)
      for (llvm::PHINode &phi : block.phis())
        if (phi.getType()->isStructTy()) found.push_back(&phi);
    for (llvm::PHINode *phi : found) split(*phi);
    if (found.empty()) return llvm::PreservedAnalyses::all();
    llvm::PreservedAnalyses preserved;
    preserved.preserveSet<llvm::CFGAnalyses>();
    return preserved;
  }

private:
  static void split(llvm::PHINode &phi) {
    llvm::IRBuilder<> after(phi.getParent(), phi.getParent()->getFirstInsertionPt());
    llvm::Value *whole = llvm::PoisonValue::get(phi.getType());
    for (unsigned member = 0; member < phi.getType()->getStructNumElements(); ++member) {
      llvm::IRBuilder<> before(&phi);
      llvm::PHINode *part = before.CreatePHI(phi.getType()->getStructElementType(member), phi.getNumIncomingValues());
      for (unsigned i = 0; i < phi.getNumIncomingValues(); ++i) {
        llvm::BasicBlock *from = phi.getIncomingBlock(i);
        int same = part->getBasicBlockIndex(from); // a branch may lead here both ways
        llvm::IRBuilder<> incoming(from->getTerminator());
        part->addIncoming(same >= 0 ? part->getIncomingValue(static_cast<unsigned>(same))
                                    : incoming.CreateExtractValue(phi.getIncomingValue(i), member),
                          from);
      }
      whole = after.CreateInsertValue(whole, part, member);
    }
    phi.replaceAllUsesWith(whole);
    phi.eraseFromParent();
  }
};

void addCleanup(llvm::FunctionPassManager &passes) {
  passes.addPass(llvm::SimplifyCFGPass());
  passes.addPass(llvm::InstCombinePass());
}

/// Host code is loops over lists: what matters is that checks of indices and of counters go away where the condition of
/// a loop implies them, and that lengths are read once.
llvm::FunctionPassManager hostPasses() {
  llvm::FunctionPassManager passes;
  passes.addPass(llvm::SROAPass(llvm::SROAOptions::ModifyCFG));
  passes.addPass(SplitStructPhis());
  passes.addPass(llvm::EarlyCSEPass(/*UseMemorySSA=*/true));
  addCleanup(passes);
  passes.addPass(llvm::JumpThreadingPass());
  passes.addPass(llvm::CorrelatedValuePropagationPass());
  addCleanup(passes);
  passes.addPass(llvm::ConstraintEliminationPass());
  llvm::LoopPassManager invariants;
  invariants.addPass(llvm::LoopRotatePass(/*EnableHeaderDuplication=*/true));
  invariants.addPass(llvm::LICMPass(llvm::LICMOptions()));
  invariants.addPass(llvm::SimpleLoopUnswitchPass(/*NonTrivial=*/true)); // of indices that do not change
  passes.addPass(llvm::createFunctionToLoopPassAdaptor(std::move(invariants), /*UseMemorySSA=*/true));
  addCleanup(passes);
  llvm::LoopPassManager counters;
  counters.addPass(llvm::IndVarSimplifyPass());
  passes.addPass(llvm::createFunctionToLoopPassAdaptor(std::move(counters)));
  passes.addPass(llvm::GVNPass());
  passes.addPass(llvm::InstCombinePass());
  passes.addPass(llvm::JumpThreadingPass());
  passes.addPass(llvm::CorrelatedValuePropagationPass());
  addLoopPasses(passes);
  passes.addPass(llvm::LoopVectorizePass());
  addCleanup(passes);
  passes.addPass(llvm::LoopUnrollPass());
  addCleanup(passes);
  addLoopPasses(passes);
  passes.addPass(llvm::EarlyCSEPass());
  passes.addPass(llvm::SimplifyCFGPass());
  passes.addPass(llvm::ADCEPass());
  return passes;
}

} // namespace

void optimizeHost(llvm::Module &module, llvm::TargetMachine &machine) {
  Analyses analyses(machine);
  llvm::ModulePassManager passes;
  passes.addPass(llvm::AlwaysInlinerPass(/*InsertLifetime=*/false));
  passes.addPass(llvm::GlobalDCEPass());
  passes.addPass(llvm::createModuleToFunctionPassAdaptor(hostPasses()));
  passes.run(module, analyses.modules());
}

void optimize(llvm::Module &module, llvm::TargetMachine &machine, int level, bool accumulates) {
  Analyses analyses(machine);
  llvm::ModulePassManager passes;
  passes.addPass(llvm::AlwaysInlinerPass(/*InsertLifetime=*/false));
  passes.addPass(llvm::GlobalDCEPass());
  if (level >= 1) passes.addPass(llvm::createModuleToFunctionPassAdaptor(functionPasses(level, accumulates)));
  passes.run(module, analyses.modules());
}

} // namespace flow::codegen
