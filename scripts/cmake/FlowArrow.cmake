# flow_arrow_sdk: Arrow C++ and Parquet, headers and libraries of the pyarrow package that scripts/setup
# installs into the virtual environment. Only runtime/frame/io/arrow links it, in a library that is opened on
# first use.
# The environment is build/venv, or the folder that the variable FLOW_VENV names (for several build trees).

if(DEFINED ENV{FLOW_VENV})
  set(FLOW_VENV_DEFAULT "$ENV{FLOW_VENV}")
else()
  set(FLOW_VENV_DEFAULT "${PROJECT_SOURCE_DIR}/build/venv")
endif()
set(FLOW_VENV "${FLOW_VENV_DEFAULT}" CACHE PATH "The virtual environment made by scripts/setup")

file(GLOB FLOW_PYARROW "${FLOW_VENV}/lib/python3*/site-packages/pyarrow")
if(NOT FLOW_PYARROW)
  message(FATAL_ERROR "no pyarrow in ${FLOW_VENV}: run scripts/setup first")
endif()

# The wheel carries only versioned names, such as libarrow.so.2600.
function(flow_arrow_part target library)
  file(GLOB path "${FLOW_PYARROW}/${library}.so.[0-9]*")
  list(LENGTH path count)
  if(NOT count EQUAL 1)
    message(FATAL_ERROR "expected one ${library}.so.N in ${FLOW_PYARROW}, found: ${path}")
  endif()
  get_filename_component(soname "${path}" NAME)
  add_library(${target} SHARED IMPORTED GLOBAL)
  set_target_properties(${target} PROPERTIES
    IMPORTED_LOCATION "${path}"
    IMPORTED_SONAME "${soname}"
    INTERFACE_INCLUDE_DIRECTORIES "${FLOW_PYARROW}/include")
endfunction()
flow_arrow_part(flow_arrow_core libarrow)
flow_arrow_part(flow_arrow_parquet libparquet)

add_library(flow_arrow_sdk INTERFACE)
target_link_libraries(flow_arrow_sdk INTERFACE flow_arrow_parquet flow_arrow_core)
