// Attacks on a bundle, each with the code it is to be refused with and whether the shell commands can see it.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "tests/core/bundle/bundle_files.h"
#include "tests/core/bundle/small_casebook.h"

namespace tallystick {

// What the attacker can do once the files are changed.
enum class Reach {
  kEditor,   // nothing more: the manifests stay as they were
  kBagger,   // makes the manifests anew: anybody
  kInsider,  // also signs all submissions and the log anew: authors and log together
};

struct Attack {
  const char* name;
  std::function<void(Files*)> change;
  Reach reach;
  const char* code;
  bool shell_sees;
};

std::vector<Attack> Attacks(const SmallCasebook& casebook);

// The archive that the attack makes of a good bundle's files.
std::string Perform(const Attack& attack, const SmallCasebook& casebook, Files files);

}  // namespace tallystick
