package io.tidemill.store.measure;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tidemill.runtime.port.JournalEntry;
import io.tidemill.runtime.port.JournalEntry.ValueBlock;
import io.tidemill.runtime.port.Ownership.Reader;
import io.tidemill.runtime.port.Ownership.Taken;
import io.tidemill.runtime.port.Projections.Batch;
import io.tidemill.runtime.port.Projections.EndedRun;
import io.tidemill.runtime.port.Projections.Move;
import io.tidemill.runtime.port.Projections.RunRow;
import io.tidemill.runtime.port.Projections.TaskRow;
import io.tidemill.runtime.port.RunChunk;
import io.tidemill.runtime.port.RunStatus;
import io.tidemill.runtime.port.Store;
import io.tidemill.store.Stores;
import io.tidemill.store.config.EmbeddedConfig;
import io.tidemill.store.config.StoreConfig;
import io.tidemill.store.conformance.PostgresServer;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/// Appends, projections, take-over and recovery, each beside what the database could do at most.
@SuppressWarnings("SystemOut")
final class Measure {
  private static final PrintStream OUT = System.out;
  private static final int PARTITIONS = 64;
  private static final int RUNS_OF_TEN = 10;

  private final Store store;
  private final Random random = new Random(1);
  private List<Taken> taken = List.of();
  private final long[] heads = new long[PARTITIONS];
  private final long[] projected = new long[PARTITIONS];
  private long nextRun = 1;

  private Measure(Store store) {
    this.store = store;
  }

  public static void main(String[] arguments) throws Exception {
    String database = arguments.length == 0 ? "h2" : arguments[0];
    Path directory = Files.createTempDirectory("tidemill-measure");
    Supplier<StoreConfig> databases = switch (database) {
      case "h2" -> () -> EmbeddedConfig.in(directory.resolve("d" + System.nanoTime()));
      case "postgresql" -> PostgresServer.durable()::emptyDatabase;
      default -> throw new IllegalArgumentException("Expected h2 or postgresql, but found " + database);
    };
    StoreConfig config = databases.get();
    for (int i = 0; i < 4; i++) {
      opening(i == 0 ? "new, cold" : "existing", config);
    }
    for (int i = 0; i < 3; i++) {
      opening("new", databases.get());
    }
    StoreBaseline.measure(config);
    try (Store store = Stores.open(config)) {
      Measure measure = new Measure(store);
      measure.acquire();
      measure.appends();
      measure.projections();
      measure.recovery();
      StoreBaseline.measure(config);
      measure.projections();
    }
    System.exit(0);
  }

  private static void opening(String what, StoreConfig config) {
    long begin = System.nanoTime();
    Store store = Stores.open(config);
    long open = System.nanoTime();
    store.close();
    OUT.printf("open %s %.0f ms, close %.0f ms%n", what, (open - begin) / 1e6, (System.nanoTime() - open) / 1e6);
  }

  private void acquire() {
    for (int i = 0; i < 5; i++) {
      long begin = System.nanoTime();
      taken = store.ownership().take(IntStream.range(0, PARTITIONS).boxed().toList(), "node", (_, _) -> new byte[30]);
      OUT.printf("take-over of %d partitions %.1f ms%n", PARTITIONS, (System.nanoTime() - begin) / 1e6);
    }
    taken.forEach(t -> heads[t.partition()] = t.sequence());
  }

  private void appends() throws Exception {
    append("warm-up", 300, 4, 500, 0);
    append("1 partition, 500 B", 1_000, 1, 500, 0);
    append("1 partition, 500 B, 1 value of 1 kB", 1_000, 1, 500, 1_000);
    append("8 partitions, 4 kB", 500, 8, 4_000, 0);
    append("8 partitions, 64 kB", 200, 8, 64_000, 0);
    append("64 partitions, 500 B", 300, 64, 500, 0);
  }

  private void append(String name, int times, int partitions, int size, int valueSize) throws Exception {
    long[] nanos = new long[times];
    byte[] facts = facts(size);
    long begin = System.nanoTime();
    for (int i = 0; i < times; i++) {
      List<JournalEntry> entries = new ArrayList<>();
      for (int p = 0; p < partitions; p++) {
        entries.add(new JournalEntry(p, taken.get(p).epoch(), ++heads[p], facts,
            valueSize == 0 ? List.of() : List.of(new ValueBlock(random.nextLong(), new byte[valueSize]))));
      }
      long from = System.nanoTime();
      for (boolean written : store.journal().append(entries)) {
        if (!written) {
          throw new IllegalStateException("Expected every entry to be written, but found one fenced");
        }
      }
      nanos[i] = System.nanoTime() - from;
    }
    double seconds = (System.nanoTime() - begin) / 1e9;
    Arrays.sort(nanos);
    OUT.printf("append %-36s p50 %.2f ms, p99 %.2f ms, %.0f commits/s, %.1f MB/s%n", name, nanos[times / 2] / 1e6,
        nanos[times * 99 / 100] / 1e6, times / seconds, (double) times * partitions * size / seconds / 1e6);
  }

  /// Facts compress somewhat, as encoded facts do.
  private byte[] facts(int size) {
    byte[] facts = new byte[size];
    for (int i = 0; i < size; i++) {
      facts[i] = (byte) (i % 8 < 4 ? i / 8 % 7 : random.nextInt());
    }
    return facts;
  }

  private void projections() {
    project("tasks only, each once", 1_000, 60, false, false);
    project("tasks only, each once", 10_000, 10, false, false);
    project("tasks only, each twice", 1_000, 60, true, false);
    project("tasks only, each twice", 10_000, 10, true, false);
    project("tasks, runs of ten, state, finals", 10_000, 10, false, true);
  }

  private void project(String name, int batch, int batches, boolean twice, boolean whole) {
    List<Batch> work = new ArrayList<>();
    for (int b = 0; b < batches; b++) {
      long firstRun = nextRun;
      nextRun += batch / RUNS_OF_TEN;
      work.add(batch(b % PARTITIONS, firstRun, batch, 1, whole));
      if (twice) {
        work.add(batch(b % PARTITIONS, firstRun, batch, 5, whole));
      }
    }
    long begin = System.nanoTime();
    for (Batch each : work) {
      if (!store.projections().write(each)[0]) {
        throw new IllegalStateException("Expected the mark to move, but found it elsewhere");
      }
    }
    double seconds = (System.nanoTime() - begin) / 1e9;
    OUT.printf("project %-36s in batches of %6d: %7.0f task rows/s%n", name, batch, work.size() * batch / seconds);
  }

  private Batch batch(int partition, long firstRun, int size, int state, boolean whole) {
    List<TaskRow> tasks = new ArrayList<>();
    List<RunRow> runs = new ArrayList<>();
    List<EndedRun> ended = new ArrayList<>();
    List<RunChunk> finals = new ArrayList<>();
    byte[] output = "{\"rows\":12345}".getBytes(UTF_8);
    int dag = partition + 1;
    for (int i = 0; i < size; i++) {
      long run = firstRun + i / RUNS_OF_TEN;
      tasks.add(new TaskRow(partition, dag, run, i % RUNS_OF_TEN, state, 1, 1_700_000_000_000L, 1_700_000_000_010L,
          state == 5 ? 1_700_000_000_020L : 0, "agent-1", output, 0, -1, 0, 0));
      if (whole && i % RUNS_OF_TEN == 0) {
        runs.add(
            new RunRow(partition, dag, run, 1, RunStatus.SUCCESS, "key-" + run, "manual", "me",
                1_700_000_000_000L + run, 1, 2, output,
                0, 10, 10, 0, null));
        ended.add(new EndedRun(partition, dag, run));
        finals.add(new RunChunk(partition, dag, run, 0, new byte[200]));
      }
    }
    long from = projected[partition]++;
    return new Batch(List.of(new Move(partition, taken.get(partition).epoch(), from, from + 1)), List.of(), ended,
        finals,
        runs, tasks, List.of());
  }

  private void recovery() {
    int chunks = 100_000;
    List<RunChunk> all = new ArrayList<>();
    for (int i = 0; i < chunks; i++) {
      all.add(new RunChunk(63, 1_000, i + 1, 0, new byte[200]));
    }
    long epoch = taken.get(63).epoch();
    projected[63] = heads[63];
    store.projections()
        .write(new Batch(List.of(new Move(63, epoch, store.queries().projected(63), heads[63])), all,
            List.of(), List.of(), List.of(), List.of(), List.of()));
    for (int i = 0; i < 3; i++) {
      int[] read = new int[1];
      long begin = System.nanoTime();
      store.ownership().recover(taken.get(63), new Reader() {
        @Override public void chunk(RunChunk chunk) {
          read[0]++;
        }

        @Override public long projected(long sequence) {
          return sequence;
        }

        @Override public void entry(JournalEntry entry) {
          // not measured
        }
      });
      OUT.printf("recover %d chunks in %.0f ms%n", read[0], (System.nanoTime() - begin) / 1e6);
    }
  }
}
