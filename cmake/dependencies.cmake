# Where each library comes from: docs/architecture.md, "Dependencies".
find_package(absl REQUIRED)
set(Protobuf_USE_STATIC_LIBS ON)
find_package(Protobuf 3.21 MODULE REQUIRED)
find_package(OpenSSL 3.0 REQUIRED)
find_package(SQLite3 3.40 REQUIRED)
find_package(CURL 7.88 REQUIRED)
find_package(Boost 1.74 REQUIRED)  # headers only: Beast and Asio
find_package(ICU 72 REQUIRED COMPONENTS uc i18n)
find_package(Threads REQUIRED)

# Debian's GMP brings no CMake file. Linked statically, as Abseil is.
find_path(GMP_INCLUDE gmpxx.h REQUIRED)
find_library(GMP_LIBRARY NAMES libgmp.a gmp REQUIRED)
find_library(GMPXX_LIBRARY NAMES libgmpxx.a gmpxx REQUIRED)
add_library(GMP::gmpxx INTERFACE IMPORTED)
target_include_directories(GMP::gmpxx INTERFACE ${GMP_INCLUDE})
target_link_libraries(GMP::gmpxx INTERFACE ${GMPXX_LIBRARY} ${GMP_LIBRARY})

# Debian's CMake files name Abseil's shared libraries; the archives beside them start a program in half the time.
get_property(imported DIRECTORY PROPERTY IMPORTED_TARGETS)
foreach(target IN LISTS imported)
  if(target MATCHES "^absl::")
    get_target_property(location ${target} IMPORTED_LOCATION_NONE)
    if(location MATCHES "\\.so")
      string(REGEX REPLACE "\\.so.*$" ".a" archive "${location}")
      if(EXISTS "${archive}")
        set_target_properties(${target} PROPERTIES IMPORTED_LOCATION_NONE "${archive}")
      endif()
    endif()
  endif()
endforeach()
