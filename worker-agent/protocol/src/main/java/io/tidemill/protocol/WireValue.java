package io.tidemill.protocol;

import org.jspecify.annotations.Nullable;

/// A value, inline or as a reference.
///
/// @param inline the bytes if inline, else null: read with [SchedulerLink#value]
/// @param id id of the stored value, 0 if inline
/// @param size number of bytes
/// @param variant simple name of the sealed variant, empty for other types
@SuppressWarnings("ArrayRecordComponent") // a carrier: never compared, never changed
public record WireValue(byte @Nullable [] inline, long id, long size, String variant) {}
