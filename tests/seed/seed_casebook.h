// A casebook with coded documents in it: the article that the project began from, or the worked example.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <vector>

#include "core/conflict/conflict.h"
#include "store/casebook.h"
#include "store/checker.h"
#include "store/collect.h"

namespace tallystick {

// Documents and their coding, a record a line.
struct Seed {
  std::string article;  // the one document, whatever it is called; "" when they stand in `folder`
  std::string folder;
  nlohmann::json claims;  // claims.json
  std::vector<nlohmann::json> coding;
};

// The article and our coding of it; an empty article when ../shared/seed is not here.
Seed ArticleSeed();
// examples/menaka.
Seed ExampleSeed();

// A casebook in a folder of its own with the coded documents in it.
class SeedCasebook {
 public:
  ~SeedCasebook();

  // `change` may alter a line of the coding before it is imported.
  absl::Status Import(const Seed& seed, const std::function<void(nlohmann::json*)>& change);

  const RecordSet& records() const { return *records_; }
  const CheckReport& check() const { return check_; }
  const std::map<std::string, const Record*>& claims() const { return claims_; }
  const Record& claim(const std::string& label) const { return *claims_.at(label); }
  std::string LabelOf(absl::string_view hex) const;

 private:
  absl::Status Load();

  std::string folder_;
  std::optional<Casebook> casebook_;
  std::unique_ptr<LastSeen> last_seen_;
  std::optional<RecordSet> records_;
  CheckReport check_;
  std::map<std::string, const Record*> claims_;
};

}  // namespace tallystick
