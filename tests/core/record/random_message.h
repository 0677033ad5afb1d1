// Random messages by reflection: every field of every schema gets its turn, hostile strings among them.
#pragma once

#include <google/protobuf/message.h>

#include <cstdint>
#include <random>
#include <string>

#include "core/record/kinds.h"

namespace tallystick {

class RandomMessages {
 public:
  explicit RandomMessages(uint64_t seed) : random_(seed) {}

  // A slot with a random body, about `density` of 100 of whose fields are set; without a salt. Empty values that the
  // writer leaves out ("", false, empty messages) are among them.
  v1::Slot Slot(int density);
  // Valid UTF-8 with quotation marks, controls, NUL and characters of every length.
  std::string Text();

  uint64_t Below(uint64_t limit) { return random_() % limit; }

 private:
  void Fill(google::protobuf::Message* message, int density);
  void SetField(google::protobuf::Message* message, const google::protobuf::FieldDescriptor* field, int density);

  std::mt19937_64 random_;
};

}  // namespace tallystick
