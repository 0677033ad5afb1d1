// The Store in memory, for tests: the contract without a disk.
#pragma once

#include <memory>

#include "store/store.h"

namespace tallystick {

std::unique_ptr<Store> NewMemoryStore();

}  // namespace tallystick
