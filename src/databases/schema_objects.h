// The objects of a catalogue that lie in schemas beside its tables.
#pragma once

namespace luamigrate::databases {

// Calls `call` with each of their lists.
template <class Objects, class Call>
void each_list_in_schemas(Objects& objects, const Call& call) {
  call(objects.enums);
  call(objects.sequences);
  call(objects.functions);
  call(objects.views);
  call(objects.triggers);
  call(objects.policies);
}

}  // namespace luamigrate::databases
