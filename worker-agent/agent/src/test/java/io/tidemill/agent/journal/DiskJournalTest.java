package io.tidemill.agent.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemill.protocol.Assignment;
import io.tidemill.protocol.AttemptKey;
import io.tidemill.protocol.FailureReport;
import io.tidemill.protocol.InventoryItem;
import io.tidemill.protocol.Report;
import io.tidemill.protocol.RunContext;
import io.tidemill.protocol.WireValue;
import io.tidemill.protocol.remote.ReportCodec;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DiskJournalTest {
  private static final Report.Timing TIMING = new Report.Timing(1, 2, 3, 4);
  private static final WireValue NOTHING = new WireValue("{}".getBytes(), 0, 2, "");
  private static final RunContext RUN = new RunContext(7, "d", 1, 1, "b", NOTHING, 1);

  @TempDir Path folder;

  private Path path() {
    return folder.resolve("journal");
  }

  private DiskJournal open() throws IOException {
    return DiskJournal.open(path(), 1 << 20);
  }

  private static AttemptKey key(long nonce) {
    return new AttemptKey(7, 1, 2, 1, nonce);
  }

  private static Assignment task(long nonce) {
    return new Assignment.RunTask(RUN, key(nonce), "a", 0, List.of());
  }

  private static Report result(long nonce, int bytes) {
    return new Report.Succeeded(key(nonce), new byte[bytes], "", TIMING);
  }

  private static List<Long> nonces(RecoveredJournal recovered) {
    return recovered.results().stream().map(each -> each.report().key().nonce()).toList();
  }

  @Test void a_folder_without_a_journal_has_nothing_left() throws IOException {
    assertThat(open().recovered()).isEqualTo(RecoveredJournal.NOTHING);
  }

  @Test void the_process_after_a_kill_knows_who_was_there_what_it_had_finished_and_what_not() throws IOException {
    DiskJournal killed = open();
    killed.started(41);
    killed.accepted(List.of(task(1), task(2), task(3)));
    long first = killed.reported(List.of(result(1, 10), result(2, 10)));
    killed.acknowledged(new long[]{first});
    killed.accepted(List.of(task(4)));

    RecoveredJournal recovered = open().recovered();

    assertThat(recovered.incarnations()).containsExactly(41L);
    assertThat(recovered.previous()).isEqualTo(41);
    assertThat(nonces(recovered)).containsExactly(2L);
    assertThat(recovered.unfinished()).containsExactlyInAnyOrder(new InventoryItem(key(3), 1),
        new InventoryItem(key(4), 1));
  }

  @Test void results_come_back_as_they_were() throws IOException {
    FailureReport failure = new FailureReport(FailureReport.Kind.TIMED_OUT, "T", "für", "A.java:1", "stack", false, 90);
    List<Report> reports = List.of(
        new Report.Succeeded(key(1), new byte[]{1, 2}, "Ok", TIMING),
        new Report.Failed(key(2), failure, TIMING),
        new Report.Expanded(key(3), 2, new byte[]{3}, new byte[]{4, 5}, TIMING),
        new Report.ShardsEnded(key(4), new int[]{5, 9}, new byte[]{6}, List.of(TIMING, TIMING),
            List.of(new Report.ShardFailed(11, failure, TIMING))));
    DiskJournal killed = open();
    killed.started(1);
    killed.reported(reports);

    RecoveredJournal recovered = open().recovered();

    assertThat(recovered.results()).extracting(RecoveredJournal.Result::report)
        .usingRecursiveFieldByFieldElementComparator()
        .containsExactlyElementsOf(reports);
  }

  @Test void shards_are_unfinished_until_each_has_a_result() throws IOException {
    AttemptKey shards = new AttemptKey(7, 1, 2, 0, 5);
    DiskJournal killed = open();
    killed.started(1);
    killed.accepted(List.of(new Assignment.RunShards(RUN, shards, "s", 0,
        List.of(new Assignment.ShardRange(0, 3, 1), new Assignment.ShardRange(7, 9, 2)), NOTHING, null, null,
        List.of())));
    long number = killed.reported(
        List.of(new Report.ShardsEnded(shards, new int[]{0, 8}, new byte[0], List.of(TIMING, TIMING), List.of())));

    assertThat(open().recovered().unfinished()).containsExactly(new InventoryItem(shards, 3));
    killed.acknowledged(new long[]{number});
    killed.accepted(List.of(task(9)));
    assertThat(open().recovered().unfinished()).containsExactlyInAnyOrder(new InventoryItem(shards, 3),
        new InventoryItem(key(9), 1));
  }

  @Test void a_torn_tail_costs_only_what_it_tore() throws IOException {
    DiskJournal killed = open();
    killed.started(1);
    killed.reported(List.of(result(1, 100)));
    killed.reported(List.of(result(2, 100)));
    byte[] whole = Files.readAllBytes(path());

    for (int cut = 1; cut < 100; cut++) {
      Files.write(path(), java.util.Arrays.copyOf(whole, whole.length - cut));
      assertThat(nonces(open().recovered())).containsExactly(1L);
    }
  }

  @Test void garbage_at_the_end_is_left_out_and_overwritten() throws IOException {
    DiskJournal killed = open();
    killed.started(1);
    killed.reported(List.of(result(1, 100)));
    byte[] garbage = new byte[1000];
    new Random(5).nextBytes(garbage);
    Files.write(path(), garbage, StandardOpenOption.APPEND);

    DiskJournal next = open();
    next.started(2);
    next.reported(List.of(result(2, 100)));

    RecoveredJournal recovered = open().recovered();
    assertThat(nonces(recovered)).containsExactly(1L, 2L);
    assertThat(recovered.incarnations()).containsExactly(1L, 2L);
  }

  @Test void a_flipped_bit_is_noticed() throws IOException {
    DiskJournal killed = open();
    killed.started(1);
    killed.reported(List.of(result(1, 1000)));
    byte[] bytes = Files.readAllBytes(path());
    bytes[bytes.length - 500] ^= 4;
    Files.write(path(), bytes);

    assertThat(open().recovered().results()).isEmpty();
  }

  @Test void a_file_that_begins_otherwise_than_a_journal_is_set_aside_and_kept() throws IOException {
    DiskJournal killed = open();
    killed.started(1);
    byte[] damaged = Files.readAllBytes(path());
    damaged[2] ^= 4;
    Files.write(path(), damaged);

    DiskJournal anew = open();
    anew.started(2);

    assertThat(anew.recovered().incarnations()).isEmpty();
    assertThat(open().recovered().incarnations()).containsExactly(2L);
    try (var files = Files.list(path().getParent())) {
      assertThat(files.filter(file -> file.getFileName().toString().startsWith("journal.damaged-")))
          .singleElement()
          .satisfies(file -> assertThat(file).hasBinaryContent(damaged));
    }
  }

  @Test void who_ended_in_order_is_not_remembered() throws IOException {
    DiskJournal clean = open();
    clean.started(1);
    clean.accepted(List.of(task(1)));
    clean.acknowledged(new long[]{clean.reported(List.of(result(1, 10)))});
    clean.close(true);

    assertThat(open().recovered()).isEqualTo(RecoveredJournal.NOTHING);
  }

  @Test void the_file_stays_small_however_much_is_settled_and_keeps_what_is_not() throws IOException {
    DiskJournal journal = open();
    journal.started(1);
    long kept = journal.reported(List.of(result(0, 5_000)));
    long largest = 0;
    for (int i = 1; i <= 30_000; i++) {
      journal.accepted(List.of(task(i)));
      journal.acknowledged(new long[]{journal.reported(List.of(result(i, 1_000)))});
      largest = Math.max(largest, Files.size(path()));
    }

    assertThat(largest).isLessThan(6L << 20);
    assertThat(kept).isEqualTo(1);
    RecoveredJournal recovered = open().recovered();
    assertThat(nonces(recovered)).startsWith(0L).hasSizeLessThan(3);
    assertThat(recovered.incarnations()).containsExactly(1L);
  }

  @Test void numbers_go_on_after_the_file_was_written_anew() throws IOException {
    DiskJournal killed = open();
    killed.started(1);
    long first = killed.reported(List.of(result(1, 10)));
    DiskJournal next = open();
    next.started(2);
    long second = next.reported(List.of(result(2, 10)));
    next.acknowledged(new long[]{first});
    next.accepted(List.of(task(3)));

    assertThat(second).isGreaterThan(first);
    assertThat(nonces(open().recovered())).containsExactly(2L);
  }

  @Test void too_much_that_is_unsettled_refuses_new_work_until_some_is_acknowledged() throws IOException {
    DiskJournal journal = open();
    journal.started(1);
    List<Long> numbers = new ArrayList<>();
    for (int i = 0; i < 12; i++) {
      numbers.add(journal.reported(List.of(result(i, 100 << 10))));
    }

    assertThat(numbers).endsWith(0L);
    assertThatThrownBy(() -> journal.accepted(List.of(task(99)))).hasMessageContaining("at most 1,048,576 bytes");
    journal.acknowledged(numbers.stream().mapToLong(each -> each).toArray());
    journal.accepted(List.of(task(99)));
    assertThat(open().recovered().unfinished()).containsExactly(new InventoryItem(key(99), 1));
  }

  /// A disk with so much room.
  private static final class SmallDisk extends RandomAccessFile {
    private final AtomicLong room;

    SmallDisk(Path path, AtomicLong room) throws IOException {
      super(path.toFile(), "rw");
      this.room = room;
    }

    @Override public void write(byte[] bytes, int offset, int length) throws IOException {
      int fits = (int) Math.min(room.get(), length);
      super.write(bytes, offset, fits);
      room.addAndGet(-fits);
      if (fits < length) {
        throw new IOException("No space left on device");
      }
    }
  }

  @Test void nothing_of_a_batch_counts_when_the_disk_is_full_and_all_goes_on_when_there_is_room() throws IOException {
    AtomicLong room = new AtomicLong(10_000);
    DiskJournal journal = DiskJournal.open(path(), 1 << 20, ReportCodec::encode,
        each -> new SmallDisk(each, room));
    journal.started(1);
    journal.accepted(List.of(task(1)));
    room.set(20);

    assertThatThrownBy(() -> journal.accepted(List.of(task(2), task(3))))
        .hasMessageContaining("No space left on device");
    assertThat(journal.reported(List.of(result(1, 10)))).isZero();
    assertThat(open().recovered().unfinished()).containsExactly(new InventoryItem(key(1), 1));

    room.set(10_000);
    journal.accepted(List.of(task(4)));
    assertThat(journal.reported(List.of(result(1, 10)))).isPositive();
    RecoveredJournal recovered = open().recovered();
    assertThat(recovered.unfinished()).containsExactly(new InventoryItem(key(4), 1));
    assertThat(nonces(recovered)).containsExactly(1L);
  }

  @Test void a_result_no_longer_understood_is_lost_and_all_else_is_kept() throws IOException {
    DiskJournal killed = DiskJournal.open(path(), 1 << 20,
        report -> report.key().nonce() == 1 ? new byte[]{99} : ReportCodec.encode(report),
        each -> new RandomAccessFile(each.toFile(), "rw"));
    killed.started(1);
    killed.reported(List.of(result(1, 10), result(2, 10)));

    DiskJournal next = open();
    assertThat(nonces(next.recovered())).containsExactly(2L);
    next.started(2);
    next.acknowledged(new long[]{next.recovered().results().getFirst().number()});
    next.close(true);
    assertThat(open().recovered()).isEqualTo(RecoveredJournal.NOTHING);
  }

  @Test void children_are_remembered_until_they_have_ended() throws IOException {
    DiskJournal killed = open();
    killed.started(1);
    killed.noted(new ProcessId(10, 1000));
    killed.noted(new ProcessId(11, 1001));
    killed.forgotten(new ProcessId(10, 1000));

    assertThat(open().recovered().processes()).containsExactly(new ProcessId(11, 1001));
  }
}
