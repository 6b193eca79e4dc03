# Third-party libraries, all from Debian 12, found and never copied. Their headers are system headers: our warnings are
# for our code.
find_package(fmt REQUIRED)
find_package(nlohmann_json REQUIRED)
find_package(CLI11 REQUIRED)
find_package(OpenSSL REQUIRED COMPONENTS Crypto)
find_package(Threads REQUIRED)
find_package(PkgConfig REQUIRED)

# Lua built as C++: an error unwinds the stack and runs destructors. The static archive, because the shared builds of Lua
# for C and for C++ export the same names.
find_path(LUA_INCLUDE_DIR lua.hpp PATH_SUFFIXES lua5.4 REQUIRED)
find_library(LUA_CXX_ARCHIVE liblua5.4-c++.a REQUIRED)
add_library(lua_cxx STATIC IMPORTED)
set_target_properties(lua_cxx PROPERTIES
  IMPORTED_LOCATION "${LUA_CXX_ARCHIVE}"
  INTERFACE_INCLUDE_DIRECTORIES "${LUA_INCLUDE_DIR}"
  INTERFACE_LINK_LIBRARIES "${CMAKE_DL_LIBS};m")

find_path(SQLITECPP_INCLUDE_DIR SQLiteCpp/SQLiteCpp.h REQUIRED)
find_library(SQLITECPP_LIBRARY SQLiteCpp REQUIRED)
find_library(SQLITE3_LIBRARY sqlite3 REQUIRED)
add_library(sqlitecpp UNKNOWN IMPORTED)
set_target_properties(sqlitecpp PROPERTIES
  IMPORTED_LOCATION "${SQLITECPP_LIBRARY}"
  INTERFACE_SYSTEM_INCLUDE_DIRECTORIES "${SQLITECPP_INCLUDE_DIR}"
  INTERFACE_LINK_LIBRARIES "${SQLITE3_LIBRARY}")

find_path(TOMLPLUSPLUS_INCLUDE_DIR toml++/toml.h REQUIRED)
add_library(tomlplusplus INTERFACE IMPORTED)
set_target_properties(tomlplusplus PROPERTIES INTERFACE_SYSTEM_INCLUDE_DIRECTORIES "${TOMLPLUSPLUS_INCLUDE_DIR}")

if(LUAMIGRATE_POSTGRESQL)
  pkg_check_modules(PQXX REQUIRED IMPORTED_TARGET libpqxx)
  pkg_check_modules(PQ REQUIRED IMPORTED_TARGET libpq)
endif()

if(LUAMIGRATE_MYSQL)
  pkg_check_modules(MARIADB REQUIRED IMPORTED_TARGET libmariadb)
endif()

if(LUAMIGRATE_MSSQL)
  pkg_check_modules(ODBC REQUIRED IMPORTED_TARGET odbc)
endif()
