// Keys as records and as listed.
#pragma once

#include "cli/keystore.h"
#include "core/record/record.h"
#include "proto/view.pb.h"

namespace tallystick {

// The record that admits a key; `name` is the log's origin for a log key.
RecordDraft AdmissionDraft(const KeyFile& key, const std::string& name);

v1::KeyItem KeyItemOf(const KeyFile& key, bool admitted);

}  // namespace tallystick
