# A room is one folder of src/ and one static library; scripts/check-house holds its includes to src/HOUSE.

find_program(CCACHE ccache)
if(CCACHE AND NOT CMAKE_CXX_COMPILER_LAUNCHER)
  # Precompiled headers carry macros and times that ccache must be told to trust. Paths are taken as from here, so that
  # another clone finds what this one compiled.
  set(CMAKE_CXX_COMPILER_LAUNCHER ${CMAKE_COMMAND} -E env
    CCACHE_SLOPPINESS=pch_defines,time_macros,include_file_mtime,include_file_ctime
    CCACHE_BASEDIR=${PROJECT_SOURCE_DIR} CCACHE_NOHASHDIR=1 ${CCACHE})
endif()

add_library(luamigrate_flags INTERFACE)
target_include_directories(luamigrate_flags INTERFACE $<BUILD_INTERFACE:${PROJECT_SOURCE_DIR}/src>)
target_compile_options(luamigrate_flags INTERFACE -Wall -Wextra -Wpedantic -Wconversion -Wshadow -Wnon-virtual-dtor
  -Wno-missing-field-initializers)  # what a designated initializer leaves out has its default on purpose
# GCC 12 sees overflows in std::string's own code where it optimizes (GCC bugs 105329 and 105651), and uninitialized members where an aggregate is made in place (105562).
target_compile_options(luamigrate_flags INTERFACE
  $<$<CXX_COMPILER_ID:GNU>:-Wno-stringop-overflow;-Wno-stringop-overread;-Wno-array-bounds;-Wno-restrict;-Wno-maybe-uninitialized>)
if(LUAMIGRATE_WERROR)
  target_compile_options(luamigrate_flags INTERFACE -Werror)
endif()
if(CCACHE)
  target_compile_options(luamigrate_flags INTERFACE -fdebug-prefix-map=${PROJECT_SOURCE_DIR}=.)
endif()
if(CCACHE AND CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
  target_compile_options(luamigrate_flags INTERFACE -fpch-preprocess)
elseif(CCACHE AND CMAKE_CXX_COMPILER_ID MATCHES "Clang")
  target_compile_options(luamigrate_flags INTERFACE "SHELL:-Xclang -fno-pch-timestamp")
endif()
if(LUAMIGRATE_SANITIZE)
  target_compile_options(luamigrate_flags INTERFACE -fsanitize=${LUAMIGRATE_SANITIZE} -fno-sanitize-recover=all -fno-omit-frame-pointer)
  target_link_options(luamigrate_flags INTERFACE -fsanitize=${LUAMIGRATE_SANITIZE})
endif()
if(LUAMIGRATE_FUZZ)
  target_compile_options(luamigrate_flags INTERFACE -fsanitize=fuzzer-no-link)
  target_link_options(luamigrate_flags INTERFACE -fsanitize=fuzzer-no-link)
endif()

set(LUAMIGRATE_ROOMS "" CACHE INTERNAL "")

# luamigrate_room(NAME SOURCES file... DEPENDS room_or_library... [PRECOMPILE header...]): the library room_NAME.
# PRECOMPILE: headers that cost most files of this room, and of those above it, much time. A room without takes the
# precompiled headers of the room below it that has the most.
function(luamigrate_room name)
  cmake_parse_arguments(ROOM "" "" "SOURCES;DEPENDS;PRECOMPILE" ${ARGN})
  add_library(room_${name} STATIC ${ROOM_SOURCES})
  target_link_libraries(room_${name} PUBLIC luamigrate_flags ${ROOM_DEPENDS})
  if(ROOM_PRECOMPILE)
    set(precompiled room_${name})
    target_precompile_headers(room_${name} PRIVATE <chrono> <cstdint> <filesystem> <functional> <map> <memory> <optional>
      <span> <string> <string_view> <utility> <variant> <vector> ${ROOM_PRECOMPILE})
  else()
    set(precompiled room_base)
    foreach(dependency ${ROOM_DEPENDS})
      get_target_property(found ${dependency} PRECOMPILED)
      if(found AND NOT found STREQUAL "room_base")
        set(precompiled ${found})
      endif()
    endforeach()
    target_precompile_headers(room_${name} REUSE_FROM ${precompiled})
  endif()
  set_target_properties(room_${name} PROPERTIES PRECOMPILED ${precompiled})
  set(LUAMIGRATE_ROOMS ${LUAMIGRATE_ROOMS} room_${name} CACHE INTERNAL "")
endfunction()

# luamigrate_test(NAME SOURCES file... DEPENDS room_or_library...): a Catch2 program and its CTest entry.
function(luamigrate_test name)
  cmake_parse_arguments(TEST "" "" "SOURCES;DEPENDS" ${ARGN})
  add_executable(test_${name} ${TEST_SOURCES})
  target_link_libraries(test_${name} PRIVATE catch_main ${TEST_DEPENDS})
  target_include_directories(test_${name} PRIVATE ${PROJECT_SOURCE_DIR}/tests)
  target_precompile_headers(test_${name} REUSE_FROM catch_main)
  # No test at all would be green otherwise.
  add_test(NAME ${name} COMMAND test_${name} --warn NoTests WORKING_DIRECTORY ${PROJECT_SOURCE_DIR})
endfunction()
