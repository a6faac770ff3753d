package io.tidemill.api.audit;

import io.tidemill.api.http.Permission;
import io.tidemill.api.http.Query;
import io.tidemill.api.http.Route;

/// Who changed what.
public interface AuditResource {
  /// Changes that somebody asked for, newest first. Each was recorded in the commit that made it; refused requests changed nothing and
  /// are not among them.
  @Route(value = "GET /audit", permission = Permission.ADMINISTER) AuditPage list(@Query AuditFilter filter);
}
