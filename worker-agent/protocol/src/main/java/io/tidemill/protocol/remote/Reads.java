package io.tidemill.protocol.remote;

import com.google.protobuf.InvalidProtocolBufferException;
import io.tidemill.protocol.wire.ReadBundleRequest;
import io.tidemill.protocol.wire.ReadValueRequest;

/// What agents ask to read.
public final class Reads {
  private Reads() {}

  /// Asks for a value.
  public static byte[] value(long id) {
    return ReadValueRequest.newBuilder().setId(id).build().toByteArray();
  }

  /// The number of the value that is asked for.
  ///
  /// @throws MalformedException if the bytes ask for none
  public static long value(byte[] bytes) throws MalformedException {
    try {
      return ReadValueRequest.parseFrom(bytes).getId();
    } catch (InvalidProtocolBufferException e) {
      throw new MalformedException("ReadValueRequest", e);
    }
  }

  /// Asks for a bundle.
  public static byte[] bundle(String hash) {
    return ReadBundleRequest.newBuilder().setHash(hash).build().toByteArray();
  }

  /// The hash of the bundle that is asked for.
  ///
  /// @throws MalformedException if the bytes ask for none
  public static String bundle(byte[] bytes) throws MalformedException {
    try {
      return ReadBundleRequest.parseFrom(bytes).getHash();
    } catch (InvalidProtocolBufferException e) {
      throw new MalformedException("ReadBundleRequest", e);
    }
  }
}
