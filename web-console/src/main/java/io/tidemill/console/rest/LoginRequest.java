package io.tidemill.console.rest;

import org.jspecify.annotations.Nullable;

/// Asks for a session.
///
/// @param token secret of the API, null where a code is given
/// @param code login code, null where the token is given
public record LoginRequest(@Nullable String token, @Nullable String code) {}
