#include "absl/strings/str_cat.h"
#include "cli/commands/all.h"
#include "cli/commands/parse.h"
#include "cli/session.h"
#include "core/base/status.h"

namespace tallystick {
namespace {

absl::StatusOr<ExitCode> AddEntity(Context& context) {
  const Arguments& a = context.arguments;
  v1::ImportLine line;
  line.set_kind(v1::Header::entity);
  TALLY_ASSIGN_OR_RETURN(const auto type, ParseEnum<v1::Names::Type>("--type", a.Get("--type"), v1::Names::Type_descriptor()));
  line.mutable_names()->set_type(type);
  AddNames(a.All("NAME"), a.Get("--language"), line.mutable_names()->mutable_names());
  const std::pair<const char*, v1::Relation::Type> kinds[] = {
      {"--part-of", v1::Relation::part_of},           {"--member-of", v1::Relation::member_of},
      {"--same-as", v1::Relation::same_as},           {"--not-same-as", v1::Relation::not_same_as},
      {"--disjoint-from", v1::Relation::disjoint_from}, {"--affiliated-with", v1::Relation::affiliated_with}};
  for (const auto& [option, relation] : kinds) {
    for (const std::string& to : a.All(option)) {
      v1::Relation* added = line.mutable_relations()->add_relations();
      added->set_type(relation);
      added->set_to(to);
      if (a.Has("--asserter")) added->set_asserter(a.Get("--asserter"));
      if (a.Has("--reason")) added->set_reason(a.Get("--reason"));
    }
  }
  if (a.Has("--level")) line.mutable_relations()->set_level(a.Get("--level"));
  if (a.Has("--partition")) {
    TALLY_ASSIGN_OR_RETURN(const auto partition,
                           ParseEnum<v1::Relations::Partition>("--partition", a.Get("--partition"),
                                                               v1::Relations::Partition_descriptor()));
    line.mutable_relations()->set_partition(partition);
  }
  for (const std::string& id : a.All("--replaces")) line.add_replaces(id);
  SetNote(a, &line);
  return RecordOne(context, line);
}

}  // namespace

std::vector<Command> EntityCommands() {
  return {{"entity", "add", "record an actor, place or event that claims are about", Access::kWrites,
           {{"NAME", "its names, the usual one first", true, true}},
           {{"--type", "TYPE", "actor, place, event, victim_class or measure", false, true},
            {"--part-of", "ENTITY", "of a place or event: what it lies in", true},
            {"--member-of", "ENTITY", "of an actor", true},
            {"--same-as", "ENTITY", "another record of the same thing", true},
            {"--not-same-as", "ENTITY", "a thing it must not be taken for", true},
            {"--disjoint-from", "ENTITY", "nothing belongs to both", true},
            {"--affiliated-with", "ENTITY", "close to, but not the same", true},
            {"--asserter", "SOURCE", "who says so (default: you)"},
            {"--reason", "TEXT", "why"},
            {"--level", "LEVEL", "of a place: country, region, cercle, town …"},
            {"--partition", "HOW", "of its parts: disjoint, covering, exact or neither"},
            {"--language", "TAG", "language of the names"},
            {"--replaces", "ENTITY", "a record of yours that this one corrects", true},
            {"--label", "TEXT", "a short name of your own"},
            {"--note", "TEXT", "a remark"}},
           AddEntity}};
}

}  // namespace tallystick
