#include "compiler/sema/calls/Arguments.h"

#include "compiler/base/EditDistance.h"

#include <algorithm>

namespace flow::sema {

using diag::Code;

const std::string &Argument::name() const {
  static const std::string kNone;
  return syntax ? syntax->name.text : kNone;
}

std::string counted(size_t count, const char *noun) {
  return std::to_string(count) + " " + noun + (count == 1 ? "" : "s");
}

bool matchArguments(const CallSite &call, const std::vector<std::string_view> &parameters,
                    std::vector<const Argument *> &out, Mismatch &problem) {
  out.assign(parameters.size(), nullptr);
  if (call.positional.size() > parameters.size()) {
    size_t written = parameters.empty() || !hasReceiver(call) ? 0 : 1; // `m.get(k)` has one argument, as people count
    problem = {Code::WrongArgumentCount,
               call.span,
               "takes " + counted(parameters.size() - written, "argument") + ", but gets " +
                   std::to_string(call.positional.size() - written),
               {}};
    return false;
  }
  for (size_t i = 0; i < call.positional.size(); ++i) out[i] = &call.positional[i];
  for (const Argument &argument : call.named) {
    size_t at = 0;
    while (at < parameters.size() && parameters[at] != argument.name()) ++at;
    Span name = argument.syntax->name.span;
    if (at == parameters.size()) {
      problem = {Code::UnknownArgument, name, "has no parameter `" + argument.name() + "`",
                 closestName(argument.name(), parameters)};
      return false;
    }
    if (out[at]) {
      problem = {Code::WrongArgumentCount, name, "gets the argument `" + argument.name() + "` twice", {}};
      return false;
    }
    out[at] = &argument;
  }
  return true;
}

std::vector<uint32_t> evaluationOrder(const CallSite &call, const std::vector<const Argument *> &matched) {
  std::vector<uint32_t> order;
  if (call.named.empty()) return order;
  auto add = [&](const Argument *argument) {
    for (uint32_t i = 0; i < matched.size(); ++i)
      if (matched[i] == argument) order.push_back(i);
  };
  for (const std::vector<Argument> *arguments : {&call.positional, &call.named})
    for (const Argument &argument : *arguments) add(&argument);
  add(nullptr);
  return std::ranges::is_sorted(order) ? std::vector<uint32_t>() : order;
}

diag::Emitter::Builder reportMismatch(diag::Emitter &emitter, const std::string &name, const Mismatch &problem) {
  auto builder = emitter.report(problem.code, problem.where, "`" + name + "` " + problem.text);
  if (problem.near)
    builder.fix(problem.where, std::string(*problem.near), "did you mean `" + std::string(*problem.near) + "`?");
  return builder;
}

} // namespace flow::sema
