// The table of commands. One file a noun; each gives its rows.
#pragma once

#include <vector>

#include "cli/command.h"

namespace tallystick {

std::vector<Command> InitCommands();
std::vector<Command> KeyCommands();
std::vector<Command> SourceCommands();
std::vector<Command> CaptureCommands();
std::vector<Command> EntityCommands();
std::vector<Command> EventCommands();
std::vector<Command> ClaimCommands();
std::vector<Command> LinkCommands();
std::vector<Command> JudgeCommands();
std::vector<Command> ImportCommands();
std::vector<Command> ListCommands();
std::vector<Command> ShowCommands();
std::vector<Command> TraceCommands();
std::vector<Command> ConflictCommands();
std::vector<Command> CheckCommands();
std::vector<Command> StampCommands();
std::vector<Command> BundleCommands();
std::vector<Command> PublishCommands();
std::vector<Command> LogCommands();
std::vector<Command> RadarCommands();
std::vector<Command> VerifyCommands();
std::vector<Command> WitnessCommands();      // the casebook's side
std::vector<Command> WitnessDeskCommands();  // the witness's side

// All of them, in the order in which help shows them.
const std::vector<Command>& AllCommands();

// One line about a noun that has verbs.
const char* NounHelp(const std::string& noun);

}  // namespace tallystick
