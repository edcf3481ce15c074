#pragma once
// The marks, numbers and texts that JSON (RFC 8259) is made of.

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace flow::values {

/// Goes through the text of a JSON document. What gives false left the place of the mistake and its reason.
class JsonText {
public:
  explicit JsonText(std::string_view text) : text_(text) {}

  void skipBlanks();
  /// The character at hand, behind blanks; 0 at the end.
  char peek();
  /// Goes on behind the character when it is at hand.
  bool skip(char c);
  bool skipWord(std::string_view word);
  /// A number as it is written.
  bool number(std::string_view &written);
  bool string(std::string &value);
  /// Any value, without a look at what it means.
  bool skipValue(int depth);
  bool isAtEnd();

  bool fails(std::string reason);
  /// Of what was read last and is written so: the place is where it begins.
  bool failsAt(std::string_view written, std::string reason) {
    at_ -= written.size();
    return fails(std::move(reason));
  }
  const std::string &reason() const { return reason_; }
  /// "a string", "a number" ..: what is at hand.
  std::string_view kindAtHand();
  /// "line 2, column 5" of where it stands, counted in characters.
  std::string place() const;

private:
  bool escape(std::string &value);
  bool hexadecimal(uint32_t &code);

  std::string_view text_;
  size_t at_ = 0;
  std::string reason_;
};

} // namespace flow::values
