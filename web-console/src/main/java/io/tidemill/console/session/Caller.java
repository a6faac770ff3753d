package io.tidemill.console.session;

import io.tidemill.api.http.Permission;
import io.tidemill.api.http.Role;

/// Who sends a request.
///
/// @param id of the token by which the caller is known, without a dot
/// @param name whom or what the token is for
public record Caller(String id, String name, Role role) {
  /// Whoever can read the data directory of the scheduler.
  public static final Caller OWNER = new Caller("owner", "owner", Role.ADMIN);

  /// Whether the caller may do something.
  public boolean may(Permission permission) {
    return role.may(permission);
  }
}
