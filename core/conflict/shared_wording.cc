#include "core/conflict/shared_wording.h"

#include <map>
#include <unordered_map>

#include "absl/strings/str_join.h"

namespace tallystick {
namespace {

// Where the shingle first stands in a claim.
struct Place {
  int claim = 0, run = 0, at = 0;
};

class WordingFinder {
 public:
  WordingFinder(const std::vector<ClaimWords>& words, Voices& voices, size_t most)
      : words_(words), voices_(voices), most_(most) {}

  std::vector<SharedWording> Find() {
    Number();
    MarkCommon();
    CollectPlaces();
    for (int claim = 0; claim < static_cast<int>(words_.size()); ++claim) {
      for (int run = 0; run < static_cast<int>(words_[claim].runs.size()); ++run) FollowRun(claim, run);
    }
    std::vector<SharedWording> found;
    for (auto& [voices, text] : longest_) found.push_back({voices, std::move(text)});
    return found;
  }

 private:
  const std::vector<std::string>& RunOf(int claim, int run) const { return words_[claim].runs[run]; }

  // Calls `visit(claim, run, at, shingle)` for every shingle, in the order of the claims.
  template <typename Visit>
  void EachShingle(const Visit& visit) {
    for (int claim = 0; claim < static_cast<int>(words_.size()); ++claim) {
      for (int run = 0; run < static_cast<int>(shingles_[claim].size()); ++run) {
        const std::vector<int>& shingles = shingles_[claim][run];
        for (int at = 0; at < static_cast<int>(shingles.size()); ++at) visit(claim, run, at, shingles[at]);
      }
    }
  }

  void Number() {
    std::unordered_map<std::string, int> numbers;  // only looked up, never listed
    shingles_.resize(words_.size());
    for (size_t claim = 0; claim < words_.size(); ++claim) {
      for (const std::vector<std::string>& run : words_[claim].runs) {
        std::vector<int>& shingles = shingles_[claim].emplace_back();
        for (size_t at = 0; at + kShingleWords <= run.size(); ++at) {
          shingles.push_back(numbers.insert({ShingleAt(run, at), static_cast<int>(numbers.size())}).first->second);
        }
      }
    }
    count_ = numbers.size();
  }

  const std::vector<int>& VoicesOf(const std::vector<int>& claims) {
    const auto it = known_.find(claims);
    return it != known_.end() ? it->second : known_.insert({claims, voices_.FirstOfEach(claims)}).first->second;
  }

  // The words of every shingle that more than `most_` voices have.
  void MarkCommon() {
    std::vector<std::vector<int>> holders(count_);
    EachShingle([&](int claim, int, int, int shingle) {
      if (holders[shingle].empty() || holders[shingle].back() != claim) holders[shingle].push_back(claim);
    });
    std::vector<char> common(count_);
    for (size_t s = 0; s < count_; ++s) {
      common[s] = holders[s].size() > most_ && VoicesOf(holders[s]).size() > most_ ? 1 : 0;
    }
    touched_.resize(words_.size());
    for (size_t claim = 0; claim < words_.size(); ++claim) {
      for (size_t run = 0; run < words_[claim].runs.size(); ++run) {
        touched_[claim].push_back(Touching(shingles_[claim][run], common));
      }
    }
  }

  // Which shingles of a run have a word in common with a common one of that run.
  static std::vector<char> Touching(const std::vector<int>& shingles, const std::vector<char>& common) {
    const int n = static_cast<int>(shingles.size()), reach = static_cast<int>(kShingleWords) - 1;
    std::vector<char> touched(shingles.size());
    for (int at = 0, last = -n - reach; at < n; ++at) {
      if (common[shingles[at]] != 0) last = at;
      touched[at] = at - last <= reach ? 1 : 0;
    }
    for (int at = n - 1, next = 2 * n + reach; at >= 0; --at) {
      if (common[shingles[at]] != 0) next = at;
      if (next - at <= reach) touched[at] = 1;
    }
    return touched;
  }

  void CollectPlaces() {
    places_.resize(count_);
    EachShingle([&](int claim, int run, int at, int shingle) {
      std::vector<Place>& places = places_[shingle];
      if (touched_[claim][run][at] != 0 || (!places.empty() && places.back().claim == claim)) return;
      places.push_back({claim, run, at});
    });
    by_.resize(count_);
    for (size_t s = 0; s < count_; ++s) {
      if (places_[s].size() < 2) continue;
      std::vector<int> claims;
      for (const Place& place : places_[s]) claims.push_back(place.claim);
      const std::vector<int>& voices = VoicesOf(claims);
      if (voices.size() >= 2 && voices.size() <= most_) by_[s] = &voices;
    }
  }

  const Place& PlaceIn(int shingle, int claim) const {
    return *std::lower_bound(places_[shingle].begin(), places_[shingle].end(), claim,
                             [](const Place& place, int c) { return place.claim < c; });
  }

  // In each of their voices `next` stands one word after `shingle`, in one run.
  bool GoesOn(int shingle, int next) const {
    if (*by_[shingle] != *by_[next]) return false;
    return std::all_of(by_[next]->begin(), by_[next]->end(), [&](int claim) {
      const Place &a = PlaceIn(shingle, claim), &b = PlaceIn(next, claim);
      return a.run == b.run && a.at + 1 == b.at;
    });
  }

  // A set of voices is looked at in the first of them.
  bool BelongsHere(int claim, int run, int at) const {
    const int shingle = shingles_[claim][run][at];
    if (touched_[claim][run][at] != 0 || by_[shingle] == nullptr || by_[shingle]->front() != claim) return false;
    const Place& place = PlaceIn(shingle, claim);
    return place.run == run && place.at == at;
  }

  void FollowRun(int claim, int run) {
    const std::vector<int>& shingles = shingles_[claim][run];
    for (int at = 0; at < static_cast<int>(shingles.size());) {
      const int begin = at++;
      if (!BelongsHere(claim, run, begin)) continue;
      while (at < static_cast<int>(shingles.size()) && BelongsHere(claim, run, at) &&
             GoesOn(shingles[at - 1], shingles[at])) {
        ++at;
      }
      const auto from = RunOf(claim, run).begin() + begin;
      std::string text = absl::StrJoin(from, from + (at - begin) + static_cast<int>(kShingleWords) - 1, " ");
      std::string& best = longest_[*by_[shingles[begin]]];
      if (text.size() > best.size()) best = std::move(text);
    }
  }

  const std::vector<ClaimWords>& words_;
  Voices& voices_;
  const size_t most_;
  size_t count_ = 0;                                     // of shingles
  std::vector<std::vector<std::vector<int>>> shingles_;  // by claim and run, one for each word that begins one
  std::vector<std::vector<std::vector<char>>> touched_;  // the same: it has a word of what is common
  std::vector<std::vector<Place>> places_;               // by shingle, untouched, in the order of the claims
  std::vector<const std::vector<int>*> by_;              // by shingle: its voices, where they are few; into known_
  std::map<std::vector<int>, std::vector<int>> known_;   // claims -> one of each voice
  std::map<std::vector<int>, std::string> longest_;      // by voices
};

}  // namespace

std::vector<SharedWording> FindSharedWording(const std::vector<ClaimWords>& words, Voices& voices, size_t most) {
  return WordingFinder(words, voices, most).Find();
}

}  // namespace tallystick
