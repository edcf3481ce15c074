# The functions that every folder's CMakeLists.txt is written with. DEPENDS names our own layers (`base`, `diag`) and
# EXTERNAL third-party targets (`fmt::fmt`, `flow_llvm`); both are public, so users of a library get what it needs.

# flow_library(NAME SOURCES a.cpp.. [DEPENDS layer..] [EXTERNAL target..]): the static library flow_NAME.
# Without SOURCES it is a library of headers.
function(flow_library name)
  cmake_parse_arguments(PARSE_ARGV 1 arg "" "" "SOURCES;DEPENDS;EXTERNAL")
  set(target flow_${name})
  list(TRANSFORM arg_DEPENDS PREPEND "flow::")
  if(arg_SOURCES)
    add_library(${target} STATIC ${arg_SOURCES})
    target_include_directories(${target} PUBLIC "${PROJECT_SOURCE_DIR}")
    target_link_libraries(${target} PRIVATE flow_warnings PUBLIC ${arg_DEPENDS} ${arg_EXTERNAL})
  else()
    add_library(${target} INTERFACE)
    target_include_directories(${target} INTERFACE "${PROJECT_SOURCE_DIR}")
    target_link_libraries(${target} INTERFACE ${arg_DEPENDS} ${arg_EXTERNAL})
  endif()
  add_library(flow::${name} ALIAS ${target})
endfunction()

# flow_executable(NAME SOURCES.. [DEPENDS..] [EXTERNAL..]): the program build/<preset>/bin/NAME.
function(flow_executable name)
  cmake_parse_arguments(PARSE_ARGV 1 arg "" "" "SOURCES;DEPENDS;EXTERNAL")
  list(TRANSFORM arg_DEPENDS PREPEND "flow::")
  add_executable(${name} ${arg_SOURCES})
  target_include_directories(${name} PRIVATE "${PROJECT_SOURCE_DIR}")
  target_link_libraries(${name} PRIVATE flow_warnings ${arg_DEPENDS} ${arg_EXTERNAL})
endfunction()

# flow_unit_test(NAME SOURCES.. [DEPENDS..] [EXTERNAL..]): one GoogleTest program and one ctest entry, both unit_NAME.
function(flow_unit_test name)
  cmake_parse_arguments(PARSE_ARGV 1 arg "" "" "SOURCES;DEPENDS;EXTERNAL")
  set(target unit_${name})
  flow_executable(${target} SOURCES ${arg_SOURCES} DEPENDS ${arg_DEPENDS}
                  EXTERNAL ${arg_EXTERNAL} GTest::gtest_main)
  set_target_properties(${target} PROPERTIES RUNTIME_OUTPUT_DIRECTORY "${PROJECT_BINARY_DIR}/test/unit")
  add_test(NAME ${target} COMMAND ${target} WORKING_DIRECTORY "${PROJECT_SOURCE_DIR}")
  set_tests_properties(${target} PROPERTIES LABELS unit TIMEOUT 300)
  add_dependencies(flow_unit_tests ${target})
endfunction()
add_custom_target(flow_unit_tests)

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
