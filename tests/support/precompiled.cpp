// The precompiled header of the tests needs a source that uses it: catch_main.cpp may not (see tests/CMakeLists.txt).
