package io.tidemill.protocol;

/// A bundle of user code.
///
/// @param name file name under which it came: `….jar`, or `….java` for a single source file
/// @param content a jar, or the text of a source file that is not compiled yet; schedulers store and hand out jars only, whose SHA-256
///     in hex is the bundle's hash
@SuppressWarnings("ArrayRecordComponent") // a carrier: never compared, never changed
public record BundleFile(String name, byte[] content) {}
