// A text that is not yet in any language: a key of the catalogues with named arguments. What has no key is verbatim
// and reads the same in every language. Plain data; thread-safe as std::string is.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"

namespace tallystick {

struct MessageArgument;

class Message {
 public:
  enum class Kind { kVerbatim, kNumber, kKeyed, kAllOf, kAnyOf };

  Message() = default;
  Message(std::string verbatim) : text_(std::move(verbatim)) {}  // implicit: a name, a quote, a text not yet moved
  Message(const char* verbatim) : text_(verbatim) {}
  Message(absl::string_view verbatim) : text_(verbatim.data(), verbatim.size()) {}
  // `key` is one of core/message/catalogues; the arguments are those its patterns name, no others.
  static Message Of(absl::string_view key, std::vector<MessageArgument> arguments = {});
  static Message Number(int64_t number);
  static Message AllOf(std::vector<Message> items);  // "a, b and c"
  static Message AnyOf(std::vector<Message> items);  // "a, b or c"

  Kind kind() const { return kind_; }
  bool empty() const { return kind_ == Kind::kVerbatim && text_.empty(); }
  const std::string& text() const { return text_; }  // the verbatim text, or the key
  int64_t number() const { return number_; }
  const std::vector<MessageArgument>& arguments() const { return arguments_; }  // of a key
  const std::vector<Message>& items() const { return items_; }                  // of a list

  friend bool operator==(const Message& a, const Message& b);

 private:
  Kind kind_ = Kind::kVerbatim;
  std::string text_;
  int64_t number_ = 0;
  std::vector<MessageArgument> arguments_;
  std::vector<Message> items_;
};

struct MessageArgument {
  MessageArgument(const char* argument, int64_t number) : name(argument), value(Message::Number(number)) {}
  MessageArgument(const char* argument, int number) : MessageArgument(argument, int64_t{number}) {}
  MessageArgument(const char* argument, Message message) : name(argument), value(std::move(message)) {}
  MessageArgument(const char* argument, std::string text) : name(argument), value(std::move(text)) {}
  MessageArgument(const char* argument, const char* text) : name(argument), value(text) {}

  std::string name;
  Message value;
  friend bool operator==(const MessageArgument& a, const MessageArgument& b) = default;
};

}  // namespace tallystick
