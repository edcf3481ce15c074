# How our own code is compiled. The presets choose FLOW_OPTIMIZE, FLOW_GC_SECTIONS and FLOW_SANITIZE.

set(FLOW_OPTIMIZE "-O1;-g" CACHE STRING "Optimization and debug-info flags")
set(FLOW_SANITIZE "" CACHE STRING "Argument of -fsanitize, empty for none")
# The operators of the runtime live on AVX2; a machine without it needs FLOW_MARCH=x86-64-v2.
set(FLOW_MARCH "x86-64-v3" CACHE STRING "Argument of -march for what is compiled here; empty for none")
option(FLOW_GC_SECTIONS "Let the linker drop functions and data that nothing uses" OFF)

set(CMAKE_CXX_STANDARD 20)
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_CXX_EXTENSIONS OFF)
set(CMAKE_POSITION_INDEPENDENT_CODE ON)
set(CMAKE_CXX_VISIBILITY_PRESET hidden)
set(CMAKE_VISIBILITY_INLINES_HIDDEN ON)
include(CheckPIESupported)
check_pie_supported(LANGUAGES CXX)

# For everything that is compiled here, generated code included. Results must not depend on where the compiler
# could have fused a multiplication with an addition, hence -ffp-contract=off.
add_compile_options(${FLOW_OPTIMIZE} -fno-omit-frame-pointer -ffp-contract=off)
if(FLOW_MARCH AND CMAKE_SYSTEM_PROCESSOR STREQUAL "x86_64")
  add_compile_options(-march=${FLOW_MARCH})
endif()
if(FLOW_GC_SECTIONS)
  add_compile_options(-ffunction-sections -fdata-sections)
  add_link_options(-Wl,--gc-sections)
endif()
if(FLOW_SANITIZE)
  # vptr needs type information of libraries that were compiled without it.
  add_compile_options(-fsanitize=${FLOW_SANITIZE} -fno-sanitize-recover=all -fno-sanitize=vptr)
  add_link_options(-fsanitize=${FLOW_SANITIZE})
endif()

option(FLOW_FUZZ "Build the fuzzers of test/fuzz, and count what they reach" OFF)
if(FLOW_FUZZ)
  add_compile_options(-fsanitize=fuzzer-no-link)
endif()

# Only for code that we write ourselves; flow_library() and its sisters link it.
add_library(flow_warnings INTERFACE)
target_compile_options(flow_warnings INTERFACE -Wall -Wextra -Werror)

find_program(FLOW_CCACHE ccache)
if(FLOW_CCACHE)
  set(CMAKE_C_COMPILER_LAUNCHER "${FLOW_CCACHE}")
  set(CMAKE_CXX_COMPILER_LAUNCHER "${FLOW_CCACHE}")
endif()

find_program(FLOW_MOLD mold)
if(FLOW_MOLD)
  add_link_options(-fuse-ld=mold)
endif()
# Libraries that nobody calls (LLVM names Z3) must not cost start-up time.
# The build id tells builds apart: objects in the cache are of one build.
add_link_options(-Wl,--as-needed -Wl,--build-id)

# Links are heavy (LLVM is static): one at a time.
set_property(GLOBAL PROPERTY JOB_POOLS flow_link=1)
set(CMAKE_JOB_POOL_LINK flow_link)
