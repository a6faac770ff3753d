package io.tidemill.agent.journal;

import io.tidemill.protocol.AttemptKey;
import io.tidemill.protocol.InventoryItem;
import java.io.IOException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32C;

/// Frames to be written with one call; also reads what is in one.
final class FrameBatch {
  /// Bytes before the content: its length and its checksum, four each.
  static final int HEAD = 8;

  private static final int KEPT_BYTES = 1 << 20;
  private static final byte STARTED = 1;
  private static final byte ACCEPTED = 2;
  private static final byte RESULT = 3;
  private static final byte ACKNOWLEDGED = 4;
  private static final byte NOTED = 5;
  private static final byte FORGOTTEN = 6;

  private ByteBuffer bytes = ByteBuffer.allocate(4 << 10);

  /// Appends an entry.
  ///
  /// @return length of its frame
  int add(Entry entry) {
    int start = bytes.position();
    room(HEAD + size(entry));
    bytes.position(start + HEAD);
    put(entry);
    int length = bytes.position() - start - HEAD;
    bytes.putInt(start, length);
    bytes.putInt(start + Integer.BYTES, checksum(bytes.array(), start + HEAD, length));
    return HEAD + length;
  }

  byte[] array() {
    return bytes.array();
  }

  int length() {
    return bytes.position();
  }

  void clear() {
    if (bytes.capacity() > KEPT_BYTES) {
      bytes = ByteBuffer.allocate(4 << 10);
    }
    bytes.clear();
  }

  static int checksum(byte[] content, int from, int length) {
    CRC32C sum = new CRC32C();
    sum.update(content, from, length);
    return (int) sum.getValue();
  }

  private void room(int more) {
    if (bytes.remaining() < more) {
      long wanted = Math.max(2L * bytes.capacity(), (long) bytes.position() + more);
      if (wanted > Integer.MAX_VALUE - 8) {
        wanted = Math.addExact(bytes.position(), more);
      }
      bytes = ByteBuffer.allocate((int) wanted).put(bytes.flip());
    }
  }

  private static int size(Entry entry) {
    return 1 + switch (entry) {
      case Entry.Started _ -> 3 * Long.BYTES;
      case Entry.Accepted(List<InventoryItem> attempts) -> Integer.BYTES + 32 * attempts.size();
      case Entry.Result result -> Math.addExact(Long.BYTES + 36, result.report().length);
      case Entry.Acknowledged(long[] numbers) -> Integer.BYTES + Long.BYTES * numbers.length;
      case Entry.Noted _,Entry.Forgotten _ -> 2 * Long.BYTES;
    };
  }

  private void put(Entry entry) {
    switch (entry) {
      case Entry.Started(long incarnation, ProcessId process) -> {
        bytes.put(STARTED).putLong(incarnation);
        put(process);
      }
      case Entry.Accepted(List<InventoryItem> attempts) -> {
        bytes.put(ACCEPTED).putInt(attempts.size());
        attempts.forEach(each -> put(each.key(), each.attempts()));
      }
      case Entry.Result(long number, AttemptKey key, int attempts, byte[] report) -> {
        bytes.put(RESULT).putLong(number);
        put(key, attempts);
        bytes.putInt(report.length).put(report);
      }
      case Entry.Acknowledged(long[] numbers) -> {
        bytes.put(ACKNOWLEDGED).putInt(numbers.length);
        for (long each : numbers) {
          bytes.putLong(each);
        }
      }
      case Entry.Noted(ProcessId process) -> {
        bytes.put(NOTED);
        put(process);
      }
      case Entry.Forgotten(ProcessId process) -> {
        bytes.put(FORGOTTEN);
        put(process);
      }
    }
  }

  private void put(ProcessId process) {
    bytes.putLong(process.pid()).putLong(process.startMillis());
  }

  private void put(AttemptKey key, int attempts) {
    bytes.putInt(key.dag()).putLong(key.run()).putInt(key.task()).putInt(key.attempt()).putLong(key.nonce());
    bytes.putInt(attempts);
  }

  /// Reads the content of a frame.
  ///
  /// @throws IOException if it is none that this version writes
  static Entry read(byte[] content) throws IOException {
    ByteBuffer from = ByteBuffer.wrap(content);
    try {
      byte kind = from.get();
      return switch (kind) {
        case STARTED -> new Entry.Started(from.getLong(), process(from));
        case ACCEPTED -> new Entry.Accepted(attempts(from));
        case RESULT -> {
          long number = from.getLong();
          InventoryItem held = held(from);
          yield new Entry.Result(number, held.key(), held.attempts(), report(from));
        }
        case ACKNOWLEDGED -> new Entry.Acknowledged(numbers(from));
        case NOTED -> new Entry.Noted(process(from));
        case FORGOTTEN -> new Entry.Forgotten(process(from));
        default -> throw new IOException("Expected a known kind of frame, but found " + kind);
      };
    } catch (BufferUnderflowException e) {
      throw new IOException("Expected a whole frame, but its content is cut short", e);
    }
  }

  private static ProcessId process(ByteBuffer from) {
    return new ProcessId(from.getLong(), from.getLong());
  }

  private static InventoryItem held(ByteBuffer from) {
    return new InventoryItem(
        new AttemptKey(from.getInt(), from.getLong(), from.getInt(), from.getInt(), from.getLong()), from.getInt());
  }

  private static List<InventoryItem> attempts(ByteBuffer from) throws IOException {
    int count = count(from, 32);
    List<InventoryItem> attempts = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      attempts.add(held(from));
    }
    return attempts;
  }

  private static byte[] report(ByteBuffer from) throws IOException {
    byte[] report = new byte[count(from, 1)];
    from.get(report);
    return report;
  }

  private static long[] numbers(ByteBuffer from) throws IOException {
    long[] numbers = new long[count(from, Long.BYTES)];
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] = from.getLong();
    }
    return numbers;
  }

  private static int count(ByteBuffer from, int bytesEach) throws IOException {
    int count = from.getInt();
    if (count < 0 || (long) count * bytesEach > from.remaining()) {
      throw new IOException("Expected a whole frame, but its content is cut short");
    }
    return count;
  }
}
