package io.tidemill.daemon.render;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemill.api.task.TaskView;
import io.tidemill.engine.state.TaskState;
import java.io.PrintWriter;
import java.io.Writer;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TaskLineTest {
  private static final PrintWriter NOWHERE = new PrintWriter(Writer.nullWriter());

  @ParameterizedTest
  @CsvSource({"0,10,░░░░░░░░░░░░░░░░░░░░", "5,10,██████████░░░░░░░░░░", "10,5,████████████████████",
      "-3,10,░░░░░░░░░░░░░░░░░░░░",
      "9223372036854775807,9223372036854775807,████████████████████", "9223372036854775807,1,████████████████████",
      "-9223372036854775808,10,░░░░░░░░░░░░░░░░░░░░"}) void the_bar_of_a_body_is_as_full_as_it_says(long done,
          long total, String bar) {
    Instant start = Instant.EPOCH;
    TaskView task = new TaskView("t", "TASK", TaskState.RUNNING, List.of(), true, 1, 1, false, false, null, start,
        start, null, null, null, null, null, null, null, null, false);

    String line = TaskLine.of(task, new RunProgress(done, total), 10, 200,
        new Terminal(NOWHERE, NOWHERE, true, false, 200, 10));

    assertThat(line).contains(" " + bar + " " + done + "/" + total + " ");
  }
}
