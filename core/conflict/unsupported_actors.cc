#include "core/conflict/unsupported_actors.h"

#include <algorithm>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/strip.h"
#include "core/base/fold.h"

namespace tallystick {
namespace {

using S = v1::Slot;

constexpr size_t kShortestOwnWord = 4;   // bytes of a word that may stand for a name by itself
constexpr size_t kShortestInitials = 3;  // letters

std::vector<std::string> NameWords(absl::string_view text) {
  const std::string folded = Fold(text);
  std::vector<std::string> words;
  for (absl::string_view word : FoldedWords(folded)) words.emplace_back(word);
  return words;
}

// Arabic writes the article, "and", "by" and "to" together with the word.
bool IsWordOrJoined(absl::string_view said, absl::string_view word) {
  if (said == word) return true;
  if (!absl::ConsumeSuffix(&said, word)) return false;
  static constexpr absl::string_view kJoined[] = {"ال", "و",   "وال", "ب",   "بال", "ل", "لل",
                                                  "ف",  "فال", "ك",   "كال", "ول",  "وب"};
  return std::find(std::begin(kJoined), std::end(kJoined), said) != std::end(kJoined);
}

bool HoldsInOrder(const std::vector<absl::string_view>& said, const std::vector<std::string>& name) {
  for (size_t at = 0; at + name.size() <= said.size(); ++at) {
    bool same = true;
    for (size_t i = 0; same && i < name.size(); ++i) same = IsWordOrJoined(said[at + i], name[i]);
    if (same) return true;
  }
  return false;
}

bool HoldsWord(const std::vector<absl::string_view>& said, absl::string_view word) {
  return std::any_of(said.begin(), said.end(), [&](absl::string_view s) { return IsWordOrJoined(s, word); });
}

// "gsim" of "Groupe de Soutien à l'Islam et aux Musulmans": the first letters of what is written large.
std::string InitialsOf(absl::string_view text) {
  const std::string name = absl::StrReplaceAll(text, {{"’", " "}, {"‘", " "}});
  std::string initials;
  bool begins = true;
  for (const char c : name) {
    const bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || static_cast<unsigned char>(c) >= 0x80;
    if (begins && c >= 'A' && c <= 'Z') initials.push_back(static_cast<char>(c - 'A' + 'a'));
    begins = !letter;
  }
  return initials.size() >= kShortestInitials ? initials : "";
}

std::vector<std::string> WithoutArticle(std::vector<std::string> words) {
  static const auto* const articles =
      new std::set<std::string>{"the", "le", "la", "les", "l", "a", "an", "un", "une", "du"};
  while (!words.empty() && articles->count(words[0]) != 0) words.erase(words.begin());
  return words;
}

// "JNIM and DAESH" in its two parts.
std::vector<std::vector<std::string>> PartsOf(absl::string_view words) {
  std::vector<std::vector<std::string>> parts(1);
  for (std::string& word : NameWords(words)) {
    if (word == "and" || word == "et" || word == "و") {
      parts.emplace_back();
    } else {
      parts.back().push_back(std::move(word));
    }
  }
  return parts;
}

std::vector<Entity> EntitiesOf(const v1::Role& role, const EntityGraph& entities) {
  std::vector<Entity> found;
  for (const v1::Term& term : role.terms()) {
    const Entity entity = entities.Find(term.entity().empty() ? term.affiliation() : term.entity());
    if (entity != kNoEntity) found.push_back(entity);
  }
  return found;
}

// Words of the role are the whole name of somebody who has nothing to do with those in it.
std::optional<Unsupported> NamesAnother(const v1::Role& role, const NameIndex& names, const EntityGraph& entities) {
  const std::vector<Entity> recorded = EntitiesOf(role, entities);
  if (recorded.empty() || static_cast<int>(recorded.size()) != role.terms_size()) return std::nullopt;
  const auto mine = [&](Entity called) {
    return std::any_of(recorded.begin(), recorded.end(),
                       [&](Entity e) { return e == called || names.AreRelated(e, called); });
  };
  for (const std::vector<std::string>& part : PartsOf(role.words())) {
    std::string text;
    for (const std::string& word : part) absl::StrAppend(&text, text.empty() ? "" : " ", word);
    std::vector<Entity> called = names.CalledExactly(text);
    // "Paris says": a place may stand for whoever rules from it.
    std::erase_if(called, [&](Entity e) { return entities.TypeOf(e) != entities.TypeOf(recorded[0]); });
    if (called.empty() || std::any_of(called.begin(), called.end(), mine)) continue;
    return Unsupported{absl::StrCat("“", entities.Name(recorded[0]), "” as ", role.name()), role.words()};
  }
  return std::nullopt;
}

// Said to be stated, without a word for it.
std::optional<Unsupported> NamedNowhere(const v1::Role& role, const QuotedText& text, const NameIndex& names,
                                        const EntityGraph& entities) {
  for (size_t i = 0; i < text.folded.size() && !role.words().empty(); ++i) {
    if (absl::StrContains(text.folded[i], Fold(role.words()))) return std::nullopt;
  }
  for (const v1::Term& term : role.terms()) {
    const Entity entity = entities.Find(term.entity());
    if (entity == kNoEntity || names.StandsIn(entity, text)) continue;
    return Unsupported{absl::StrCat("“", entities.Name(term.entity()), "” as ", role.name()), ""};
  }
  return std::nullopt;
}

}  // namespace

NameIndex::NameIndex(const RecordSet& records, const EntityGraph& entities) : entities_(entities) {
  const auto relate = [](Entity a, Entity b, std::set<std::pair<Entity, Entity>>* pairs) {
    if (a != kNoEntity && b != kNoEntity) pairs->insert({std::min(a, b), std::max(a, b)});
  };
  for (const Record& record : records.records()) {
    if (record.kind() != v1::Header::entity) continue;
    const Entity entity = entities.Find(record.id.hex());
    if (entity == kNoEntity) continue;
    for (const v1::Name& name : record.Get(S::kNames).names().names()) {
      const Words words = WithoutArticle(NameWords(name.text()));
      if (words.empty()) continue;
      names_[entity].insert(words);
      by_name_[words].insert(entity);
      for (const std::string& word : words) by_word_[word].insert(entity);
      if (const std::string initials = InitialsOf(name.text()); !initials.empty()) initials_[entity].insert(initials);
    }
    for (const v1::Relation& relation : record.Get(S::kRelations).relations().relations()) {
      const bool apart = relation.type() == v1::Relation::not_same_as || relation.type() == v1::Relation::disjoint_from;
      relate(entity, entities.Find(relation.to()), apart ? &apart_ : &related_);
    }
  }
}

bool NameIndex::StandsIn(Entity entity, const QuotedText& text) const {
  const auto names = names_.find(entity);
  if (names == names_.end()) return true;  // nothing is known that could be missing
  const auto initials = initials_.find(entity);
  for (const std::string& folded : text.folded) {
    const std::vector<absl::string_view> said = FoldedWords(folded);
    for (const Words& name : names->second) {
      if (HoldsInOrder(said, name)) return true;
      for (const std::string& word : name) {
        if (word.size() < kShortestOwnWord || by_word_.at(word).size() > 1) continue;
        if (HoldsWord(said, word)) return true;
      }
    }
    if (initials == initials_.end()) continue;
    for (const std::string& each : initials->second) {
      if (HoldsWord(said, each)) return true;
    }
  }
  return false;
}

std::vector<Entity> NameIndex::CalledExactly(absl::string_view words) const {
  const auto it = by_name_.find(WithoutArticle(NameWords(words)));
  if (it == by_name_.end()) return {};
  return {it->second.begin(), it->second.end()};
}

bool NameIndex::AreRelated(Entity a, Entity b) const {
  const std::pair<Entity, Entity> pair = {std::min(a, b), std::max(a, b)};
  if (apart_.count(pair) != 0) return false;
  return related_.count(pair) != 0 || entities_.Within(a, b) || entities_.Within(b, a);
}

std::optional<Unsupported> UnsupportedActor(const Record& claim, const QuotedText& text, const NameIndex& names,
                                            const EntityGraph& entities) {
  if (claim.IsWithheld(S::kProposition)) return std::nullopt;
  for (const v1::Role& role : claim.Get(S::kProposition).proposition().roles()) {
    if (role.basis() == v1::Role::context || role.basis() == v1::Role::analyst) continue;
    std::optional<Unsupported> found;
    if (!role.words().empty()) found = NamesAnother(role, names, entities);
    if (!found && role.basis() == v1::Role::stated) found = NamedNowhere(role, text, names, entities);
    if (found) return found;
  }
  return std::nullopt;
}

}  // namespace tallystick
