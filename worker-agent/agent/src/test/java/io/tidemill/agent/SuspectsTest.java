package io.tidemill.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemill.agent.journal.RecoveredJournal;
import io.tidemill.protocol.AgentHello;
import io.tidemill.protocol.AttemptKey;
import io.tidemill.protocol.InventoryItem;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@SuppressWarnings("NullAway.Init") // JUnit sets the field
class SuspectsTest {
  @TempDir private Path folder;

  private static InventoryItem item(int task, long nonce) {
    return new InventoryItem(new AttemptKey(1, 2, task, 1, nonce), 1);
  }

  private Suspects after(InventoryItem... unfinished) {
    return Suspects.of(folder, new RecoveredJournal(List.of(9L), List.of(), List.of(unfinished), List.of()));
  }

  @Test void who_was_there_once_is_no_suspect_and_who_was_there_twice_in_a_row_is() {
    assertThat(after(item(0, 5)).suspects(item(0, 6).key())).isFalse();
    Suspects second = after(item(0, 6), item(1, 7));
    assertThat(second.suspects(item(0, 8).key())).isTrue();
    assertThat(second.suspects(item(1, 8).key())).isFalse();
    assertThat(after(item(1, 8)).suspects(item(0, 9).key())).as("it had ended").isFalse();
  }

  @Test void a_process_that_took_no_work_forgets_nobody() {
    after(item(0, 5));
    after();
    assertThat(after(item(0, 6)).suspects(item(0, 7).key())).isTrue();
  }

  @Test void what_ran_under_suspicion_when_the_process_ended_is_known_to_the_next_and_to_no_other() throws Exception {
    Files.writeString(folder.resolve("suspect-begun"), "77 -1\n");
    assertThat(after(item(0, 77)).begun()).containsExactly(new AgentHello.Begun(77, -1));
    assertThat(after(item(0, 78)).begun()).isEmpty();
  }

  @Test void a_file_that_says_nothing_sensible_suspects_nobody() throws Exception {
    Files.writeString(folder.resolve("suspects"), "a b c d\n1 2\n");
    assertThat(after(item(0, 5)).suspects(item(0, 6).key())).isFalse();
  }
}
