package io.tidemill.protocol.remote;

import com.google.protobuf.InvalidProtocolBufferException;
import io.tidemill.protocol.wire.ReadBundleRequest;
import io.tidemill.protocol.wire.ReadValueRequest;

/// Codec of read requests of agents.
public final class Reads {
  private Reads() {}

  /// Encodes a request for a value.
  public static byte[] value(long id) {
    return ReadValueRequest.newBuilder().setId(id).build().toByteArray();
  }

  /// Decodes the id of the requested value.
  ///
  /// @throws MalformedException if the bytes are not a request
  public static long value(byte[] bytes) throws MalformedException {
    try {
      return ReadValueRequest.parseFrom(bytes).getId();
    } catch (InvalidProtocolBufferException e) {
      throw new MalformedException("ReadValueRequest", e);
    }
  }

  /// Encodes a request for a bundle.
  public static byte[] bundle(String hash) {
    return ReadBundleRequest.newBuilder().setHash(hash).build().toByteArray();
  }

  /// Decodes the hash of the requested bundle.
  ///
  /// @throws MalformedException if the bytes are not a request
  public static String bundle(byte[] bytes) throws MalformedException {
    try {
      return ReadBundleRequest.parseFrom(bytes).getHash();
    } catch (InvalidProtocolBufferException e) {
      throw new MalformedException("ReadBundleRequest", e);
    }
  }
}
