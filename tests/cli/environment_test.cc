#include "cli/environment.h"

#include <gtest/gtest.h>

#include <cstdlib>

namespace tallystick {
namespace {

TEST(EnvironmentTest, ColumnsIsHonouredWhenItIsASensibleNumber) {
  const std::pair<const char*, int> cases[] = {{"100", 100}, {"40", 40}, {"500", 500}};
  for (const auto& [value, columns] : cases) {
    ::setenv("COLUMNS", value, 1);
    EXPECT_EQ(SystemEnvironment().columns, columns) << value;
  }
  ::unsetenv("COLUMNS");
  const int plain = SystemEnvironment().columns;  // 80 unless the tests run on a terminal
  for (const char* value : {"", "0", "-3", "12", "wide", "80x", "100000"}) {
    ::setenv("COLUMNS", value, 1);
    EXPECT_EQ(SystemEnvironment().columns, plain) << value;
  }
  ::unsetenv("COLUMNS");
}

}  // namespace
}  // namespace tallystick
