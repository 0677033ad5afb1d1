// EXISTED BY: what others say of when a bundle's checkpoint was there (docs/bundle-format.md, docs/time.md).
//
// Their evidence stands in seal/, outside the manifests, because it may come after the bundle. Each piece carries its
// own signature. Tokens (RFC 3161) are one file each; cosignatures are lines of a copy of the bundle's checkpoint.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/bundle/checks.h"
#include "core/bundle/layout.h"
#include "core/bundle/submission_folder.h"
#include "core/sign/checkpoint.h"
#include "core/sign/time_trust.h"

namespace tallystick {

inline constexpr absl::string_view kCosignedFile = "seal/cosigned-checkpoint.txt";
// "seal/token-<SHA-256 of it>.tst"
std::string TokenFile(absl::string_view token);

// Whether the file is evidence of time by its name; others in seal/ are for nobody here.
bool IsTimeEvidence(absl::string_view path);

// `head` is the bundle's checkpoint when it is signed and every submission shown is proven to be in its tree; nothing
// is bound to a time otherwise. `*evidence` gets the interval in words, and what was not counted and why.
//
// Passes with a token under one of the reader's authorities or a cosignature by one of the reader's witnesses; fails
// when any piece is broken or of something else; is unknown when nobody whom the reader trusts says anything.
void CheckTime(const FileViews& files, const BundleLayout& layout, const std::vector<OpenedFolder>& folders,
               const std::optional<Checkpoint>& head, const TimeTrust& trust, Checks* checks,
               std::vector<std::string>* evidence);

}  // namespace tallystick
