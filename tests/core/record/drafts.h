// Drafts that validation accepts, one of each kind, and the pieces that tests make submissions of. Nothing is random.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "core/record/submission.h"

namespace tallystick {

inline constexpr Kind kKinds[] = {v1::Header::source,    v1::Header::capture, v1::Header::rendition,
                                  v1::Header::entity,    v1::Header::claim,   v1::Header::link,
                                  v1::Header::judgement, v1::Header::key,     v1::Header::custody};

// A digest that stands for something named `name`.
Digest TestId(absl::string_view name);

// Salts that differ from call to call: 16 bytes, a counter from `first` on.
SaltSource CountingSalts(uint64_t first = 0);

// The slot of a draft, added empty if it is not there yet.
v1::Slot* SlotOf(RecordDraft* draft, SlotCase which);

// A draft of this kind that says something in several of its slots.
RecordDraft GoodDraft(Kind kind);

// Builds a submission of these drafts; the test fails when that fails.
SubmissionBuilder::Unsigned Build(const std::vector<RecordDraft>& drafts, uint64_t first_salt = 0);

// One record of every kind, in the order of kKinds.
SubmissionBuilder::Unsigned BuildAllKinds(uint64_t first_salt = 0);

}  // namespace tallystick
