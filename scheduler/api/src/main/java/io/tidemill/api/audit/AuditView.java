package io.tidemill.api.audit;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// A change that somebody asked for.
///
/// @param number number of the entry
/// @param who name of the person or program
/// @param caller id of the access token, `owner` for whoever can read the data directory; empty for an agent
/// @param address address the request came from, null where it came from the process of the scheduler itself
/// @param verb id of the operation, such as `runs.cancel`
/// @param dag id of the DAG it is about, null where it is about none
/// @param run number of the run it is about, null where it is about none
/// @param subject what else it is about, such as `agent north`; empty where DAG and run say it all
/// @param before how it was, empty where there was nothing
/// @param after how it is, empty where nothing is left
/// @param reason why, as far as it was said
public record AuditView(long number, Instant at, String who, String caller, @Nullable String address, String verb,
    @Nullable String dag, @Nullable Long run, String subject, String before, String after, String reason) {}
