// Claims for tests of the conflict rules, written as a sentence: records with real ids, nothing random.
#pragma once

#include <initializer_list>
#include <string>
#include <vector>

#include "core/conflict/conflict.h"
#include "core/record/submission.h"

namespace tallystick {

// What a test says about one entity besides its name.
struct Traits {
  std::vector<Digest> part_of;
  std::vector<Digest> member_of;
  std::vector<Digest> same_as;
  std::vector<Digest> not_same_as;
  std::vector<Digest> disjoint_from;
  std::vector<Digest> affiliated_with;
  v1::Relations::Partition partition = v1::Relations::partition_unstated;
  std::string level;
  std::string asserter;  // of its relations, hex; the analyst when empty
};

// A claim in the making. Everything unset stays unstated.
class Say {
 public:
  Say(const std::string& by, const std::string& predicate) : by_(by) { proposition_.set_predicate(predicate); }

  Say& Number(const std::string& words);
  Say& Nominal(int64_t n) { return quantity_.set_nominal(n), *this; }
  Say& Unit(const std::string& unit) { return quantity_.set_unit(unit), *this; }
  Say& Full() { return quantity_.set_coverage(v1::Quantity::full), *this; }
  Say& KnownSoFar() { return quantity_.set_coverage(v1::Quantity::known_so_far), *this; }
  Say& Series(v1::Quantity::Series series) { return quantity_.set_series(series), *this; }
  Say& AsOf(const std::string& date) { return quantity_.set_as_of(date), *this; }
  Say& Each() { return quantity_.set_distribution(v1::Quantity::each), *this; }
  Say& Together() { return quantity_.set_distribution(v1::Quantity::together), *this; }
  Say& Victims(std::initializer_list<std::pair<std::string, Digest>> terms, v1::Role::Group group = v1::Role::all_of);
  Say& Class(const std::string& of_class);
  Say& Agent(const Digest& entity) { return Role("agent", {entity}); }
  Say& Holder(const Digest& entity) { return Role("holder", {entity}); }
  Say& Parties(const Digest& a, const Digest& b) { return Role("party", {a, b}); }
  Say& Role(const std::string& name, const std::vector<Digest>& entities);
  Say& Event(const Digest& event) { return event_.set_event(event.hex()), *this; }
  Say& Restricts() { return event_.set_restricts(true), *this; }
  Say& At(const Digest& place) { return Place(v1::PlaceTerm::in, {place}); }
  Say& Place(v1::PlaceTerm::Relation relation, const std::vector<Digest>& places);
  Say& Entire() { return place_.set_extent(v1::ClaimPlace::entire), *this; }
  Say& AsFarAs(const Digest& place) { return place_.add_as_far_as(place.hex()), *this; }
  // One date, or the first and the last; within, unless a mode is given.
  Say& On(const std::string& date) { return Between(date, date); }
  Say& Between(const std::string& first, const std::string& last);
  Say& Mode(v1::ClaimTime::Mode mode) { return time_.set_mode(mode), *this; }
  Say& Negated() { return proposition_.set_polarity(v1::Proposition::negated), *this; }
  Say& Modality(v1::Proposition::Modality modality) { return proposition_.set_modality(modality), *this; }
  Say& Only(const std::vector<Digest>& domain = {});  // of the place
  Say& Alone();  // nobody but the agent
  Say& Words(const std::string& words);  // of the role that was named last, as written
  Say& Stated();                         // the same role: the text names it
  Say& TimeWords(const std::string& words) { return time_.set_words(words), *this; }
  Say& Language(const std::string& language) { return language_ = language, *this; }
  Say& Quote(const std::string& quote) { return quote_ = quote, *this; }
  Say& Passage(const std::string& passage) { return passages_.push_back(passage), *this; }
  Say& In(const std::string& capture) { return capture_ = capture, *this; }
  Say& CarriedBy(const std::string& source) { return carriers_.push_back(source), *this; }
  Say& SaidOn(const std::string& date) { return said_ = date, *this; }
  Say& Basis(v1::Attribution::Basis basis) { return basis_ = basis, *this; }

 private:
  friend class Casebook;
  std::string by_, quote_, capture_, said_, language_ = "en";
  std::vector<std::string> carriers_;  // outermost first
  std::vector<std::string> passages_;
  v1::Attribution::Basis basis_ = v1::Attribution::own_count;
  v1::Proposition proposition_;
  v1::Quantity quantity_;
  v1::ClaimEvent event_;
  v1::ClaimTime time_;
  v1::ClaimPlace place_;
};

class Casebook {
 public:
  Digest Entity(v1::Names::Type type, const std::string& name, const Traits& traits = {});
  Digest Place(const std::string& name, const Traits& traits = {}) { return Entity(v1::Names::place, name, traits); }
  Digest Actor(const std::string& name, const Traits& traits = {}) { return Entity(v1::Names::actor, name, traits); }
  Digest Event(const std::string& name, const Traits& traits = {}) { return Entity(v1::Names::event, name, traits); }
  // The source of this name, made when first asked for; "" is somebody unnamed.
  Digest Source(const std::string& name, v1::Identity::Kind kind = v1::Identity::person);
  Digest SpeakingFor(const std::string& name, const Digest& actor);
  // A statement, or an outlet, party to an event, aligned with an actor; for those that are given.
  Digest Standing(const std::string& name, v1::Identity::Kind kind, const Digest& party_to, const Digest& aligned_with);
  Digest Capture(const std::string& title, const std::string& published = "", const Digest& publisher = {});
  // Without In(), each claim stands in a document of its own.
  Digest Add(const Say& say);
  Digest Link(v1::Link::Type type, const Digest& from, const Digest& to);
  Digest Retract(const Digest& claim);
  // A record that says the same again and replaces it.
  Digest Correct(const Digest& id);
  Digest Grade(const Digest& claim, int credibility, const std::string& reason);
  Digest Judge(const std::string& finding, v1::Verdict::Status status, const std::string& reason);
  Digest AddDraft(const RecordDraft& draft);

  // In the order made, or in another one.
  RecordSet Records(uint32_t shuffle_seed = 0);
  v1::Findings Find(uint32_t shuffle_seed = 0);
  Comparison Compare(const Digest& a, const Digest& b);

 private:
  void Flush();

  std::optional<SubmissionBuilder> builder_;
  std::vector<Record> records_;
  std::map<std::string, Digest> sources_, captures_;
  uint64_t salts_ = 0;
};

// The findings of a kind ("" for all) with this verdict or, without one, with any.
std::vector<v1::Finding> OfKind(const v1::Findings& findings, const std::string& kind,
                                v1::Finding::Verdict verdict = v1::Finding::verdict_unstated);
// Contradictions and tensions.
std::vector<v1::Finding> Conflicts(const v1::Findings& findings);
// All that a failing test wants to see.
std::string Show(const v1::Findings& findings);

}  // namespace tallystick
