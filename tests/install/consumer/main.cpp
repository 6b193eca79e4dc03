#include <luamigrate/luamigrate.h>

#include <iostream>

// Applies every revision of the project whose migrate.toml is the first argument.
int main(int, char** arguments) {
  std::cout << "luamigrate " << luamigrate::version() << '\n';
  try {
    luamigrate::Migrator migrator({.config_file = arguments[1]});
    for (const auto& step : migrator.upgrade({.target = "head"}).steps)
      std::cout << "applied " << step.revision << '\n';
  } catch (const luamigrate::Error& error) {
    std::cerr << error.what() << '\n';
    return 1;
  }
}
