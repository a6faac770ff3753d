package io.tidemill.agent.journal;

import io.tidemill.protocol.Assignment;
import io.tidemill.protocol.InventoryItem;
import io.tidemill.protocol.Report;
import io.tidemill.protocol.remote.ReportCodec;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The journal in a file. One process at a time: whoever opens it holds the lock of its folder.
public final class DiskJournal implements AttemptJournal {
  /// The most that is kept of what is unsettled, where nothing else is configured: 256 MiB. The file grows to at most four times
  /// that.
  public static final long DEFAULT_BYTES = 256L << 20;

  private static final Logger LOG = LoggerFactory.getLogger(DiskJournal.class);
  private static final int ACCEPTED_PER_FRAME = 1_000;
  private static final int MOST_WAITING = 10_000;
  /// A smaller file is not worth writing anew.
  private static final long SMALL_BYTES = 4L << 20;

  private final ReentrantLock lock = new ReentrantLock();
  private final Path path;
  private final long mostBytes;
  private final Function<Report, byte[]> encoder;
  private final JournalFile file;
  private final JournalIndex journalIndex = new JournalIndex();
  private final RecoveredJournal recoveredJournal;
  private final FrameBatch frames = new FrameBatch();
  private final WriteBatch writeBatch = new WriteBatch();
  private long lastNumber;
  private long replaceAt = SMALL_BYTES;
  private boolean toldLost;

  private DiskJournal(Path path, long mostBytes, Function<Report, byte[]> encoder, JournalFile.Opener opener)
      throws IOException {
    this.path = path;
    this.mostBytes = mostBytes;
    this.encoder = encoder;
    this.file = new JournalFile(path, opener);
    this.recoveredJournal = read();
    this.lastNumber = journalIndex.lastNumber();
  }

  /// Opens the journal and reads what it holds.
  ///
  /// @param path its file; need not exist
  /// @param mostBytes most bytes of what is unsettled; beyond them nothing is accepted
  /// @throws IOException if it cannot be read
  public static DiskJournal open(Path path, long mostBytes) throws IOException {
    return open(path, mostBytes, ReportCodec::encode, each -> new RandomAccessFile(each.toFile(), "rw"));
  }

  static DiskJournal open(Path path, long mostBytes, Function<Report, byte[]> encoder, JournalFile.Opener opener)
      throws IOException {
    return new DiskJournal(path, mostBytes, encoder, opener);
  }

  private RecoveredJournal read() throws IOException {
    Map<Long, byte[]> reports = new HashMap<>();
    JournalFile.scan(path, (content, at, length) -> {
      Entry entry = known(content);
      if (entry == null) {
        return;
      }
      journalIndex.apply(entry, at, length);
      switch (entry) {
        case Entry.Result result -> reports.put(result.number(), result.report());
        case Entry.Acknowledged(long[] numbers) -> {
          for (long each : numbers) {
            reports.remove(each);
          }
        }
        case Entry.Started _,Entry.Accepted _,Entry.Noted _,Entry.Forgotten _ -> {
          // Unsettled knows.
        }
      }
    });
    List<RecoveredJournal.Result> results = new ArrayList<>();
    for (long number : List.copyOf(journalIndex.results().keySet())) {
      byte[] report = reports.get(number);
      try {
        results.add(new RecoveredJournal.Result(number, ReportCodec.decode(Objects.requireNonNull(report))));
      } catch (IOException e) {
        LOG.warn("A result in {} cannot be read by this version of the agent; it is lost and runs again: {}", path,
            e.getMessage());
        journalIndex.apply(new Entry.Acknowledged(new long[]{number}), 0, 0);
      }
    }
    return new RecoveredJournal(journalIndex.processes().stream().map(Entry.Started::incarnation).toList(), results,
        journalIndex.unfinished(), List.copyOf(journalIndex.children()));
  }

  /// The entry of a frame, null if only another version of the agent knows what it means.
  private @Nullable Entry known(byte[] content) {
    try {
      return FrameBatch.read(content);
    } catch (IOException e) {
      LOG.warn("A frame in {} cannot be read by this version of the agent and is left out: {}", path, e.getMessage());
      return null;
    }
  }

  @Override public RecoveredJournal recovered() {
    return recoveredJournal;
  }

  @Override public void started(long incarnation) throws IOException {
    lock.lock();
    try {
      journalIndex.forgetUnfinished();
      ProcessId mine = ProcessId.of(ProcessHandle.current());
      replace();
      add(new Entry.Started(incarnation, mine));
      write();
    } finally {
      lock.unlock();
    }
  }

  @Override public void accepted(List<Assignment> assignments) throws IOException {
    if (assignments.isEmpty()) {
      return;
    }
    lock.lock();
    try {
      if (journalIndex.bytes() > mostBytes) {
        throw new IOException(String.format(Locale.ROOT, "Expected at most %,d bytes of unsettled work in %s, but there"
            + " are %,d; it goes on once the scheduler has acknowledged some", mostBytes, path, journalIndex.bytes()));
      }
      for (int from = 0; from < assignments.size(); from += ACCEPTED_PER_FRAME) {
        add(new Entry.Accepted(assignments.subList(from, Math.min(assignments.size(), from + ACCEPTED_PER_FRAME))
            .stream()
            .map(each -> new InventoryItem(each.key(), Attempts.of(each)))
            .toList()));
      }
      write();
    } finally {
      lock.unlock();
    }
  }

  @Override public long reported(List<Report> reports) {
    lock.lock();
    try {
      if (journalIndex.bytes() > mostBytes) {
        return 0;
      }
      long first = lastNumber + 1;
      for (Report each : reports) {
        add(new Entry.Result(++lastNumber, each.key(), Attempts.of(each), encoder.apply(each)));
      }
      write();
      toldLost = false;
      return first;
    } catch (IOException | ArithmeticException | OutOfMemoryError e) {
      frames.clear();
      writeBatch.clear();
      if (!toldLost) {
        toldLost = true;
        LOG.warn("{} results are not kept on disk; should this process end before they are acknowledged, they are lost"
            + " and run again: {}", reports.size(), e.getMessage());
      }
      return 0;
    } finally {
      lock.unlock();
    }
  }

  @Override public void acknowledged(long[] numbers) {
    lock.lock();
    try {
      // Waits for the next write: see the package.
      long[] kept = journalIndex.kept(numbers);
      if (kept.length > 0) {
        journalIndex.apply(new Entry.Acknowledged(kept), 0, 0);
        writeBatch.acknowledged(kept);
        if (writeBatch.count() > MOST_WAITING) {
          write();
        }
      }
    } catch (IOException e) {
      LOG.debug("Acknowledgements wait until {} can be written", path, e);
    } finally {
      lock.unlock();
    }
  }

  @Override public void noted(ProcessId process) throws IOException {
    lock.lock();
    try {
      add(new Entry.Noted(process));
      write();
    } finally {
      lock.unlock();
    }
  }

  @Override public void forgotten(ProcessId process) {
    Entry forgotten = new Entry.Forgotten(process);
    lock.lock();
    try {
      add(forgotten);
      write();
    } catch (IOException e) {
      // The file forgets it when it is next written anew.
      journalIndex.apply(forgotten, 0, 0);
      LOG.debug("Process {} stays in {} for now", process.pid(), path, e);
    } finally {
      lock.unlock();
    }
  }

  @Override public void close(boolean clean) {
    lock.lock();
    try {
      if (clean && journalIndex.results().isEmpty() && journalIndex.children().isEmpty()) {
        file.replace(_ -> 0);
      } else {
        write();
      }
      file.close();
    } catch (IOException e) {
      LOG.warn("Expected to close {} in order, but: {}; the next process finds this one lost", path, e.getMessage());
    } finally {
      lock.unlock();
    }
  }

  private void add(Entry entry) {
    int length = frames.add(entry);
    writeBatch.add(entry, length);
  }

  /// Writes what was added, with the acknowledgements that wait, and lets it count. Nothing of it counts if that fails.
  private void write() throws IOException {
    long[] acknowledged = writeBatch.acknowledgements();
    if (acknowledged.length > 0) {
      frames.add(new Entry.Acknowledged(acknowledged));
    }
    if (frames.length() == 0) {
      return;
    }
    try {
      append();
      writeBatch.written();
    } finally {
      frames.clear();
      writeBatch.clear();
    }
    if (file.end() > replaceAt && file.end() > 4 * journalIndex.bytes()) {
      tryReplace();
    }
  }

  private void append() throws IOException {
    long at;
    try {
      at = file.append(frames);
    } catch (IOException e) {
      // History may be what fills the disk.
      if (file.end() <= 2 * journalIndex.bytes() || !tryReplace()) {
        throw e;
      }
      at = file.append(frames);
    }
    for (WriteBatch.Added each : writeBatch.added()) {
      journalIndex.apply(each.entry(), at, each.length());
      at += each.length();
    }
  }

  private boolean tryReplace() {
    try {
      replace();
      replaceAt = SMALL_BYTES;
      return true;
    } catch (IOException e) {
      LOG.debug("The journal goes on in its old file", e);
      replaceAt = file.end() + SMALL_BYTES;
      return false;
    }
  }

  /// Writes what still counts to a new file.
  private void replace() throws IOException {
    Map<Long, JournalIndex.FilePosition> moved = new HashMap<>();
    FrameBatch part = new FrameBatch();
    JournalFile.Writer content = target -> {
      journalIndex.processes().forEach(part::add);
      List<InventoryItem> accepted = journalIndex.accepted();
      for (int from = 0; from < accepted.size(); from += ACCEPTED_PER_FRAME) {
        part.add(new Entry.Accepted(accepted.subList(from, Math.min(accepted.size(), from + ACCEPTED_PER_FRAME))));
      }
      journalIndex.children().forEach(each -> part.add(new Entry.Noted(each)));
      target.put(part.array(), part.length());
      long length = part.length();
      return length + copyResults(target, length, moved);
    };
    file.replace(content);
    moved.forEach((number, place) -> journalIndex.results().replace(number, place.later(JournalFile.HEAD_BYTES)));
  }

  /// Copies the results that still count.
  ///
  /// @param from where the first goes
  /// @param moved takes up where each went
  /// @return how many bytes
  private long copyResults(JournalFile.Target target, long from, Map<Long, JournalIndex.FilePosition> moved)
      throws IOException {
    if (journalIndex.results().isEmpty()) {
      return 0;
    }
    long length = 0;
    try (RandomAccessFile old = file.open()) {
      for (var each : journalIndex.results().entrySet()) {
        JournalIndex.FilePosition place = each.getValue();
        byte[] frame = new byte[place.length()];
        old.seek(place.at());
        old.readFully(frame);
        target.put(frame, frame.length);
        moved.put(each.getKey(),
            new JournalIndex.FilePosition(from + length, frame.length, place.key(), place.attempts()));
        length += frame.length;
      }
    }
    return length;
  }
}
