package io.tidemill.protocol;

/// A bundle of user code.
///
/// @param name original file name: `….jar`, or `….java` for a single source file
/// @param content a jar, or the text of an uncompiled source file; schedulers store and serve jars only, whose SHA-256
///     in hex is the bundle's hash
@SuppressWarnings("ArrayRecordComponent") // a carrier: never compared, never changed
public record BundleFile(String name, byte[] content) {}
