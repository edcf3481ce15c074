# The functions that every folder's CMakeLists.txt is written with. DEPENDS names our own layers (`base`,
# `diag`) and EXTERNAL third-party targets (`fmt::fmt`, `flow_llvm`). Both are public: who uses a library gets
# what it needs.

# Everything that a user runs, without the tests.
add_custom_target(programs)

# flow_add_parts(TARGET SCOPE): what all kinds of targets have in common; reads the parsed arguments.
macro(flow_add_parts target scope)
  list(TRANSFORM arg_DEPENDS PREPEND "flow::")
  target_include_directories(${target} ${scope} "${PROJECT_SOURCE_DIR}")
  target_link_libraries(${target} ${scope} ${arg_DEPENDS} ${arg_EXTERNAL})
  if(NOT "${scope}" STREQUAL "INTERFACE")
    target_link_libraries(${target} PRIVATE $<BUILD_INTERFACE:flow_warnings>)
  endif()
endmacro()

# flow_library(NAME SOURCES a.cpp.. [DEPENDS layer..] [EXTERNAL target..]): the static library flow_NAME.
# Without SOURCES it is a library of headers.
function(flow_library name)
  cmake_parse_arguments(PARSE_ARGV 1 arg "" "" "SOURCES;DEPENDS;EXTERNAL")
  if(arg_SOURCES)
    add_library(flow_${name} STATIC ${arg_SOURCES})
    flow_add_parts(flow_${name} PUBLIC)
  else()
    add_library(flow_${name} INTERFACE)
    flow_add_parts(flow_${name} INTERFACE)
  endif()
  add_library(flow::${name} ALIAS flow_${name})
endfunction()

# flow_module(NAME SOURCES.. [DEPENDS..] [EXTERNAL..]): the shared library build/<preset>/lib/libflow_NAME.so,
# opened by the program when it is first needed. Only symbols marked visible leave it.
function(flow_module name)
  cmake_parse_arguments(PARSE_ARGV 1 arg "" "" "SOURCES;DEPENDS;EXTERNAL")
  add_library(flow_${name} MODULE ${arg_SOURCES})
  flow_add_parts(flow_${name} PRIVATE)
  add_dependencies(programs flow_${name})
endfunction()

# flow_executable(NAME SOURCES.. [DEPENDS..] [EXTERNAL..]): the program build/<preset>/bin/NAME.
function(flow_executable name)
  cmake_parse_arguments(PARSE_ARGV 1 arg "" "" "SOURCES;DEPENDS;EXTERNAL")
  add_executable(${name} ${arg_SOURCES})
  flow_add_parts(${name} PRIVATE)
  add_dependencies(programs ${name})
endfunction()

# flow_unit_test(NAME SOURCES.. [DEPENDS..] [EXTERNAL..]): one GoogleTest program and one ctest entry, both
# unit_NAME. It runs in the root of the repository.
function(flow_unit_test name)
  cmake_parse_arguments(PARSE_ARGV 1 arg "" "" "SOURCES;DEPENDS;EXTERNAL")
  set(target unit_${name})
  add_executable(${target} ${arg_SOURCES})
  list(APPEND arg_EXTERNAL GTest::gtest_main)
  flow_add_parts(${target} PRIVATE)
  set_target_properties(${target} PROPERTIES RUNTIME_OUTPUT_DIRECTORY "${PROJECT_BINARY_DIR}/test/unit")
  add_test(NAME ${target} COMMAND ${target} WORKING_DIRECTORY "${PROJECT_SOURCE_DIR}")
  set_tests_properties(${target} PROPERTIES LABELS unit TIMEOUT 300)
endfunction()

# flow_layers(folder..): adds the folders that exist, in this order. A layer may depend on those before it.
# The names are kept, with their place, for test/unit, which mirrors them.
function(flow_layers)
  file(RELATIVE_PATH side "${PROJECT_SOURCE_DIR}" "${CMAKE_CURRENT_SOURCE_DIR}")
  foreach(layer IN LISTS ARGN)
    set_property(GLOBAL APPEND PROPERTY FLOW_LAYERS "${side}/${layer}")
    if(EXISTS "${CMAKE_CURRENT_SOURCE_DIR}/${layer}/CMakeLists.txt")
      add_subdirectory(${layer})
    endif()
  endforeach()
endfunction()
