# How a target of ours is made: one library a folder, one warning set, one precompiled header.
add_library(tallystick_options INTERFACE)
target_compile_options(tallystick_options INTERFACE -Wall -Wextra -Wshadow -Wno-sign-compare -Wno-missing-field-initializers)
target_include_directories(tallystick_options INTERFACE ${PROJECT_SOURCE_DIR} ${PROJECT_BINARY_DIR})
if(TALLYSTICK_SANITIZE)
  target_compile_options(tallystick_options INTERFACE -fsanitize=${TALLYSTICK_SANITIZE} -fno-omit-frame-pointer -fno-sanitize-recover=all)
  target_link_options(tallystick_options INTERFACE -fsanitize=${TALLYSTICK_SANITIZE})
endif()

file(WRITE ${PROJECT_BINARY_DIR}/precompiled.cc "")
add_library(tallystick_precompiled OBJECT ${PROJECT_BINARY_DIR}/precompiled.cc)
target_link_libraries(tallystick_precompiled PRIVATE tallystick_options absl::statusor absl::strings protobuf::libprotobuf)
target_precompile_headers(tallystick_precompiled PRIVATE
  <algorithm> <array> <cstdint> <functional> <map> <memory> <optional> <set> <span> <string> <utility> <vector>
  <google/protobuf/message.h> <absl/status/statusor.h> <absl/strings/str_cat.h> <absl/strings/string_view.h>
  [["proto/slot.pb.h"]])
add_dependencies(tallystick_precompiled tallystick_proto)

# tallystick_library(core_merkle SOURCES tree.cc proof.cc USES core_base)
function(tallystick_library name)
  cmake_parse_arguments(arg "" "" "SOURCES;USES" ${ARGN})
  add_library(${name} STATIC ${arg_SOURCES})
  target_link_libraries(${name} PUBLIC tallystick_options absl::status absl::statusor absl::strings protobuf::libprotobuf ${arg_USES})
  target_precompile_headers(${name} REUSE_FROM tallystick_precompiled)
endfunction()

# Test code is most of what is compiled, and GoogleTest most of that. What is tested is optimised, the tests are not.
set(TALLYSTICK_TEST_OPTIONS -O0)
function(tallystick_precompile_tests)
  add_library(tallystick_test_precompiled OBJECT ${PROJECT_BINARY_DIR}/precompiled.cc)
  target_link_libraries(tallystick_test_precompiled PRIVATE
    tallystick_options absl::statusor absl::strings protobuf::libprotobuf GTest::gmock)
  target_precompile_headers(tallystick_test_precompiled PRIVATE
    <algorithm> <array> <cstdint> <filesystem> <functional> <map> <memory> <optional> <set> <span> <string> <utility> <vector>
    <google/protobuf/message.h> <absl/status/statusor.h> <absl/strings/str_cat.h> <absl/strings/string_view.h>
    <gmock/gmock.h> <gtest/gtest.h> [["proto/slot.pb.h"]])
  target_compile_options(tallystick_test_precompiled PRIVATE ${TALLYSTICK_TEST_OPTIONS})
  add_dependencies(tallystick_test_precompiled tallystick_proto)
endfunction()

# tallystick_test(merkle_test SOURCES tree_test.cc USES core_merkle)
function(tallystick_test name)
  cmake_parse_arguments(arg "" "" "SOURCES;USES;ENVIRONMENT" ${ARGN})
  add_executable(${name} ${arg_SOURCES})
  target_link_libraries(${name} PRIVATE tallystick_options absl::statusor absl::strings protobuf::libprotobuf
    GTest::gmock GTest::gtest_main ${arg_USES})
  if(NOT TARGET tallystick_test_precompiled)
    tallystick_precompile_tests()
  endif()
  target_compile_options(${name} PRIVATE ${TALLYSTICK_TEST_OPTIONS})
  set_target_properties(${name} PROPERTIES UNITY_BUILD OFF)  # tests repeat short names in their files
  target_precompile_headers(${name} REUSE_FROM tallystick_test_precompiled)
  add_test(NAME ${name} COMMAND ${name} WORKING_DIRECTORY ${PROJECT_SOURCE_DIR})
  if(TALLYSTICK_SANITIZE MATCHES thread)
    list(APPEND arg_ENVIRONMENT "TSAN_OPTIONS=suppressions=${PROJECT_SOURCE_DIR}/tests/thread_sanitizer.supp")
  endif()
  set_tests_properties(${name} PROPERTIES TIMEOUT 1500 ENVIRONMENT "${arg_ENVIRONMENT}")
endfunction()

# tallystick_embed(target FILE tables/phrases.tsv SYMBOL kPhrases): the file's bytes as `extern const absl::string_view SYMBOL`.
function(tallystick_embed target)
  cmake_parse_arguments(arg "" "FILE;SYMBOL" "" ${ARGN})
  set(source ${CMAKE_CURRENT_SOURCE_DIR}/${arg_FILE})
  set(output ${CMAKE_CURRENT_BINARY_DIR}/${arg_SYMBOL}.embedded.cc)
  add_custom_command(OUTPUT ${output}
    COMMAND ${CMAKE_COMMAND} -DINPUT=${source} -DOUTPUT=${output} -DSYMBOL=${arg_SYMBOL} -P ${PROJECT_SOURCE_DIR}/cmake/embed.cmake
    DEPENDS ${source} ${PROJECT_SOURCE_DIR}/cmake/embed.cmake VERBATIM)
  target_sources(${target} PRIVATE ${output})
  set_source_files_properties(${output} PROPERTIES SKIP_UNITY_BUILD_INCLUSION ON)
endfunction()
