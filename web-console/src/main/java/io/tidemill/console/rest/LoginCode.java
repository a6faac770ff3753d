package io.tidemill.console.rest;

/// A login code, good for one login.
///
/// @param code what the page of the console's login takes behind the `#`
/// @param seconds how long it may be used
public record LoginCode(String code, long seconds) {}
