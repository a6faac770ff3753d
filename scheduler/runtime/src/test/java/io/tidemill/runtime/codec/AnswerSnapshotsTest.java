package io.tidemill.runtime.codec;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemill.engine.reply.CancelAccepted;
import io.tidemill.engine.state.CommandAnswers;
import io.tidemill.engine.state.DagState;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/// Answers to commands in the snapshot of their DAG.
class AnswerSnapshotsTest {
  private final Map<Integer, byte[]> stored = new HashMap<>();
  private final DagState dag = new DagState(7);

  private int write() {
    List<SnapshotChunk> chunks = SnapshotEncoder.dag(dag);
    chunks.forEach(chunk -> stored.put(chunk.number(), chunk.bytes()));
    dag.clean();
    return chunks.size();
  }

  private CommandAnswers read(Random random) {
    CommandAnswers read = new CommandAnswers();
    List<Integer> numbers = new ArrayList<>(stored.keySet().stream().filter(SnapshotChunk::holdsAnswers).toList());
    Collections.shuffle(numbers, random);
    numbers.forEach(number -> read.restore(SnapshotDecoder.answers(7, stored.get(number))));
    return read;
  }

  @Test void what_is_read_back_is_what_was_kept_whatever_was_written_before() {
    for (long seed = 1; seed <= 20; seed++) {
      Random random = new Random(seed);
      stored.clear();
      DagState written = new DagState(7);
      long now = 1_000;
      int given = 0;
      for (int i = 0; i < 40; i++) {
        int more = random.nextInt(random.nextInt(4) == 0 ? 15_000 : 300);
        for (int j = 0; j < more; j++) {
          now += random.nextInt(20_000);
          written.answers().add("command-" + ++given, given, new CancelAccepted(7, given), now);
        }
        SnapshotEncoder.dag(written).forEach(chunk -> stored.put(chunk.number(), chunk.bytes()));
        written.clean();
      }

      CommandAnswers read = read(random);

      assertThat(read.all()).as("seed %d", seed).containsExactlyElementsOf(written.answers().all());
      assertThat(read.last()).isEqualTo(written.answers().last());
      assertThat(read.clean()).isEqualTo(read.last());
    }
  }

  @Test void one_more_answer_writes_one_part() {
    for (int i = 1; i <= 5_000; i++) {
      dag.answers().add("command-" + i, i, new CancelAccepted(7, i), 1_000);
    }
    assertThat(write()).isEqualTo(1 + 51);
    assertThat(dag.dirty()).isFalse();

    dag.answers().add("another", 5, new CancelAccepted(7, 1), 1_000);

    assertThat(dag.dirty()).isTrue();
    assertThat(write()).isEqualTo(2);
  }
}
