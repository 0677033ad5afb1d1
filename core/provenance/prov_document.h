// A PROV-JSON document while it is put together: elements by id and relations, whose order does not depend on the order
// in which they are found. Not thread-safe.
#pragma once

#include <map>
#include <set>
#include <string>

namespace tallystick {

class ProvDocument {
 public:
  // By name; values are JSON. Several are written as an array, empty ones are left out.
  using Attributes = std::map<std::string, std::set<std::string>>;

  // The element with this id in "entity", "activity" or "agent"; made when it is not there.
  Attributes& Element(const std::string& section, const std::string& id) { return elements_[section][id]; }
  // The same relation twice is one.
  void Relate(const std::string& section, const Attributes& attributes) { relations_[section].insert(attributes); }

  std::string Json() const;

 private:
  std::map<std::string, std::map<std::string, Attributes>> elements_;
  std::map<std::string, std::set<Attributes>> relations_;
};

}  // namespace tallystick
