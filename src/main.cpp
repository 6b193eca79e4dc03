#include "cli/program.h"

int main(int argc, char** argv) {
  return luamigrate::cli::run(argc, argv);
}
