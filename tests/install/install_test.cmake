# Installs the build BUILD into a fresh prefix, builds CONSUMER against it and runs it; all below WORK.
function(run)
  execute_process(COMMAND ${ARGN} RESULT_VARIABLE status OUTPUT_VARIABLE output ERROR_VARIABLE output)
  if(NOT status EQUAL 0)
    message(FATAL_ERROR "${ARGN}\nended with ${status}:\n${output}")
  endif()
  set(output "${output}" PARENT_SCOPE)
endfunction()

# Two copies of the test may run at once.
string(RANDOM LENGTH 8 name)
set(folder ${WORK}.${name})
file(MAKE_DIRECTORY ${folder})

run(${CMAKE_COMMAND} --install ${BUILD} --prefix ${folder}/prefix)
if(SANITIZE)
  set(flags -fsanitize=${SANITIZE})
endif()
run(${CMAKE_COMMAND} -G Ninja -S ${CONSUMER} -B ${folder}/build -D CMAKE_BUILD_TYPE=Debug -D CMAKE_PREFIX_PATH=${folder}/prefix
  -D CMAKE_CXX_COMPILER=${COMPILER} "-DCMAKE_CXX_FLAGS=${flags}")
run(${CMAKE_COMMAND} --build ${folder}/build)

# The public headers stand alone: what they include is the standard library and each other.
file(GLOB headers RELATIVE ${folder}/prefix/include ${folder}/prefix/include/luamigrate/*.h)
foreach(header IN LISTS headers)
  file(WRITE ${folder}/header.cpp "#include <${header}>\n")
  run(${COMPILER} -std=c++20 -Wall -Wextra -Wpedantic -Werror -fsyntax-only -I ${folder}/prefix/include ${folder}/header.cpp)
endforeach()

file(WRITE ${folder}/project/migrate.toml "[luamigrate]\nurl = \"sqlite:///shop.db\"\n")
file(WRITE ${folder}/project/versions/0001_items.lua "--- items\nrevision = \"0001\"\ndown_revision = nil\n\n"
  "function upgrade()\n  op.create_table(\"items\", { column(\"id\", Integer, { primary_key = true }) })\nend\n\n"
  "function downgrade()\n  op.drop_table(\"items\")\nend\n")
run(${folder}/build/consumer ${folder}/project/migrate.toml)
if(NOT output STREQUAL "luamigrate ${VERSION}\napplied 0001\n")
  message(FATAL_ERROR "the consumer said:\n${output}")
endif()
if(NOT EXISTS ${folder}/project/shop.db)
  message(FATAL_ERROR "the consumer made no database")
endif()

run(${folder}/prefix/bin/luamigrate -c ${folder}/project/migrate.toml current)
if(NOT output MATCHES "0001 \\(head\\)")
  message(FATAL_ERROR "the installed program said:\n${output}")
endif()
file(REMOVE_RECURSE ${folder})
