// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Root: a reference that the host holds while guest code may run. What a variable of the host refers to is not known to
// the collector; what a Root refers to stays alive. It belongs to one store, and to the store's thread.
#pragma once

#include "runtime/store.h"

namespace wrt {

class Root {
 public:
  // Any reference but one to a function (those live as long as the store). The store must outlive the Root.
  Root(Store& store, void* reference);
  ~Root();
  Root(const Root&) = delete;
  Root& operator=(const Root&) = delete;

  void* get() const { return link_.reference; }
  void set(void* reference) { link_.reference = reference; }

 private:
  GcHeap::RootLink link_;
};

}  // namespace wrt
