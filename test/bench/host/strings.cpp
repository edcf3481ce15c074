#include "checked.h"

int main(int, char **argv) {
  int64_t n = std::atoll(argv[1]);
  std::string text;
  for (int64_t i = 0; i < n; ++i) {
    text += "item ";
    text += std::to_string(i);
    if (i % 3 == 0) text += ", and then some"; else text += ";";
  }
  std::printf("%zu\n", text.size());
}
