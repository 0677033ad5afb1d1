#include "core/record/kinds.h"

namespace tallystick {
namespace {

using S = v1::Slot;
constexpr SlotCase kSource[] = {S::kHeader, S::kIdentity, S::kStanding, S::kContact, S::kNote};
constexpr SlotCase kCapture[] = {S::kHeader, S::kContent, S::kOrigin, S::kNote};
constexpr SlotCase kRendition[] = {S::kHeader, S::kOf, S::kText, S::kNote};
constexpr SlotCase kEntity[] = {S::kHeader, S::kNames, S::kRelations, S::kNote};
constexpr SlotCase kClaim[] = {S::kHeader,   S::kAttribution, S::kQuote, S::kProposition, S::kQuantity,
                               S::kEvent,    S::kTime,        S::kPlace, S::kNote};
constexpr SlotCase kLink[] = {S::kHeader, S::kLink, S::kReason};
constexpr SlotCase kJudgement[] = {S::kHeader, S::kSubject, S::kVerdict, S::kReason};
constexpr SlotCase kKey[] = {S::kHeader, S::kKey, S::kNote};
constexpr SlotCase kCustody[] = {S::kHeader, S::kCustody, S::kContact, S::kNote};

}  // namespace

std::span<const SlotCase> SlotsOf(Kind kind) {
  switch (kind) {
    case v1::Header::source: return kSource;
    case v1::Header::capture: return kCapture;
    case v1::Header::rendition: return kRendition;
    case v1::Header::entity: return kEntity;
    case v1::Header::claim: return kClaim;
    case v1::Header::link: return kLink;
    case v1::Header::judgement: return kJudgement;
    case v1::Header::key: return kKey;
    case v1::Header::custody: return kCustody;
    default: return {};
  }
}

absl::string_view SlotName(SlotCase slot) {
  const auto* field = v1::Slot::descriptor()->FindFieldByNumber(slot);
  return field == nullptr ? absl::string_view() : field->name();
}

std::optional<SlotCase> SlotByName(absl::string_view name) {
  const auto* field = v1::Slot::descriptor()->FindFieldByName(std::string(name));
  if (field == nullptr || field->real_containing_oneof() == nullptr) return std::nullopt;
  return static_cast<SlotCase>(field->number());
}

absl::string_view KindName(Kind kind) { return v1::Header::Kind_Name(kind); }

std::optional<Kind> KindByName(absl::string_view name) {
  Kind kind;
  if (!v1::Header::Kind_Parse(std::string(name), &kind) || kind == v1::Header::kind_unstated) return std::nullopt;
  return kind;
}

}  // namespace tallystick
