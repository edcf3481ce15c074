#pragma once
// The text of a file as ANTLR's lexer reads it: code points, at indices that are byte offsets, so that tokens
// and spans need no conversion. The text is valid UTF-8 (SourceCheck) and outlives the stream.

#include <antlr4-runtime.h>

#include <string_view>

namespace flow::parse {

class Utf8Stream final : public antlr4::CharStream {
public:
  explicit Utf8Stream(std::string_view text, size_t begin = 0) : text_(text), at_(begin) {}

  void consume() override;
  size_t LA(ssize_t distance) override;
  ssize_t mark() override { return -1; }
  void release(ssize_t) override {}
  size_t index() override { return at_; }
  void seek(size_t index) override { at_ = index; }
  size_t size() override { return text_.size(); }
  std::string getSourceName() const override { return {}; }
  std::string getText(const antlr4::misc::Interval &interval) override;
  std::string toString() const override { return std::string(text_); }

private:
  std::string_view text_;
  size_t at_;
};

} // namespace flow::parse
