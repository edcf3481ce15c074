# The libraries that we did not write, one target each. Their headers are system headers. Who may use which is
# written down in docs/architecture.md and checked by test/tidy.

find_package(Threads REQUIRED)
find_package(fmt REQUIRED)           # fmt::fmt, in .cpp files only
find_package(CLI11 REQUIRED)         # CLI11::CLI11, one .cpp of compiler/driver
find_package(nlohmann_json REQUIRED) # nlohmann_json::nlohmann_json, one .cpp per user
find_package(GTest REQUIRED)         # GTest::gtest_main, test/unit only

# flow_static(TARGET LIBRARY HEADER): an installed library, linked statically when its archive is there.
function(flow_static target library header)
  find_library(${target}_LIBRARY NAMES lib${library}.a ${library} REQUIRED)
  find_path(${target}_INCLUDE ${header} REQUIRED)
  add_library(${target} INTERFACE)
  target_link_libraries(${target} INTERFACE "${${target}_LIBRARY}" Threads::Threads)
  # /usr/include is searched anyway, and naming it again would break the order of the system headers.
  if(NOT ${target}_INCLUDE STREQUAL "/usr/include")
    target_include_directories(${target} SYSTEM INTERFACE "${${target}_INCLUDE}")
  endif()
endfunction()

flow_static(flow_uv uv_a uv.h)                     # runtime/loop
flow_static(flow_re2 re2 re2/re2.h)                # runtime/text
flow_static(flow_xxhash xxhash xxhash.h)
flow_static(flow_zlib z zlib.h)                      # runtime/frame/io
flow_static(flow_zstd zstd zstd.h)                  # runtime/frame/io
flow_static(flow_hwy hwy hwy/highway.h)
flow_static(flow_hwy_sort hwy_contrib hwy/contrib/sort/vqsort.h)
target_link_libraries(flow_uv INTERFACE ${CMAKE_DL_LIBS})
target_link_libraries(flow_hwy_sort INTERFACE flow_hwy)

# compiler/codegen: LLVM by component, static. The shared library would triple the start of the process.
find_package(LLVM 19.1 REQUIRED CONFIG)
llvm_map_components_to_libnames(FLOW_LLVM_LIBRARIES
  Core Support TargetParser Analysis TransformUtils InstCombine ScalarOpts Vectorize IPO BitReader Linker
  RuntimeDyld Object Target X86CodeGen X86Info X86Desc)
add_library(flow_llvm INTERFACE)
target_include_directories(flow_llvm SYSTEM INTERFACE ${LLVM_INCLUDE_DIRS})
separate_arguments(FLOW_LLVM_DEFINITIONS NATIVE_COMMAND "${LLVM_DEFINITIONS}")
target_compile_definitions(flow_llvm INTERFACE ${FLOW_LLVM_DEFINITIONS})
target_link_libraries(flow_llvm INTERFACE ${FLOW_LLVM_LIBRARIES})
