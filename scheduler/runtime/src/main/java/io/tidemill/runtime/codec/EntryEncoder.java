package io.tidemill.runtime.codec;

import com.google.protobuf.CodedOutputStream;
import io.tidemill.engine.fact.Fact;
import io.tidemill.runtime.wire.Frame;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/// Collects the facts of some turns as the bytes of one entry: frames, each of one DAG and one time, with length and CRC-32C.
///
/// Not safe for use by several threads at once.
public final class EntryEncoder {
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream(512);
  private Frame.@Nullable Builder frame;

  /// Adds the facts of a turn.
  public void add(List<Fact> facts, long at) {
    for (Fact fact : facts) {
      Frame.Builder open = frame;
      if (open == null || open.getDag() != fact.dag() || open.getAt() != at || open.getFactsCount() >= 1_000) {
        close();
        open = Frame.newBuilder().setDag(fact.dag()).setAt(at);
        frame = open;
      }
      open.addFacts(FactCodec.encode(fact));
    }
  }

  private void close() {
    if (frame == null) {
      return;
    }
    byte[] content = frame.build().toByteArray();
    frame = null;
    CRC32C crc = new CRC32C();
    crc.update(content);
    try {
      CodedOutputStream out = CodedOutputStream.newInstance(bytes, 16);
      out.writeUInt32NoTag(content.length);
      out.writeFixed32NoTag((int) crc.getValue());
      out.flush();
    } catch (IOException e) {
      throw new UncheckedIOException("Writing to memory does not fail", e);
    }
    bytes.writeBytes(content);
  }

  /// Whether nothing was added.
  public boolean isEmpty() {
    return frame == null && bytes.size() == 0;
  }

  /// The bytes of all that was added.
  public byte[] finish() {
    close();
    return bytes.toByteArray();
  }
}
