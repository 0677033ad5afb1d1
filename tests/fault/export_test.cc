// An export killed, or failing, at each of its operations: what stands afterwards is clear, and the same command ends
// it.
#include <gtest/gtest.h>

#include <algorithm>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "tests/fault/judge.h"

namespace tallystick {
namespace {

struct OneExport {
  Tree before;
  std::vector<std::string> words;  // of the export, at the head that there was
  std::string bundle;              // its bytes
  std::vector<Operation> operations;
};

OneExport ExportOnce(Desk& desk) {
  OneExport made;
  made.before = TheStory().marks.back().tree;
  desk.Put(made.before);
  desk.ForgetJournal();
  made.words = {"export", "--all", "-o",      desk.Path("/b.zip"),
                "--for",  "A",     "--as-of", absl::StrCat(TheStory().marks.back().log_size)};
  const Ended ended = desk.RunWithFault(made.words, {});
  EXPECT_EQ(ended.code, 0) << ended.err;
  made.bundle = desk.Take()["/b.zip"];
  made.operations = desk.journal();
  return made;
}

int RecordedIn(Desk& desk) {
  const std::string out = desk.Run({"list", "exports", "--jsonl"}).out;
  return static_cast<int>(std::count(out.begin(), out.end(), '\n'));
}

std::string TryPoint(Desk& desk, const OneExport& told, const Fault& fault) {
  desk.Put(told.before);
  const Ended ended = desk.RunWithFault(told.words, fault);
  const bool killed = absl::StartsWith(fault.what, "kill");
  if (ended.signal != 0 && !(killed && ended.signal == SIGKILL)) return absl::StrCat("ended by signal ", ended.signal);
  const Tree after = desk.Take();
  const auto file = after.find("/b.zip");
  const bool written = file != after.end();
  if (written && file->second != told.bundle) return "a file that is not the bundle";
  const int recorded = RecordedIn(desk);
  if (recorded == 1 && !written) return "a record without its bundle";
  if (ended.signal == 0 && ended.code == 0 && recorded != 1) return "acknowledged and not recorded";
  if (ended.signal == 0 && ended.code != 0 && written && !absl::StrContains(ended.err, "was written, but")) {
    return absl::StrCat("it does not say that the bundle was written: ", ended.err);
  }
  const Ended again = desk.Run(told.words);
  if (again.code != (recorded == 1 ? 1 : 0)) return absl::StrCat("again ends with ", again.code, ": ", again.err);
  if (RecordedIn(desk) != 1) return "recorded not once";
  if (desk.Take()["/b.zip"] != told.bundle) return "the second run changed the bundle";
  return CheckPasses(desk);
}

TEST(ExportFault, AtEveryOperationTheRecordAndTheBundleAreClear) {
  Desk desk;
  const OneExport told = ExportOnce(desk);
  ASSERT_FALSE(told.bundle.empty());
  ASSERT_GT(told.operations.size(), 10);
  size_t points = 0;
  for (const char* kind : {"kill-before", "kill-after", "EIO"}) {
    for (size_t i = 0; i < told.operations.size(); i += Full() ? 1 : 3) {
      const std::string problem = TryPoint(desk, told, {told.operations[i].number, kind});
      EXPECT_EQ(problem, "") << kind << " at operation " << told.operations[i].number;
      ++points;
    }
  }
  Counted("exports killed or failing", points);
}

}  // namespace
}  // namespace tallystick
