#pragma once

/// How often this process has asked for memory since it began.
unsigned long allocation_count(void);
