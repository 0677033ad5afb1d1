#include "tests/bench/count_world.h"

#include <algorithm>
#include <random>

#include "absl/strings/str_cat.h"

namespace tallystick {
namespace {

constexpr int kParts = 12, kPlanted = 500;
constexpr Seconds kOneDay = 86400;
constexpr const char* kClassNames[] = {"persons", "civilians", "combatants", "soldiers", "fighters", "militants"};
// Where each level begins.
constexpr int kPlaceLevels[] = {0, 1, 13, 157, 1885}, kTimeLevels[] = {0, 1, 13, 61, 397},
              kClassLevels[] = {0, 1, 3, 6};
// People in each scope: its share of its whole, in each dimension, of a hundred million.
constexpr double kPlaceShare[] = {1, 1 / 12., 1 / 144., 1 / 1728.}, kTimeShare[] = {1, 1 / 12., 1 / 48., 1 / 336.};
constexpr double kClassShare[] = {1, 0.5, 0.5, 1 / 6., 1 / 6., 1 / 6.};
constexpr double kPeople = 1e8;

Record PlaceRecord(int number, const Digest* above) {
  Record record;
  record.id = Sha256(absl::StrCat("place ", number));
  record.position = {static_cast<uint64_t>(number), 0};
  record.header.set_kind(v1::Header::entity);
  record.slots.resize(SlotsOf(v1::Header::entity).size());
  for (auto& slot : record.slots) slot.emplace();
  record.slots[1]->mutable_names()->set_type(v1::Names::place);
  record.slots[1]->mutable_names()->add_names()->set_text(absl::StrCat("P", number));
  v1::Relations* relations = record.slots[2]->mutable_relations();
  relations->set_partition(v1::Relations::disjoint);
  if (above != nullptr) {
    v1::Relation* relation = relations->add_relations();
    relation->set_type(v1::Relation::part_of);
    relation->set_to(above->hex());
  }
  return record;
}

int LevelOf(const int* levels, int at) {
  int level = 0;
  while (levels[level + 1] <= at) ++level;
  return level;
}

double People(const CountClaim& c) {
  return kPeople * kPlaceShare[LevelOf(kPlaceLevels, c.place)] * kTimeShare[LevelOf(kTimeLevels, c.time)] *
         kClassShare[c.of_class];
}

}  // namespace

CountWorld::CountWorld() {
  std::vector<Digest> ids;
  for (int p = 0; p < kPlaceLevels[4]; ++p) {
    place_above_.push_back(p == 0 ? -1 : (p - 1) / kParts);
    Record record = PlaceRecord(p, p == 0 ? nullptr : &ids[place_above_[p]]);
    ids.push_back(record.id);
    records_.Add(std::move(record));
  }
  entities_ = std::make_unique<EntityGraph>(records_);
  for (const Digest& id : ids) place_entities_.push_back(entities_->Find(id.hex()));
  constexpr int kDays[] = {336, 28, 7, 1};
  for (int t = 0; t < kTimeLevels[4]; ++t) {
    const int level = LevelOf(kTimeLevels, t), days = kDays[level], first = (t - kTimeLevels[level]) * days;
    spans_.push_back({first * kOneDay, (first + days) * kOneDay});
    time_above_.push_back(level == 0 ? -1 : kTimeLevels[level - 1] + first / kDays[level - 1]);
  }
  class_above_ = {-1, 0, 0, 2, 2, 2};
}

Scope CountWorld::ScopeOf(const CountClaim& claim) const {
  Scope scope;
  scope.predicate = "killed";
  scope.places = {place_entities_[claim.place]};
  scope.victims = {{kClassNames[claim.of_class], kNoEntity}};
  std::tie(scope.begin, scope.end) = spans_[claim.time];
  return scope;
}

std::vector<CountClaim> CountWorld::Claims(int number, std::vector<CountClaim>* planted) const {
  std::mt19937_64 random(20221031);
  // Each level twice as often as the one above it.
  const auto draw = [&random](const int* levels, int count) {
    int level = count - 1;
    while (level > 0 && random() % 2 == 0) --level;
    return levels[level] + static_cast<int>(random() % static_cast<uint64_t>(levels[level + 1] - levels[level]));
  };
  std::vector<CountClaim> claims;
  claims.reserve(static_cast<size_t>(number) + 2);
  while (static_cast<int>(claims.size()) < number) {
    CountClaim c{draw(kPlaceLevels, 4), draw(kTimeLevels, 4), draw(kClassLevels, 3)};
    if (claims.size() % kPlanted == 0) {
      // A whole, and two of its parts that fit alone but not together.
      c.place = kPlaceLevels[2] + static_cast<int>(random() % static_cast<uint64_t>(kPlaceLevels[3] - kPlaceLevels[2]));
      const int64_t whole = static_cast<int64_t>(2 * People(c)) + 4;
      const int part = c.place * kParts + 1;
      claims.push_back({c.place, c.time, c.of_class, 0, whole});
      planted->push_back(claims.back());
      claims.push_back({part, c.time, c.of_class, whole * 3 / 5, -1});
      claims.push_back({part + 1, c.time, c.of_class, whole * 3 / 5, -1});
      continue;
    }
    // A floor knows of little; one in five says how many there are at most.
    c.low = static_cast<int64_t>(People(c) * static_cast<double>(random() % 100) / 5000);
    if (random() % 5 == 0) c.high = static_cast<int64_t>(People(c) * 4) + 4;
    claims.push_back(c);
  }
  return claims;
}

}  // namespace tallystick
