#include "tests/bench/dataset.h"

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"

namespace tallystick {
namespace {

constexpr int kPlaces = 40;

std::string ClaimLine(const std::string& capture, const std::string& row, int number, int64_t start) {
  const int killed = number * 7 % 90 + 1;
  return absl::StrCat(
      R"({"kind":"claim","attribution":{"steps":[{"sources":["@agency"],"act":"published","said_earliest":"2022-10-31"},)",
      R"({"sources":["@ministry"],"act":"said","words":"the ministry said"}],"basis":"compiled"},"quote":{"capture":"@)",
      capture, R"(","exact":")", row, R"(","voice":"data_row","language":"en")",
      start < 0 ? "" : absl::StrCat(R"(,"start":)", start),
      R"(},"proposition":{"predicate":"killed","roles":[{"name":"victim","terms":[{"class":"civilians"}],)",
      R"("words":"civilians"}],"modality":"asserted"},"quantity":{"words":")", killed, R"(","nominal":)", killed,
      R"(,"unit":"persons","series":"snapshot"},"time":{"start_earliest":"2022-10-25","end_latest":"2022-10-25","mode":"within",)",
      R"("words":"25 October"},"place":{"terms":[{"relation":"in","entities":["@place)", number % kPlaces, R"("]}]}})");
}

}  // namespace

Dataset MakeDataset(int claims, int rows, bool starts) {
  Dataset set;
  set.claims = claims;
  set.lines = {
      R"({"handle":"agency","kind":"source","identity":{"kind":"organisation","names":[{"text":"Agence Sahel"}]}})",
      R"({"handle":"ministry","kind":"source","identity":{"kind":"organisation","names":[{"text":"Ministry"}]}})"};
  for (int i = 0; i < kPlaces; ++i) {
    set.lines.push_back(absl::StrCat(R"({"handle":"place)", i,
                                     R"(","kind":"entity","names":{"type":"place","names":[{"text":"Place )", i,
                                     R"("}]}})"));
  }
  std::vector<std::string> lines;
  for (int n = 0; n < claims; ++n) {
    const std::string capture = absl::StrCat("table", n / rows);
    std::string& text = set.files[capture];
    if (text.empty())
      set.lines.push_back(absl::StrCat(R"({"handle":")", capture, R"(","kind":"capture","file":")", capture, "\"}"));
    const std::string row =
        absl::StrFormat("incident %06d, 25 October, Place %d: %d civilians killed", n, n % kPlaces, n * 7 % 90 + 1);
    lines.push_back(ClaimLine(capture, row, n, starts ? static_cast<int64_t>(text.size()) : -1));
    absl::StrAppend(&text, row, "\n");
  }
  set.lines.insert(set.lines.end(), lines.begin(), lines.end());
  return set;
}

}  // namespace tallystick
