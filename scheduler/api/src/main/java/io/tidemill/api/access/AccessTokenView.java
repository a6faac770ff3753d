package io.tidemill.api.access;

import io.tidemill.api.http.Role;
import java.time.Instant;

/// An access token, without its secret.
///
/// @param name whom or what it is for
/// @param expired whether it has ended
public record AccessTokenView(String id, String name, Role role, Instant createdAt, Instant expiresAt,
    boolean expired) {}
