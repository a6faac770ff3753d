package io.tidemill.runtime.codec;

import com.google.protobuf.CodedInputStream;
import io.tidemill.engine.fact.Fact;
import io.tidemill.runtime.wire.Frame;
import io.tidemill.runtime.wire.WireFact;
import java.io.IOException;
import java.util.zip.CRC32C;

/// Reads the facts of an entry.
public final class EntryDecoder {
  private EntryDecoder() {}

  /// Hands out the facts in their order.
  ///
  /// @throws CorruptEntryException if the bytes are not what was written, so that it is not known whose facts are missing
  public static void decode(byte[] entry, FactReader reader) {
    try {
      CodedInputStream in = CodedInputStream.newInstance(entry);
      while (!in.isAtEnd()) {
        int length = in.readUInt32();
        int expected = in.readFixed32();
        byte[] content = in.readRawBytes(length);
        CRC32C crc = new CRC32C();
        crc.update(content);
        if ((int) crc.getValue() != expected) {
          throw new CorruptEntryException("Expected a frame with checksum " + Integer.toHexString(expected)
              + ", but found " + Long.toHexString(crc.getValue()) + "; restore the database from a backup");
        }
        Frame frame = Frame.parseFrom(content);
        for (WireFact wire : frame.getFactsList()) {
          Fact fact;
          try {
            fact = FactCodec.decode(frame.getDag(), wire);
          } catch (RuntimeException e) {
            reader.unreadable(frame.getDag(), frame.getAt(), e);
            continue;
          }
          reader.fact(fact, frame.getAt());
        }
      }
    } catch (IOException e) {
      throw new CorruptEntryException(
          "Expected whole frames, but one is cut short (" + e.getMessage() + "); restore the database from a backup");
    }
  }

  /// Takes facts as they are read.
  public interface FactReader {
    void fact(Fact fact, long at);

    /// Takes note of a fact that is whole but that this program does not know. Refuses it unless told otherwise.
    ///
    /// @param dag number of the DAG it is of
    default void unreadable(int dag, long at, RuntimeException e) {
      throw e;
    }
  }
}
