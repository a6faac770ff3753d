package io.tidemill.protocol;

import org.jspecify.annotations.Nullable;

/// A value, or where it can be read.
///
/// @param inline the bytes where they travel along, else null: ask [SchedulerLink#value]
/// @param id number of the stored value, 0 where the bytes travel along
/// @param size number of bytes
/// @param variant simple name of the sealed variant, empty for other types
@SuppressWarnings("ArrayRecordComponent") // a carrier: never compared, never changed
public record WireValue(byte @Nullable [] inline, long id, long size, String variant) {}
