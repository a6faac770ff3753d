package io.tidemill.console.rest;

import io.tidemill.api.http.Permission;
import io.tidemill.api.http.Role;
import java.util.List;

/// Who is logged in.
///
/// @param name whom or what the token is for
/// @param permissions everything the role may do
public record CallerView(String name, Role role, List<Permission> permissions) {
  public CallerView {
    permissions = List.copyOf(permissions);
  }
}
