#include "tests/bench/attribution_world.h"

#include <algorithm>
#include <random>

#include "absl/strings/str_cat.h"

namespace tallystick {
namespace {

// Records made by hand: salts and signatures are not what is measured here.
class WorldMaker {
 public:
  explicit WorldMaker(int claims) : n_(claims) {}

  int Below(int n) { return static_cast<int>(random_() % static_cast<unsigned>(n)); }

  int Source(v1::Identity::Kind kind, int controller = -1) {
    Record record = New(v1::Header::source);
    v1::Identity* identity = At(record, v1::Slot::kIdentity)->mutable_identity();
    identity->set_kind(kind);
    if (kind != v1::Identity::unnamed) identity->add_names()->set_text(absl::StrCat("S", ids_.size()));
    if (controller >= 0) {
      identity->set_controller(ids_[controller].hex());
      world_.edges.push_back({Next(), controller});
    }
    return Add(std::move(record));
  }

  int Capture() {
    Record record = New(v1::Header::capture);
    At(record, v1::Slot::kContent)->mutable_content()->set_sha256(record.id.hex());
    At(record, v1::Slot::kOrigin)->mutable_origin()->set_title(absl::StrCat("C", ids_.size()));
    return Add(std::move(record));
  }

  // One or two sources a step.
  int Claim(int capture, const std::vector<std::vector<int>>& steps, bool first_hand) {
    Record record = New(v1::Header::claim);
    v1::Attribution* attribution = At(record, v1::Slot::kAttribution)->mutable_attribution();
    std::vector<int> from = {capture};
    for (const std::vector<int>& step : steps) {
      v1::Step* out = attribution->add_steps();
      for (const int source : step) {
        out->add_sources(ids_[source].hex());
        for (const int each : from) world_.edges.push_back({each, source});
      }
      from = step;
    }
    attribution->set_basis(first_hand ? v1::Attribution::witnessed : v1::Attribution::told);
    At(record, v1::Slot::kQuote)->mutable_quote()->set_capture(ids_[capture].hex());
    world_.starts.push_back(capture);
    const int claim = Add(std::move(record));
    claims_.push_back(claim);
    return claim;
  }

  void Link(v1::Link::Type type, int from, const std::vector<int>& to) {
    Record record = New(v1::Header::link);
    v1::Link* link = At(record, v1::Slot::kLink)->mutable_link();
    link->set_type(type);
    link->set_from(ids_[from].hex());
    for (const int each : to) {
      link->add_to(ids_[each].hex());
      world_.edges.push_back({from, each});
    }
    Add(std::move(record));
  }

  int claims() const { return n_; }

  AttributionWorld Finish() {
    world_.vertices = static_cast<int>(ids_.size());
    for (const int claim : claims_) world_.claims.push_back(world_.records.Find(ids_[claim]));
    return std::move(world_);
  }

 private:
  int Next() const { return static_cast<int>(ids_.size()); }

  Record New(Kind kind) {
    Record record;
    const uint64_t number = ids_.size();
    record.id = Sha256(absl::StrCat("record ", number));
    record.position = {number, 0};
    record.header.set_kind(kind);
    record.slots.resize(SlotsOf(kind).size());
    return record;
  }

  static v1::Slot* At(Record& record, SlotCase which) {
    const auto order = SlotsOf(record.kind());
    auto& slot = record.slots[std::find(order.begin(), order.end(), which) - order.begin()];
    if (!slot) slot.emplace();
    return &*slot;
  }

  int Add(Record record) {
    ids_.push_back(record.id);
    world_.records.Add(std::move(record));
    return static_cast<int>(ids_.size()) - 1;
  }

  const int n_;
  std::mt19937 random_{20221031};
  AttributionWorld world_;
  std::vector<Digest> ids_;
  std::vector<int> claims_;
};

// People, organisations that run each other, outlets; articles that cite and copy; claims of four steps.
void MakeMixed(WorldMaker& make) {
  const int n = make.claims(), people = n / 10 + 2, outlets = n / 20 + 2, articles = n / 2 + 2;
  std::vector<int> all_people, all_outlets, captures, claims;
  for (int i = 0; i < people; ++i) {
    const bool run = i > 10 && make.Below(4) == 0;
    all_people.push_back(make.Source(make.Below(3) == 0 ? v1::Identity::unnamed : v1::Identity::person,
                                     run ? all_people[make.Below(i)] : -1));
  }
  for (int i = 0; i < outlets; ++i) {
    all_outlets.push_back(
        make.Source(v1::Identity::outlet, i > 10 && make.Below(2) == 0 ? all_outlets[make.Below(i)] : -1));
  }
  const auto person = [&] { return all_people[make.Below(people)]; };
  const auto outlet = [&] { return all_outlets[make.Below(outlets)]; };
  for (int i = 0; i < articles; ++i) {
    captures.push_back(make.Capture());
    if (i < 10) continue;
    std::vector<int> cited;
    for (int k = 0; k < 8; ++k) cited.push_back(captures[make.Below(i)]);
    make.Link(v1::Link::cites, captures[i], cited);
    if (make.Below(3) == 0) make.Link(v1::Link::copies, captures[i], {captures[make.Below(i)]});
  }
  for (int i = 0; i < people / 4; ++i) make.Link(v1::Link::same, person(), {person()});
  for (int i = 0; i < people / 4; ++i) make.Link(v1::Link::different, person(), {person()});
  for (int i = 0; i < n; ++i) {
    const int capture = captures[make.Below(articles)];
    claims.push_back(
        make.Claim(capture, {{outlet()}, {outlet(), person()}, {person()}, {person()}}, make.Below(3) != 0));
    if (i > 0 && make.Below(5) == 0) make.Link(v1::Link::same_statement, claims[i], {claims[make.Below(i)]});
  }
}

void MakeLines(WorldShape shape, WorldMaker& make) {
  const int outlet = make.Source(v1::Identity::outlet), person = make.Source(v1::Identity::person);
  const int article = make.Capture();
  int source = person, capture = article, claim = -1, first = -1;
  std::vector<int> cited;
  for (int i = 0; i < make.claims(); ++i) {
    switch (shape) {
      case WorldShape::kSameLine:
      case WorldShape::kUnnamed: {
        const int next = make.Source(shape == WorldShape::kUnnamed ? v1::Identity::unnamed : v1::Identity::person);
        make.Link(shape == WorldShape::kUnnamed ? v1::Link::different : v1::Link::same, next, {source});
        source = next;
        break;
      }
      case WorldShape::kControlLine:
        source = make.Source(v1::Identity::person, source);
        break;
      case WorldShape::kCitationLine:
      case WorldShape::kCopies: {
        const int next = make.Capture();
        if (shape == WorldShape::kCopies) make.Link(v1::Link::copies, next, {article});
        if (shape == WorldShape::kCitationLine) make.Link(v1::Link::cites, next, {capture});
        capture = next;
        break;
      }
      case WorldShape::kOneCapture:
        cited.push_back(make.Capture());
        break;
      default:
        break;
    }
    const int last = claim;
    const bool own = shape == WorldShape::kOneSource || shape == WorldShape::kOneStatement;
    claim = make.Claim(own ? make.Capture() : capture, {{outlet}, {source}}, i % 2 == 0);
    if (shape == WorldShape::kOneStatement && last >= 0) make.Link(v1::Link::same_statement, claim, {last});
    if (first < 0) first = capture;
  }
  if (shape == WorldShape::kCitationLine) make.Link(v1::Link::cites, first, {capture});
  for (const int each : cited) make.Link(v1::Link::cites, article, {each});
}

}  // namespace

AttributionWorld MakeWorld(WorldShape shape, int claims) {
  WorldMaker make(claims);
  shape == WorldShape::kMixed ? MakeMixed(make) : MakeLines(shape, make);
  return make.Finish();
}

}  // namespace tallystick
