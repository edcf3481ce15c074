# cmake -DFOLDER=.. -P: edits what the ANTLR tool (4.7.2) has generated there. Its tables are unpacked when the process
# starts, some milliseconds; with this, when the first lexer or parser is made. Later versions do so themselves.
foreach(kind Lexer Parser)
  set(file "${FOLDER}/Flow${kind}.cpp")
  file(READ "${file}" text)
  string(REPLACE "Flow${kind}::Initializer Flow${kind}::_init;" "" edited "${text}")
  string(REPLACE ") : ${kind}(input) {" ") : ${kind}(input) {\n  static Initializer prepared;" edited "${edited}")
  string(FIND "${edited}" "static Initializer prepared;" at)
  if(edited STREQUAL text OR at EQUAL -1)
    message(FATAL_ERROR "${file} is not what the ANTLR tool was known to generate")
  endif()
  file(WRITE "${file}" "${edited}")
endforeach()
