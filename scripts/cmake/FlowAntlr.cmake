# flow_antlr_grammar(TARGET): runs the ANTLR tool on grammar/FlowLexer.g4 and grammar/FlowParser.g4 while
# building and makes a static library of the generated C++ and the ANTLR runtime. Only compiler/parse links
# it, and includes "grammar/FlowLexer.h" and "grammar/FlowParser.h" (namespace flow::grammar).

find_program(FLOW_ANTLR antlr4 REQUIRED)

function(flow_antlr_grammar target)
  find_library(FLOW_ANTLR_LIBRARY NAMES libantlr4-runtime.a antlr4-runtime REQUIRED)
  find_path(FLOW_ANTLR_INCLUDE antlr4-runtime.h PATH_SUFFIXES antlr4-runtime REQUIRED)

  set(grammar "${PROJECT_SOURCE_DIR}/grammar")
  set(out "${PROJECT_BINARY_DIR}/generated/grammar")
  set(edit "${PROJECT_SOURCE_DIR}/scripts/cmake/PrepareGrammarOnUse.cmake")
  set(generated FlowLexer.cpp FlowLexer.h FlowParser.cpp FlowParser.h)
  list(TRANSFORM generated PREPEND "${out}/")
  add_custom_command(
    OUTPUT ${generated}
    COMMAND "${CMAKE_COMMAND}" -E make_directory "${out}"
    COMMAND "${FLOW_ANTLR}" -Dlanguage=Cpp -package flow::grammar -no-listener -no-visitor -Werror
            -Xexact-output-dir -o "${out}" FlowLexer.g4
    COMMAND "${FLOW_ANTLR}" -Dlanguage=Cpp -package flow::grammar -no-listener -no-visitor -Werror
            -Xexact-output-dir -lib "${out}" -o "${out}" FlowParser.g4
    COMMAND "${CMAKE_COMMAND}" "-DFOLDER=${out}" -P "${edit}"
    DEPENDS "${grammar}/FlowLexer.g4" "${grammar}/FlowParser.g4" "${edit}"
    WORKING_DIRECTORY "${grammar}"
    COMMENT "ANTLR: grammar/*.g4"
    VERBATIM)

  add_library(${target} STATIC ${generated})
  add_library(flow::${target} ALIAS ${target})
  target_include_directories(${target} SYSTEM PUBLIC
    "${FLOW_ANTLR_INCLUDE}" "${PROJECT_BINARY_DIR}/generated")
  # The tool (4.7.2) writes u8"" into char strings, which C++20 refuses unless told otherwise.
  target_compile_options(${target} PRIVATE -w PUBLIC -fno-char8_t)
  target_compile_definitions(${target} PUBLIC ANTLR4CPP_STATIC)
  target_link_libraries(${target} PUBLIC "${FLOW_ANTLR_LIBRARY}" Threads::Threads)
endfunction()
