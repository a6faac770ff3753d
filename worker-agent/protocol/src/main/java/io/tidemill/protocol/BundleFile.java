package io.tidemill.protocol;

/// A bundle of user code.
///
/// @param name file name: `….jar`, or `….java` for a single source file that is compiled on arrival
/// @param content the file; its SHA-256 in hex is the bundle's hash
@SuppressWarnings("ArrayRecordComponent") // a carrier: never compared, never changed
public record BundleFile(String name, byte[] content) {}
