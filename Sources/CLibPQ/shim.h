#include <libpq-fe.h>
#include <sys/eventfd.h>

/// Ends a pipelined statement. From libpq 17 on the message waits for the next flush, so that one write carries a
/// whole burst; before, each one is written at once.
static inline int clibpq_pipeline_sync(PGconn *connection) {
#ifdef LIBPQ_HAS_SEND_PIPELINE_SYNC
    return PQsendPipelineSync(connection);
#else
    return PQpipelineSync(connection);
#endif
}
