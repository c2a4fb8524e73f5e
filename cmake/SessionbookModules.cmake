# Declares modules with their rank and refuses, at configure time, a link that breaks the layering:
#   core links no Widgets; a module links lower ranks only; executables (rank 7) link what they wire together.
# The ranks are ARCHITECTURE's; tests/layering proves that the refusal works.

include_guard()

set(SESSIONBOOK_RANKS
    base=0 notebook=1 rest=1 settings=1 outputs=2 credentials=2 sessions=3 export=3 azure=3.2 helper=3.5 execution=4 rebuild=4.2 wording=4.5 agent=5
    theme=6.0 outputview=6.0.5 dialogs=6.1 document=6.2 notebookview=6.2 panels=6.2 mainwindow=6.3)

function(sessionbook_rank_of name result)
    foreach(entry IN LISTS SESSIONBOOK_RANKS)
        if(entry MATCHES "^${name}=(.+)$")
            set(${result} "${CMAKE_MATCH_1}" PARENT_SCOPE)
            return()
        endif()
    endforeach()
    message(FATAL_ERROR "Layering: '${name}' has no rank; give it one in cmake/SessionbookModules.cmake.")
endfunction()

# One precompiled header for all core sources, one for all of ui, and one for the tests of each: what they hold does not ask
# which Qt modules a target links, so that one will do for all (docs/decisions/0118-shared-precompiled-headers.md).
function(sessionbook_precompiled name header)
    file(WRITE "${CMAKE_BINARY_DIR}/pch/${name}.cpp" "")
    add_library(${name} OBJECT "${CMAKE_BINARY_DIR}/pch/${name}.cpp")
    target_link_libraries(${name} PUBLIC sessionbook_options ${ARGN})
    target_precompile_headers(${name} PRIVATE "${PROJECT_SOURCE_DIR}/cmake/${header}")
endfunction()
if(NOT CMAKE_SCRIPT_MODE_FILE) # tests/layering reads the ranks alone
    sessionbook_precompiled(sessionbook_pch_core CorePch.h Qt6::Core)
    sessionbook_precompiled(sessionbook_pch_ui UiPch.h Qt6::Widgets)
    sessionbook_precompiled(sessionbook_pch_tests TestPch.h Qt6::Core)
    sessionbook_precompiled(sessionbook_pch_uitests UiTestPch.h Qt6::Widgets)
endif()

# What brings Qt Widgets along, by whichever argument it comes.
set(SESSIONBOOK_WIDGET_LIBS
    Widgets SvgWidgets OpenGLWidgets PrintSupport Qt6::Widgets Qt6::SvgWidgets Qt6::OpenGLWidgets Qt6::PrintSupport
    thirdparty_qscintilla)

function(_sessionbook_check_links name rank links others)
    foreach(link IN LISTS links)
        sessionbook_rank_of(${link} linkRank)
        if(NOT linkRank VERSION_LESS rank)
            message(FATAL_ERROR "Layering: '${name}' (rank ${rank}) may not link '${link}' (rank ${linkRank}).")
        endif()
    endforeach()
    if(NOT rank VERSION_LESS 6)
        return()
    endif()
    foreach(other IN LISTS others)
        if(other IN_LIST SESSIONBOOK_WIDGET_LIBS)
            message(FATAL_ERROR "Layering: '${name}' has no window and may not link Qt Widgets (${other}).")
        endif()
    endforeach()
endfunction()

function(_sessionbook_common target)
    cmake_parse_arguments(ARG "" "" "LINKS;QT;LIBS;PRIVATE_LIBS" ${ARGN})
    list(TRANSFORM ARG_QT PREPEND "Qt6::")
    list(TRANSFORM ARG_LINKS PREPEND "sessionbook_")
    target_link_libraries(${target} PUBLIC sessionbook_options ${ARG_LINKS} ${ARG_QT} ${ARG_LIBS} PRIVATE ${ARG_PRIVATE_LIBS})
    set_target_properties(${target} PROPERTIES AUTOMOC ON AUTORCC ON AUTOUIC OFF)
endfunction()

# sessionbook_module(NAME notebook SOURCES … [LINKS lower modules…] [QT Core Gui…] [LIBS third party…] [PRIVATE_LIBS …])
# makes the static library sessionbook_<name>; its headers are included as "<name>/Header.h".
function(sessionbook_module)
    cmake_parse_arguments(ARG "" "NAME" "SOURCES;LINKS;QT;LIBS;PRIVATE_LIBS" ${ARGN})
    sessionbook_rank_of(${ARG_NAME} rank)
    _sessionbook_check_links(${ARG_NAME} ${rank} "${ARG_LINKS}" "${ARG_QT};${ARG_LIBS};${ARG_PRIVATE_LIBS}")
    set(target sessionbook_${ARG_NAME})
    add_library(${target} STATIC ${ARG_SOURCES})
    _sessionbook_common(${target} LINKS ${ARG_LINKS} QT ${ARG_QT} LIBS ${ARG_LIBS} PRIVATE_LIBS ${ARG_PRIVATE_LIBS})
    get_filename_component(root "${CMAKE_CURRENT_SOURCE_DIR}" DIRECTORY)
    target_include_directories(${target} PUBLIC "${root}")
    if(rank VERSION_LESS 6)
        target_precompile_headers(${target} REUSE_FROM sessionbook_pch_core)
    else()
        target_precompile_headers(${target} REUSE_FROM sessionbook_pch_ui)
    endif()
endfunction()

# sessionbook_executable(NAME sessionbook-pool SOURCES … [LINKS …] [QT …] [LIBS …]): rank 7, wires modules together.
# WIDGETS permits Qt Widgets; without it the same refusal as for core applies.
function(sessionbook_executable)
    cmake_parse_arguments(ARG "WIDGETS" "NAME" "SOURCES;LINKS;QT;LIBS" ${ARGN})
    set(rank 5.9)
    if(ARG_WIDGETS)
        set(rank 7)
    endif()
    _sessionbook_check_links(${ARG_NAME} ${rank} "${ARG_LINKS}" "${ARG_QT};${ARG_LIBS};${ARG_PRIVATE_LIBS}")
    add_executable(${ARG_NAME} ${ARG_SOURCES})
    _sessionbook_common(${ARG_NAME} LINKS ${ARG_LINKS} QT ${ARG_QT} LIBS ${ARG_LIBS})
endfunction()

function(_sessionbook_test_precompiled target links)
    foreach(link IN LISTS links)
        if(link MATCHES "^(Widgets|theme|outputview|dialogs|document|notebookview|panels|mainwindow|uitestsupport|windowtestsupport)$")
            target_precompile_headers(${target} REUSE_FROM sessionbook_pch_uitests)
            return()
        endif()
    endforeach()
    target_precompile_headers(${target} REUSE_FROM sessionbook_pch_tests)
endfunction()

# sessionbook_test(NAME tst_x SOURCES … [LINKS modules…] [QT …] [LIBS …] [LABELS …] [TIMEOUT s] [NEEDS targets…])
# makes a Qt Test binary and its ctest: offscreen, in a temporary home (tests/support/run_isolated.sh).
function(sessionbook_test)
    cmake_parse_arguments(ARG "" "NAME;TIMEOUT" "SOURCES;LINKS;QT;LIBS;LABELS;NEEDS" ${ARGN})
    add_executable(${ARG_NAME} ${ARG_SOURCES})
    _sessionbook_common(${ARG_NAME} LINKS ${ARG_LINKS} QT Test ${ARG_QT} LIBS ${ARG_LIBS})
    _sessionbook_test_precompiled(${ARG_NAME} "${ARG_LINKS};${ARG_QT}")
    target_include_directories(${ARG_NAME} PRIVATE "${PROJECT_SOURCE_DIR}/tests")
    target_compile_definitions(${ARG_NAME} PRIVATE
        SESSIONBOOK_BIN_DIR="${CMAKE_RUNTIME_OUTPUT_DIRECTORY}"
        SESSIONBOOK_SOURCE_DIR="${PROJECT_SOURCE_DIR}"
        SESSIONBOOK_SHARED_DIR="${PROJECT_SOURCE_DIR}/../shared")
    set_target_properties(${ARG_NAME} PROPERTIES RUNTIME_OUTPUT_DIRECTORY "${CMAKE_BINARY_DIR}/tests")
    if(ARG_NEEDS)
        add_dependencies(${ARG_NAME} ${ARG_NEEDS})
    endif()
    if(NOT ARG_TIMEOUT)
        set(ARG_TIMEOUT 120)
    endif()
    add_test(NAME ${ARG_NAME} COMMAND "${PROJECT_SOURCE_DIR}/tests/support/run_isolated.sh" $<TARGET_FILE:${ARG_NAME}>)
    set_tests_properties(${ARG_NAME} PROPERTIES TIMEOUT ${ARG_TIMEOUT} LABELS "${ARG_LABELS}" SKIP_RETURN_CODE 77)
endfunction()

# sessionbook_bench(NAME bench_x SOURCES … [LINKS modules…] [QT …] [LIBS …] [NEEDS targets…])
# makes a program in build/bench, which `./test --bench` runs; each line it prints is `name value unit`. Never a ctest.
function(sessionbook_bench)
    cmake_parse_arguments(ARG "" "NAME" "SOURCES;LINKS;QT;LIBS;NEEDS" ${ARGN})
    add_executable(${ARG_NAME} ${ARG_SOURCES})
    _sessionbook_common(${ARG_NAME} LINKS ${ARG_LINKS} QT Core ${ARG_QT} LIBS ${ARG_LIBS})
    target_include_directories(${ARG_NAME} PRIVATE "${PROJECT_SOURCE_DIR}/tests")
    target_compile_definitions(${ARG_NAME} PRIVATE
        SESSIONBOOK_BIN_DIR="${CMAKE_RUNTIME_OUTPUT_DIRECTORY}"
        SESSIONBOOK_SOURCE_DIR="${PROJECT_SOURCE_DIR}"
        SESSIONBOOK_SHARED_DIR="${PROJECT_SOURCE_DIR}/../shared")
    set_target_properties(${ARG_NAME} PROPERTIES RUNTIME_OUTPUT_DIRECTORY "${CMAKE_BINARY_DIR}/bench")
    if(NOT TARGET benchmarks)
        add_custom_target(benchmarks)
    endif()
    add_dependencies(benchmarks ${ARG_NAME})
    if(ARG_NEEDS)
        add_dependencies(${ARG_NAME} ${ARG_NEEDS})
    endif()
endfunction()

# sessionbook_fuzzer(NAME fuzz_x SOURCES … [LINKS modules…] [QT …]): sources with LLVMFuzzerTestOneInput, and a folder
# corpus/fuzz_x beside them. tests/fuzz/run makes fuzzers of them; every other build replays the corpus as a ctest.
function(sessionbook_fuzzer)
    cmake_parse_arguments(ARG "" "NAME" "SOURCES;LINKS;QT;LIBS" ${ARGN})
    add_executable(${ARG_NAME} ${ARG_SOURCES})
    _sessionbook_common(${ARG_NAME} LINKS ${ARG_LINKS} QT Core ${ARG_QT} LIBS ${ARG_LIBS})
    set_target_properties(${ARG_NAME} PROPERTIES RUNTIME_OUTPUT_DIRECTORY "${CMAKE_BINARY_DIR}/fuzzers")
    if(SESSIONBOOK_FUZZERS)
        target_compile_options(${ARG_NAME} PRIVATE -fsanitize=fuzzer)
        target_link_options(${ARG_NAME} PRIVATE -fsanitize=fuzzer)
        if(NOT TARGET fuzzers)
            add_custom_target(fuzzers)
        endif()
        add_dependencies(fuzzers ${ARG_NAME})
    else()
        target_sources(${ARG_NAME} PRIVATE "${PROJECT_SOURCE_DIR}/tests/fuzz/replay.cpp")
        add_test(NAME ${ARG_NAME}_corpus COMMAND "${PROJECT_SOURCE_DIR}/tests/support/run_isolated.sh"
            $<TARGET_FILE:${ARG_NAME}> "${CMAKE_CURRENT_SOURCE_DIR}/corpus/${ARG_NAME}")
        set_tests_properties(${ARG_NAME}_corpus PROPERTIES TIMEOUT 120 LABELS fuzz)
    endif()
endfunction()
