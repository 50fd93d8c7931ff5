// Stands before the C library's malloc, which Swift's own allocations come down to, and counts. One thread measures, so
// that nothing has to be atomic.
#include "AllocationCount.h"
#include <stddef.h>

extern void *__libc_malloc(size_t size);

static unsigned long count;

void *malloc(size_t size) {
    count++;
    return __libc_malloc(size);
}

unsigned long allocation_count(void) { return count; }
