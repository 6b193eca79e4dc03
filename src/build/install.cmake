# What is installed: the program, the public headers, and one library that holds every room but the command line, with a
# CMake package: find_package(luamigrate), target luamigrate::luamigrate.
include(CMakePackageConfigHelpers)

set(library_objects "")
foreach(room IN LISTS LUAMIGRATE_ROOMS)
  if(NOT room STREQUAL "room_cli")
    list(APPEND library_objects $<TARGET_OBJECTS:${room}>)
  endif()
endforeach()

add_library(luamigrate_library STATIC ${library_objects})
add_library(luamigrate::luamigrate ALIAS luamigrate_library)
set_target_properties(luamigrate_library PROPERTIES OUTPUT_NAME luamigrate EXPORT_NAME luamigrate LINKER_LANGUAGE CXX)
target_compile_features(luamigrate_library INTERFACE cxx_std_20)
target_include_directories(luamigrate_library INTERFACE
  $<BUILD_INTERFACE:${PROJECT_SOURCE_DIR}/src> $<INSTALL_INTERFACE:${CMAKE_INSTALL_INCLUDEDIR}>)

# Libraries without a CMake package are found by luamigrateConfig.cmake under names of our own.
target_link_libraries(luamigrate_library INTERFACE fmt::fmt OpenSSL::Crypto Threads::Threads
  "$<BUILD_INTERFACE:lua_cxx;sqlitecpp>" "$<INSTALL_INTERFACE:luamigrate::lua_cxx;luamigrate::sqlitecpp>")
if(LUAMIGRATE_POSTGRESQL)
  target_link_libraries(luamigrate_library INTERFACE
    "$<BUILD_INTERFACE:PkgConfig::PQXX;PkgConfig::PQ>" "$<INSTALL_INTERFACE:luamigrate::pqxx>")
endif()
if(LUAMIGRATE_MYSQL)
  target_link_libraries(luamigrate_library INTERFACE
    "$<BUILD_INTERFACE:PkgConfig::MARIADB>" "$<INSTALL_INTERFACE:luamigrate::mariadb>")
endif()
if(LUAMIGRATE_MSSQL)
  target_link_libraries(luamigrate_library INTERFACE
    "$<BUILD_INTERFACE:PkgConfig::ODBC>" "$<INSTALL_INTERFACE:luamigrate::odbc>")
endif()

set(package_folder ${CMAKE_INSTALL_LIBDIR}/cmake/luamigrate)
install(TARGETS luamigrate_library EXPORT luamigrateTargets ARCHIVE DESTINATION ${CMAKE_INSTALL_LIBDIR})
install(EXPORT luamigrateTargets NAMESPACE luamigrate:: DESTINATION ${package_folder})
install(DIRECTORY ${PROJECT_SOURCE_DIR}/src/luamigrate DESTINATION ${CMAKE_INSTALL_INCLUDEDIR} FILES_MATCHING PATTERN "*.h")
install(FILES ${PROJECT_SOURCE_DIR}/LICENSE TYPE DOC)
if(TARGET luamigrate)
  install(TARGETS luamigrate RUNTIME DESTINATION ${CMAKE_INSTALL_BINDIR})
endif()

configure_package_config_file(${CMAKE_CURRENT_LIST_DIR}/luamigrateConfig.cmake.in
  ${PROJECT_BINARY_DIR}/luamigrateConfig.cmake INSTALL_DESTINATION ${package_folder})
write_basic_package_version_file(${PROJECT_BINARY_DIR}/luamigrateConfigVersion.cmake COMPATIBILITY SameMinorVersion)
install(FILES ${PROJECT_BINARY_DIR}/luamigrateConfig.cmake ${PROJECT_BINARY_DIR}/luamigrateConfigVersion.cmake
  DESTINATION ${package_folder})
