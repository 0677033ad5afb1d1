#include "cli/command_line.h"

int main(int argc, char** argv) {
  return tallystick::RunCommandLine(tallystick::SystemEnvironment(), std::vector<std::string>(argv + 1, argv + argc));
}
