// Chains of attribution as W3C PROV (PROV-DM, 2013), in the PROV-JSON serialization (W3C Member Submission, 24 April
// 2013). docs/provenance.md, "PROV-JSON", says what becomes what. Thread-safe.
#pragma once

#include <span>
#include <string>

#include "core/record/record_set.h"

namespace tallystick {

// The claims, the captures that they stand in with those they copy or cite, a statement for each step of each
// attribution, and the sources with those who run them. Deterministic: neither the order of records nor that of claims
// shows. What is withheld or missing is left out or said to be withheld; contacts and remarks of the analyst never
// appear. Null pointers and other kinds are left out.
std::string ProvJson(const RecordSet& records, std::span<const Record* const> claims);

}  // namespace tallystick
