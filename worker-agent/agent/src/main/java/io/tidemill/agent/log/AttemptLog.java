package io.tidemill.agent.log;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Locale;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// The log of one attempt. Safe for use by several threads.
///
/// A body that writes faster than its log is shipped waits, it alone, until there is room; so neither memory nor other
/// attempts suffer. A body that was interrupted does not wait: what it writes from then on counts as the log's end.
public final class AttemptLog {
  private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'", Locale.ROOT)
      .withZone(ZoneOffset.UTC);
  private static final int WAITING_CHUNKS = 4;

  private final LogShipper shipper;
  private final LogLimits limits;
  private final ChunkTarget target;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition room = lock.newCondition();
  private final ArrayDeque<byte[]> full = new ArrayDeque<>();
  private final ByteArrayOutputStream current = new ByteArrayOutputStream(256);
  private long head;
  private long headLimit;
  private @Nullable LogTail tail;
  /// Whether the beginning of the log ends within a line.
  private boolean cutInLine;
  private boolean closing;
  private boolean ended;
  private long sequence;
  private long lastMillis = -1;
  private byte[] lastTime = {};
  private @Nullable PrintStream out;
  private @Nullable PrintStream err;

  AttemptLog(LogShipper shipper, LogLimits limits, ChunkTarget target) {
    this.shipper = shipper;
    this.limits = limits;
    this.target = target;
    this.headLimit = limits.bytes() - limits.tailBytes();
  }

  /// Appends one message.
  ///
  /// @param level short upper-case word
  public void line(String level, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    line(level, bytes, bytes.length);
  }

  /// Appends one message of bytes, which become valid UTF-8 if they are not.
  void line(String level, byte[] bytes, int length) {
    if (!isAscii(bytes, length)) {
      byte[] valid = new String(bytes, 0, length, StandardCharsets.UTF_8).getBytes(StandardCharsets.UTF_8);
      append(level, valid, valid.length);
    } else {
      append(level, bytes, length);
    }
  }

  /// Appends lines that have their time and level already.
  ///
  /// @param text UTF-8
  public void lines(byte[] text) {
    lock.lock();
    try {
      if (!ended) {
        append(text);
      }
    } finally {
      lock.unlock();
    }
  }

  private void append(String level, byte[] text, int textLength) {
    lock.lock();
    try {
      if (ended) {
        return;
      }
      byte[] time = time();
      byte[] line = new byte[time.length + level.length() + textLength + 3];
      int at = time.length;
      System.arraycopy(time, 0, line, 0, at);
      line[at++] = ' ';
      for (int i = 0; i < level.length(); i++) {
        line[at++] = (byte) level.charAt(i);
      }
      line[at++] = ' ';
      System.arraycopy(text, 0, line, at, textLength);
      line[line.length - 1] = '\n';
      append(line);
    } finally {
      lock.unlock();
    }
  }

  /// Where the body's standard output goes.
  synchronized PrintStream out() {
    if (out == null) {
      out = new PrintStream(new LineStream(this, "OUT"), false, StandardCharsets.UTF_8);
    }
    return out;
  }

  /// Where the body's standard error goes.
  synchronized PrintStream err() {
    if (err == null) {
      err = new PrintStream(new LineStream(this, "ERR"), false, StandardCharsets.UTF_8);
    }
    return err;
  }

  /// Ends the log; what is left is shipped soon. Later lines are lost.
  public void end() {
    letGo();
    PrintStream unfinishedOut;
    PrintStream unfinishedErr;
    synchronized (this) {
      unfinishedOut = out;
      unfinishedErr = err;
    }
    if (unfinishedOut != null) {
      unfinishedOut.close();
    }
    if (unfinishedErr != null) {
      unfinishedErr.close();
    }
    lock.lock();
    try {
      if (ended) {
        return;
      }
      ended = true;
      if (tail != null) {
        byte[] kept = tail.content();
        addWhole(String
            .format(Locale.ROOT, "%s%s WARN %,d bytes are cut out here: the log of an attempt is limited to %,d"
                + " bytes%n", cutInLine ? "\n" : "", TIME.format(Instant.now()), tail.total() - kept.length,
                limits.bytes())
            .getBytes(StandardCharsets.UTF_8));
        addWhole(kept);
        tail = null;
      }
      room.signalAll();
    } finally {
      lock.unlock();
    }
    shipper.wake();
  }

  /// Ends all waiting for room, of threads that hold the lock of a stream.
  private void letGo() {
    lock.lock();
    try {
      closing = true;
      room.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /// Takes what can be shipped next, null if there is nothing.
  ///
  /// @param flush true: also a chunk that is not full
  byte @Nullable [] take(boolean flush) {
    lock.lock();
    try {
      byte[] chunk = full.pollFirst();
      if (chunk == null && (flush || ended) && current.size() > 0) {
        chunk = current.toByteArray();
        current.reset();
      }
      room.signalAll();
      return chunk;
    } finally {
      lock.unlock();
    }
  }

  /// Hands a chunk over. Called by the shipping thread only.
  void ship(byte[] chunk) {
    target.ship(sequence++, chunk);
  }

  /// Whether nothing will ever come again.
  boolean isDone() {
    lock.lock();
    try {
      return ended && full.isEmpty() && current.size() == 0;
    } finally {
      lock.unlock();
    }
  }

  private void append(byte[] line) {
    if (tail == null && head + line.length <= headLimit) {
      head += line.length;
      addWhole(line);
      awaitRoom();
      return;
    }
    int from = 0;
    if (tail == null) {
      int tailBytes = Math.max(1, limits.tailBytes());
      tail = new LogTail(tailBytes);
      if (line.length > tailBytes && headLimit > head) {
        // One message that is too long for the log by itself: its beginning is kept as well as its end.
        from = letterEnd(line, (int) (headLimit - head));
        addWhole(Arrays.copyOf(line, from));
        head += from;
        cutInLine = true;
      }
    }
    tail.append(line, from, line.length - from);
  }

  private void addWhole(byte[] bytes) {
    int chunkBytes = limits.chunkBytes();
    if (current.size() > 0 && current.size() + bytes.length > chunkBytes) {
      full.addLast(current.toByteArray());
      current.reset();
    }
    int from = 0;
    while (bytes.length - from > chunkBytes) {
      int to = lineEnd(bytes, from, from + chunkBytes);
      full.addLast(Arrays.copyOfRange(bytes, from, to));
      from = to;
    }
    current.write(bytes, from, bytes.length - from);
    if (!full.isEmpty()) {
      shipper.wake();
    }
  }

  /// Where to cut: after the last line that ends before `to`, else between two characters.
  private static int lineEnd(byte[] bytes, int from, int to) {
    for (int i = to; i > from; i--) {
      if (bytes[i - 1] == '\n') {
        return i;
      }
    }
    return Math.max(from + 1, letterEnd(bytes, to));
  }

  /// The largest position up to `to` that does not lie within a letter.
  private static int letterEnd(byte[] bytes, int to) {
    int cut = to;
    while (cut > 0 && (bytes[cut] & 0xC0) == 0x80) {
      cut--;
    }
    return cut;
  }

  private void awaitRoom() {
    while (full.size() > WAITING_CHUNKS && !closing) {
      try {
        room.await();
      } catch (InterruptedException _) {
        Thread.currentThread().interrupt();
        headLimit = head;
        return;
      }
    }
  }

  private byte[] time() {
    long millis = System.currentTimeMillis();
    if (millis != lastMillis) {
      lastMillis = millis;
      lastTime = TIME.format(Instant.ofEpochMilli(millis)).getBytes(StandardCharsets.US_ASCII);
    }
    return lastTime;
  }

  private static boolean isAscii(byte[] bytes, int length) {
    for (int i = 0; i < length; i++) {
      if (bytes[i] < 0) {
        return false;
      }
    }
    return true;
  }
}
