# What every target is compiled with, and the packages the project is made of (all of them Debian 12's own).

if(NOT CMAKE_BUILD_TYPE)
    set(CMAKE_BUILD_TYPE RelWithDebInfo CACHE STRING "Build type" FORCE)
endif()
# -g1 keeps line numbers in stack traces at a third of the size and link time of full debug information.
set(CMAKE_CXX_FLAGS_RELWITHDEBINFO "-O2 -g1 -DNDEBUG")

set(CMAKE_CXX_STANDARD 20)
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_CXX_EXTENSIONS OFF)
set(CMAKE_EXPORT_COMPILE_COMMANDS ON)
set(CMAKE_RUNTIME_OUTPUT_DIRECTORY "${CMAKE_BINARY_DIR}/bin")

find_package(Qt6 6.4 REQUIRED COMPONENTS Core Gui Network Widgets Svg Test Concurrent LinguistTools)
qt_standard_project_setup()

find_package(simdjson REQUIRED)
find_package(Threads REQUIRED)
find_package(OpenSSL REQUIRED)
find_package(Qt6Keychain REQUIRED)
find_path(HTTPLIB_INCLUDE_DIR httplib.h REQUIRED)
find_library(HTTPLIB_LIBRARY cpp-httplib REQUIRED)
find_path(QSCINTILLA_INCLUDE_DIR Qsci/qsciscintilla.h PATH_SUFFIXES x86_64-linux-gnu/qt6 aarch64-linux-gnu/qt6 qt6 REQUIRED)
find_library(QSCINTILLA_LIBRARY qscintilla2_qt6 REQUIRED)
find_path(CMARK_GFM_INCLUDE_DIR cmark-gfm.h REQUIRED)
find_library(CMARK_GFM_LIBRARY cmark-gfm REQUIRED)
find_library(CMARK_GFM_EXTENSIONS_LIBRARY cmark-gfm-extensions REQUIRED)
find_path(XXHASH_INCLUDE_DIR xxhash.h REQUIRED)
find_library(XXHASH_LIBRARY xxhash REQUIRED)
find_path(ZSTD_INCLUDE_DIR zstd.h REQUIRED)
find_library(ZSTD_LIBRARY zstd REQUIRED)

# Third-party headers are system headers: their warnings are not ours to mend.
add_library(thirdparty_httplib INTERFACE)
target_include_directories(thirdparty_httplib SYSTEM INTERFACE "${HTTPLIB_INCLUDE_DIR}")
# As its pkg-config file says: the library was compiled with these, and they change the layout of its classes.
target_compile_definitions(thirdparty_httplib INTERFACE
    CPPHTTPLIB_OPENSSL_SUPPORT CPPHTTPLIB_ZLIB_SUPPORT CPPHTTPLIB_BROTLI_SUPPORT)
target_link_libraries(thirdparty_httplib INTERFACE "${HTTPLIB_LIBRARY}" OpenSSL::SSL OpenSSL::Crypto Threads::Threads)
add_library(thirdparty_qscintilla INTERFACE)
target_include_directories(thirdparty_qscintilla SYSTEM INTERFACE "${QSCINTILLA_INCLUDE_DIR}")
target_link_libraries(thirdparty_qscintilla INTERFACE "${QSCINTILLA_LIBRARY}" Qt6::Widgets)
add_library(thirdparty_cmark INTERFACE)
target_include_directories(thirdparty_cmark SYSTEM INTERFACE "${CMARK_GFM_INCLUDE_DIR}")
target_link_libraries(thirdparty_cmark INTERFACE "${CMARK_GFM_LIBRARY}" "${CMARK_GFM_EXTENSIONS_LIBRARY}")
add_library(thirdparty_simdjson INTERFACE)
target_link_libraries(thirdparty_simdjson INTERFACE simdjson::simdjson)
add_library(thirdparty_xxhash INTERFACE)
target_include_directories(thirdparty_xxhash SYSTEM INTERFACE "${XXHASH_INCLUDE_DIR}")
target_link_libraries(thirdparty_xxhash INTERFACE "${XXHASH_LIBRARY}")
add_library(thirdparty_zstd INTERFACE)
target_include_directories(thirdparty_zstd SYSTEM INTERFACE "${ZSTD_INCLUDE_DIR}")
target_link_libraries(thirdparty_zstd INTERFACE "${ZSTD_LIBRARY}")

find_program(CCACHE_PROGRAM ccache)
if(CCACHE_PROGRAM AND NOT CMAKE_CXX_COMPILER_LAUNCHER)
    # The sloppiness lets ccache serve objects built with a precompiled header; the header itself is compared by content.
    set(CMAKE_CXX_COMPILER_LAUNCHER ${CMAKE_COMMAND} -E env
        CCACHE_SLOPPINESS=pch_defines,time_macros,include_file_mtime,include_file_ctime CCACHE_PCH_EXTSUM=1 "${CCACHE_PROGRAM}")
endif()
find_program(LLD_PROGRAM ld.lld)
if(LLD_PROGRAM)
    add_link_options(-fuse-ld=lld)
endif()

add_library(sessionbook_options INTERFACE)
target_compile_definitions(sessionbook_options INTERFACE
    QT_NO_CAST_FROM_ASCII QT_NO_CAST_TO_ASCII QT_NO_CAST_FROM_BYTEARRAY QT_NO_URL_CAST_FROM_STRING
    QT_NO_NARROWING_CONVERSIONS_IN_CONNECT QT_STRICT_ITERATORS QT_DISABLE_DEPRECATED_BEFORE=0x060400
    SESSIONBOOK_VERSION="${PROJECT_VERSION}")
target_compile_options(sessionbook_options INTERFACE
    -Wall -Wextra -Wpedantic -Wconversion -Wshadow -Woverloaded-virtual
    $<$<CXX_COMPILER_ID:GNU>:-fpch-preprocess>
    $<$<BOOL:${SESSIONBOOK_WERROR}>:-Werror>)
if(SESSIONBOOK_SANITIZE)
    target_compile_options(sessionbook_options INTERFACE -fsanitize=${SESSIONBOOK_SANITIZE} -fno-omit-frame-pointer)
    target_link_options(sessionbook_options INTERFACE -fsanitize=${SESSIONBOOK_SANITIZE})
endif()
if(SESSIONBOOK_FUZZERS)
    # libFuzzer steers by what the modules' code does, so they are instrumented, too; only the targets get its main().
    target_compile_options(sessionbook_options INTERFACE -fsanitize=fuzzer-no-link)
endif()
