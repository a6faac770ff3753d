package io.tidemill.api.http;

import java.util.List;

/// What a caller may do: each role may what the one before it may, and more.
public enum Role {
  /// Looks.
  VIEWER(Permission.VIEW),
  /// Starts, cancels and reruns as well.
  OPERATOR(Permission.VIEW, Permission.OPERATE),
  /// Brings code as well.
  AUTHOR(Permission.VIEW, Permission.OPERATE, Permission.DEPLOY),
  /// Lets others in as well.
  ADMIN(Permission.values());

  private final List<Permission> permissions;

  Role(Permission... permissions) {
    this.permissions = List.of(permissions);
  }

  /// Everything it may do.
  public List<Permission> permissions() {
    return permissions;
  }

  /// Whether it may do something.
  public boolean may(Permission permission) {
    return permissions.contains(permission);
  }

  /// The least role that may do something.
  public static Role leastFor(Permission permission) {
    for (Role role : values()) {
      if (role.may(permission)) {
        return role;
      }
    }
    throw new IllegalStateException("Expected a role with permission " + permission + ", but none has it");
  }
}
