// The error that something must end in.
#pragma once

#include <catch2/catch.hpp>

#include "luamigrate/error.h"

namespace luamigrate::test {

template <class Work>
Error failure(const Work& work) {
  try {
    work();
  } catch (const Error& error) {
    return error;
  }
  FAIL("no error");
  return Error(ErrorKind::internal, "");
}

}  // namespace luamigrate::test
