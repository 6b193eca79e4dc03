# Writes OUTPUT, a C++ source with the bytes of each file that FOLDER/manifest.txt lists.
# Called as cmake -D FOLDER=... -D OUTPUT=... -P embed.cmake
file(STRINGS "${FOLDER}/manifest.txt" paths)
set(arrays "")
set(index "")
set(number 0)
foreach(path IN LISTS paths)
  if(path MATCHES "^#" OR path STREQUAL "")
    continue()
  endif()
  file(READ "${FOLDER}/${path}" bytes HEX)
  string(REGEX REPLACE "([0-9a-f][0-9a-f])" "'\\\\x\\1'," bytes "${bytes}")
  # The zero at the end gives an empty file an array too.
  string(APPEND arrays "const char file_${number}[] = {${bytes}'\\0'};\n")
  string(APPEND index "    {\"${path}\", {file_${number}, sizeof(file_${number}) - 1}},\n")
  math(EXPR number "${number} + 1")
endforeach()
file(WRITE "${OUTPUT}" "#include \"lua/embedded.h\"

namespace luamigrate::lua {
namespace {

${arrays}
const EmbeddedFile files[] = {
${index}};

}  // namespace

std::span<const EmbeddedFile> embedded_files() { return files; }

}  // namespace luamigrate::lua
")
