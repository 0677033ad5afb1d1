// Which source records stand for one source, and who runs it (docs/provenance.md, "Who is who").
#pragma once

#include <deque>
#include <optional>
#include <set>
#include <vector>

#include "core/base/digest_table.h"
#include "core/record/record_set.h"

namespace tallystick {

// Who runs a source in the end.
struct Control {
  std::vector<Digest> roots;     // the last controllers and the actors spoken for; never empty; sorted
  std::vector<Digest> disputed;  // a mark for each disputed `same` on the way; two sources that share one may be one
  bool circular = false;         // the controllers lead round in a circle; the roots are those on it
};

// Resolves on demand and remembers; references hold as long as it lives. The records must outlive it. Not thread-safe.
class SourceResolver {
 public:
  explicit SourceResolver(const RecordSet& records) : records_(records) {}

  // The one id that stands for this record, for its corrections and for all that are recorded as the same: the smallest
  // current one. Where a `different` link contradicts a `same` link, neither is followed and the matter is disputed.
  // Also answers for captures and entities.
  Digest ClassOf(const Digest& id) { return Resolve(id).representative; }

  // The current links of this type from any record of its class to other classes, which are the ends.
  std::vector<LinkEnd> LinksFrom(const Digest& id, v1::Link::Type type);

  // Who runs it directly: its controllers and the actors it is or speaks for, as classes; sorted.
  const std::vector<Digest>& RunBy(const Digest& source);
  const Control& ControlOf(const Digest& source);

  // One communiqué, post or utterance.
  bool IsStatement(const Digest& source);
  // Not shown who it is: unnamed, withheld, missing, or an account or statement that nobody is recorded to run.
  bool MayBeAnyone(const Digest& root);
  // The roots that somebody asserts this one, who may be anyone, is different from.
  const std::set<Digest>& KnownDifferent(const Digest& root);

  bool ShareControl(const Digest& a, const Digest& b);
  static bool ShareControl(const Control& a, const Control& b);
  // Shown to have different controllers.
  bool AreDistinct(const Digest& a, const Digest& b);

 private:
  struct Class {
    Digest representative;
    std::vector<Digest> members;  // sorted
    std::optional<Digest> disputed;
    // What was asked before.
    std::optional<std::vector<Digest>> run_by;
    std::optional<Control> control;
    std::optional<bool> may_be_anyone;
    std::optional<std::set<Digest>> different;
    int reached = 0, low = 0;  // of the search for controllers (sources_control.cc)
  };
  Class& Resolve(const Digest& id);
  const std::vector<Digest>& RunBy(Class& of);
  void FindControl(Class& start);
  void CloseControl(const std::vector<Class*>& component);
  bool IsShown(const Control& control);
  bool IsSeparated(const Control& a, const Control& b);

  const RecordSet& records_;
  DigestTable<Class*> class_of_;
  std::deque<Class> classes_;
  int reached_ = 0;
};

}  // namespace tallystick
