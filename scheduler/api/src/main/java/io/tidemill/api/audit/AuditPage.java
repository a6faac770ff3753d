package io.tidemill.api.audit;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// A part of a list of changes.
///
/// @param next cursor of the part after this one, null for the last
public record AuditPage(List<AuditView> changes, @Nullable String next) {}
