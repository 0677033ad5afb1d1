#include "cli/commands/all.h"

namespace tallystick {

const std::vector<Command>& AllCommands() {
  static const std::vector<Command>* const all = [] {
    auto* commands = new std::vector<Command>;
    for (auto make : {InitCommands, KeyCommands, SourceCommands, CaptureCommands, ClaimCommands, EntityCommands, LinkCommands,
                      JudgeCommands, ImportCommands, ListCommands, ShowCommands, TraceCommands, EventCommands, RadarCommands, ConflictCommands,
                      CheckCommands, BundleCommands, PublishCommands, LogCommands, VerifyCommands,
                      WitnessCommands, WitnessDeskCommands, StampCommands}) {
      for (Command& command : make()) commands->push_back(std::move(command));
    }
    return commands;
  }();
  return *all;
}

const char* NounHelp(const std::string& noun) {
  static const std::map<std::string, const char*> kHelp = {
      {"key", "keys that sign: make, list, show, admit"},
      {"source", "those who can say things: people, outlets, accounts, documents, the unnamed"},
      {"capture", "bytes obtained, kept as they are"},
      {"claim", "what was claimed, by whom, in which exact words"},
      {"log", "the casebook's log, and logs that others publish"},
      {"entity", "actors, places, events: what claims are about"},
      {"witness", "others that cosign this log's checkpoints, and being such a witness"},
      {"stamp", "time stamps of outside authorities over this log's checkpoints"},
                      
      {"event", "what is claimed of one event, side by side"},
      {"link", "between claims, captures or sources: corrects, copies, same …"},
  };
  const auto it = kHelp.find(noun);
  return it == kHelp.end() ? "" : it->second;
}

}  // namespace tallystick
