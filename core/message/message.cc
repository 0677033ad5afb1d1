#include "core/message/message.h"

namespace tallystick {

Message Message::Of(absl::string_view key, std::vector<MessageArgument> arguments) {
  Message m(key);
  m.kind_ = Kind::kKeyed;
  m.arguments_ = std::move(arguments);
  return m;
}

Message Message::Number(int64_t number) {
  Message m;
  m.kind_ = Kind::kNumber;
  m.number_ = number;
  return m;
}

Message Message::AllOf(std::vector<Message> items) {
  Message m;
  m.kind_ = Kind::kAllOf;
  m.items_ = std::move(items);
  return m;
}

Message Message::AnyOf(std::vector<Message> items) {
  Message m = AllOf(std::move(items));
  m.kind_ = Kind::kAnyOf;
  return m;
}

bool operator==(const Message& a, const Message& b) {
  return a.kind_ == b.kind_ && a.text_ == b.text_ && a.number_ == b.number_ && a.arguments_ == b.arguments_ &&
         a.items_ == b.items_;
}

}  // namespace tallystick
