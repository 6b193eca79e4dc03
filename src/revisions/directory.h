// The folders of a project that hold revision files.
#pragma once

#include <filesystem>
#include <functional>
#include <vector>

#include "revisions/header.h"

namespace luamigrate::revisions {

struct VersionLocations {
  std::vector<std::filesystem::path> folders;  // in configured order
  bool recursive = false;
};

// The revision files in the order of reading, on which ties in the order of steps depend: locations as configured, the
// files of a folder by name, then (recursive) its subfolders by name. Left out are hidden files and folders, and what
// does not end in ".lua". A file reached twice counts once. A location that does not exist is empty. Throws Error{io}.
std::vector<std::filesystem::path> find_revision_files(const VersionLocations& locations);

// Reads each file once with `read`, whose errors pass through.
std::vector<RevisionHeader> read_headers(const std::vector<std::filesystem::path>& files,
                                         const std::function<RevisionHeader(const std::filesystem::path&)>& read);

// What these revisions stand on (parents and dependencies) and none of them is, each once.
std::vector<std::string> gone_requirements(const std::vector<RevisionHeader>& headers);

}  // namespace luamigrate::revisions
